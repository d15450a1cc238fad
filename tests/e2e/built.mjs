// A site whose entry was built from its policy, as the README has it.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { folder } from '../world/folder.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAM = path.join(ROOT, 'target/debug/portcullis');

const run = (command, options) =>
  execFileSync(PROGRAM, [command, ...options, '--pkg', path.join(ROOT, 'pkg')], { encoding: 'utf8' });

/** Builds a policy, and serves it below /built/ of the shop until the test ends: what `build` printed, and where from and to. */
export function serveBuilt(t, shop, policy, options = []) {
  const out = mkdtempSync(path.join(os.tmpdir(), 'built-'));
  t.after(() => rmSync(out, { recursive: true, force: true }));
  const file = path.join(out, 'policy.json');
  writeFileSync(file, typeof policy === 'string' ? policy : JSON.stringify(policy));
  const site = path.join(out, 'site');
  const printed = run('build', [file, '--out', site, '--base', '/built/', ...options]);
  shop.world.serve('www.shop.test', '/built', folder(site, '/built'));
  return { printed, file, site };
}

/** The tags that `build` printed. */
export const tagsOf = ({ printed }) =>
  printed
    .split('\n')
    .filter((line) => /^<(script|meta)/.test(line))
    .join('\n');

/** The tags with plan and script in them, and the sources by which a policy of the host allows them. */
export function printInline({ file, site }) {
  const result = spawnSync(
    PROGRAM,
    ['snippet', file, '--out', site, '--inline', '--base', '/built/', '--pkg', path.join(ROOT, 'pkg')],
    {
      encoding: 'utf8',
    },
  );
  if (result.status !== 0) throw new Error(result.stderr);
  return { html: result.stdout, hashes: result.stderr.match(/'sha256-[^']+'/g) ?? [] };
}
