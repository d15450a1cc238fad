// The two shells of the command line: the native binary, and the package as npm installs it into an empty folder.

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NATIVE = path.join(ROOT, 'target/debug/portcullis');

/** A folder that goes with this process. */
export function folder() {
  const made = mkdtempSync(path.join(os.tmpdir(), 'tools-'));
  process.on('exit', () => rmSync(made, { recursive: true }));
  return made;
}

/** Packs the package and installs it where nothing else is, from its tarball alone. */
export function install() {
  const there = folder();
  const npm = (...parameters) =>
    execFileSync('npm', [...parameters, '--loglevel=error'], { cwd: there, stdio: ['ignore', 'ignore', 'inherit'] });
  npm('pack', ROOT, '--pack-destination', there);
  const [tarball] = readdirSync(there);
  const app = path.join(there, 'app');
  mkdirSync(app);
  execFileSync(
    'npm',
    ['install', '--offline', '--no-audit', '--no-fund', '--loglevel=error', path.join('..', tarball)],
    { cwd: app, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  return { app, pkg: path.join(app, 'node_modules/portcullis/pkg') };
}

/** A package that has what `build` takes, for whoever asks only what is written and served. */
export function smallPackage() {
  const pkg = folder();
  const list = (files) => {
    const hashes = {};
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(pkg, name)), { recursive: true });
      writeFileSync(path.join(pkg, name), text);
      hashes[name] = `sha256-${createHash('sha256').update(text).digest('base64')}`;
    }
    return hashes;
  };
  const files = list({
    'portcullis.js': 'the shim',
    'portcullis-seal.js': 'the shim of the seal',
    'portcullis-page.js': 'the page module',
    'portcullis.wasm': 'core',
    'portcullis-choices.js': 'the link to the preferences',
    'locales/en.json': '{}',
  });
  const tools = list({
    'tools/shim.js': 'shim(typeof PORTCULLIS_PLAN)',
    'tools/shim-seal.js': 'sealed(typeof PORTCULLIS_PLAN)',
    'tools/latch.js': 'portcullis(localStorage.createPolicy)',
    'sheets/banner.css': '.banner{}',
    'sheets/box.css': '.box{}',
  });
  writeFileSync(path.join(pkg, 'integrity.json'), JSON.stringify({ version: '0', files, tools }));
  return pkg;
}

/** The files below a folder, each with its bytes. */
export const tree = (at) =>
  readdirSync(at, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => path.join(one.parentPath ?? one.path, one.name))
    .map((file) => [path.relative(at, file), readFileSync(file, 'base64')])
    .sort();

const outcome = ({ status, stdout, stderr, error }) => {
  if (error) throw error;
  return { status, out: stdout, err: stderr };
};
const start = (command, parameters, options) =>
  outcome(spawnSync(command, parameters, { encoding: 'utf8', maxBuffer: 1 << 26, ...options }));

export const native = (parameters, options) => start(NATIVE, parameters, options);
/** Without what npm itself has to say of a machine's settings. */
export const npx = (app) => (parameters, options) =>
  start('npx', ['--offline', '--loglevel=error', 'portcullis', ...parameters], { cwd: app, ...options });
/** What npx starts, without its own half second. */
export const bin = (app) => (parameters, options) =>
  start(path.join(app, 'node_modules/.bin/portcullis'), parameters, { cwd: app, ...options });

/** One that does not keep this process from answering it meanwhile. */
export const later = (app) => (parameters) =>
  new Promise((resolve, reject) => {
    const child = spawn(path.join(app, 'node_modules/.bin/portcullis'), parameters, {
      cwd: app,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [out, err] = [[], []];
    child.stdout.on('data', (chunk) => out.push(chunk));
    child.stderr.on('data', (chunk) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (status) =>
      resolve({ status, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }),
    );
  });

/** The JSON files below a folder of tests/policies. */
export function policies(under) {
  const at = path.join(ROOT, 'tests/policies', under);
  return readdirSync(at)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => path.join(at, name));
}
