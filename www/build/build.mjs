// Builds pkg/ (and the demo's Sentry) from src/ and www/, byte for byte the same each time.
//
//   src/ ──▶ wasm and its glue ──┐
//   www/ ────────────────────────┴─▶ pkg/       what pages fetch
//                                    pkg/tools/ what `portcullis build` puts into a site's entry, and the command line
//
// Nothing here reads what it has written to pkg/.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { bundle, bundleLatch } from './scripts.mjs';
import { sheetOf } from './sheets.mjs';
import { ROOT, WORK, compilePage, compileTools, printed, translatePage } from './wasm.mjs';

/** Where the built files go: into the tree, or beside it to be compared with it. */
const OUT = path.resolve(ROOT, process.argv[2] ?? '.');
const PKG = path.join(OUT, 'pkg');
const VERSION = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')).version;

const say = (what) => console.log(`build: ${what}`);
const integrity = (bytes) => `sha256-${createHash('sha256').update(bytes).digest('base64')}`;
const source = (...names) => readFileSync(path.join(ROOT, 'www', ...names));
const sources = (folder) => readdirSync(path.join(ROOT, 'www', folder)).sort();
/** Without the spaces, which are for those who write it. */
const compact = (json) => JSON.stringify(JSON.parse(json));

rmSync(PKG, { recursive: true, force: true });
rmSync(WORK, { recursive: true, force: true });
const lists = { files: {}, tools: {} };
function put(name, bytes) {
  const file = path.join(PKG, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  lists[name.startsWith('tools/') ? 'tools' : 'files'][name] = integrity(bytes);
}

say('the wasm of pages');
const wasm = compilePage();
put('portcullis.wasm', readFileSync(wasm));
say('the same as JavaScript');
translatePage(wasm);

say('scripts');
const glue = path.dirname(wasm);
/** What a page knows that names a policy by its address, or whose policy nobody has read yet. */
const PORTCULLIS_PLAN = JSON.parse(printed('plan'));
const WASM_INTEGRITY = lists.files['portcullis.wasm'];
for (const [name, SEAL] of [
  ['shim', false],
  ['shim-seal', true],
]) {
  const shim = { glue, define: { SEAL } };
  put(`tools/${name}.js`, await bundle('www/shim/shim.ts', shim));
  const entry = name.replace('shim', 'portcullis');
  put(`${entry}.js`, await bundle('www/shim/shim.ts', { ...shim, define: { SEAL, PORTCULLIS_PLAN } }));
}
put('tools/latch.js', await bundleLatch('www/shim/latch.ts'));
for (const [name, entry] of Object.entries({
  page: 'page/page.ts',
  plain: 'page/plain.ts',
  notice: 'page/notice.ts',
  places: 'page/places.ts',
  foreign: 'page/foreign.ts',
  choices: 'page/choices.ts',
  inspect: 'inspect/inspect.ts',
  watch: 'watch/watch.ts',
}))
  put(`portcullis-${name}.js`, await bundle(`www/${entry}`, { glue, define: { WASM_INTEGRITY } }));

say('texts, sheets and tables');
for (const name of sources('locales')) put(`locales/${name}`, compact(source('locales', name)));
// Where their facts come from is for docs/services.md.
for (const name of sources('services'))
  put(`services/${name}`, JSON.stringify({ service: JSON.parse(source('services', name)).service }));
put('sheets/banner.css', await sheetOf('base.css', 'control.css', 'banner.css'));
for (const name of sources('page/layouts')) put(`sheets/${name}`, await sheetOf(`layouts/${name}`));
put('portcullis-names.txt', printed('names'));
put('portcullis.d.ts', source('portcullis.d.ts'));

say('the command line, for Node');
const command = compileTools();
put('tools/command_bg.wasm', readFileSync(command.wasm));
put('tools/command.js', readFileSync(command.glue));
for (const name of sources('tools')) put(`tools/${name}`, source('tools', name));

writeFileSync(path.join(PKG, 'integrity.json'), `${JSON.stringify({ version: VERSION, ...lists }, null, 2)}\n`);

// The demo runs on Node alone, so the real Sentry it shows is built here too.
await build({
  stdin: { contents: "export * from '@sentry/browser';", resolveDir: ROOT },
  bundle: true,
  minify: true,
  format: 'iife',
  globalName: 'Sentry',
  target: 'es2022',
  legalComments: 'eof',
  banner: { js: '/*! @sentry/browser, MIT licence, https://github.com/getsentry/sentry-javascript */' },
  outfile: path.join(OUT, 'www/demo/vendors/sentry.js'),
});
