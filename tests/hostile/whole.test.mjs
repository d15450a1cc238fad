// tests/hostile.rs reads the policy with every field as a file: this holds that file to tests/policies/tricky.mjs,
// where it is written. PORTCULLIS_WRITE=1 writes it.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { WHOLE } from '../policies/tricky.mjs';

const FILE = new URL('whole.json', import.meta.url);

test('the policy with every field is the one that the schema is tested by', () => {
  if (process.env.PORTCULLIS_WRITE) writeFileSync(FILE, `${JSON.stringify(WHOLE, null, 1)}\n`);
  assert.deepEqual(JSON.parse(readFileSync(FILE, 'utf8')), WHOLE);
});
