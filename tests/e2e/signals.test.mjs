// What the browser and the host say of the visitor: Global Privacy Control, and age.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { GOOGLE, LIMIT, RECORD, SHOES, allReported, assertNothingGated, openShop } from './shop.mjs';

const shop = openShop();
const en = JSON.parse(await readFile(new URL('../../www/locales/en.more.json', import.meta.url)));
const GPC = () =>
  Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true, configurable: true });

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
  assert.match(await visitor.record(), /\.sx\.e\w+\.g~google-analytics$/);
  // What the others stored is looked for first; a page that is left before that leaves it to the next.
  await visitor.page.waitForFunction(() => !localStorage['portcullis-erase']);
  await visitor.go(SHOES);
  await visitor.came(GOOGLE.report);
  await visitor.barrier();
  assert.deepEqual(visitor.seen({ path: /^\/portcullis\/portcullis(-page\.js|\.wasm)$/ }), []);
});

const PLAYER = {
  id: 'player',
  name: 'Player',
  vendor: 'Players',
  class: 'functional',
  purpose: 'Videos',
  hosts: ['player.test'],
};
const GA = { use: 'google-analytics', id: 'G-TEST123456' };
const PLAYS = `<script type="text/plain" data-consent="player">fetch('https://player.test/');</script>`;

test('with the signal nobody is asked about tracking, and the control says that it is honored', LIMIT, async (t) => {
  const visitor = await shop.visit(t, SHOES, { script: GPC });
  await visitor.control.waitFor();
  await assertNothingGated(visitor);
  assert.equal(await visitor.banner.count(), 0);
  assert.equal(await visitor.control.innerText(), en.honored);
  assert.match(await visitor.record(), /\.gxo\.e\w+\.g$/);
  await visitor.go(SHOES);
  await visitor.control.waitFor();
  await assertNothingGated(visitor);
  assert.deepEqual(visitor.seen({ path: /^\/portcullis\/portcullis(-page\.js|\.wasm)$/ }), []);
});

test("a refusal by the signal is none of the visitor's: without the signal they are asked", LIMIT, async (t) => {
  const visitor = await shop.visit(t, SHOES, { script: GPC });
  await visitor.control.waitFor();
  const record = await visitor.record();
  const plain = await shop.visit(t, '/bare.html');
  await plain.setRecord(record);
  await plain.go(SHOES);
  await plain.banner.waitFor();
  await assertNothingGated(plain);
});

test(
  'under the signal "Accept all" grants what is left to ask, and a switch of its own what the signal refused',
  LIMIT,
  async (t) => {
    const path = shop.site(t, [GA, PLAYER], { body: PLAYS });
    const [plain, visitor] = [await shop.visit(t, path), await shop.visit(t, path, { script: GPC })];
    for (const one of [plain, visitor]) await one.banner.waitFor();
    const purposes = (one) => one.banner.locator('li').count();
    assert.deepEqual([await purposes(plain), await purposes(visitor)], [2, 1], 'what is not asked is not listed');
    await visitor.choose('accept');
    await visitor.came({ host: 'player.test' });
    await assertNothingGated(visitor);
    assert.match(await visitor.record(), /\.ax\.e\w+\.g~player$/);
    await visitor.openPreferences();
    await visitor.inPreferences('accept');
    await visitor.preferences.waitFor({ state: 'detached' });
    await assertNothingGated(visitor);
    await visitor.openPreferences();
    await visitor.switchOf('google-analytics').check();
    await visitor.inPreferences('save');
    await visitor.came(GOOGLE.report);
  },
);

test('under 16, "Accept all" grants what is functional and no tracking', LIMIT, async (t) => {
  const visitor = await shop.visit(t, '/p/young.html');
  await visitor.choose('accept');
  await visitor.came({ host: 'player.test' });
  await assertNothingGated(visitor);
  assert.deepEqual((await visitor.state()).services, {
    'google-analytics': 'locked',
    'cloudflare-web-analytics': 'locked',
    player: 'granted',
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
