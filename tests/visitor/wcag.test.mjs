// What WCAG 2.2 asks of a thing that floats over a page, and no engine of rules can look up.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { walk } from '../../tools/audit/audit.mjs';
import { contrast } from '../../tools/audit/picture.mjs';
import { LIMIT, RECORD, assertNothingGated } from '../e2e/shop.mjs';
import { Cases } from './tally.mjs';
import { HEIGHTS, LAYOUTS, MANY, SCHEMES, failuresOf, few, meet, openStage } from './stage.mjs';

const stage = openStage();
const ACTIONS = ['accept', 'reject', 'choose'];

for (const engine of ['Chromium', 'Firefox']) {
  test(
    `Tab through the page shows each stop, beside the banner, at three sizes and at 400 % zoom: ${engine}`,
    MANY,
    async () => {
      const cases = new Cases(
        '2.4.11: the focus is never under the banner',
        'bar, box, corner × 1280×800, 390×844, 320×568, 320×256',
        engine,
      );
      for (const layout of few(LAYOUTS, engine == 'Chromium' ? 3 : 1)) {
        for (const [width, height] of few(
          [
            [320, 256],
            [1280, 800],
            [390, 844],
            [320, 568],
          ],
          1,
        )) {
          const sight = await stage.engines[engine]();
          await sight.resize(width, height);
          await meet(sight, stage.url({ layout, links: 16 }));
          cases.add(`${layout} ${width}×${height}`, failuresOf(await walk(sight)));
          await sight.close();
        }
      }
      cases.done();
    },
  );

  test(
    `Escape and clicks outside choose nothing, and the focus comes back to what opened the preferences: ${engine}`,
    MANY,
    async () => {
      const cases = new Cases(
        'Escape and clicks outside choose nothing; the focus returns',
        'bar, box, corner',
        engine,
      );
      for (const layout of few(LAYOUTS, engine == 'Chromium' ? 3 : 1)) {
        const failures = [];
        const sight = await stage.engines[engine]();
        await sight.resize(1280, 800);
        const expect = (what, holds) => holds || failures.push(what);
        const there = async () => Boolean(await sight.see('banner'));
        const cookies = async () => (await sight.context.cookies()).map(({ name }) => name);
        await meet(sight, stage.url({ layout, links: 2 }));
        await sight.press('Escape');
        expect('Escape on the page', await there());
        const { accept, settings } = await sight.see('banner');
        await sight.page.mouse.click(30, 30);
        await sight.page.mouse.click(600, 100);
        expect('a click outside', await there());
        await sight.press('Tab');
        await sight.press('Escape');
        expect('Escape in the banner', await there());
        expect('the banner holds an answer', accept);
        await sight.click(settings);
        await sight.await('layer');
        await sight.rest('layer');
        // Beside the dialog, on what lies behind it.
        await sight.page.mouse.click(8, 8);
        expect('a click beside the preferences', (await sight.see('layer')) && (await there()));
        await sight.press('Escape');
        expect('Escape closes the preferences', await sight.await('layer', { gone: true }));
        expect('the banner is still there', await there());
        expect('the focus is on what opened them', (await sight.see('focus')).on === 'settings');
        const kept = await cookies();
        if (kept.includes(RECORD)) failures.push(`a record was written: ${kept}`);
        cases.add(layout, failures);
        await sight.close();
      }
      cases.done();
    },
  );
}

test("the banner stands through a minute's worth of what is no choice, and nothing leaves", LIMIT, async (t) => {
  const visitor = await stage.shop.visit(t, '/p/stage.html');
  await visitor.banner.waitFor();
  for (let at = 0; at < 20; at++) await visitor.page.mouse.click(40 + 61 * (at % 9), 20 + 23 * (at % 7));
  await visitor.page.keyboard.press('Escape');
  await visitor.page.evaluate(() => history.pushState({}, '', '/p/elsewhere'));
  await assertNothingGated(visitor);
  assert.equal(await visitor.banner.count(), 1);
  assert.equal(await visitor.record(), undefined);
});

/** A rectangle of it in view at which a pointer meets it. */
const REACHED = (node) => {
  node.scrollIntoView({ block: 'nearest' });
  // The first of its lines, where it has more.
  const [{ x, y, width, height }] = node.getClientRects();
  return (
    x >= -1 &&
    x + width <= innerWidth + 1 &&
    y + height <= innerHeight + 1 &&
    node.contains(document.elementFromPoint(x + width / 2, y + height / 2))
  );
};
/** Texts that stick out of what holds them. */
const CUT = (root) =>
  [root, ...root.querySelectorAll('*')]
    .filter((node) => {
      const style = getComputedStyle(node);
      const clips = style.overflowX !== 'visible' || node.matches('button, label, summary');
      return clips && !node.matches('.portcullis-table, input') && node.scrollWidth > node.clientWidth + 1;
    })
    .map((node) => `${node.localName}.${node.className} is cut: ${node.scrollWidth} > ${node.clientWidth}`);

const LONGEST = few(['de', 'ar', 'el', 'hu', 'ga', 'fr'], 2);
const SPACING =
  'body * { line-height: 1.5 !important; letter-spacing: .12em !important; ' +
  'word-spacing: .16em !important } body p { margin-bottom: 2em !important }';

for (const [what, check, size, css] of [
  ['at 400 % zoom nothing scrolls sideways and every control can be used', '1.4.10: reflow at 320×256', [320, 256], ''],
  [
    'with the text spacing of 1.4.12 nothing is cut and every control can be used',
    '1.4.12: text spacing',
    [390, 844],
    SPACING,
  ],
  ['at 200 % zoom nothing is cut and every control can be used', '1.4.4: 200 % zoom of 1280×800', [640, 400], ''],
]) {
  test(what, MANY, async (t) => {
    const cases = new Cases(check, `${LONGEST.length} languages × bar, box, corner; banner and preferences`);
    const sight = await stage.fresh();
    t.after(sight.close);
    const { page } = sight;
    await sight.resize(...size);
    for (const lang of LONGEST) {
      for (const layout of LAYOUTS) {
        const failures = [];
        await meet(sight, stage.url({ lang, layout, links: 2, head: `<style>${css}</style>` }));
        const look = async (selector, controls) => {
          const root = page.locator(selector);
          failures.push(...(await root.evaluate(CUT)).map((line) => `${selector}: ${line}`));
          for (const control of await root.locator(controls).all()) {
            if (!(await control.evaluate(REACHED)))
              failures.push(
                `${selector}: ${await control.evaluate((node) => node.outerHTML.slice(0, 80))} cannot be reached`,
              );
          }
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          if (wide > 0) failures.push(`the page scrolls sideways by ${wide} px`);
        };
        await look('.portcullis-banner', 'a, button');
        await page.locator('.portcullis-banner [data-action=choose]').press('Enter');
        await page.waitForSelector('.portcullis-preferences');
        // What opens a row's other names is within what opens the table.
        const tables = page.locator('.portcullis-preferences details:has(details)');
        await tables.evaluateAll((all) => all.forEach((one) => (one.open = true)));
        await look('.portcullis-preferences', 'button, input, summary');
        cases.add(`${lang} ${layout}`, failures);
      }
    }
    cases.done();
  });
}

test('the banner is announced once, politely, and nothing is announced again', LIMIT, async (t) => {
  const sight = await stage.fresh();
  t.after(sight.close);
  await sight.page.addInitScript(() => {
    // What a live region is told after it stood there: what a screen reader speaks of itself.
    window.said = [];
    new MutationObserver((records) => {
      for (const { target, addedNodes } of records) {
        const live = (target.nodeType === 1 ? target : target.parentElement)?.closest(
          '[aria-live], [role=status], [role=alert]',
        );
        const how = live?.ariaLive ?? (live?.role === 'status' ? 'polite' : live?.role);
        if (live) window.said.push(...[...addedNodes].map((node) => [how, node.textContent.trim()]));
      }
    }).observe(document, { childList: true, subtree: true, characterData: true });
  });
  await meet(sight, stage.url());
  await sight.page.click('main button >> nth=0');
  await sight.page.keyboard.press('Tab');
  const said = await sight.page.evaluate(() => window.said);
  assert.equal(said.length, 1, JSON.stringify(said));
  assert.equal(said[0][0], 'polite');
  assert.ok(said[0][1].includes(await sight.page.locator('.portcullis-banner h2').textContent()));
});

test('each switch is a native checkbox, named by its service', LIMIT, async (t) => {
  const visitor = await stage.shop.visit(t, '/p/stage.html');
  await visitor.openPreferences();
  const tree = await visitor.preferences.ariaSnapshot();
  const named = [...tree.matchAll(/- checkbox "([^"]+)"/g)].map(([, name]) => name);
  assert.equal(named.length, await visitor.preferences.locator('label').count());
  assert.deepEqual(
    named,
    (await visitor.preferences.locator('label').allTextContents()).map((text) => text.trim()),
  );
  assert.deepEqual(
    await visitor.preferences
      .locator('input')
      .evaluateAll((all) => all.map(({ type, indeterminate }) => [type, indeterminate])),
    named.map(() => ['checkbox', false]),
  );
});

test(
  'a switch and the ring of the focus stand out from their ground, in every scheme and with forced colours',
  MANY,
  async (t) => {
    const cases = new Cases(
      '1.4.11: switches and focus rings stand out 3 to 1, by pixels',
      'light, dark, forced colours light and dark',
    );
    const sight = await stage.fresh();
    t.after(sight.close);
    const { page } = sight;
    await sight.resize(1280, 900);
    for (const colorScheme of SCHEMES) {
      for (const forcedColors of ['none', 'active']) {
        const failures = [];
        await page.emulateMedia({ colorScheme, forcedColors });
        await meet(sight, stage.url({ links: 2 }));
        const ring = async (selector) => {
          await page.locator(selector).focus();
          await page.keyboard.press('Shift+Tab');
          await page.keyboard.press('Tab');
          const { x, y, width, height } = await page.locator(selector).boundingBox();
          const shot = await sight.shot();
          // A line of pixels out from the middle of its left side: the strongest step on it is the ring.
          const line = Array.from({ length: 8 }, (_, at) =>
            shot.of(Math.round(x) - 1 - at, Math.round(y + height / 2)),
          );
          const strongest = Math.max(...line.map((pixel) => contrast(pixel, line[7])));
          if (strongest < 3) failures.push(`${selector}: the ring has ${strongest.toFixed(2)} to 1 (${width})`);
        };
        for (const action of ACTIONS) await ring(`.portcullis-banner [data-action=${action}]`);
        await page.click('.portcullis-banner [data-action=choose]');
        await page.waitForSelector('.portcullis-preferences');
        await ring('.portcullis-preferences [data-action=save]');
        const states = [];
        for (const on of [false, true]) {
          const box = page.locator('.portcullis-preferences input').first();
          await box.setChecked(on);
          await page.locator('.portcullis-preferences h2').click();
          const { x, y, width, height } = await box.boundingBox();
          const shot = await sight.shot();
          const ground = shot.of(Math.round(x) - 6, Math.round(y + height / 2));
          const inside = Array.from({ length: Math.round(width) }, (_, at) =>
            shot.of(Math.round(x) + at, Math.round(y + height / 2)),
          );
          const strongest = Math.max(...inside.map((pixel) => contrast(pixel, ground)));
          if (strongest < 3) failures.push(`a switch that is ${on ? 'on' : 'off'} has ${strongest.toFixed(2)} to 1`);
          states.push(inside.join());
        }
        if (states[0] === states[1]) failures.push('a switch looks the same on and off');
        const edge = await page
          .locator('.portcullis-preferences [data-action=reject]')
          .evaluate((node) => getComputedStyle(node).borderTopStyle);
        if (forcedColors === 'active' && edge !== 'solid') failures.push('buttons have no border');
        cases.add(`${colorScheme}, forced colours ${forcedColors}`, failures);
      }
    }
    cases.done();
  },
);

test('nothing moves for those who asked for less motion, and nothing is printed', LIMIT, async (t) => {
  const visitor = await stage.shop.visit(t, '/p/stage.html', { context: { reducedMotion: 'reduce' } });
  const { page } = visitor;
  await visitor.banner.waitFor();
  const moving = () => page.evaluate(() => document.getAnimations().length);
  assert.equal(await moving(), 0);
  await visitor.openPreferences();
  await visitor.preferences.locator('input').first().check();
  assert.equal(await moving(), 0);
  await page.keyboard.press('Escape');
  await page.emulateMedia({ media: 'print' });
  assert.equal(await visitor.banner.isVisible(), false);
});
