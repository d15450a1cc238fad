// Hooks are exact: whatever code asks of a hooked function, it gets the answer that it gets without the module.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PROBES } from './probes.mjs';
import { LONG, openShop } from './shop.mjs';

const shop = openShop();

/** The answers, as text; a probe that throws answers with what it throws. */
async function answers(t, path) {
  const visitor = await shop.visit(t, path);
  if (path != '/live-bare.html') await visitor.banner.waitFor();
  const found = {};
  for (const [name, probe] of Object.entries(PROBES)) {
    found[name] = await visitor.page.evaluate(
      (code) =>
        Promise.resolve()
          .then(() => eval(code))
          .then(
            (answer) => JSON.stringify(answer) ?? String(answer),
            (error) => `throws ${error}`,
          ),
      probe,
    );
  }
  return found;
}

test('every probe gives the same answer with the module and without', LONG, async (t) => {
  const without = await answers(t, '/live-bare.html');
  const guarded = await answers(t, '/p/live.html');
  const different = Object.keys(PROBES).filter((name) => guarded[name] !== without[name]);
  assert.deepEqual(
    different.map((name) => [name, guarded[name], without[name]]),
    [],
  );
});

test('a probe sees a hook that is not exact', LONG, async (t) => {
  const visitor = await shop.visit(t, '/live-bare.html');
  const ask = () => visitor.page.evaluate((code) => JSON.stringify(eval(code)), PROBES['window.fetch looks the same']);
  const before = await ask();
  await visitor.page.evaluate(() => {
    const native = window.fetch;
    window.fetch = function fetch(input, init) {
      return native(input, init);
    };
  });
  assert.notEqual(await ask(), before);
});
