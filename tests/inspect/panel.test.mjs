// The panel as a person meets it: under a policy that forbids styles, among hostile styles, by keyboard, and by axe.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { LIMIT, eventually, openShop } from '../e2e/shop.mjs';
import { EARLY, PAGE, SHIM, rowsOf, serve } from './stage.mjs';

const shop = openShop();
const HOSTILE = `<style>* { all: unset !important; color: red !important;
  display: block !important } div { visibility: hidden !important; opacity: 0 !important }
  .portcullis-inspector { display: none !important; transform: scale(0) !important;
  pointer-events: none !important }</style>`;

async function opened(t, { head = '', headers = {}, context = {} } = {}) {
  serve(shop, t, { head: SHIM + EARLY + head, headers });
  const someone = await shop.visit(t, PAGE, { context });
  await someone.page.locator('#before').focus();
  await someone.page.evaluate(() => window.portcullis.inspect());
  await eventually(async () => assert.ok((await rowsOf(someone.page)).length > 9), 20000);
  return someone;
}
const axeSource = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** What axe finds wrong in the panel; that it looked at it is told by the many rules that held. */
async function violations(page) {
  await page.evaluate(await axeSource);
  const { violations, passes } = await page.evaluate(() => axe.run({ include: ['.portcullis-inspector'] }));
  assert.ok(passes.length > 10);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** Texts with less contrast than 4.5 : 1, which axe does not find out in a panel above everything. Runs in the page. */
const faint = () => {
  const root = document.querySelector('.portcullis-inspector').shadowRoot;
  const channels = (color) => color.match(/[\d.]+/g).map(Number);
  const light = (color) =>
    channels(color)
      .slice(0, 3)
      .map((one) => (one / 255 <= 0.04045 ? one / 3294.6 : ((one / 255 + 0.055) / 1.055) ** 2.4))
      .reduce((sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = (part) => {
    for (let at = part; at; at = at.parentElement)
      if ((channels(getComputedStyle(at).backgroundColor)[3] ?? 1) == 1) return getComputedStyle(at).backgroundColor;
  };
  const all = [...root.querySelectorAll('*')].filter(
    (part) =>
      part.checkVisibility() &&
      (/input|textarea/.test(part.localName) ||
        [...part.childNodes].some(({ nodeType, data }) => nodeType == 3 && data.trim())),
  );
  const contrasts = all.map((part) => {
    const [one, other] = [light(getComputedStyle(part).color), light(ground(part))].sort((one, other) => other - one);
    return [(one + 0.05) / (other + 0.05), part.outerHTML.slice(0, 80)];
  });
  return contrasts.length > 9 ? contrasts.filter(([ratio]) => !(ratio >= 4.5)) : ['nothing to look at'];
};

/** How the panel and its parts look and lie. Runs in the page. */
const looks = () => {
  const root = document.querySelector('.portcullis-inspector').shadowRoot;
  return [...root.querySelectorAll('section, header, h2, .main, .close, input, .list, thead')]
    .filter((part) => part.checkVisibility())
    .map((part) => {
      const style = getComputedStyle(part);
      const { x, y, width, height } = part.getBoundingClientRect();
      return [
        part.localName,
        part.className,
        x,
        y,
        width,
        height,
        style.color,
        style.backgroundColor,
        style.fontSize,
        style.borderTopWidth,
      ].join(' ');
    });
};

test('no style of the page’s changes it, and no policy refuses its own', { timeout: 60000 }, async (t) => {
  const alone = await opened(t);
  const still = (someone) =>
    someone.page.evaluate(() =>
      document.querySelector('.portcullis-inspector').shadowRoot.querySelector('tbody').replaceChildren(),
    );
  await still(alone);
  const were = await alone.page.evaluate(looks);
  const strict = await opened(t, {
    headers: {
      'content-security-policy':
        "style-src 'none'; script-src 'self' 'wasm-unsafe-eval'; require-trusted-types-for 'script'",
    },
  }).catch((error) => error);
  if (strict instanceof Error) throw strict;
  await still(strict);
  assert.deepEqual(await strict.page.evaluate(looks), were);
  const hostile = await opened(t, { head: HOSTILE });
  await still(hostile);
  assert.deepEqual(await hostile.page.evaluate(looks), were);
  const { x, y } = await hostile.page.locator('.portcullis-inspector .close').boundingBox();
  await hostile.page.mouse.click(x + 5, y + 5);
  assert.equal(await hostile.page.locator('.portcullis-inspector').count(), 0);
});

for (const colorScheme of ['light', 'dark']) {
  for (const [width, height] of [
    [390, 844],
    [1280, 800],
  ]) {
    test(`axe finds nothing, and nothing is cut off, at ${width} in ${colorScheme}`, LIMIT, async (t) => {
      const someone = await opened(t, { context: { viewport: { width, height }, colorScheme } });
      assert.deepEqual(await violations(someone.page), []);
      assert.deepEqual(await someone.page.evaluate(faint), []);
      const beyond = () =>
        someone.page.evaluate(() =>
          [...document.querySelector('.portcullis-inspector').shadowRoot.querySelectorAll('*')]
            .filter(
              (part) =>
                part.getClientRects().length &&
                (part.getBoundingClientRect().right > innerWidth + 1 || part.getBoundingClientRect().left < -1),
            )
            .map((part) => part.outerHTML.slice(0, 80)),
        );
      assert.deepEqual(await beyond(), []);
      await someone.page.locator('.portcullis-inspector').getByRole('button', { name: 'Draft entries' }).click();
      await someone.page.locator('.portcullis-inspector textarea').waitFor();
      assert.deepEqual(await violations(someone.page), []);
      assert.deepEqual(await someone.page.evaluate(faint), []);
      assert.deepEqual(await beyond(), []);
    });
  }
}

test('it is used by keys alone: the filters, the list, the draft, and back to where one was', LIMIT, async (t) => {
  const someone = await opened(t);
  const { keyboard } = someone.page;
  const focused = () =>
    someone.page.evaluate(() => {
      const at = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
      return (at.ariaLabel ?? at.textContent ?? '').trim().replace(/ \d+$/, '');
    });
  assert.equal(await focused(), 'Portcullis inspector');
  const order = [];
  for (let at = 0; at < 10; at++) {
    await keyboard.press('Tab');
    order.push(await focused());
  }
  assert.deepEqual(order, [
    'All',
    'Held',
    'Let through',
    'Blocked',
    'Written',
    'Filter',
    '',
    'Draft entries',
    'Close',
    'What was seen',
  ]);
  const states = async () => [...new Set((await rowsOf(someone.page)).map(({ state }) => state))];
  const panel = someone.page.locator('.portcullis-inspector');
  await panel.getByRole('button', { name: /^Held/ }).press('Enter');
  assert.deepEqual(await states(), ['Held']);
  await panel.getByRole('button', { name: /^All/ }).press('Space');
  assert.ok((await states()).length > 2);
  await panel.getByRole('searchbox').focus();
  await keyboard.type('posthog');
  assert.deepEqual(
    (await rowsOf(someone.page)).map(({ name }) => name),
    ['us.i.posthog.com'],
  );
  await panel.getByRole('searchbox').fill('');
  await panel.getByRole('checkbox').press('Space');
  assert.deepEqual([...new Set((await rowsOf(someone.page)).map(({ service }) => service))], ['not declared']);
  await panel.getByRole('button', { name: 'Draft entries' }).press('Enter');
  await eventually(async () => assert.equal(await focused(), 'Entries for the policy'));
  await keyboard.press('Escape');
  assert.equal(await panel.count(), 0);
  assert.equal(await focused(), 'Before');
  // What was seen is still there.
  await someone.page.evaluate(() => window.portcullis.inspect());
  assert.ok((await rowsOf(someone.page)).length);
});
