// The banner is fair as drawn: measured by the checker that anyone can run on their own page (tools/audit).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { audit } from '../../tools/audit/audit.mjs';
import { firstLayer } from '../../tools/audit/rules.mjs';
import { Cases } from './tally.mjs';
import { HEIGHTS, LANGUAGES, LAYOUTS, MANY, SCHEMES, WIDTHS, failuresOf, few, meet, openStage } from './stage.mjs';

const stage = openStage();

for (const layout of LAYOUTS) {
  test(`the answers are twins and the page is free, in every language and scheme: ${layout}`, MANY, async (t) => {
    const cases = new Cases(
      'fairness of the first layer, as geometry and pixels',
      `${layout}: ${LANGUAGES.length} languages × light, dark × 1280, 390 px`,
    );
    const sight = await stage.fresh();
    t.after(sight.close);
    for (const lang of LANGUAGES) {
      await meet(sight, stage.url({ lang, layout }));
      for (const width of WIDTHS) {
        await sight.resize(width, HEIGHTS[width]);
        for (const colorScheme of SCHEMES) {
          await sight.page.emulateMedia({ colorScheme });
          const judgements = firstLayer(await sight.see('banner'), await sight.shot());
          assert.ok(judgements.length > 12, 'every rule was asked');
          cases.add(`${lang} ${width} px ${colorScheme}`, failuresOf(judgements));
        }
      }
    }
    cases.done();
  });
}

for (const engine of ['Chromium', 'Firefox']) {
  test(`a whole visit is fair: keys, clicks, scrolling, both layers and the way back, in ${engine}`, MANY, async () => {
    const cases = new Cases(
      'a whole visit: keys, clicks, focus, scrolling, second layer, withdrawal',
      'bar, box, corner × 1280, 390, 320 px',
      engine,
    );
    for (const layout of few(LAYOUTS, 1)) {
      const { found, judgements } = await audit(stage.engines[engine], stage.url({ layout }));
      assert.equal(found, 'portcullis');
      for (const rule of ['same-clicks', 'same-keys', 'withdraw', 'page-scrolls', 'focus-seen']) {
        assert.ok(
          judgements.some((one) => one.rule === rule),
          `${rule} was asked`,
        );
      }
      for (const one of judgements) cases.add(layout, failuresOf([one]));
    }
    cases.done();
  });
}

test('the banner is as fair in Firefox, in languages of every script', MANY, async (t) => {
  const some = few(['ar', 'bg', 'de', 'el', 'en', 'he', 'hi', 'ja', 'ko', 'zh-Hans'], 1);
  const cases = new Cases(
    'fairness of the first layer, as geometry and pixels',
    `bar, box, corner: ${some.length} languages × light × 1280, 390 px`,
    'Firefox',
  );
  const sight = await stage.freshInFirefox();
  t.after(sight.close);
  for (const layout of LAYOUTS) {
    for (const lang of some) {
      await meet(sight, stage.url({ lang, layout }));
      for (const width of WIDTHS) {
        await sight.resize(width, HEIGHTS[width]);
        cases.add(
          `${layout} ${lang} ${width} px`,
          failuresOf(firstLayer(await sight.rest('banner'), await sight.shot())),
        );
      }
    }
  }
  cases.done();
});
