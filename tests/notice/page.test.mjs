// The policy page: the same notice as the command line prints, with the visitor's choices as switches in place.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { violations } from '../e2e/axe.mjs';
import { LIMIT, LONG, assertNothingGated, missing } from '../e2e/shop.mjs';
import { PAGE, STRICT, openStage, policy, service } from './stage.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const { shop, visit } = openStage();
const ACME = { host: 'cdn.acme.test' };
const BOLT = { host: 'cdn.bolt.test' };
const whole = JSON.parse(await readFile(path.join(ROOT, 'tests/notice/policy.json'), 'utf8'));
const LANGUAGES = ['ar', 'cs', 'de', 'en', 'fr', 'ga', 'he', 'is', 'ja', 'lt', 'lv', 'mt', 'pl', 'sl', 'uk', 'zh-Hant'];

/** What the command line prints of that policy. */
async function rendered(declared, language) {
  const file = path.join(shop.build.folder, 'declared.json');
  await writeFile(file, JSON.stringify(declared));
  const { stdout } = await promisify(execFile)(path.join(ROOT, 'target/debug/portcullis'), [
    'render',
    file,
    '--fragment',
    '--lang',
    language,
  ]);
  return stdout;
}

/** The elements of an article, a line each: what it is called, whose language it is in, and its own text. */
const outline = (page, html) =>
  page.evaluate((html) => {
    const from = html ? new DOMParser().parseFromString(html, 'text/html') : document;
    const article = from.querySelector('article.portcullis-notice');
    for (const part of article.querySelectorAll('.portcullis-choices, .portcullis-saved')) part.remove();
    // The visitor's browser comes first in a page.
    const help = [...article.querySelectorAll('a[href*="support."]')].map(({ parentNode }) => parentNode);
    help
      .sort((one, other) => (one.textContent < other.textContent ? -1 : 1))
      .forEach((one) => one.parentNode.append(one));
    return [...article.querySelectorAll('*')].map(({ localName, id, lang, className, childNodes }) =>
      [
        localName.replace(/^h\d$/, 'h'),
        id,
        lang,
        className,
        [...childNodes]
          .filter(({ nodeType }) => nodeType === 3)
          .map(({ data }) => data)
          .join('')
          .trim(),
      ].join('|'),
    );
  }, html);

test(
  'the page says to the letter what the command line prints, in every kind of plural and of script',
  LONG,
  async (t) => {
    const declared = structuredClone(whole);
    const durations = ['1d', '2d', '3d', '5d', '11d', '21d', '100d', '1y', '2y', '10m', '45s', '12h'];
    declared.services.push(
      service('many', { cookies: durations.map((duration, at) => ({ name: `_many${at}`, duration })) }),
    );
    const visitor = await visit(t, declared);
    for (const lang of LANGUAGES) {
      const { page } = visitor;
      await page.route(`**${PAGE}`, async (route) => {
        const answer = await route.fetch();
        await route.fulfill({
          response: answer,
          body: (await answer.text()).replace('<html lang="en"', `<html lang="${lang}"`),
        });
      });
      await visitor.go(PAGE);
      await visitor.article.waitFor();
      const found = await outline(page);
      assert.deepEqual(found, await outline(page, await rendered(declared, lang)), lang);
      assert.ok(
        found.length > 400 && !found.some((line) => /\|(section|mark|next|column|services|store)\.[a-z]/.test(line)),
        lang,
      );
      assert.equal(
        found.some((line) => line.split('|')[2] === 'en'),
        lang !== 'en',
        'the site’s own words say their language',
      );
      await page.unroute(`**${PAGE}`);
    }
  },
);

test('without our script, without wasm and without its JavaScript what stood there stays', LIMIT, async (t) => {
  for (const path of ['/portcullis/portcullis.wasm', '/portcullis/portcullis-plain.js']) shop.replace(t, path, missing);
  const visitor = await visit(t, policy());
  await visitor.came({ path: '/portcullis/portcullis-plain.js' });
  await visitor.barrier();
  assert.equal(await visitor.page.locator('[data-portcullis=policy]').innerText(), 'Our policy, without a script.');
});

test('where wasm may not run the same stands there', LIMIT, async (t) => {
  const visitor = await visit(t, policy(), {
    headers: { 'content-security-policy': STRICT.replace(" 'wasm-unsafe-eval'", '') },
  });
  await visitor.article.waitFor();
  await visitor.toggle('acme').waitFor();
  assert.equal(await visitor.article.locator('#portcullis-services').count(), 1);
});

test('a strict policy and Trusted Types are not broken by it', LIMIT, async (t) => {
  const visitor = await visit(t, policy(), {
    headers: { 'content-security-policy': `${STRICT}; require-trusted-types-for 'script'; report-uri /reported` },
  });
  await visitor.article.waitFor();
  await visitor.barrier();
  // What the shim itself does there is another matter: only what this file did is counted.
  const reported = visitor.seen({ path: '/reported' }).map(({ body }) => JSON.parse(body)['csp-report']);
  assert.deepEqual(
    reported.filter((one) => /notice/.test(one['source-file'])),
    [],
  );
  assert.equal(
    await visitor.article
      .locator('.portcullis-wide')
      .first()
      .evaluate((box) => getComputedStyle(box).overflowX),
    'auto',
  );
});

test('a switch gives with one click and takes back with one, and the rest stays as it was', LIMIT, async (t) => {
  const visitor = await visit(t, policy());
  await visitor.banner.waitFor();
  await visitor.toggle('acme').waitFor();
  assert.deepEqual(await visitor.page.locator('.portcullis-choices input:checked').count(), 0);
  await assertNothingGated(visitor);
  await visitor.toggle('acme').click();
  await visitor.came(ACME);
  await visitor.page.getByText('Your choice is saved.').waitFor();
  // The other is still to be asked about.
  assert.equal(await visitor.banner.count(), 1);
  assert.equal(await visitor.toggle('acme').isChecked(), true);
  await visitor.barrier();
  assert.deepEqual(visitor.seen(BOLT), []);
  const given = await visitor.record();
  await visitor.toggle('acme').click();
  await visitor.until('acme', 'denied');
  assert.notEqual(await visitor.record(), given);
  assert.equal(await visitor.toggle('acme').isChecked(), false);
  await visitor.go(PAGE);
  await visitor.toggle('acme').waitFor();
  await assertNothingGated(visitor);
});

test('both answers stand there too, of one size and look, and each does what it says', LIMIT, async (t) => {
  const visitor = await visit(t, policy());
  await visitor.both('accept').waitFor();
  const [one, other] = await Promise.all(
    ['accept', 'reject'].map((value) =>
      visitor.both(value).evaluate((button) => {
        const { width, height } = button.getBoundingClientRect();
        const { color, backgroundColor, borderColor, fontSize, fontWeight } = getComputedStyle(button);
        return [width, height, color, backgroundColor, borderColor, fontSize, fontWeight].join();
      }),
    ),
  );
  assert.equal(one, other);
  await visitor.both('accept').click();
  await visitor.came(ACME);
  await visitor.came(BOLT);
  await visitor.page.waitForFunction(() => document.querySelectorAll('.portcullis-choices input:checked').length === 2);
  await visitor.both('reject').click();
  await visitor.until('acme', 'denied');
  await visitor.page.waitForFunction(() => !document.querySelector('.portcullis-choices input:checked'));
});

test('a choice made in the banner, in the preferences and in another tab shows', LIMIT, async (t) => {
  const visitor = await visit(t, policy());
  await visitor.toggle('acme').waitFor();
  await visitor.choose('accept');
  await visitor.page.waitForFunction(() => document.querySelectorAll('.portcullis-choices input:checked').length === 2);
  await visitor.openPreferences();
  await visitor.switchOf('bolt').uncheck();
  await visitor.inPreferences('save');
  await visitor.page.waitForFunction(() => document.querySelectorAll('.portcullis-choices input:checked').length === 1);
  const other = await visitor.tab(PAGE);
  await other.control.waitFor();
  await other.page.locator('.portcullis-both button[data-action=reject]').click();
  await visitor.page.waitForFunction(() => !document.querySelector('.portcullis-choices input:checked'));
});

test('the keyboard alone gives and takes back, and keeps its place', LIMIT, async (t) => {
  const visitor = await visit(t, policy());
  await visitor.toggle('bolt').waitFor();
  await visitor.toggle('bolt').focus();
  for (const verdict of ['granted', 'denied']) {
    await visitor.page.keyboard.press('Space');
    await visitor.until('bolt', verdict);
    await visitor.page.getByText('Your choice is saved.').waitFor();
    assert.equal(await visitor.page.evaluate(() => document.activeElement.value), 'bolt');
  }
});

test(
  'under Global Privacy Control tracking is off and says why, Accept all leaves it so, and its own switch does not',
  LIMIT,
  async (t) => {
    const script = () => Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true });
    const visitor = await visit(t, policy(), { script });
    await visitor.toggle('acme').waitFor();
    await visitor.both('accept').click();
    await visitor.came(BOLT);
    await visitor.barrier();
    assert.deepEqual(visitor.seen(ACME), []);
    assert.equal(await visitor.toggle('acme').isChecked(), false);
    await visitor.toggle('acme').click();
    await visitor.came(ACME);
  },
);

test('a child cannot switch tracking on', LIMIT, async (t) => {
  const visitor = await visit(t, policy(), { attributes: 'data-age="under13"' });
  await visitor.toggle('acme').waitFor();
  assert.equal(await visitor.toggle('acme').isDisabled(), true);
  assert.match(
    await visitor
      .toggle('acme')
      .evaluate((box) => document.getElementById(box.getAttribute('aria-describedby')).innerText),
    /16/,
  );
});

test('headings fit into the page, and the visitor’s own browser comes first', LIMIT, async (t) => {
  const visitor = await visit(t, policy(), { level: '3' });
  await visitor.article.waitFor();
  const levels = await visitor.article
    .locator('h1,h2,h3,h4,h5,h6')
    .evaluateAll((all) => [...new Set(all.map(({ localName }) => localName))].sort());
  assert.deepEqual(levels, ['h3', 'h4', 'h5']);
  assert.equal(await visitor.article.locator('a[href*="support."]').first().innerText(), 'Chrome');
});

test('it takes the page’s own type and ink', LIMIT, async (t) => {
  const head =
    '<style>main { font: 21px/1.5 serif; color: rgb(80, 20, 20); ' +
    'background: rgb(250, 240, 220) } main h3 { color: rgb(1, 2, 3) }</style>';
  const visitor = await visit(t, policy(), { head });
  await visitor.article.waitFor();
  const look = (selector) =>
    visitor.article
      .locator(selector)
      .first()
      .evaluate((one) =>
        [getComputedStyle(one).fontFamily, getComputedStyle(one).fontSize, getComputedStyle(one).color].join(),
      );
  assert.equal(await look('section p'), 'serif,21px,rgb(80, 20, 20)');
  assert.match(await look('h3'), /rgb\(1, 2, 3\)$/);
});

for (const [name, options] of Object.entries({
  light: {},
  dark: {
    context: { colorScheme: 'dark' },
    head: '<style>:root { color-scheme: dark } body { color: #eee; background: #181a1d } a { color: #8fc1ff }</style>',
  },
  'right to left': { lang: 'ar' },
})) {
  for (const width of [390, 1280]) {
    test(`axe finds nothing, and nothing is wider than the page: ${name}, ${width} px`, LIMIT, async (t) => {
      const visitor = await visit(t, whole, {
        ...options,
        context: { viewport: { width, height: 900 }, ...options.context },
      });
      await visitor.toggle('google-analytics').waitFor();
      await visitor.choose('reject');
      assert.deepEqual(await violations(visitor.page, 'article.portcullis-notice'), []);
      assert.ok(await visitor.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      if (process.env.PORTCULLIS_PICTURES)
        await visitor.page.screenshot({
          path: `${process.env.PORTCULLIS_PICTURES}/notice-${name.replaceAll(' ', '-')}-${width}.png`,
          fullPage: true,
        });
    });
  }
}

test('on paper the links say where they lead, and no button is left', LIMIT, async (t) => {
  const visitor = await visit(t, policy());
  await visitor.toggle('acme').waitFor();
  await visitor.page.emulateMedia({ media: 'print' });
  assert.equal(await visitor.both('accept').isVisible(), false);
  const after = await visitor.article
    .locator('section a[href^="https://acme"]')
    .first()
    .evaluate((link) => getComputedStyle(link, '::after').content);
  assert.match(after, /acme\.test\/privacy/);
});
