// The shim's matcher, against the corpus that `cargo test` runs too.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { load } from './load.mjs';

const { matcher } = await load('www/gate/matcher.ts');
const corpus = JSON.parse(readFileSync(new URL('../corpus/matching.json', import.meta.url), 'utf8'));

for (const { name, table, cases } of corpus) {
  test(name, () => {
    const { ofAddress, ofName } = matcher(table);
    for (const { of, owners } of cases) {
      const isAddress = of.includes('://');
      const { hostname = '', pathname = '', search = '' } = isAddress ? new URL(of) : {};
      // The URL parser writes hosts in lower case, as a browser does: a rule for capitals has to see them.
      const host = isAddress && /[A-Z]/.test(of.split('/')[2]) ? of.split('/')[2] : hostname;
      const found = isAddress ? ofAddress(host, pathname + search) : ofName(of[0], of.slice(2));
      // Which of two comes first says nothing.
      assert.deepEqual([...found].sort(), [...owners].sort(), of);
    }
  });
}

test('a table without a rule matches nothing', () => {
  const { ofAddress, ofName } = matcher('');
  assert.deepEqual(ofAddress('a.test', '/'), []);
  assert.deepEqual(ofName('c', 'a'), []);
});

test('names and hosts of Object.prototype are names and hosts like any other', () => {
  const { ofAddress, ofName } = matcher(' \nacme c=constructor __proto__.test');
  assert.deepEqual(ofName('c', 'constructor'), ['acme']);
  assert.deepEqual(ofName('c', 'toString'), []);
  assert.deepEqual(ofAddress('__proto__.test', '/'), ['acme']);
  assert.deepEqual(ofAddress('constructor', '/'), []);
});
