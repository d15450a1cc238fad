// Builds pkg/ (and the demo's Sentry) from src/ and www/, byte for byte the same each time.
//
//   cargo ──▶ four wasms ──▶ wasm-bindgen (glue) ──▶ wasm-opt ──▶ esbuild ──▶ pkg/
//
// The core carries the hash of what it fetches next, so they are bundled from the leaves up: wasm, later,
// core. The shim names the core by its version (docs/decisions/003).

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build, transform } from 'esbuild';
import { minify } from 'terser';
import { FEATURES, INLINING, SMALLEST } from './features.mjs';
import { buildTools } from './tools.mjs';

const ROOT = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../..');
/** Where the built files go: into the tree, or beside it to be compared with it. */
const OUT = path.resolve(ROOT, process.argv[2] ?? '.');
const PKG = path.join(OUT, 'pkg');
const WORK = path.join(ROOT, 'target/pkg');
const VERSION = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')).version;

const say = (what) => console.log(`build: ${what}`);
const call = (command, parameters, options = {}) =>
  execFileSync(command, parameters, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'], ...options });

/** No path of this machine may end up in what is built. */
const RUSTFLAGS = [
  INLINING,
  `--remap-path-prefix=${ROOT}=portcullis`,
  `--remap-path-prefix=${process.env.CARGO_HOME ?? path.join(os.homedir(), '.cargo')}=cargo`,
].join(' ');

const BUILDS = {
  first: ['--no-default-features', '--features', 'slim'],
  later: ['--no-default-features', '--features', 'slim,preferences'],
  notice: ['--no-default-features', '--features', 'slim,notice'],
  names: ['--no-default-features', '--features', 'slim,names'],
};
/** What the scripts call: of the last two builds, not what they have of the first one's. */
const CALLED = {
  first: /^page_/,
  later: /^page_/,
  notice: /^page_(read|article|switches|ahead|changes|centre|stays|report)$/,
  names: /^page_names$/,
};

/** Compiles one of the builds; leaves its wasm (`named.wasm` with names, for `./x size --functions`), and the glue that it is used by, in WORK/name. */
function compile(name) {
  say(`wasm of ${name}`);
  const target = path.join(ROOT, 'target/wasm', name);
  call(
    'cargo',
    [
      'build',
      '--quiet',
      '--locked',
      '--lib',
      '--release',
      '--target',
      'wasm32-unknown-unknown',
      '--target-dir',
      target,
      ...BUILDS[name],
    ],
    {
      env: { ...process.env, RUSTFLAGS },
    },
  );
  const folder = path.join(WORK, name);
  call('wasm-bindgen', [
    '--target',
    'bundler',
    '--out-dir',
    folder,
    path.join(target, 'wasm32-unknown-unknown/release/portcullis.wasm'),
  ]);
  const wasm = path.join(folder, 'portcullis_bg.wasm');
  const glue = path.join(folder, 'portcullis_bg.js');
  keepWhatIsUsed(wasm, CALLED[name]);
  const named = path.join(folder, 'named.wasm');
  SMALLEST.forEach((passes, at) => call('wasm-opt', [...FEATURES, '-g', ...passes, at ? named : wasm, '-o', named]));
  const strip = ['--strip-debug', '--strip-producers', '--strip-target-features'];
  const renamed = call('wasm-opt', [
    ...FEATURES,
    ...strip,
    '--minify-imports-and-exports-and-modules',
    named,
    '-o',
    wasm,
  ]).toString();
  useShortNames(glue, JSON.parse(renamed));
  // What is served can do without alignments; what is translated needs them.
  const served = path.join(folder, 'served.wasm');
  call('wasm-opt', [...FEATURES, '--dealign', wasm, '-o', served]);
  return readFileSync(served);
}

/**
 * Nothing here passes JavaScript values, so wasm-bindgen's table of them, and what serves it, can go; texts are
 * encoded before there is room made for them (`useShortCode`), so nothing grows or is freed from outside.
 */
function keepWhatIsUsed(wasm, called) {
  const names = WebAssembly.Module.exports(new WebAssembly.Module(readFileSync(wasm))).map(({ name }) => name);
  const used = names.filter((name) => called.test(name) || /^(memory|__wbindgen_malloc)$/.test(name));
  const graph = [
    { name: 'page', root: true, reaches: used.map((name) => `export ${name}`) },
    ...used.map((name) => ({ name: `export ${name}`, export: name })),
  ];
  const file = `${wasm}.graph.json`;
  writeFileSync(file, JSON.stringify(graph));
  call('wasm-metadce', [...FEATURES, `--graph-file=${file}`, wasm, '-g', '-o', wasm]);
}

/** Has the glue speak the short names that wasm-opt has given, and lists what it is to be imported as. */
function useShortNames(glue, { imports, exports }) {
  let text = readFileSync(glue, 'utf8');
  for (const [long, short] of exports) text = text.replaceAll(`wasm.${long}`, `wasm.${short}`);
  const clash = exports.find(([one]) => exports.some(([other]) => other != one && other.startsWith(one)));
  if (clash) throw new Error(`build: ${clash[0]} begins another export's name: give it another`);
  const short = (name) => exports.find(([long]) => long == name)[1];
  writeFileSync(glue, useShortCode(text, short('memory'), short('__wbindgen_malloc')));
  const names = imports.map(([, long]) => long).join(', ');
  const named = imports.map(([, long, short]) => `${short}: ${long}`).join(', ');
  writeFileSync(
    path.join(path.dirname(glue), 'imports.js'),
    `import { ${names} } from './portcullis_bg.js';\nexport default { ${named} };\n`,
  );
}

/**
 * wasm-bindgen's glue keeps views, coders and counts between many calls, and mends old browsers; a page
 * makes a few calls in its life, in browsers of the last years.
 */
function useShortCode(text, memory, malloc) {
  const shorter = {
    passStringToWasm0: `function passStringToWasm0(arg) {
    const bytes = new TextEncoder().encode(arg);
    const ptr = wasm.${malloc}(bytes.length, 1);
    new Uint8Array(wasm.${memory}.buffer).set(bytes, ptr);
    return [ptr, bytes.length];
}`,
    getStringFromWasm0: `function getStringFromWasm0(ptr, len) {
    return new TextDecoder().decode(new Uint8Array(wasm.${memory}.buffer, ptr, len));
}`,
    getUint8ArrayMemory0: '',
    getDataViewMemory0: `function getDataViewMemory0() {
    return new DataView(wasm.${memory}.buffer);
}`,
  };
  for (const [name, code] of Object.entries(shorter)) {
    const written = new RegExp(`^function ${name}\\([^]*?^}$`, 'm');
    if (written.test(text)) text = text.replace(written, () => code);
    else if (name != 'getDataViewMemory0') throw new Error(`build: the glue has no ${name}: has wasm-bindgen changed?`);
  }
  // What only they used.
  const short = text
    .replaceAll(', wasm.__wbindgen_realloc', '')
    // Where one text of several cannot be encoded, nothing is left to tidy up for.
    .replace(/^    try \{\n([^]*?)^    \} catch \(e\) \{[^]*?^    \}\n/gm, '$1')
    .replace(/^(const|let) cached.*\n/gm, '')
    .replace(/^cachedTextDecoder\.decode\(\);\n/m, '')
    .replace(/^function decodeText\([^]*?^}$/m, '')
    .replace(/^if \(!\('encodeInto'[^]*?^}$/m, '')
    .replace('let WASM_VECTOR_LEN = 0;\n', '')
    .replace(/^export function page_[^]*?^}$/gm, passDirectly)
    .replace(
      /const (ptr\d+) = (passStringToWasm0\(\w+), wasm\.\w+\);\n *const (len\d+) = WASM_VECTOR_LEN;/g,
      'const [$1, $3] = $2);',
    )
    // Nobody asks whether it is `true`.
    .replaceAll(' !== 0', '');
  const gone = short.match(/wasm\.__wbindgen_(?!externrefs)\w+|getUint8ArrayMemory0|WASM_VECTOR_LEN/);
  if (gone) throw new Error(`build: the glue names ${gone[0]}, which is not kept`);
  return short;
}

/** Texts go where they are used, as a place and a length; of a flag, wasm makes a number itself. */
function passDirectly(code) {
  const passed = {};
  const rest = code
    .replace(
      /^ *(?:const )?ptr(\d+) = (passStringToWasm0\(\w+), wasm\.\w+\);\n/gm,
      (_, at, call) => ((passed[`ptr${at}, len${at}`] = `...${call})`), ''),
    )
    .replace(/^ *const (val\d+) = \+(\w+);\n/gm, (_, name, given) => ((passed[name] = given), ''))
    .replace(/^ *(?:const )?len\d+ = WASM_VECTOR_LEN;\n|^ *let ptr.*\n/gm, '');
  return rest.replace(/ptr(\d+), len\1|val\d+/g, (name) => passed[name]);
}

/** A build as JavaScript, for where wasm may not run. */
function translate(name) {
  say(`wasm of ${name}, as JavaScript`);
  const wasm = path.join(WORK, name, 'portcullis_bg.wasm');
  const lowered = path.join(WORK, 'lowered.wasm');
  call('wasm-opt', [
    ...FEATURES,
    '--llvm-memory-copy-fill-lowering',
    '--llvm-nontrapping-fptoint-lowering',
    '--signext-lowering',
    '-Oz',
    wasm,
    '-o',
    lowered,
  ]);
  const text = call('wasm2js', ['--enable-mutable-globals', '-Oz', lowered]).toString();
  // It is written as a module that instantiates itself; ours is instantiated by who asks.
  const [, head] = text.match(/^import .*;\n([^]*?)\nvar retasmFunc = /);
  return `${head}\nexport default (imports) => asmFunc({ a: imports });\n`;
}

const integrity = (bytes) => 'sha256-' + createHash('sha256').update(bytes).digest('base64');

/** A style sheet, as www/page/adopt.ts takes it, without its spaces: esbuild leaves those in the values of custom properties. */
const style = async (file) => {
  const { code } = await transform(readFileSync(file, 'utf8'), { loader: 'css', minify: true, target: 'chrome111' });
  return code.trim().replace(/(--[\w-]+:|,) /g, '$1');
};

/** wasm-bindgen names the host functions by a path of its own; there is one copy of them. */
const oneHost = (name) => ({
  name: 'one-host',
  setup(build) {
    build.onResolve({ filter: /^glue\// }, ({ path: asked }) => ({ path: path.join(WORK, asked.slice(5)) }));
    build.onResolve({ filter: /\/snippets\/.*\/host\.js$/ }, () => ({ path: path.join(ROOT, 'www/page', name) }));
    for (const name of ['later', 'names'])
      build.onResolve({ filter: RegExp(`/snippets/.*/host-${name}\\.js$`) }, () => ({
        path: path.join(ROOT, `www/page/host-${name}.js`),
      }));
    build.onLoad({ filter: /\.css$/ }, async ({ path: file }) => ({ contents: await style(file), loader: 'text' }));
  },
});

async function bundle(entry, define = {}, host = 'host.js') {
  const constants = Object.entries({ VERSION, INLINE: '', SEAL: false, STRICT: false, ...define }).map(
    ([name, value]) => [name, JSON.stringify(value)],
  );
  const { outputFiles } = await build({
    entryPoints: [path.join(ROOT, entry)],
    absWorkingDir: ROOT,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
    charset: 'utf8',
    // Without this, `strict` of tsconfig.json puts a directive before each script.
    tsconfigRaw: {},
    write: false,
    define: Object.fromEntries(constants),
    plugins: [oneHost(host)],
  });
  // What esbuild leaves, terser makes 3 in 100 smaller; not the translated wasm, where it takes minutes for nothing.
  if (entry.endsWith('plain.ts')) return Buffer.from(outputFiles[0].contents);
  const options = { ecma: 2020, compress: { ecma: 2020, passes: 3, pure_getters: true }, format: { ecma: 2020 } };
  return Buffer.from((await minify(outputFiles[0].text, options)).code);
}

/**
 * What finds one of these languages in a tag and its likely form, as in `zh-TW zh-Hant-TW`: at the beginning, or,
 * where it names a script, anywhere. Longer names come before those that they begin with; names that differ in
 * the last letter share the others.
 */
function patternOf(languages) {
  const ends = {};
  for (const name of languages) (ends[name.slice(0, -1)] ??= []).push(name.at(-1));
  const starts = Object.keys(ends).sort((one, other) => other.length - one.length);
  const patterns = (among) =>
    starts
      .filter(among)
      .map((start) => start + (ends[start][1] ? `[${ends[start].join('')}]` : ends[start]))
      .join('|');
  const isScript = (start) => /-\w{3}$/.test(start);
  return `^(${patterns((start) => !isScript(start))})\\b|${patterns(isScript)}`;
}

rmSync(PKG, { recursive: true, force: true });
for (const folder of ['locales', 'layouts', 'services']) mkdirSync(path.join(PKG, folder), { recursive: true });
const files = {};
const put = (name, built) => {
  writeFileSync(path.join(PKG, name), built);
  files[name] = integrity(built);
  return files[name];
};

say('latch');
// Not `minifySyntax`, which would join conditions with `&&`.
const { code: latch } = await transform(readFileSync(path.join(ROOT, 'www/shim/latch.ts'), 'utf8'), {
  loader: 'ts',
  target: 'es2020',
  minifyWhitespace: true,
  minifyIdentifiers: true,
  tsconfigRaw: {},
});
if (/[<&]/.test(latch))
  throw new Error('build: the latch has a < or a &, which a page that is XML would take for markup');
put('latch.js', latch);
const WASM_INTEGRITY = put('portcullis.wasm', compile('first'));
const LATER_WASM_INTEGRITY = put('portcullis-later.wasm', compile('later'));
const NAMES_WASM_INTEGRITY = put('portcullis-names.wasm', compile('names'));
const NAMES_INTEGRITY = put(
  'portcullis-names.txt',
  call('cargo', ['run', '--quiet', '--locked', '--bin', 'portcullis', '--', 'names']),
);
const NOTICE_WASM_INTEGRITY = put('portcullis-notice.wasm', compile('notice'));
writeFileSync(path.join(WORK, 'plain.js'), translate('later'));
put('portcullis-notice-plain.js', translate('notice'));
say('scripts');
const PLAIN_INTEGRITY = put('portcullis-plain.js', await bundle('www/page/plain.ts'));
put(
  'portcullis-later.js',
  await bundle('www/page/later.ts', { LATER_WASM_INTEGRITY, PLAIN_INTEGRITY }, 'host-of-core.js'),
);
const locales = readdirSync(path.join(ROOT, 'www/locales')).sort();
const LANGUAGES = patternOf(locales.flatMap((name) => name.match(/^([^.]+)\.json$/)?.[1] ?? []));
put('portcullis-remains.js', await bundle('www/page/remains.ts'));
put('portcullis-catalogue.js', await bundle('www/page/catalogue.ts'));
const TABLE = JSON.parse(
  call('cargo', ['run', '--quiet', '--locked', '--bin', 'portcullis', '--', 'table']).toString(),
);
put('portcullis-explain.js', await bundle('www/page/explain.ts', { LATER_WASM_INTEGRITY }));
put('portcullis-proof.js', await bundle('www/page/proof/proof.ts', TABLE));
put('portcullis-places.js', await bundle('www/page/places.ts', { LANGUAGES, ...TABLE }));
put('portcullis-core.js', await bundle('www/page/core.ts', { LANGUAGES, WASM_INTEGRITY }));
for (const STRICT of [false, true]) {
  for (const SEAL of [false, true])
    put(
      `portcullis${SEAL ? '-seal' : ''}${STRICT ? '-strict' : ''}.js`,
      await bundle('www/shim/shim.ts', { ...TABLE, SEAL, STRICT }),
    );
}
put('portcullis-foreign.js', await bundle('www/page/foreign.ts'));
put('portcullis-choices.js', await bundle('www/page/choices.ts'));
put('portcullis-watch.js', await bundle('www/watch/watch.ts'));
// Where their facts come from is for docs/services.md.
const services = readdirSync(path.join(ROOT, 'www/services'))
  .sort()
  .map((name) => [name, JSON.parse(readFileSync(path.join(ROOT, 'www/services', name), 'utf8')).service]);
const CATALOGUE = services.map(([, { id, vendor, class: kind, hosts = [] }]) => ({ id, vendor, class: kind, hosts }));
put('portcullis-inspect.js', await bundle('www/inspect/inspect.ts', { ...TABLE, LATER_WASM_INTEGRITY, CATALOGUE }));
put('portcullis-names.js', await bundle('www/watch/names.ts', { NAMES_INTEGRITY, NAMES_WASM_INTEGRITY }));
for (const [name, entry] of [
  ['notice', 'notice/page'],
  ['news', 'notice/news'],
  ['centre', 'centre/centre'],
]) {
  put(`portcullis-${name}.js`, await bundle(`www/page/${entry}.ts`, { LANGUAGES, NOTICE_WASM_INTEGRITY }));
}
for (const name of locales) {
  // Read and written again: the spaces are for those who write them.
  put(`locales/${name}`, JSON.stringify(JSON.parse(readFileSync(path.join(ROOT, 'www/locales', name), 'utf8'))));
}
say('one file for a first visit');
// A script is read in the charset of its page.
const ascii = (text) => text.replace(/[^\0-\x7f]/g, (one) => `\\u${one.charCodeAt().toString(16).padStart(4, '0')}`);
const INLINE = 'en';
const within = {
  WORDS: ascii(readFileSync(path.join(PKG, `locales/${INLINE}.json`), 'utf8')),
  WASM: JSON.stringify(readFileSync(path.join(PKG, 'portcullis.wasm')).toString('hex')),
  CORE: `GIVEN=>{${await bundle('www/page/core.ts', { LANGUAGES, WASM_INTEGRITY, INLINE })}}`,
};
const inner = await bundle('www/shim/shim.ts', { ...TABLE, INLINE });
put(
  'portcullis.inline.js',
  Buffer.from(`{const ${Object.entries(within).map(([name, value]) => `${name}=${value}`)};${inner}}`),
);
const layouts = path.join(ROOT, 'www/page/layouts');
for (const name of readdirSync(layouts).sort()) put(`layouts/${name}`, await style(path.join(layouts, name)));
for (const [name, service] of services) put(`services/${name}`, JSON.stringify({ service }));
put('portcullis.d.ts', readFileSync(path.join(ROOT, 'www/portcullis.d.ts')));

// Of no page, so in a list of its own.
say('the command line, for Node');
buildTools({ root: ROOT, work: WORK, pkg: PKG, call, rustflags: RUSTFLAGS });
const tools = Object.fromEntries(
  readdirSync(path.join(PKG, 'tools'))
    .sort()
    .map((name) => [`tools/${name}`, integrity(readFileSync(path.join(PKG, 'tools', name)))]),
);
writeFileSync(path.join(PKG, 'integrity.json'), JSON.stringify({ version: VERSION, files, tools }, null, 2) + '\n');

// The demo runs on Node alone, so the real Sentry it shows is built here too.
const vendors = path.join(OUT, 'www/demo/vendors');
mkdirSync(vendors, { recursive: true });
await build({
  stdin: { contents: "export * from '@sentry/browser';", resolveDir: ROOT },
  bundle: true,
  minify: true,
  format: 'iife',
  globalName: 'Sentry',
  target: 'es2022',
  legalComments: 'eof',
  banner: { js: '/*! @sentry/browser, MIT licence, https://github.com/getsentry/sentry-javascript */' },
  outfile: path.join(vendors, 'sentry.js'),
});
