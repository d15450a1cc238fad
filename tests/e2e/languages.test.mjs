// The language that a visitor reads: chosen by the page, the policy or the browser, fetched alone, and
// worded as the site wants it.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { LIMIT, eventually, heldBack, json, openShop } from './shop.mjs';
import { violations } from './axe.mjs';

const shop = openShop();
const PAGE = '/p/tongue.html';
const POLICY = '/privacy/tongue.json';
/** A browser that speaks nothing we have texts in. */
const FOREIGN = { context: { locale: 'ca-ES' } };

const page = (lang) => (request, response) =>
  response
    .writeHead(200, { 'content-type': 'text/html' })
    .end(`<!doctype html><html${lang ? ` lang="${lang}"` : ''}><meta charset="utf-8">
    <title>Tongue</title><script src="/portcullis/portcullis.js" data-policy="${POLICY}"></script><main>Page</main>`);
/** As many services as that, each of another company. */
const companies = (count) =>
  Array.from({ length: count }, (_, at) => ({
    id: `s${at}`,
    name: `Service ${at}`,
    vendor: `Company ${at}`,
    class: 'tracking',
    purpose: 'Counts',
    hosts: [`s${at}.test`],
    cookies: [
      { name: `_s${at}`, duration: '2y' },
      { name: `_t${at}`, duration: '1d' },
    ],
  }));
const policy = (more, services = companies(1)) => ({
  site: { name: 'The Shop', contact: 'privacy@shop.test' },
  updated: '2026-11-22',
  services,
  ...more,
});

async function visit(t, { lang, says = policy(), ...options }) {
  shop.replace(t, PAGE, page(lang));
  shop.replace(t, POLICY, json(says));
  const visitor = await shop.visit(t, PAGE, { ...FOREIGN, ...options });
  await visitor.banner.waitFor();
  return visitor;
}
const texts = async (name) => JSON.parse(await readFile(`${shop.build.folder}/locales/${name}.json`, 'utf8'));
const fetched = (visitor) =>
  visitor.seen({ path: /^\/portcullis\/locales\// }).map((entry) => entry.path.replace(/^.*\/|\.json$/g, ''));
/** The texts of that language stand there, and no other file of texts was fetched. */
async function assertSpeaks(visitor, language) {
  assert.deepEqual(fetched(visitor), [language]);
  const { accept, reject } = await texts(language);
  assert.equal(await visitor.banner.locator('[data-action=accept]').textContent(), accept);
  assert.equal(await visitor.banner.locator('[data-action=reject]').textContent(), reject);
  assert.equal(await visitor.banner.evaluate((node) => node.closest('[lang]').lang), language);
}

const MEANT = {
  'de-AT': 'de',
  'pt-PT': 'pt',
  'pt-BR': 'pt-BR',
  'PT-br': 'pt-BR',
  zh: 'zh-Hans',
  'zh-CN': 'zh-Hans',
  'zh-HK': 'zh-Hant',
  'zh-Hant-TW': 'zh-Hant',
  no: 'nb',
  'nn-NO': 'nb',
  iw: 'he',
  en_US: 'en',
  'sr-Latn': 'en',
  '"': 'en',
};
test(
  'the language of the page is the language of the banner, whatever variety of it the page names',
  LIMIT,
  async (t) => {
    const visitor = await visit(t, { lang: 'fr' });
    await assertSpeaks(visitor, 'fr');
    for (const [lang, language] of Object.entries(MEANT)) {
      shop.replaced.set(PAGE, page(lang.replace('"', '&quot;')));
      await visitor.go(PAGE);
      await visitor.banner.waitFor();
      await assertSpeaks(visitor, language);
    }
  },
);

const CHOSEN = {
  'the page before the policy': [{ lang: 'de', says: policy({ language: 'fr' }), context: { locale: 'pl-PL' } }, 'de'],
  'the policy where the page names none': [{ says: policy({ language: 'fr-CH' }), context: { locale: 'pl-PL' } }, 'fr'],
  "the policy where there are no texts in the page's": [{ lang: 'ca', says: policy({ language: 'fr' }) }, 'fr'],
  'the browser where neither names one': [{ context: { locale: 'pl-PL' } }, 'pl'],
  'English where nobody names one there is': [{ lang: 'ca' }, 'en'],
};
for (const [what, [where, language]] of Object.entries(CHOSEN)) {
  test(`what decides on the language is ${what}`, LIMIT, async (t) => assertSpeaks(await visit(t, where), language));
}

test(
  'a page that names its language fetches the texts while the policy is on its way; another waits for it',
  LIMIT,
  async (t) => {
    const isPolicy = { path: POLICY };
    for (const [lang, waits] of [
      ['de', false],
      ['', true],
    ]) {
      const held = heldBack(json(policy({ language: 'de' })));
      shop.replace(t, PAGE, page(lang));
      shop.replace(t, POLICY, held.answer);
      const visitor = await shop.visit(t, PAGE, FOREIGN);
      await visitor.came(waits ? isPolicy : { path: '/portcullis/locales/de.json' });
      await visitor.barrier();
      assert.deepEqual(fetched(visitor), waits ? [] : ['de']);
      held.release();
      await visitor.banner.waitFor();
      await assertSpeaks(visitor, 'de');
    }
  },
);

const COUNTED = {
  pl: { 1: 'one', 3: 'few', 5: 'many', 22: 'few' },
  ar: { 1: 'one', 2: 'two', 3: 'few', 11: 'many' },
  lv: { 21: 'one', 10: 'zero', 2: 'other' },
};
test('the number of those who would receive data stands in its plural form', LIMIT, async (t) => {
  const visitor = await visit(t, { lang: 'pl' });
  for (const [lang, counts] of Object.entries(COUNTED)) {
    const says = await texts(lang);
    for (const [count, form] of Object.entries(counts)) {
      shop.replaced.set(PAGE, page(lang));
      shop.replaced.set(POLICY, json(policy({}, companies(Number(count)))));
      await visitor.go(PAGE);
      await visitor.banner.waitFor();
      const said = await visitor.banner.textContent();
      assert.ok(said.includes(says[`receivers.${form}`].replace('{}', count)), `${lang} ${count}: ${said}`);
    }
  }
});

test('a language that is written from the right is drawn from the right, on a page that is not', LIMIT, async (t) => {
  const visitor = await visit(t, { says: policy({ language: 'ar' }) });
  assert.equal(await visitor.page.evaluate(() => getComputedStyle(document.body).direction), 'ltr');
  const [accept, reject] = await Promise.all(
    ['accept', 'reject'].map((action) => visitor.banner.locator(`[data-action=${action}]`).boundingBox()),
  );
  assert.ok(accept.x > reject.x, 'the first answer stands to the right');
  await visitor.openPreferences();
  const close = await visitor.preferences.locator('[data-action=close]').boundingBox();
  const heading = await visitor.preferences.locator('h2').boundingBox();
  assert.ok(close.x < heading.x, 'the close stands to the left');
  await visitor.preferences.locator('summary').first().click();
  assert.equal(
    await visitor.preferences
      .locator('code')
      .first()
      .evaluate((node) => getComputedStyle(node).direction),
    'ltr',
  );
  assert.deepEqual(await violations(visitor.page, '.portcullis'), []);
});

test('the long texts come when the preferences are opened, in the same language', LIMIT, async (t) => {
  const visitor = await visit(t, { lang: 'fr' });
  await visitor.openPreferences();
  assert.deepEqual(fetched(visitor).sort(), ['fr', 'fr.durations', 'fr.more']);
  const { save } = await texts('fr.more');
  assert.equal(await visitor.preferences.locator('[data-action=save]').textContent(), save);
});

const LASTING = {
  de: ['2 Jahre', '1 Tag'],
  mt: ['sentejn', '1 jum'],
  is: ['2 ár', '1 dagur'],
  ga: ['2 bhliain', '1 lá'],
};
test('durations are said in the language, also where the browser lacks its units', LIMIT, async (t) => {
  const visitor = await visit(t, { lang: 'de' });
  for (const [lang, durations] of Object.entries(LASTING)) {
    shop.replaced.set(PAGE, page(lang));
    await visitor.go(PAGE);
    await visitor.openPreferences();
    const cells = await visitor.preferences.locator('td:nth-child(4)').allTextContents();
    assert.deepEqual(cells, durations, lang);
  }
});

test('what a name is for is what its service is for, where the policy says nothing else', LIMIT, async (t) => {
  const services = [{ use: 'google-analytics', id: 'G-TEST123456', cookies: [{ name: '_own', duration: '1d' }] }];
  const visitor = await visit(t, { lang: 'de', says: policy({}, services) });
  await visitor.openPreferences();
  assert.deepEqual(await visitor.preferences.locator('td:nth-child(5)').allTextContents(), [
    (await texts('de.more'))['name.audience'],
  ]);
});

test(
  "a site's own words take the place of ours in their language, in both layers, and in no other",
  LIMIT,
  async (t) => {
    const says = policy({ texts: { de: { accept: 'Alles erlauben', save: 'Auswahl merken', reopen: 'Datenschutz' } } });
    const visitor = await visit(t, { lang: 'de', says });
    const { reject } = await texts('de');
    const saying = async (surface, action) => surface.locator(`[data-action=${action}]`).textContent();
    assert.equal(await saying(visitor.banner, 'accept'), 'Alles erlauben');
    assert.equal(await saying(visitor.banner, 'reject'), reject);
    await visitor.openPreferences();
    assert.equal(await saying(visitor.preferences, 'accept'), 'Alles erlauben');
    assert.equal(await saying(visitor.preferences, 'save'), 'Auswahl merken');
    await visitor.inPreferences('reject');
    await visitor.control.waitFor();
    assert.equal(await visitor.control.textContent(), 'Datenschutz');

    const other = await visit(t, { lang: 'fr', says });
    await assertSpeaks(other, 'fr');
  },
);

test("a text of the site's own that is none is said in the console, and the page stays locked", LIMIT, async (t) => {
  shop.replace(t, PAGE, page('de'));
  shop.replace(t, POLICY, json(policy({ texts: { de: { accept: 1 } } })));
  const visitor = await shop.visit(t, PAGE, FOREIGN);
  await eventually(() =>
    assert.match(visitor.consoleErrors.join('\n'), /^portcullis: .*texts\.de\.accept: expected a text/),
  );
  assert.equal(await visitor.banner.count(), 0);
});

test('a visitor who has chosen finds the control in the language of each page', LIMIT, async (t) => {
  const visitor = await visit(t, { lang: 'de' });
  await visitor.choose('reject');
  for (const [lang, again] of [
    ['fr', false],
    ['de', true],
    ['fr', true],
  ]) {
    shop.replaced.set(PAGE, page(lang));
    await visitor.go(PAGE);
    await visitor.control.waitFor();
    assert.equal(await visitor.control.textContent(), (await texts(lang)).reopen);
    // Each language keeps a pass of its own: the second time nothing is fetched for it.
    await visitor.barrier();
    assert.deepEqual(fetched(visitor), again ? [] : [lang]);
  }
});
