// The frameworks that get at the snippet, as the browser loads them.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

export async function bundles() {
  const { outputFiles } = await build({
    entryPoints: [here('./hydrate.mjs')],
    bundle: true,
    write: false,
    minify: true,
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  return {
    'react.js': outputFiles[0].text,
    'turbo.js': await readFile(
      createRequire(import.meta.url).resolve('@hotwired/turbo/dist/turbo.es2017-umd.js'),
      'utf8',
    ),
    'rocket-loader.js': await readFile(here('./rocket-loader.js'), 'utf8'),
  };
}
