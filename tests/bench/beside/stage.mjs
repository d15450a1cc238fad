// The site on which the products stand, each at an address of its own, compressed and cached as a site should.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { copyBuild } from '../../e2e/build.mjs';
import { built, planOf } from '../../gate/snippet.mjs';
import { openChromium } from '../../world/browser.mjs';
import { openWorld } from '../../world/index.mjs';
import { writeFloor } from './floor.mjs';
import { forms } from './forms.mjs';
import { HOST, SERVICES, own, page } from './page.mjs';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const TYPES = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};
const POLICY = {
  site: { name: 'Shoes', contact: 'privacy@bench.test', policy: '/privacy/' },
  updated: '2026-11-22',
  services: [{ use: 'google-analytics', id: 'G-TEST123456' }, 'sentry-errors', 'cloudflare-web-analytics'],
};

const smallest = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
export const weigh = (bytes) => ({
  raw: bytes.length,
  gzip: gzipSync(bytes, { level: 9 }).length,
  brotli: smallest(bytes).length,
});

/** The world with every product in it; `weights` are those of what is served. */
export async function openBeside() {
  const world = await openWorld();
  const pkg = await copyBuild();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'bench-'));
  const c15t = path.join(folder, 'c15t.js');
  const bundle = {
    bundle: true,
    minify: true,
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  };
  await build({ ...bundle, entryPoints: [fileURLToPath(new URL('c15t.jsx', import.meta.url))], outfile: c15t });
  await build({
    ...bundle,
    entryPoints: [createRequire(import.meta.url).resolve('@c15t/react/styles.css')],
    outfile: path.join(folder, 'c15t.css'),
  });
  // What of that is React's own: a site that has it already pays for the rest.
  const react = await build({
    ...bundle,
    stdin: {
      contents:
        "export { createRoot } from 'react-dom/client'; export * from 'react'; export * from 'react/jsx-runtime';",
      resolveDir: ROOT,
    },
    format: 'esm',
    write: false,
  });
  const sites = {
    built: built(POLICY, { base: '/built/', guard: 'live' }),
    printed: built(POLICY, { base: '/printed/', guard: 'live', inline: true }),
    sealed: built(POLICY, { base: '/sealed/', guard: 'seal' }),
  };
  const floor = { folder, text: await writeFloor(sites.built.out, planOf(POLICY).wording, folder) };
  const all = forms({ ...sites, floor, pkg: pkg.folder, c15t: folder });
  all.push({
    name: 'the services unguarded',
    files: {},
    plain: true,
    head: SERVICES.map(
      ({ src, attributes = '', after }) =>
        `<script async src="${src}" ${attributes}></script>${
          after
            ? `<script>addEventListener('load', () => {
        ${after} })</script>`
            : ''
        }`,
    ).join('\n'),
  });

  const weights = new Map();
  const ready = new Map();
  const served = async (name, read) => {
    if (!ready.has(name)) {
      const bytes = Buffer.from(await read());
      ready.set(name, smallest(bytes));
      weights.set(name, weigh(bytes));
    }
    return ready.get(name);
  };
  const answer =
    (type, read, age) =>
    async (request, response, { path: name }) => {
      const body = await served(name, () => read(name)).catch(() => undefined);
      if (!body) return void response.writeHead(404).end();
      response
        .writeHead(200, {
          'content-type': type ?? TYPES[path.extname(name)] ?? 'application/octet-stream',
          'content-encoding': 'br',
          'cache-control': age,
        })
        .end(body);
    };
  const LASTS = 'max-age=31536000, immutable';
  for (const [name, [type, text]] of Object.entries(own))
    world.serve(
      HOST,
      name,
      answer(type, () => text, LASTS),
    );
  world.serve(
    HOST,
    '/policy.json',
    answer(undefined, () => JSON.stringify(POLICY), 'no-cache'),
  );
  for (const [at, form] of all.entries()) {
    form.path = `/${at}`;
    world.serve(
      HOST,
      form.path,
      answer('text/html', () => page(form), 'no-cache'),
    );
    for (const [prefix, files] of Object.entries(form.files))
      world.serve(
        HOST,
        prefix,
        answer(undefined, (name) => readFile(path.join(files, name.slice(prefix.length + 1))), LASTS),
      );
  }
  const chromium = await openChromium(world);
  const bare = weigh(Buffer.from(page({})));
  return {
    world,
    chromium,
    forms: all,
    weights,
    react: weigh(Buffer.from(react.outputFiles[0].contents)),
    /** What the page itself carries for a product: its settings. */
    carried: (form) => smallest(Buffer.from(page(form))).length - bare.brotli,
    async close() {
      await chromium.close();
      await world.close();
      await pkg.remove();
      for (const site of Object.values(sites)) site.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
