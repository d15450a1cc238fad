// The command that verifies the file of a visitor's receipts.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../target/debug/portcullis', import.meta.url));

/** What `portcullis verify` says of an exported journal, and how it ends. */
export function verify(text, ...options) {
  const { status, stdout, stderr } = spawnSync(PROGRAM, ['verify', '-', ...options], { input: text, encoding: 'utf8' });
  return { status, said: (stdout + stderr).trim() };
}
