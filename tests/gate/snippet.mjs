// What `./x snippet` prints, for pages of tests.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * @param {object} policy  what policy.json holds
 * @param {{guard?: 'live' | 'seal', strict?: boolean, url?: string}} options  url: where pages fetch that policy
 * @returns {{html: string, hash: string | undefined}}  hash: how a policy of the host's own allows the latch
 */
export function snippet(policy, { guard = 'seal', strict = false, url = '/privacy/policy.json' } = {}) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'snippet-'));
  const file = path.join(folder, 'policy.json');
  const told = path.join(folder, 'stderr');
  try {
    writeFileSync(file, JSON.stringify(policy));
    const options = ['--guard', guard, '--policy-url', url, '--base', '/portcullis/', ...(strict ? ['--strict'] : [])];
    const script = `exec cargo run --quiet --locked --bin portcullis -- snippet "$@" 2>"${told}"`;
    const html = execFileSync('sh', ['-c', script, 'sh', file, ...options], { cwd: ROOT, encoding: 'utf8' });
    const hash = execFileSync('cat', [told], { encoding: 'utf8' }).match(/'sha256-\S+'/)?.[0];
    return { html, hash };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
