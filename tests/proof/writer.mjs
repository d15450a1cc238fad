// The page's own writer of journals, for Node, and the command that verifies what it writes.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const { outputFiles } = await build({
  entryPoints: [`${ROOT}www/page/proof/journal.ts`],
  bundle: true,
  write: false,
  format: 'esm',
  tsconfigRaw: {},
});
const writer = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
export const { append, apart, canonical, exported, hash, purged, sound } = writer;

/** What `portcullis verify` says of an exported journal, and how it ends. */
export function verify(text, ...options) {
  const { status, stdout, stderr } = spawnSync(`${ROOT}target/debug/portcullis`, ['verify', '-', ...options], {
    input: text,
    encoding: 'utf8',
  });
  return { status, said: (stdout + stderr).trim() };
}

const SOME = 'A'.repeat(43);

/** A decision about so many services, so many minutes after a certain day. */
export const decision = (minute, services = 3) => ({
  at: new Date(Date.UTC(2026, 10, 1) + minute * 6e4).toISOString().replace('.000', ''),
  controller: { contact: 'privacy@shop.example', name: 'Shöp 🛒 "\u2028' },
  gpc: false,
  how: 'save',
  id: `${String(minute).padStart(8, '0')}-0000-4000-8000-000000000000`,
  kind: 'decision',
  minor: false,
  notice: { hash: SOME, language: 'en', layout: 'bar', policy: SOME, surface: 'banner', updated: '2026-11-22' },
  processes: Array.from({ length: services }, (_, at) => ({
    purpose: 'audience',
    recipient: 'Acme',
    service: `s${at}`,
    status: (minute + at) % 2 ? 'refused' : 'given',
  })),
  regime: 'eu',
});
