// Bundles and minifies the scripts.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build, transform } from 'esbuild';
import { ROOT } from './wasm.mjs';
import { sheetOf } from './sheets.mjs';

const PAGE = path.join(ROOT, 'www/page');
const HANDED = `module.exports = Reflect.get(Document.prototype, 'currentScript', document).portcullis.imports;`;

/** A sheet that is not for the page's own tree, or gives way to the site's. */
const minifiedSheet = async (file) => {
  const { code } = await transform(readFileSync(file, 'utf8'), { loader: 'css', minify: true, target: 'chrome111' });
  return code.trim();
};

/** The names that a module exports. */
async function exportsOf(file) {
  const { metafile } = await build({ entryPoints: [file], format: 'esm', metafile: true, write: false });
  return Object.values(metafile.outputs)[0].exports;
}

/**
 * All that a module exports, as an object. A namespace would do, if the bundler did not make it with descriptors that
 * inherit from a page's `Object.prototype`.
 */
async function allOf(file) {
  const names = (await exportsOf(file)).join(', ');
  return `import { ${names} } from ${JSON.stringify(file)};\nexport default { __proto__: null, ${names} };`;
}

/** What scripts import that lies in no folder of ours: the wasm's glue, the wasm as JavaScript, and sheets as texts. */
const built = (glue) => ({
  name: 'built',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^glue\// }, ({ path: asked }) => {
      const [name, query] = asked.slice('glue/'.length).split('?');
      return { path: path.join(glue, name), ...(query && { namespace: query }) };
    });
    onLoad({ filter: /./, namespace: 'all' }, async ({ path: file }) => ({
      contents: await allOf(file),
      resolveDir: glue,
      loader: 'js',
    }));
    // The wasm as JavaScript instantiates itself, with what it imports: whoever fetches it hands that over.
    onResolve({ filter: /portcullis_bg\.js$/ }, ({ importer }) =>
      path.basename(importer) === 'plain.js' ? { path: 'handed', namespace: 'handed' } : undefined,
    );
    onLoad({ filter: /./, namespace: 'handed' }, () => ({ contents: HANDED, loader: 'js' }));
    onLoad({ filter: /\.css$/ }, async ({ path: file }) => ({
      contents: path.dirname(file) === PAGE ? await sheetOf(path.basename(file)) : await minifiedSheet(file),
      loader: 'text',
    }));
  },
});

/** A script of its own, of an entry and what it imports. */
export async function bundle(entry, { glue, define = {} }) {
  const { outputFiles } = await build({
    entryPoints: [path.join(ROOT, entry)],
    absWorkingDir: ROOT,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
    // A script is read in the charset of its page.
    charset: 'ascii',
    // Without this, `strict` of tsconfig.json puts a directive before each script.
    tsconfigRaw: {},
    write: false,
    define: Object.fromEntries(Object.entries(define).map(([name, value]) => [name, JSON.stringify(value)])),
    plugins: [built(glue)],
  });
  return outputFiles[0].contents;
}

/** The latch, which stands in pages: its conditions are left as they are written, without a `&`. */
export async function bundleLatch(entry) {
  const { outputFiles } = await build({
    entryPoints: [path.join(ROOT, entry)],
    absWorkingDir: ROOT,
    bundle: true,
    minifyWhitespace: true,
    minifyIdentifiers: true,
    format: 'iife',
    target: 'es2020',
    charset: 'ascii',
    tsconfigRaw: {},
    write: false,
  });
  return outputFiles[0].contents;
}
