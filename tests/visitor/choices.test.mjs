// A link or a button of the site's own that opens the preferences: data-portcullis="choices".

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GOOGLE, LIMIT, assertNothingGated, openShop } from '../e2e/shop.mjs';

const shop = openShop();
const GA = { use: 'google-analytics', id: 'G-TEST123456' };
const SCRIPT = '<script async src="/portcullis/portcullis-choices.js"></script>';
const LINK = '<footer><a href="/privacy/" data-portcullis="choices"><b>Your Privacy Choices</b></a></footer>';
const link = (visitor) => visitor.page.locator('[data-portcullis=choices]');
const page = (t, { head = SCRIPT, body = LINK, regime = 'us' } = {}) =>
  shop.site(t, [GA], { head, body, edge: (html) => html.replace('data-guard', `data-regime="${regime}" data-guard`) });
const at = (visitor) => new URL(visitor.page.url()).pathname;

/** Someone who comes back, so that nothing but the shim is loaded. */
async function returning(t, path, options) {
  const visitor = await shop.visit(t, path, options);
  await visitor.control.waitFor({ state: 'attached' });
  await visitor.go(path);
  await visitor.control.waitFor({ state: 'attached' });
  return visitor;
}

test(
  'the link opens the preferences on a page that has loaded no wasm, and the opt-out made there holds',
  LIMIT,
  async (t) => {
    const path = page(t);
    const visitor = await returning(t, path);
    assert.deepEqual(visitor.seen({ path: /wasm/ }), []);
    await link(visitor).locator('b').click();
    await visitor.preferences.waitFor();
    assert.equal(at(visitor), path);
    await visitor.inPreferences('reject');
    await visitor.until('google-analytics', 'denied');
    await visitor.go('/bare.html');
    await visitor.barrier();
    await visitor.go(path);
    await visitor.control.waitFor();
    await assertNothingGated(visitor);
  },
);

test('the keyboard opens it too, and gets the focus back', LIMIT, async (t) => {
  const visitor = await returning(t, page(t));
  await link(visitor).focus();
  await visitor.page.keyboard.press('Enter');
  await visitor.preferences.waitFor();
  await visitor.page.keyboard.press('Escape');
  await visitor.preferences.waitFor({ state: 'detached' });
  assert.equal(await visitor.page.evaluate(() => document.activeElement.dataset.portcullis), 'choices');
});

test(
  'a button that a framework adds later opens them, before a router of the page sees the click',
  LIMIT,
  async (t) => {
    const visitor = await returning(t, page(t, { body: '' }));
    await visitor.page.evaluate(() => {
      window.addEventListener('click', (event) => event.defaultPrevented || (document.title = 'routed'));
      document.body.insertAdjacentHTML(
        'beforeend',
        '<a data-portcullis="choices" href="#elsewhere">Do Not Sell or Share My Personal Information</a>',
      );
    });
    await link(visitor).click();
    await visitor.preferences.waitFor();
    assert.equal(await visitor.page.title(), 'Own');
  },
);

for (const [what, options, context] of [
  ['without JavaScript', {}, { javaScriptEnabled: false }],
  ['without our script', { head: '' }, {}],
]) {
  test(`${what} the link leads to the policy`, LIMIT, async (t) => {
    const path = page(t, options);
    const visitor = await shop.visit(t, path, { context });
    await link(visitor).click();
    await visitor.page.waitForURL('**/privacy/');
  });
}

test('what is marked otherwise opens nothing', LIMIT, async (t) => {
  const visitor = await returning(t, page(t, { body: '<a href="#other" data-portcullis="other">Other</a>' }));
  await visitor.page.locator('[data-portcullis=other]').click();
  await visitor.page.waitForURL('**#other');
  assert.equal(await visitor.preferences.count(), 0);
});

const NONE = SCRIPT.replace('async', 'async data-control="none"');
test('where a site wants no floating control it is gone, but only while a link of its own stands', LIMIT, async (t) => {
  const visitor = await returning(t, page(t, { head: NONE }));
  await visitor.page.waitForFunction(
    () => getComputedStyle(document.querySelector('.portcullis-control')).display === 'none',
  );
  await visitor.page.evaluate(() => document.querySelector('footer').remove());
  assert.equal(await visitor.control.isVisible(), true);
});

test("a control that says that the browser's signal is honored stays", LIMIT, async (t) => {
  const script = () =>
    Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true, configurable: true });
  const visitor = await returning(t, page(t, { head: NONE }), { script });
  await link(visitor).click();
  await visitor.preferences.waitFor();
  assert.equal(await visitor.control.isVisible(), true);
});

test('where one is asked first the link opens the preferences before any choice', LIMIT, async (t) => {
  const visitor = await shop.visit(t, page(t, { regime: 'eu' }));
  await visitor.banner.waitFor();
  await link(visitor).click();
  await visitor.preferences.waitFor();
  await visitor.switchOf('google-analytics').check();
  await visitor.inPreferences('save');
  await visitor.came(GOOGLE.report);
});
