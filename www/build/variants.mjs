// `./x variants`: what the build of a first visit would weigh made otherwise. The figures of
// docs/decisions/002-bytes-of-the-page.md come from here.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { FEATURES, INLINING, SMALLEST } from './features.mjs';

const ROOT = path.resolve(path.dirname(new URL(import.meta.url).pathname), '../..');
const FIRST = ['--no-default-features'];
const SLIM = [...FIRST, '--features', 'slim'];
const VARIANTS = [
  ['as built', SLIM, {}],
  ['with std and its allocator', FIRST, {}],
  ['preferences and erasure in the same file', ['--no-default-features', '--features', 'slim,preferences'], {}],
  ['the compiler’s own measure for inlining', SLIM, { RUSTFLAGS: '' }],
  ['wasm-opt once', SLIM, {}, [['-Oz', '--converge']]],
  ['opt-level s', SLIM, { CARGO_PROFILE_RELEASE_OPT_LEVEL: 's' }],
  ['opt-level 2', SLIM, { CARGO_PROFILE_RELEASE_OPT_LEVEL: '2' }],
  ['opt-level 3', SLIM, { CARGO_PROFILE_RELEASE_OPT_LEVEL: '3' }],
];
const folder = path.join(ROOT, 'target/variants');
const call = (command, parameters, env = {}) =>
  execFileSync(command, parameters, {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...env },
  });

console.log('| variant | raw | br 11 |\n|---|---|---|');
for (const [name, features, env, passes = SMALLEST] of VARIANTS) {
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
      folder,
      ...features,
    ],
    { RUSTFLAGS: INLINING, ...env },
  );
  call('wasm-bindgen', [
    '--target',
    'bundler',
    '--out-dir',
    folder,
    path.join(folder, 'wasm32-unknown-unknown/release/portcullis.wasm'),
  ]);
  const wasm = path.join(folder, 'portcullis_bg.wasm');
  for (const some of passes) call('wasm-opt', [...FEATURES, ...some, wasm, '-g', '-o', wasm]);
  call('wasm-opt', [...FEATURES, '--strip-debug', '--strip-producers', '--strip-target-features', wasm, '-o', wasm]);
  const bytes = readFileSync(wasm);
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
  console.log(`| ${name} | ${bytes.length} | ${brotli} |`);
}
