// The interpreter of steps, on an object in place of `window`.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

const { runSteps } = await load('www/shim/steps.ts');
const doers = { script: async () => {}, errors() {}, after: () => undefined, event: async () => {} };
const run = (root, steps, more = {}, holds = () => true) => runSteps(root, steps, { ...doers, ...more }, holds);

test('each operation does what its line says', async () => {
  const called = [];
  const root = {
    vendor: { go: (...values) => called.push(values), make: () => ({ go: () => called.push(['made']) }) },
  };
  await run(root, [
    ['set', 'flag', true],
    ['set', 'vendor.enabled', { a: 1 }],
    ['call', 'vendor.go', 1, 'two'],
    ['call', 'vendor.make().go'],
    ['push', 'dataLayer', 'consent', 'update'],
    ['unshift', 'dataLayer', 'consent', 'default'],
    ['call', 'vendor.go', '$vendor.enabled'],
  ]);
  assert.equal(root.flag, true);
  assert.deepEqual(called, [[1, 'two'], ['made'], [{ a: 1 }]]);
  assert.deepEqual(
    root.dataLayer.map((one) => [...one]),
    [
      ['consent', 'default'],
      ['consent', 'update'],
    ],
  );
  assert.equal(Object.prototype.toString.call(root.dataLayer[0]), '[object Arguments]');
});

test('what is not there is skipped, and what follows is done', async () => {
  const root = {};
  await run(root, [
    ['call', 'Sentry.close', 0],
    ['set', 'Sentry.getClient().enabled', false],
    ['call', 'console.log', '$missing.value'],
    ['set', 'copied', '$missing'],
    ['set', 'done', 1],
  ]);
  assert.deepEqual(root, { done: 1 });
});

test('steps wait for what a step returns, and end when they no longer hold', async () => {
  const order = [];
  let release;
  const root = { slow: () => new Promise((done) => (release = done)), note: (what) => order.push(what) };
  let holds = true;
  const running = run(
    root,
    [
      ['call', 'note', 'a'],
      ['call', 'slow'],
      ['call', 'note', 'b'],
    ],
    {},
    () => holds,
  );
  assert.deepEqual(order, ['a'], 'at once up to the first that must wait');
  holds = false;
  release();
  await running;
  assert.deepEqual(order, ['a']);
});

test('$now is a time, and a script is the shim’s to load', async () => {
  const loaded = [];
  const root = {};
  await run(
    root,
    [
      ['set', 'at', '$now'],
      ['script', 'https://a.test/x.js', { 'data-a': 'b' }],
    ],
    {
      script: async (url, attributes) => loaded.push([url, attributes]),
    },
  );
  assert.ok(root.at instanceof Date);
  assert.deepEqual(loaded, [['https://a.test/x.js', { 'data-a': 'b' }]]);
});
