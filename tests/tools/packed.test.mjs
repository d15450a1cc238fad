// What npm installs is the native program: packed, installed offline into an empty folder, and asked the same.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ROOT, bin, folder, install, native, npx, policies, smallPackage, tree } from './shells.mjs';

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
  assert.match(same(['recipe', policy, '--for', 'nginx', '--guard', 'seal'], { by }).out, /map \$http_cookie/);
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

test("by npm the package's own files are taken, and a changed one is refused", () => {
  const policy = policies('real')[0];
  const sealed = ['snippet', policy, ...PLACE, '--guard', 'seal'];
  assert.equal(program(sealed).out, native([...sealed, '--pkg', pkg]).out);
  assert.equal(native(sealed).status, 2);
  const there = smallPackage();
  assert.equal(same([...sealed, '--pkg', there]).status, 0);
  writeFileSync(path.join(there, 'tools/latch.js'), 'another');
  assert.equal(same([...sealed, '--pkg', there]).status, 1);
});

/** The two compress by programs of their own, whose figures may differ by some bytes. */
const figures = ({ out, ...rest }) => ({ ...rest, out: out.replace(/\d+ by brotli/, '… by brotli') });

test('a build is the same by both, to the byte', () => {
  const [ours, theirs] = [folder(), folder()];
  const policy = policies('real')[0];
  const parameters = ['build', policy, '--out', 'site/portcullis', '--pkg', pkg];
  const said = native(parameters, { cwd: ours });
  assert.equal(said.status, 0, said.err);
  assert.deepEqual(figures(program(parameters, { cwd: theirs })), figures(said));
  const sent = (done) => Number(done.out.match(/(\d+) by brotli/)[1]);
  // Two writers of brotli are not the same to the byte.
  const ratio = sent(program(parameters, { cwd: theirs })) / sent(said);
  assert.ok(ratio > 0.98 && ratio < 1.02, `${ratio}`);
  const written = tree(ours);
  assert.ok(written.length > 10);
  assert.deepEqual(tree(theirs), written);
  // What the one has written, the other leaves alone.
  program(parameters, { cwd: ours });
  assert.deepEqual(tree(ours), written);
  // A file where a folder should be, and a folder where a file should be.
  writeFileSync(path.join(ours, 'file'), '');
  mkdirSync(path.join(ours, 'taken/portcullis.js'), { recursive: true });
  for (const into of ['file', 'taken']) {
    const [one, other] = [native, program].map((by) =>
      by(['build', policy, '--out', into, '--pkg', pkg], { cwd: ours }),
    );
    assert.deepEqual([one.status, other.status], [2, 2], `${into}: ${one.err}${other.err}`);
    assert.ok(one.err.startsWith(into) && other.err.startsWith(into), `${one.err}${other.err}`);
  }
});
