// A site whose entry was built from its policy, as the README has it.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { folder } from '../world/folder.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAM = path.join(ROOT, 'target/debug/portcullis');

/** Builds a policy, and serves it below /built/ of the shop until the test ends; what `build` printed. */
export function serveBuilt(t, shop, policy, options = []) {
  const out = mkdtempSync(path.join(os.tmpdir(), 'built-'));
  t.after(() => rmSync(out, { recursive: true, force: true }));
  const file = path.join(out, 'policy.json');
  writeFileSync(file, typeof policy === 'string' ? policy : JSON.stringify(policy));
  const site = path.join(out, 'site');
  const pkg = ['--pkg', path.join(ROOT, 'pkg')];
  const printed = execFileSync(PROGRAM, ['build', file, '--out', site, '--base', '/built/', ...pkg, ...options], {
    encoding: 'utf8',
  });
  shop.world.serve('www.shop.test', '/built', folder(site, '/built'));
  return printed;
}

/** The tags that `build` printed. */
export const tagsOf = (printed) =>
  printed
    .split('\n')
    .filter((line) => /^<(script|meta)/.test(line))
    .join('\n');
