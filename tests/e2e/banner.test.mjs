// The banner as a visitor meets it: two equal answers, in nobody's way, and usable by anyone.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIMIT, assertNothingGated, openShop } from './shop.mjs';
import { violations } from './axe.mjs';

const shop = openShop();
const FOCUSED = () => document.activeElement.dataset.action ?? document.activeElement.localName;

/** All that a visitor can see of an answer, without its words and its place. */
const LOOKS = (button) => {
  const style = getComputedStyle(button);
  const { width, height } = button.getBoundingClientRect();
  // Lengths that follow from where it stands, not from what it is.
  const placed = /^(inset|top|right|bottom|left|perspective-origin|transform-origin)|-inset/;
  const computed = [...style].filter((name) => !placed.test(name)).map((name) => [name, style.getPropertyValue(name)]);
  return { width, height, ...Object.fromEntries(computed) };
};

for (const colorScheme of ['light', 'dark']) {
  for (const width of [1280, 768, 320]) {
    test(`"Accept all" and "Reject all" look the same: ${colorScheme}, ${width} px`, LIMIT, async (t) => {
      const visitor = await shop.visit(t, undefined, { context: { colorScheme, viewport: { width, height: 700 } } });
      const [accept, reject] = ['accept', 'reject'].map((action) => visitor.banner.locator(`[data-action=${action}]`));
      assert.deepEqual(await reject.evaluate(LOOKS), await accept.evaluate(LOOKS));
      const [one, other] = [await accept.boundingBox(), await reject.boundingBox()];
      assert.equal(one.y, other.y, 'side by side');
      assert.equal(
        await visitor.page.evaluate(() => document.documentElement.scrollWidth > innerWidth),
        false,
        'nothing sticks out',
      );
    });
  }
}

test('with the banner open the page scrolls, its links and buttons work, and nothing is chosen', LIMIT, async (t) => {
  const visitor = await shop.visit(t);
  const { page } = visitor;
  await visitor.banner.waitFor();
  await page.mouse.move(300, 100);
  await page.mouse.wheel(0, 500);
  await page.waitForFunction(() => scrollY > 0);
  await page.evaluate(() => scrollTo(0, 0));
  await page.evaluate(() =>
    document.querySelector('main button').addEventListener('click', () => navigator.sendBeacon('/added')),
  );
  await page.click('main button');
  await visitor.came({ path: '/added' });
  await page.click('main a');
  assert.equal(new URL(page.url()).hash, '#sandals');
  assert.equal(await visitor.banner.count(), 1);
  assert.equal(await visitor.record(), undefined);
});

test('the banner takes no focus, and stands first in the tab order', LIMIT, async (t) => {
  const visitor = await shop.visit(t);
  const { page } = visitor;
  await visitor.banner.waitFor();
  assert.equal(await page.evaluate(FOCUSED), 'body');
  const order = [];
  for (let stop = 0; stop < 5; stop++) {
    await page.keyboard.press('Tab');
    order.push(await page.evaluate(FOCUSED));
  }
  // The policy's link, the three buttons, and then the page's first link.
  assert.deepEqual(order, ['a', 'accept', 'reject', 'choose', 'a']);
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), '#sandals');
});

test('a visitor who is typing as the banner comes goes on typing', LIMIT, async (t) => {
  shop.replace(t, '/p/form.html', (request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><html lang="en"><title>Form</title>
      <script src="/portcullis/portcullis.js"
      data-policy="/privacy/policy.json"></script><main><input autofocus aria-label="Name"></main>`),
  );
  const visitor = await shop.visit(t, '/p/form.html');
  await visitor.banner.waitFor();
  assert.equal(await visitor.page.evaluate(FOCUSED), 'input');
});

test('Escape changes nothing on the banner, wherever the focus is', LIMIT, async (t) => {
  const visitor = await shop.visit(t);
  await visitor.banner.waitFor();
  await visitor.page.keyboard.press('Escape');
  await visitor.banner.locator('[data-action=accept]').focus();
  await visitor.page.keyboard.press('Escape');
  await assertNothingGated(visitor);
  assert.equal(await visitor.banner.count(), 1);
  assert.equal(await visitor.record(), undefined);
});

test('the keyboard alone can refuse, and finds itself on the control', LIMIT, async (t) => {
  const visitor = await shop.visit(t);
  await visitor.banner.waitFor();
  // It stands first in the page as soon as nothing may hydrate any more.
  await visitor.page.waitForFunction(() => document.body.firstElementChild.className === 'portcullis');
  for (let stop = 0; stop < 3; stop++) await visitor.page.keyboard.press('Tab');
  await visitor.page.keyboard.press('Enter');
  await visitor.control.waitFor();
  assert.match(await visitor.record(), /\.r\.e\w+\.g$/);
  await visitor.page.waitForFunction(() => document.activeElement.className === 'portcullis-control');
});

test('the policy that the banner links to is there', LIMIT, async (t) => {
  const visitor = await shop.visit(t);
  const [privacy] = await Promise.all([visitor.context.waitForEvent('page'), visitor.banner.locator('a').click()]);
  await privacy.waitForLoadState();
  assert.equal(new URL(privacy.url()).pathname, '/privacy/');
});

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing wrong with the banner or the control: ${colorScheme}`, LIMIT, async (t) => {
    const visitor = await shop.visit(t, undefined, { context: { colorScheme } });
    await visitor.banner.waitFor();
    assert.deepEqual(await violations(visitor.page, '.portcullis'), []);
    await visitor.choose('reject');
    assert.deepEqual(await violations(visitor.page, '.portcullis-control'), []);
  });
}
