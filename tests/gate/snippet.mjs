// What `portcullis snippet` and `portcullis build` print, for pages of tests.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FROM_PKG = ['--pkg', path.join(ROOT, 'pkg')];
const PROGRAM = path.join(ROOT, 'target/debug/portcullis');
let isMade = false;

/** Runs a command on a policy; returns what it printed, and what it noted beside. */
function portcullis(command, policy, options, folder) {
  if (!isMade) execFileSync('cargo', ['build', '--quiet', '--locked', '--bin', 'portcullis'], { cwd: ROOT });
  isMade = true;
  const file = path.join(folder, 'policy.json');
  writeFileSync(file, JSON.stringify(policy));
  const { status, stdout, stderr } = spawnSync(PROGRAM, [command, file, ...options], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`portcullis ${command} ${options.join(' ')}: ${stdout}${stderr}`);
  return { stdout, stderr };
}

const guarded = ({ guard = 'seal', strict = false }) => ['--guard', guard, ...(strict ? ['--strict'] : [])];

/**
 * Of a site that builds nothing: the policy is fetched, and its plan made, in the page.
 * @param {object} policy  what policy.json holds
 * @param {{guard?: 'live' | 'seal', strict?: boolean, url?: string}} options  url: where pages fetch that policy
 * @returns {{html: string, hash: string | undefined}}  hash: how a policy of the host's own allows the latch
 */
export function snippet(policy, { url = '/privacy/policy.json', ...guard } = {}) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'snippet-'));
  try {
    const options = [...FROM_PKG, ...guarded(guard), '--policy-url', url, '--base', '/portcullis/'];
    const { stdout, stderr } = portcullis('snippet', policy, options, folder);
    return { html: stdout, hash: stderr.match(/'sha256-\S+'/)?.[0] };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The plan of a policy. */
export function planOf(policy) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'plan-'));
  try {
    return JSON.parse(portcullis('plan', policy, [], folder).stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Of a site that builds: the plan is in the entry.
 * @param {object} policy  what policy.json holds
 * @param {{guard?: 'live' | 'seal', strict?: boolean, base: string, inline?: boolean}} options  base: the address of
 *   what is built; inline: the plan and the script are in the page
 * @returns {{html: string, hashes: string[], out: string, remove: () => void}}  hashes: how a policy of the host's own
 * allows
 *   the scripts in the page; out: the folder of what is built
 */
export function built(policy, { base, inline = false, ...guard }) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'built-'));
  const out = path.join(folder, 'out');
  const placed = [...FROM_PKG, '--out', out, '--base', base, ...guarded(guard)];
  portcullis('build', policy, placed, folder);
  const printed = portcullis('snippet', policy, [...placed, ...(inline ? ['--inline'] : [])], folder);
  const hashes = printed.stderr.match(/'sha256-\S+'/g) ?? [];
  return { html: printed.stdout, hashes, out, remove: () => rmSync(folder, { recursive: true }) };
}
