// Sentry: the real @sentry/browser, bundled as its CDN bundles it, and hosts that take envelopes.

import { build } from 'esbuild';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { allowAnyOrigin } from '../cors.mjs';
import { sendScript } from './script.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));

// The docs write the region on either side of "ingest".
const INGEST = /(^|\.)((us|de)\.)?ingest(\.(us|de))?\.sentry\.io$/;

export function serveSentry(serve) {
  serve('browser.sentry-cdn.com', async (request, response, { path: asked }) => {
    // One build under both names: tests tell them apart by what was fetched, not by what is inside.
    if (!/^\/[0-9.]+\/bundle(\.replay)?\.min\.js$/.test(asked)) return void response.writeHead(404).end();
    sendScript(request, response, await sentryBundle());
  });
  serve(INGEST, (request, response) => {
    allowAnyOrigin(request, response);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
}

let bundled;

/** The whole package as one classic script that sets `Sentry`; built once, then kept on disk. */
export function sentryBundle() {
  bundled ??= readOrBuild();
  return bundled;
}

async function readOrBuild() {
  const { version } = createRequire(import.meta.url)('@sentry/browser/package.json');
  const cache = process.env.PORTCULLIS_CACHE || path.join(os.tmpdir(), 'portcullis-cache');
  const file = path.join(cache, `sentry-browser-${version}.min.js`);
  const kept = await readFile(file, 'utf8').catch(() => null);
  if (kept) return kept;

  await mkdir(cache, { recursive: true });
  // Two test files may build at once: each writes its own file, and the rename is atomic.
  const draft = `${file}.${process.pid}`;
  await build({
    stdin: { contents: "export * from '@sentry/browser'", resolveDir: HERE },
    bundle: true,
    minify: true,
    format: 'iife',
    globalName: 'Sentry',
    target: 'es2020',
    outfile: draft,
  });
  await rename(draft, file);
  return readFile(file, 'utf8');
}
