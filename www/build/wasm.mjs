// The crate as wasm: for pages, and with its tools for Node.
//
//   cargo ──▶ wasm-bindgen (glue) ──▶ wasm-opt

import { execFileSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../..');
/** Where everything lies that is built on the way. */
export const WORK = path.join(ROOT, 'target/pkg');

/** What every browser with wasm of the last years has; wasm-opt writes what it is told of. */
const FEATURES = [
  'bulk-memory',
  'sign-ext',
  'nontrapping-float-to-int',
  'mutable-globals',
  'reference-types',
  'multivalue',
];
const ENABLED = FEATURES.map((feature) => `--enable-${feature}`);
const STRIPPED = ['--strip-debug', '--strip-producers', '--strip-target-features'];

/** No path of the machine that builds may end up in what is built. */
const CARGO = process.env.CARGO_HOME ?? path.join(os.homedir(), '.cargo');
const RUSTFLAGS = `--remap-path-prefix=${ROOT}=portcullis --remap-path-prefix=${CARGO}=cargo`;

const call = (command, parameters, env = {}) =>
  execFileSync(command, parameters, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
    maxBuffer: 1 << 28,
  });

/** What the native program prints. */
export const printed = (...parameters) =>
  call('cargo', ['run', '--quiet', '--locked', '--bin', 'portcullis', '--', ...parameters]);

/** Compiles the crate, and has wasm-bindgen write its glue into a folder of WORK; returns that folder. */
function compile(name, { profile, features, glue, flags = '' }) {
  const target = path.join(ROOT, 'target/wasm', name);
  const to = ['--target', 'wasm32-unknown-unknown', '--target-dir', target];
  call('cargo', ['build', '--quiet', '--locked', '--lib', '--profile', profile, ...to, ...features], {
    RUSTFLAGS: RUSTFLAGS + flags,
  });
  const folder = path.join(WORK, name);
  const wasm = path.join(target, 'wasm32-unknown-unknown', profile, 'portcullis.wasm');
  call('wasm-bindgen', [...glue, '--no-typescript', '--out-dir', folder, wasm]);
  return folder;
}

/** The module of pages; returns where its wasm lies. Its glue is portcullis_bg.js beside it. */
export function compilePage() {
  const folder = compile('page', {
    profile: 'page',
    features: ['--no-default-features'],
    glue: ['--target', 'bundler'],
    // The same glue serves the wasm as JavaScript, which knows no reference types.
    flags: ' -Ctarget-feature=-reference-types',
  });
  const small = path.join(folder, 'small.wasm');
  call('wasm-opt', [...ENABLED, '-Oz', ...STRIPPED, path.join(folder, 'portcullis_bg.wasm'), '-o', small]);
  return small;
}

/** The same as an ES module, for where wasm may not run; returns where it lies. */
export function translatePage(wasm) {
  const folder = path.dirname(wasm);
  const lowered = path.join(folder, 'lowered.wasm');
  const lowering = ['memory-copy-fill', 'nontrapping-fptoint'].map((what) => `--llvm-${what}-lowering`);
  call('wasm-opt', [...ENABLED, ...lowering, '--signext-lowering', '-Oz', wasm, '-o', lowered]);
  const script = path.join(folder, 'plain.js');
  call('wasm2js', ['--enable-mutable-globals', '-Oz', lowered, '-o', script]);
  return script;
}

/** The command line for Node; returns the files that it is made of. */
export function compileTools() {
  const folder = compile('tools', {
    profile: 'release',
    features: [],
    glue: ['--target', 'web', '--out-name', 'command'],
  });
  const small = path.join(folder, 'small.wasm');
  call('wasm-opt', [...ENABLED, '-Oz', ...STRIPPED, path.join(folder, 'command_bg.wasm'), '-o', small]);
  return { wasm: small, glue: path.join(folder, 'command.js') };
}
