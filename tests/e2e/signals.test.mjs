// What the browser and the host say of the visitor: Global Privacy Control, and age.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GOOGLE, LIMIT, RECORD, SHOES, allReported, assertNothingGated, openShop } from './shop.mjs';

const shop = openShop();
const GPC = () => Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true, configurable: true });

test('an acceptance from before the signal is not honoured under it until it is given again', LIMIT, async (t) => {
  const visitor = await shop.visit(t);
  await visitor.choose('accept');
  await allReported(visitor);
  await visitor.go('/bare.html');
  await visitor.barrier();

  await visitor.context.addInitScript(GPC);
  await visitor.go(SHOES);
  await visitor.control.waitFor();
  await assertNothingGated(visitor);
  const { services } = await visitor.state();
  assert.deepEqual([...new Set(Object.values(services))], ['locked']);

  await visitor.openPreferences();
  assert.equal(await visitor.switchOf('google-analytics').isChecked(), false);
  await visitor.switchOf('google-analytics').check();
  await visitor.inPreferences('save');
  await visitor.came(GOOGLE.report);
  assert.match(await visitor.record(), /\.sx\.g~google-analytics$/);
  await visitor.go(SHOES);
  await visitor.came(GOOGLE.report);
  await visitor.barrier();
  assert.deepEqual(visitor.seen({ path: '/portcullis/portcullis-core.js' }), []);
});

test('with the signal the banner says so, and still asks', LIMIT, async (t) => {
  const [plain, signalling] = [await shop.visit(t), await shop.visit(t, SHOES, { script: GPC })];
  for (const visitor of [plain, signalling]) await visitor.banner.waitFor();
  await assertNothingGated(signalling);
  const said = (visitor) => visitor.banner.locator('p').count();
  assert.equal(await said(signalling), (await said(plain)) + 1);
  await signalling.choose('accept');
  assert.match(await signalling.record(), /\.ax\.g~/);
  await allReported(signalling);
});

test('under 16, "Accept all" grants what is functional and no tracking', LIMIT, async (t) => {
  const visitor = await shop.visit(t, '/p/young.html');
  await visitor.choose('accept');
  await visitor.came({ host: 'player.test' });
  await assertNothingGated(visitor);
  assert.deepEqual((await visitor.state()).services, {
    'google-analytics': 'locked', 'cloudflare-web-analytics': 'locked', player: 'granted',
  });
  assert.deepEqual(await visitor.cookies(), [RECORD]);

  await visitor.openPreferences();
  assert.equal(await visitor.switchOf('google-analytics').isDisabled(), true);
  assert.equal(await visitor.switchOf('player').isChecked(), true);
  await visitor.inPreferences('close');
  await visitor.page.evaluate(() => portcullis.grant(['google-analytics']));
  await visitor.go('/p/young.html');
  await visitor.came({ host: 'player.test' });
  await assertNothingGated(visitor);
});

test('an acceptance given where no age was known is not honoured where it is', LIMIT, async (t) => {
  const visitor = await shop.visit(t, '/p/settings.html');
  await visitor.choose('accept');
  await allReported(visitor);
  await visitor.go('/bare.html');
  await visitor.barrier();
  await visitor.go('/p/young.html');
  await visitor.control.waitFor();
  await assertNothingGated(visitor);
});
