// The command line for Node: the crate with its tools, as wasm, and what holds it. Its bytes are no page's.

import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { FEATURES } from './features.mjs';

/**
 * @param {{root: string, work: string, pkg: string, call: Function, rustflags: string}} build
 */
export function buildTools({ root, work, pkg, call, rustflags }) {
  const target = path.join(root, 'target/wasm/tools');
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
    ],
    {
      env: { ...process.env, RUSTFLAGS: rustflags },
    },
  );
  const folder = path.join(work, 'tools');
  const built = path.join(target, 'wasm32-unknown-unknown/release/portcullis.wasm');
  call('wasm-bindgen', ['--target', 'web', '--no-typescript', '--out-name', 'command', '--out-dir', folder, built]);
  mkdirSync(path.join(pkg, 'tools'));
  const strip = ['--strip-debug', '--strip-producers', '--strip-target-features'];
  call('wasm-opt', [
    ...FEATURES,
    '-Oz',
    ...strip,
    path.join(folder, 'command_bg.wasm'),
    '-o',
    path.join(pkg, 'tools/command_bg.wasm'),
  ]);
  copyFileSync(path.join(folder, 'command.js'), path.join(pkg, 'tools/command.js'));
  for (const name of readdirSync(path.join(root, 'www/tools')))
    copyFileSync(path.join(root, 'www/tools', name), path.join(pkg, 'tools', name));
}
