// `portcullis.explain(x)`: what a thing is, by which rule, and what the choice makes of it, without touching the page.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIMIT, eventually, openShop } from '../e2e/shop.mjs';
import { PAGE, kept, serve } from './stage.mjs';

const shop = openShop();

test('a URL, a name and an element are explained by their rule, before the choice and after it', LIMIT, async (t) => {
  serve(shop, t, { receipts: false });
  const visitor = await shop.visit(t, PAGE);
  await visitor.banner.waitFor();
  const explain = (x, store) => visitor.page.evaluate(([x, store]) => window.portcullis.explain(x, store), [x, store]);
  const one = { class: 'tracking', service: 'one', declared: true };
  assert.deepEqual(await explain('https://one.example/a?b'), { ...one, rule: 'one.example', verdict: 'undecided' });
  assert.deepEqual(await explain('https://stranger.example/'), { class: 'tracking', declared: false });
  // Known, though this policy does not declare it: no verdict speaks of it.
  assert.deepEqual(await explain('_ga'), {
    class: 'tracking',
    service: 'google-analytics',
    rule: '_ga',
    declared: false,
  });

  await visitor.openPreferences();
  await visitor.switchOf('one').check();
  await visitor.inPreferences('save');
  await visitor.until('one', 'granted');
  const { when, ...granted } = await explain('_one');
  assert.deepEqual(granted, { ...one, rule: '_one', verdict: 'granted' });
  assert.ok(Math.abs(Date.parse(when) - Date.now()) < 120000, when);
  assert.equal((await explain('_two')).verdict, 'denied');
  assert.equal((await explain('_one', 'localStorage')).service, undefined);
  const element = await visitor.page.evaluate(() => {
    const mark = Object.assign(document.createElement('script'), { type: 'text/plain' });
    Object.assign(mark.dataset, { consent: 'two', src: 'https://two.example/x.js' });
    return window.portcullis.explain(mark);
  });
  assert.deepEqual(
    [element.marked, element.service, element.rule, element.verdict],
    ['two', 'two', 'two.example', 'denied'],
  );
  await assert.rejects(explain('_one', 'attic'), /RangeError: portcullis: "attic" is no store/);
  // What the two that were refused may have stored is looked for until nothing of it comes back.
  await eventually(async () =>
    assert.deepEqual(
      Object.keys(await kept(visitor)).filter((key) => !key.startsWith('portcullis-pass ')),
      [],
    ),
  );
});

test('what a service of the catalogue has is explained as the policy’s own', LIMIT, async (t) => {
  const path = shop.site(t, ['services/matomo'], { path: '/p/explained.html' });
  const visitor = await shop.visit(t, path);
  await visitor.banner.waitFor();
  const said = await visitor.page.evaluate(() => window.portcullis.explain('_pk_id.1.ab'));
  assert.deepEqual(said, {
    class: 'tracking',
    service: 'matomo',
    rule: '_pk_id*',
    declared: true,
    verdict: 'undecided',
  });
});
