// What names and addresses are, by `portcullis classify`.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const DEBUG = fileURLToPath(new URL('../../target/debug/portcullis', import.meta.url));
export const PROGRAM = process.env.PORTCULLIS || DEBUG;

/** Runs `portcullis`; throws what it says where it fails. */
export function portcullis(parameters, input) {
  if (!existsSync(PROGRAM)) throw new Error(`no ${PROGRAM}: run "cargo build", or set PORTCULLIS to its path`);
  const { status, stdout, stderr } = spawnSync(PROGRAM, parameters, { input, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status) throw new Error(`portcullis ${parameters[0]}: ${stderr.trim()}`);
  return stdout;
}

/**
 * @param {string[]} lines   `cookie _ga` or an address
 * @param {string} [policy]  its text
 * @returns {Map<string, {class: string, sure: string, vendor?: string, purpose?: string, duration?: string, service?:
 *   string, rule?: string}>}
 */
export function classify(lines, policy) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'scan-'));
  const file = path.join(folder, 'policy.json');
  try {
    if (policy) writeFileSync(file, policy);
    const said = portcullis(['classify', '-', ...(policy ? ['--policy', file] : [])], lines.join('\n') + '\n');
    return new Map(
      said
        .trim()
        .split('\n')
        .filter(Boolean)
        .map((line) => {
          const { asked, ...answer } = JSON.parse(line);
          return [asked, answer];
        }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
