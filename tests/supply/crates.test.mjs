// Where the crates come from, under which licences, and why each is there.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const read = (name) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
const ROOT = new URL('../../', import.meta.url);
const DENY = read('deny.toml');
const list = (text) => [...text.matchAll(/"([^"]+)"/g)].map(([, word]) => word);
const ALLOWED = list(DENY.match(/^allow = \[(.*)\]$/m)[1]);
const EXCEPTIONS = Object.fromEntries(
  [...DENY.matchAll(/\{ allow = \[(.*?)\], crate = "(.*?)" \}/g)].map(([, allow, crate]) => [crate, list(allow)]),
);
/** The crate, its fuzz targets, and the example that is a program of its own. */
const MANIFESTS = ['Cargo.toml', 'fuzz/Cargo.toml', 'examples/receipts/Cargo.toml'];
const metadata = (manifest) =>
  JSON.parse(
    execFileSync('cargo', ['metadata', '--locked', '--format-version', '1', '--manifest-path', manifest], {
      cwd: ROOT,
      maxBuffer: 1 << 26,
    }),
  );
const trees = new Map(MANIFESTS.map((manifest) => [manifest, metadata(manifest)]));

/**
 * Whether a licence's expression can be met by the licences that are allowed: `OR`, `AND`, `WITH` and brackets of SPDX,
 * and `/`.
 */
function isMet(expression, allowed) {
  const words = expression.replaceAll('/', ' OR ').match(/[()]|[^\s()]+/g);
  const either = () => {
    let met = all();
    while (words[0] == 'OR') {
      words.shift();
      met = all() || met;
    }
    return met;
  };
  const all = () => {
    let met = one();
    while (words[0] == 'AND') {
      words.shift();
      met = one() && met;
    }
    return met;
  };
  const one = () => {
    const word = words.shift();
    if (word == '(') {
      const met = either();
      words.shift();
      return met;
    }
    if (words[0] != 'WITH') return allowed.includes(word);
    words.splice(0, 2);
    return false;
  };
  return either() && !words.length;
}

test('expressions of licences are understood', () => {
  for (const met of [
    'MIT',
    'MIT/Apache-2.0',
    'MIT OR LGPL-2.1-or-later',
    '(MIT OR Apache-2.0) AND Unicode-3.0',
    'A OR B OR ISC',
    'Apache-2.0 WITH X OR MIT',
  ])
    assert.ok(isMet(met, ALLOWED), met);
  for (const not of ['GPL-3.0', 'MIT AND GPL-3.0', '(MIT OR A) AND (B OR C)', 'Apache-2.0 WITH X'])
    assert.ok(!isMet(not, ALLOWED), not);
});

for (const [manifest, { packages, workspace_members: members }] of trees) {
  test(`${manifest}: every crate has a licence that deny.toml allows, and comes from crates.io`, () => {
    for (const { id, name, license, source } of packages) {
      assert.ok(license && isMet(license, [...ALLOWED, ...(EXCEPTIONS[name] ?? [])]), `${name}: ${license}`);
      const own = members.includes(id) || name == 'portcullis';
      assert.equal(source, own ? null : 'registry+https://github.com/rust-lang/crates.io-index', name);
    }
  });
}

/** Of which deny.toml says why two versions may be there. */
const SKIPPED = [...DENY.matchAll(/^skip = \[\{ crate = "([^@"]+)@/gm)].map(([, crate]) => crate);

test('no crate is there twice, but for what deny.toml gives a reason for', () => {
  const names = trees.get('Cargo.toml').packages.map(({ name }) => name);
  assert.deepEqual(
    names.filter((name, at) => names.indexOf(name) != at),
    SKIPPED,
  );
});

test('every crate that ours asks for is pinned, and docs/decisions/026 says why it is there', () => {
  const rows = read('docs/decisions/026-dependencies.md');
  for (const manifest of ['Cargo.toml', 'fuzz/Cargo.toml']) {
    const {
      packages,
      workspace_members: [ours],
    } = trees.get(manifest);
    for (const { name, req } of packages.find(({ id }) => id == ours).dependencies) {
      if (name == 'portcullis') continue;
      assert.match(req, /^=\d/, name);
      assert.match(rows, RegExp(`^\\| .*\`${name}\``, 'm'), `${name} has no row`);
    }
  }
});

test('what a page loads is built of these crates and no other', () => {
  const parameters = ['--edges', 'normal,no-proc-macro', '--target', 'wasm32-unknown-unknown', '--no-default-features'];
  const tree = execFileSync('cargo', ['tree', '--locked', ...parameters, '--prefix', 'none', '--format', '{p}'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const linked = tree
    .trim()
    .split('\n')
    .map((line) => line.split(' ')[0]);
  const asked = ['base64', 'gloo', 'js-sys', 'serde', 'serde-wasm-bindgen', 'serde_json', 'sha2', 'ts-rs', 'web-sys'];
  const theirs = {
    gloo: ['gloo-events', 'gloo-timers', 'gloo-utils'],
    'js-sys': ['futures-core', 'futures-task', 'futures-util', 'pin-project-lite', 'slab'],
    serde: ['serde_core'],
    serde_json: ['itoa', 'memchr', 'zmij'],
    sha2: ['block-buffer', 'const-oid', 'crypto-common', 'digest', 'hybrid-array', 'typenum'],
    'ts-rs': ['thiserror'],
    'wasm-bindgen': ['cfg-if', 'unicode-ident', 'wasm-bindgen-shared'],
  };
  const known = ['portcullis', 'wasm-bindgen', 'wasm-bindgen-futures', ...asked, ...Object.values(theirs).flat()];
  assert.deepEqual([...new Set(linked)].sort(), known.sort());
});
