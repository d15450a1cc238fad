// A virtual screen reader goes through banner and preferences, and what it says is what was read and found
// sensible: tests/visitor/walk/*.txt. WALK=write writes them anew, to be read again by someone.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { build } from 'esbuild';
import { eventually, heldBack, json, missing } from '../e2e/shop.mjs';
import { Cases } from './tally.mjs';
import { MANY, meet, openStage } from './stage.mjs';

const stage = openStage();
const HERE = fileURLToPath(new URL('.', import.meta.url));

let reader;
async function virtualReader() {
  reader ??= build({
    stdin: { contents: 'export { virtual } from "@guidepup/virtual-screen-reader/browser.js"', resolveDir: HERE },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'Reader',
    platform: 'browser',
    logLevel: 'error',
  });
  return (await reader).outputFiles[0].text;
}

/** What is spoken from the first to the last item inside. */
async function spoken(page, selector) {
  if (!(await page.evaluate(() => 'Reader' in window)))
    await page.evaluate(`${await virtualReader()}; window.Reader = Reader`);
  return page.evaluate(async (inside) => {
    const { virtual } = window.Reader;
    await virtual.start({ container: document.querySelector(inside) });
    for (let at = 0; at < 400; at++) {
      await virtual.next();
      const log = await virtual.spokenPhraseLog();
      if (log.length > 2 && log.at(-1) === log[0]) break;
    }
    // The first is said as it starts, and once more as it comes there; the last is the first again.
    const log = (await virtual.spokenPhraseLog()).slice(1, -1);
    await virtual.stop();
    return log;
  }, selector);
}

const own = (id, name, kind, cookies) => ({
  id,
  name,
  vendor: `${name} Inc.`,
  class: kind,
  purpose: `What ${name} is for`,
  privacy: `https://${id}.test/privacy`,
  hosts: [`${id}.test`],
  cookies,
});
const POLICY = {
  site: { name: 'The Shop', contact: 'privacy@shop.test', policy: '/privacy/' },
  updated: '2026-11-22',
  services: [
    own('basket', 'Basket', 'essential', [{ name: 'basket', duration: 'session' }]),
    own('chat', 'Chat', 'functional', []),
    own('maps', 'Maps', 'tracking', [
      { name: '_maps', duration: '2y' },
      { name: '_m_*', duration: '1d' },
    ]),
  ],
};

for (const lang of ['en', 'de', 'ar']) {
  test(`a screen reader reads banner and preferences in a sensible order: ${lang}`, MANY, async (t) => {
    const cases = new Cases(
      'a virtual screen reader says what was read and found sensible',
      `${lang}: banner, preferences`,
    );
    const sight = await stage.fresh();
    t.after(sight.close);
    stage.shop.replace(t, '/privacy/walk.json', json(POLICY));
    await meet(sight, stage.url({ lang, links: 2, policy: '/privacy/walk.json' }));
    const said = { banner: await spoken(sight.page, '.portcullis') };
    await sight.page.click('.portcullis-banner [data-action=choose]');
    await sight.page.waitForSelector('.portcullis-preferences');
    // What is folded away it reads as if it were not: so it is opened.
    for (const summary of await sight.page.locator('.portcullis-preferences summary').all()) await summary.click();
    said.preferences = await spoken(sight.page, '.portcullis:has(> .portcullis-preferences)');
    for (const [layer, lines] of Object.entries(said)) {
      assert.ok(lines.length > 8, `${layer}: ${lines}`);
      const file = `${HERE}walk/${layer}.${lang}.txt`;
      const text = `${lines.join('\n')}\n`;
      if (process.env.WALK === 'write') await writeFile(file, text);
      cases.add(layer, text === (await readFile(file, 'utf8')) ? [] : [`reads otherwise than ${file} says:\n${text}`]);
    }
    cases.done();
  });
}

test('the banner is the first thing that a screen reader comes to on the page', MANY, async (t) => {
  const sight = await stage.fresh();
  t.after(sight.close);
  await meet(sight, stage.url({ links: 2 }));
  const page = await spoken(sight.page, 'body');
  const banner = await spoken(sight.page, '.portcullis');
  const heading = await sight.page.locator('.portcullis-banner h2').textContent();
  const at = (said) => page.findIndex((line) => line.includes(said));
  assert.ok(banner.some((line) => line.includes(heading)));
  assert.ok(at(heading) >= 0 && at(heading) < at('The stage'), page.join('\n'));
  assert.equal(page.filter((line) => line === `heading, ${heading}, level 2`).length, 1, 'and hears it once');
});

test(
  'until the page has loaded the banner stands last, where it is none of what the page hydrates',
  MANY,
  async (t) => {
    const { shop } = stage;
    const { answer, release } = heldBack(missing);
    t.after(release);
    shop.replace(t, '/p/late.png', answer);
    const path = shop.site(t, ['sentry'], { body: '<img src="/p/late.png" alt="">' });
    const visitor = await shop.visit(t, path, { waitUntil: 'domcontentloaded' });
    await visitor.banner.waitFor();
    const isBeforePage = () =>
      visitor.page.evaluate(() => {
        const [banner, main] = ['.portcullis', 'main'].map((selector) => document.querySelector(selector));
        return !!(banner.compareDocumentPosition(main) & Node.DOCUMENT_POSITION_FOLLOWING);
      });
    assert.equal(await isBeforePage(), false);
    await visitor.banner.locator('[data-action=reject]').focus();
    release();
    await eventually(async () => assert.equal(await isBeforePage(), true));
    assert.equal(await visitor.page.evaluate(() => document.activeElement.dataset.action), 'reject');
    assert.ok(await visitor.banner.evaluate((banner) => banner.matches(':popover-open')));
  },
);
