// The preferences: every switch off at first, nothing chosen by leaving, and the focus where it was.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from './axe.mjs';
import { LIMIT, RECORD, assertNothingGated, openShop } from './shop.mjs';

const shop = openShop();
const SERVICES = ['sentry-errors', 'google-analytics', 'cloudflare-web-analytics'];

test('all switches are off at first, and an essential service has none', LIMIT, async (t) => {
  const visitor = await shop.visit(t);
  await visitor.openPreferences();
  const switches = await visitor.preferences
    .locator('input')
    .evaluateAll((all) => all.map(({ value, checked }) => [value, checked]));
  assert.deepEqual(
    switches,
    SERVICES.map((service) => [service, false]),
  );
});

test('saving with every switch off refuses everything', LIMIT, async (t) => {
  const visitor = await shop.visit(t);
  await visitor.openPreferences();
  await visitor.inPreferences('save');
  await visitor.control.waitFor();
  assert.match(await visitor.record(), /\.s\.e\w+\.g$/);
  await assertNothingGated(visitor);
});

for (const leaving of ['Escape', 'the close button']) {
  test(`${leaving} leaves without a choice, though switches were on, and gives the focus back`, LIMIT, async (t) => {
    const visitor = await shop.visit(t);
    const leave = () => (leaving === 'Escape' ? visitor.page.keyboard.press('Escape') : visitor.inPreferences('close'));
    const focused = () =>
      visitor.page.evaluate(() => document.activeElement.dataset.action ?? document.activeElement.className);
    await visitor.openPreferences();
    await visitor.switchOf('google-analytics').check();
    await leave();
    await visitor.preferences.waitFor({ state: 'detached' });
    assert.equal(await focused(), 'choose');
    assert.equal(await visitor.banner.count(), 1);
    assert.equal(await visitor.record(), undefined);
    await assertNothingGated(visitor);

    await visitor.choose('reject');
    const record = await visitor.record();
    await visitor.openPreferences();
    await visitor.switchOf('google-analytics').check();
    await leave();
    await visitor.preferences.waitFor({ state: 'detached' });
    assert.equal(await focused(), 'portcullis-control');
    assert.equal(await visitor.record(), record);
    await assertNothingGated(visitor);

    // What was switched and not saved is not remembered.
    await visitor.openPreferences();
    assert.equal(await visitor.switchOf('google-analytics').isChecked(), false);
  });
}

test('the preferences show what is granted', LIMIT, async (t) => {
  const visitor = await shop.visit(t);
  await visitor.openPreferences();
  await visitor.switchOf('sentry-errors').check();
  await visitor.inPreferences('save');
  await visitor.openPreferences();
  for (const service of SERVICES) {
    assert.equal(await visitor.switchOf(service).isChecked(), service === 'sentry-errors', service);
  }
});

test('a choice from the control ends with the focus on the control', LIMIT, async (t) => {
  const visitor = await shop.visit(t);
  await visitor.choose('reject');
  await visitor.openPreferences();
  await visitor.inPreferences('save');
  await visitor.preferences.waitFor({ state: 'detached' });
  await visitor.barrier();
  assert.equal(await visitor.page.evaluate(() => document.activeElement.className), 'portcullis-control');
});

test('the keyboard alone can switch a service on and save', LIMIT, async (t) => {
  const visitor = await shop.visit(t);
  await visitor.openPreferences();
  await visitor.switchOf('google-analytics').focus();
  await visitor.page.keyboard.press('Space');
  await visitor.preferences.locator('[data-action=save]').focus();
  await visitor.page.keyboard.press('Enter');
  await visitor.control.waitFor();
  assert.match(await visitor.record(), /\.s\.e\w+\.g~google-analytics$/);
});

test('in the preferences too the two answers are of one size and one look', LIMIT, async (t) => {
  const visitor = await shop.visit(t);
  await visitor.openPreferences();
  const look = (action) =>
    visitor.preferences.locator(`[data-action=${action}]`).evaluate((button) => {
      const { width, height } = button.getBoundingClientRect();
      const { font, color, backgroundColor, border, opacity } = getComputedStyle(button);
      // Flexible boxes share the last sixtieth of a pixel unevenly.
      return { width: Math.round(width), height, font, color, backgroundColor, border, opacity };
    });
  assert.deepEqual(await look('reject'), await look('accept'));
});

test('opening the preferences stores nothing, and what they say of names is never sent', LIMIT, async (t) => {
  const visitor = await shop.visit(t);
  await visitor.openPreferences();
  for (const summary of await visitor.preferences.locator('summary').all()) await summary.click();
  await assertNothingGated(visitor);
  assert.deepEqual(await visitor.stored(), { cookies: [], local: [], session: [], databases: [] });
  await visitor.inPreferences('reject');
  await visitor.control.waitFor();
  assert.deepEqual(await visitor.cookies(), [RECORD]);
});

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing wrong with the preferences, with every table open: ${colorScheme}`, LIMIT, async (t) => {
    const visitor = await shop.visit(t, undefined, { context: { colorScheme } });
    await visitor.openPreferences();
    await visitor.switchOf('google-analytics').check();
    for (const summary of await visitor.preferences.locator('summary').all()) await summary.click();
    assert.deepEqual(await violations(visitor.page, '.portcullis-preferences'), []);
  });
}

test('what waits behind the preferences is not there, and comes back with its focus', LIMIT, async (t) => {
  const { page, banner, preferences, openPreferences } = await shop.visit(t);
  await openPreferences();
  assert.equal(await page.getByRole('button', { name: 'Reject all' }).count(), 1);
  assert.equal(await banner.isVisible(), false);
  await page.keyboard.press('Escape');
  await preferences.waitFor({ state: 'detached' });
  assert.equal(await banner.isVisible(), true);
  assert.equal(await page.evaluate(() => document.activeElement.dataset.action), 'choose');
});

test('on a phone no table is cut at the edge: each name is a block that says its columns', LIMIT, async (t) => {
  const { page, preferences, openPreferences } = await shop.visit(t, undefined, {
    context: { viewport: { width: 390, height: 844 } },
  });
  await openPreferences();
  await preferences.locator('details').evaluateAll((all) => all.forEach((one) => (one.open = true)));
  const wider = await preferences
    .locator('.portcullis-table, .portcullis-body')
    .evaluateAll((all) => all.filter((box) => box.scrollWidth > box.clientWidth).length);
  assert.equal(wider, 0);
  const label = await page.evaluate(() => {
    const cell = document.querySelector('.portcullis-table td:nth-child(2)');
    return getComputedStyle(cell, '::before').content;
  });
  assert.match(label, /Type/);
});
