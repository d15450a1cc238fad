// A policy of so many services that a record cannot name them all: then it has a bit for each.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GOOGLE, LIMIT, assertNothingGated, json, openShop } from './shop.mjs';

const shop = openShop();
const POLICY = '/privacy/policy.json';
const WASM = '/portcullis/portcullis.wasm';

const own = (number) => ({ id: `service-number-${number}`, name: 'N', vendor: 'V', class: 'functional', purpose: 'P' });
const policy = (services) => ({
  site: { name: 'The Shop', contact: 'privacy@shop.test' },
  updated: '2026-11-22',
  services: [
    { use: 'google-analytics', id: 'G-TEST123456' },
    ...Array.from({ length: services }, (_, number) => own(number)),
  ],
});

test('a list too long to be named is asked about, kept as bits, and holds on the next page', LIMIT, async (t) => {
  shop.replace(t, POLICY, json(policy(80)));
  const visitor = await shop.visit(t);
  await visitor.banner.waitFor();
  await assertNothingGated(visitor);
  await visitor.choose('accept');
  await visitor.came(GOOGLE.report);
  assert.match(await visitor.record(), /^1\.[0-9a-z]+\.a\.e\w+\.m~[0-9a-z]+~v+1$/);
  await visitor.go('/bare.html');
  await visitor.go('/p/shoes.html');
  await visitor.came(GOOGLE.report);
  assert.deepEqual(visitor.seen({ path: WASM }), [], 'the pass needs no wasm');
});

test('a list that can be named is', LIMIT, async (t) => {
  shop.replace(t, POLICY, json(policy(20)));
  const visitor = await shop.visit(t);
  await visitor.choose('accept');
  await visitor.came(GOOGLE.report);
  assert.match(await visitor.record(), /\.a\.e\w+\.g~/);
});

test('bits for a list that can be named grant nothing: the banner asks again', LIMIT, async (t) => {
  shop.replace(t, POLICY, json(policy(80)));
  const visitor = await shop.visit(t);
  await visitor.choose('accept');
  const masked = await visitor.record();
  shop.replace(t, POLICY, json(policy(20)));
  const other = await shop.visit(t, '/bare.html');
  await other.setRecord(masked);
  // What the first visitor's vendors send while they go is theirs.
  await visitor.close();
  await other.barrier();
  await other.go('/p/shoes.html');
  await other.banner.waitFor();
  await assertNothingGated(other);
});
