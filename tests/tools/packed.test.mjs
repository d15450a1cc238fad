// What npm installs is the native program: packed, installed offline into an empty folder, and asked the same.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ROOT, bin, folder, install, native, npx, policies } from './shells.mjs';

const PLACE = ['--policy-url', '/privacy/policy.json', '--base', '/portcullis/'];
const DAY = ['--today', '2026-11-23'];
const { app, pkg } = install();
const program = bin(app);

/** Both say the same; returns what. */
function same(parameters, { by = program, options } = {}) {
  const [ours, theirs] = [native(parameters, { cwd: app, ...options }), by(parameters, options)];
  assert.deepEqual(theirs, ours, parameters.join(' '));
  return ours;
}

test('the package brings nothing else and needs nothing else', () => {
  assert.deepEqual(Object.keys(JSON.parse(readFileSync(path.join(app, 'package-lock.json'), 'utf8')).packages), [
    '',
    'node_modules/portcullis',
  ]);
  assert.ok(!existsSync(path.join(pkg, '../src')) && existsSync(path.join(pkg, 'portcullis.js')));
});

test('npx portcullis says what the native program says, by each command', () => {
  const by = npx(app);
  const policy = path.join(ROOT, 'tests/policies/real/shop.json');
  const place = [...PLACE, '--guard', 'seal', '--pkg', pkg];
  assert.equal(same(['check', policy, ...DAY], { by }).status, 0);
  assert.match(same(['snippet', policy, ...place], { by }).err, /sha256-/);
  assert.match(
    same(['snippet', policy, ...PLACE, '--inline', '--pkg', pkg], { by }).out,
    /^<script type="application\/json"[^]*portcullis\.inline\.js/,
  );
  assert.match(same(['recipe', policy, '--for', 'nginx', ...place], { by }).out, /map \$http_cookie/);
  assert.match(same(['render', policies('seeds')[0]], { by }).out, /^<!DOCTYPE html>/i);
  assert.match(same(['schema'], { by }).out, /2020-12/);
  assert.equal(same(['diff', ...policies('history').slice(0, 2)], { by }).status, 0);
  assert.equal(same([], { by }).status, 2);
});

test('every policy of the tests is checked, rendered and printed alike', () => {
  const statuses = new Set();
  const all = ['real', 'seeds', 'rules', 'history'].flatMap(policies);
  assert.ok(all.length > 60);
  for (const policy of all) {
    statuses.add(same(['check', policy, ...DAY]).status);
    if (policy.includes('/rules/')) continue;
    same(['check', policy, ...DAY, '--format', 'json', ...PLACE, '--guard', 'seal', '--pkg', pkg]);
    same(['render', policy]);
  }
  assert.deepEqual([...statuses].sort(), [0, 1]);
});

test('every version is compared with the next alike, and so is what fails', () => {
  const history = policies('history');
  const statuses = history.slice(1).map((next, at) => same(['diff', history[at], next]).status);
  assert.ok(statuses.includes(0) && statuses.includes(1), `${statuses}`);
  const there = folder();
  const put = (name, bytes) => (writeFileSync(path.join(there, name), bytes), path.join(there, name));
  const policy = policies('real')[0];
  assert.equal(same(['check', '/no/such/file.json']).status, 2);
  assert.equal(same(['check', put('latin.json', Buffer.from('{"é":1}', 'latin1'))]).status, 2);
  assert.equal(same(['check', put('half.json', '{"site":')]).status, 1);
  assert.equal(same(['check', policy, '--today', 'tomorrow']).status, 2);
  assert.equal(
    same([
      'check',
      policy,
      '--page',
      put('latin.html', Buffer.from('<p>\xe9<base href=//other.example>', 'latin1')),
      ...DAY,
    ]).status,
    1,
  );
  assert.equal(same(['check', '-', ...DAY], { options: { input: readFileSync(policy) } }).status, 0);
  assert.equal(same(['schema', '--markdown']).status, 0);
  assert.equal(same(['recipe', policy, '--for', 'iis', ...PLACE]).status, 2);
});

test('the hashes are those of the files that are deployed, and a changed file is refused', () => {
  const policy = policies('real')[0];
  const own = program(['snippet', policy, ...PLACE, '--guard', 'seal']);
  assert.equal(
    own.out,
    native(['snippet', policy, ...PLACE, '--guard', 'seal', '--pkg', pkg]).out,
    "by npm the package's own",
  );
  assert.equal(program(['snippet', policy, ...PLACE, '--pkg', '']).out, native(['snippet', policy, ...PLACE]).out);
  const there = folder();
  for (const name of ['portcullis.js', 'integrity.json'])
    writeFileSync(path.join(there, name), readFileSync(path.join(pkg, name)));
  assert.equal(same(['snippet', policy, ...PLACE, '--pkg', there]).status, 0);
  writeFileSync(path.join(there, 'portcullis.js'), readFileSync(path.join(pkg, 'portcullis.js'), 'utf8') + '\n');
  assert.equal(same(['snippet', policy, ...PLACE, '--pkg', there]).status, 1);
});

test('a release is the same by both, to the byte', () => {
  const [ours, theirs] = [folder(), folder()];
  const parameters = ['release', 'site/portcullis', '--pkg', pkg];
  const said = native(parameters, { cwd: ours });
  assert.equal(said.status, 0, said.err);
  assert.deepEqual(program(parameters, { cwd: theirs }), said);
  const tree = (at) =>
    readdirSync(at, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile())
      .map((one) => path.join(one.parentPath ?? one.path, one.name))
      .map((file) => [path.relative(at, file), readFileSync(file, 'base64')])
      .sort();
  const written = tree(ours);
  assert.ok(written.length > 200);
  assert.deepEqual(tree(theirs), written);
  assert.deepEqual(
    program(parameters, { cwd: ours }),
    native(parameters, { cwd: ours }),
    'what the one has written, the other leaves alone',
  );
  assert.deepEqual(tree(ours), written);
  // By npm without --pkg it is the package's own.
  assert.equal(program(['release', 'own'], { cwd: theirs }).status, 0);
  assert.deepEqual(tree(path.join(theirs, 'own')), tree(path.join(theirs, 'site/portcullis')));
  // A file where a folder should be, and a folder where a file should be.
  writeFileSync(path.join(ours, 'file'), '');
  mkdirSync(path.join(ours, 'taken/portcullis.js'), { recursive: true });
  for (const [into, status] of [
    ['file', 2],
    ['taken', 2],
    ['site/portcullis', 0],
    [pkg, 1],
  ]) {
    const [one, other] = [native, program].map((by) => by(['release', into, '--pkg', pkg], { cwd: ours }));
    assert.deepEqual([one.status, other.status], [status, status], `${into}: ${one.err}${other.err}`);
    if (status) assert.ok(one.err.startsWith(into) && other.err.startsWith(into), `${one.err}${other.err}`);
  }
});
