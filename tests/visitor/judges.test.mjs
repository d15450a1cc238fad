// Two engines of other people's rules look for barriers: axe-core, and IBM's accessibility-checker-engine.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { violations } from '../e2e/axe.mjs';
import { Cases } from './tally.mjs';
import { HEIGHTS, LANGUAGES, LAYOUTS, MANY, SCHEMES, meet, openStage } from './stage.mjs';

const stage = openStage();
const ace = readFile(createRequire(import.meta.url).resolve('accessibility-checker-engine/ace.js'), 'utf8');

/** What IBM's engine is sure of, inside of that selector. Fails if it looked at nothing there. */
async function barriers(page, selector) {
  if (!(await page.evaluate(() => 'ace' in window))) await page.evaluate(`${await ace}; window.ace = ace`);
  const found = await page.evaluate(async (inside) => {
    const { results } = await new window.ace.Checker().check(document, ['WCAG_2_2']);
    const ours = results.filter(({ node }) => (node.nodeType === 1 ? node : node.parentElement)?.closest(inside));
    return {
      looked: ours.filter(({ value }) => value[1] === 'PASS').length,
      failed: ours
        .filter(({ value }) => value[0] === 'VIOLATION' && value[1] === 'FAIL')
        .map(({ ruleId, message, snippet }) => `${ruleId}: ${message} ${snippet}`),
    };
  }, selector);
  if (!found.looked) throw new Error(`the engine saw nothing in ${selector}`);
  return found.failed;
}

const JUDGES = { axe: violations, "IBM's engine": barriers };
const WHERE = SCHEMES.flatMap((colorScheme) => [1280, 390, 320].map((width) => ({ colorScheme, width })));

test('both judges can see a fault of ours', MANY, async (t) => {
  const sight = await stage.fresh();
  t.after(sight.close);
  await meet(sight, stage.url());
  await sight.page.evaluate(() => {
    document.querySelector('.portcullis-banner [data-action=accept]').textContent = '';
    document.querySelector('.portcullis-banner').setAttribute('aria-labelledby', 'nobody');
  });
  for (const [name, judge] of Object.entries(JUDGES)) assert.ok((await judge(sight.page, '.portcullis')).length, name);
});

test('neither judge finds a barrier in banner or preferences, in any language', MANY, async (t) => {
  const sight = await stage.fresh();
  t.after(sight.close);
  const over = (what) => `${what}: each of ${LANGUAGES.length} languages × 3 layouts, schemes and widths in turn`;
  const cases = Object.fromEntries(
    Object.keys(JUDGES).map((name) => [
      name,
      {
        banner: new Cases(`${name}: no violation`, over('banner')),
        preferences: new Cases(
          `${name}: no violation`,
          `preferences: each of ${LANGUAGES.length} languages, schemes and widths in turn`,
        ),
      },
    ]),
  );
  let turn = 0;
  for (const lang of LANGUAGES) {
    for (const layout of LAYOUTS) {
      const { colorScheme, width } = WHERE[turn++ % WHERE.length];
      await sight.resize(width, HEIGHTS[width]);
      await sight.page.emulateMedia({ colorScheme });
      await meet(sight, stage.url({ lang, layout, links: 1 }));
      const name = `${lang} ${layout} ${colorScheme} ${width} px`;
      for (const [judge, look] of Object.entries(JUDGES))
        cases[judge].banner.add(name, await look(sight.page, '.portcullis'));
      if (LANGUAGES.indexOf(lang) % LAYOUTS.length !== LAYOUTS.indexOf(layout)) continue;
      await sight.page.click('.portcullis-banner [data-action=choose]');
      await sight.page.waitForSelector('.portcullis-preferences');
      for (const [judge, look] of Object.entries(JUDGES))
        cases[judge].preferences.add(name, await look(sight.page, '.portcullis-preferences'));
    }
  }
  for (const { banner, preferences } of Object.values(cases)) {
    banner.done();
    preferences.done();
  }
});
