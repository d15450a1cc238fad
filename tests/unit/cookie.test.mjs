// Which cookie a text is about and whether it deletes it. tests/e2e/storage.test.mjs holds the same table against what
// browsers do.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { load } from './load.mjs';

const { readCookieWrite } = await load('www/gate/cookie.ts');
const { now, cases } = JSON.parse(readFileSync(new URL('../corpus/cookie-writes.json', import.meta.url), 'utf8'));

test('the reader says what the table says', () => {
  for (const { write, name, deletes } of cases) {
    assert.deepEqual(readCookieWrite(write, Date.parse(now)), { name, deletes }, write.slice(0, 80));
  }
});

test('the table has a hundred spellings, of both kinds', () => {
  assert.ok(cases.length >= 100);
  assert.ok(cases.filter(({ deletes }) => deletes).length >= 20);
});
