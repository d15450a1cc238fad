// Lists of what annoys (Fanboy's, EasyList's) hide banners for the visitor: the page must then be as usable as ever,
// and locked.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIMIT, assertNothingGated } from '../e2e/shop.mjs';
import { Cases } from './tally.mjs';
import { LAYOUTS, MANY, openStage } from './stage.mjs';

const stage = openStage();
test('a banner that a list hides leaves a page that works and stays locked', MANY, async (t) => {
  const cases = new Cases(
    'hidden by a list: the page works, and is locked',
    'bar, box, corner; the root and the banner hidden',
  );
  for (const layout of LAYOUTS) {
    const failures = [];
    const visitor = await stage.shop.visit(t, `/p/shoes.html`, { context: { viewport: { width: 1280, height: 800 } } });
    const { page } = visitor;
    await visitor.go(`/p/stage.html?layout=${layout}&links=12`);
    await visitor.banner.waitFor({ state: 'attached' });
    // An extension's sheet is of the visitor's origin, which no driver can give one; what wins against a page as
    // that does is a style on the element.
    await page.evaluate(() => {
      for (const node of document.querySelectorAll('.portcullis, .portcullis-banner'))
        node.style.setProperty('display', 'none', 'important');
    });
    await visitor.banner.waitFor({ state: 'hidden' });

    const top = await page.evaluate(() => ({
      overflow: getComputedStyle(document.documentElement).overflowY,
      reach: [...document.querySelectorAll('main a, main button')].filter((node) => {
        node.scrollIntoView({ block: 'center' });
        const { x, y, width, height } = node.getBoundingClientRect();
        return !node.contains(document.elementFromPoint(x + width / 2, y + height / 2));
      }).length,
    }));
    if (top.overflow !== 'visible') failures.push(`the page's overflow is ${top.overflow}`);
    if (top.reach) failures.push(`${top.reach} controls of the page are covered`);
    await page.evaluate(() => scrollTo(0, 0));
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => !document.activeElement.closest('main')))
      failures.push("the first stop of the keyboard is not the page's");
    await page.mouse.wheel(0, 400);
    await page.waitForFunction(() => scrollY > 0);
    await page.click('main a >> nth=0');
    assert.equal(new URL(page.url()).hash, '#s0');
    await assertNothingGated(visitor);
    if (await visitor.record()) failures.push('a record was written');
    cases.add(layout, failures);
  }
  cases.done();
});

test('with the script blocked by its address the page works, and the marked tags stay inert', LIMIT, async (t) => {
  const blocked = (context) => context.route('**/portcullis/**', (route) => route.abort());
  const visitor = await stage.shop.chromium.visitor({ reducedMotion: 'reduce' });
  t.after(visitor.close);
  await blocked(visitor.context);
  const since = stage.shop.world.mark();
  await visitor.page.goto('https://www.shop.test/p/shoes.html');
  await visitor.page.click('main a');
  await visitor.barrier();
  assert.deepEqual(
    stage.shop.world.gated({ since }).map(({ url }) => url),
    [],
  );
});
