// The visitor's own part of the preferences: what stands there, and that withdrawing, taking away and erasing do what
// they say. Asked of the browser and of the server's log, and of the texts' own files.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { violations } from '../e2e/axe.mjs';
import { LIMIT, LONG, RECORD, assertNothingGated, downloaded, eventually, openShop } from '../e2e/shop.mjs';
import { CENTRE, PAGE, decisions, kept, openCentre, recorded, serve, services, statuses } from './stage.mjs';
import { verify } from './verify.mjs';

const shop = openShop();
const words = (language) =>
  JSON.parse(readFileSync(new URL(`../../www/locales/${language}.centre.json`, import.meta.url), 'utf8'));
const EN = words('en');
const said = (key, value) => EN[key].replace('{}', value);
const FILES = { path: /^\/portcullis\// };
const TAG = '<script type="text/plain" data-consent="one" data-src="https://one.example/x.js"></script>';

const ours = async (visitor) => Object.keys(await kept(visitor)).filter((key) => key.startsWith('portcullis'));
const press = (visitor, name) => visitor.page.locator(CENTRE).locator(`button[data-action=${name}]`).click();
const outcome = (visitor) => visitor.page.locator(`${CENTRE} [role=status]:not(:empty)`);
/** Without what keeps a name's direction of reading. */
const plain = (text) => text?.replace(/[\u2068\u2069]/g, '');
/** What has the focus, through the trees of shadows. */
const focused = (visitor) =>
  visitor.page.evaluate(() => {
    let at = document.activeElement;
    while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at.role ?? at.localName;
  });
/** The vendor's script writes what it stores. */
const stores = (visitor, name = '_one') =>
  visitor.page.evaluate((cookie) => (document.cookie = `${cookie}=1; Path=/`), name);

test(
  'who opens the preferences fetches nothing of this part; who opens this part fetches its texts',
  LIMIT,
  async (t) => {
    serve(shop, t);
    const visitor = await shop.visit(t, PAGE);
    await visitor.choose('accept');
    await visitor.openPreferences();
    await visitor.barrier();
    const before = visitor.seen(FILES).map(({ path }) => path);
    assert.ok(!before.some((path) => /centre/.test(path)), before.join());
    await openCentre(visitor);
    assert.deepEqual(
      visitor
        .seen(FILES)
        .slice(before.length)
        .map(({ path }) => path),
      ['/portcullis/locales/en.centre.json'],
    );
    assert.deepEqual(visitor.consoleErrors, []);
  },
);

test('what is allowed, and what is on record, stands there in words, the newest first', LIMIT, async (t) => {
  serve(shop, t, {
    notice: {
      rights: { days: 17 },
      authorities: [
        { regime: 'uk', name: 'The Isles', link: 'https://uk.example/' },
        { regime: 'eu', name: 'The Continent', link: 'https://eu.example/complain' },
      ],
    },
  });
  const visitor = await shop.visit(t, PAGE);
  await visitor.choose('accept');
  await recorded(visitor, 1);
  await visitor.openPreferences();
  await visitor.switchOf('two').uncheck();
  await visitor.inPreferences('save');
  const all = await recorded(visitor, 2);
  await visitor.openPreferences();
  const centre = await openCentre(visitor);
  assert.equal(
    plain(await centre.locator('.portcullis-present').textContent()),
    said('allowed', 'Service one, Service three'),
  );
  const entries = await centre
    .locator('ol > li')
    .evaluateAll((items) =>
      items.map((item) => [
        item.querySelector('time').dateTime,
        item.querySelector('strong')?.textContent,
        ...[...item.querySelectorAll('span')].map((one) => one.textContent),
      ]),
    );
  assert.deepEqual(
    entries.filter(([, how]) => how).map((entry) => entry.map(plain)),
    [
      [all[1].at, EN['how.save'], said('allowed', 'Service one, Service three')],
      [all[0].at, EN['how.accept'], said('allowed', 'Service one, Service two, Service three')],
    ],
  );
  const shown = await centre.evaluate((box) =>
    [...box.shadowRoot.querySelectorAll('time')].map((one) => one.textContent),
  );
  assert.ok(
    shown.every((text) => text.includes(all[0].at.slice(0, 4)) && !text.includes('T')),
    shown.join(),
  );
  const paragraphs = await centre.locator('p').allTextContents();
  for (const text of [said('contact', 'privacy@shop.test'), said('days', '17'), EN.complaint])
    assert.ok(paragraphs.includes(text), text);
  assert.deepEqual(
    await centre.locator('a').evaluateAll((links) => links.map(({ href, textContent }) => [href, textContent])),
    [['https://eu.example/complain', 'The Continent']],
  );
});

test('all is withdrawn by one press: it stops, it is erased, and it is on record as a withdrawal', LIMIT, async (t) => {
  const policy = serve(shop, t, { head: TAG });
  const visitor = await shop.visit(t, PAGE);
  await visitor.choose('accept');
  await visitor.came({ host: 'one.example' });
  await stores(visitor);
  await visitor.openPreferences();
  await openCentre(visitor);
  await press(visitor, 'withdraw');
  await outcome(visitor).waitFor();
  assert.match(await visitor.record(), /^1\.\w+\.w\.e\w+\.g$/);
  assert.deepEqual(await visitor.cookies(), [RECORD]);
  const text = plain(await outcome(visitor).textContent());
  assert.ok(text.includes(EN['done.withdrawn']) && text.includes(said('erased', '_one')), text);
  assert.equal(await focused(visitor), 'status');
  const [, last] = await recorded(visitor, 2);
  assert.deepEqual(
    [last.how, last.notice.surface, statuses(last)],
    ['withdraw', 'preferences', 'withdrawn withdrawn withdrawn'],
  );
  assert.deepEqual(await visitor.preferences.locator('input').evaluateAll((all) => all.map(({ checked }) => checked)), [
    false,
    false,
    false,
  ]);
  // Nothing is left to withdraw.
  assert.equal(await visitor.page.locator(`${CENTRE} button[data-action=withdraw]`).count(), 0);
  await visitor.page.keyboard.press('Escape');
  await visitor.preferences.waitFor({ state: 'detached' });
  assert.equal(await focused(visitor), 'button');
  await visitor.go(PAGE);
  await visitor.control.waitFor();
  await visitor.barrier();
  assert.deepEqual(visitor.seen({ host: 'one.example' }), []);
  assert.deepEqual(visitor.consoleErrors, []);
  assert.equal(JSON.parse(policy).receipts, true);
});

test("the page's own withdraw() is recorded as a withdrawal too, and a refusal as a refusal", LIMIT, async (t) => {
  serve(shop, t);
  const visitor = await shop.visit(t, PAGE);
  await visitor.choose('reject');
  await recorded(visitor, 1);
  await visitor.page.evaluate(() => window.portcullis.grant(['one']));
  await recorded(visitor, 2);
  await visitor.page.evaluate(() => window.portcullis.withdraw());
  assert.deepEqual(
    (await recorded(visitor, 3)).map(({ how }) => how),
    ['reject', 'api', 'withdraw'],
  );
  // The next page reads that record, and asks nobody again.
  await visitor.go(PAGE);
  await visitor.control.waitFor();
  assert.deepEqual(Object.values((await visitor.state()).services), ['denied', 'denied', 'denied']);
});

test('what the browser would not let go of is named, with the reason', LIMIT, async (t) => {
  const hidden = services(['one']).map((one) => ({
    ...one,
    cookies: [{ name: '_hidden', duration: '1d', httpOnly: true }],
  }));
  serve(shop, t, { services: hidden });
  const visitor = await shop.visit(t, PAGE);
  await visitor.choose('accept');
  await visitor.context.addCookies([
    { name: '_hidden', value: '1', domain: 'www.shop.test', path: '/', secure: true, httpOnly: true },
  ]);
  await visitor.openPreferences();
  await openCentre(visitor);
  await press(visitor, 'erase');
  await outcome(visitor).waitFor();
  const items = await outcome(visitor)
    .locator('li')
    .evaluateAll((all) => all.map((item) => [...item.children].map((one) => one.textContent)));
  assert.deepEqual(items, [['_hidden', EN['why.http-only']]]);
  assert.deepEqual(await visitor.cookies(), ['_hidden']);
});

for (const [what, receipts] of [
  ['', true],
  [', receipts that are handed over included', { endpoint: '/consent' }],
  [', where none is kept', false],
]) {
  test(`everything is erased: ours and the vendors', here and for good${what}`, LIMIT, async (t) => {
    serve(shop, t, { head: TAG, receipts });
    shop.replace(t, '/consent', (request, response) => response.writeHead(201).end());
    const visitor = await shop.visit(t, PAGE);
    await visitor.choose('accept');
    await visitor.came({ host: 'one.example' });
    if (receipts) await recorded(visitor, 1);
    await stores(visitor);
    await visitor.openPreferences();
    await openCentre(visitor);
    assert.notDeepEqual(await ours(visitor), []);
    await press(visitor, 'erase');
    await outcome(visitor).waitFor();
    assert.ok((await outcome(visitor).textContent()).includes(EN['done.erased']));
    assert.equal(await focused(visitor), 'status');
    await eventually(async () => assert.deepEqual([await visitor.cookies(), await ours(visitor)], [[], []]));
    // A vendor that writes again is swept up as long as the page stands, and no note of it is left.
    await stores(visitor);
    await visitor.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await eventually(async () => assert.deepEqual([await visitor.cookies(), await ours(visitor)], [[], []]));
    await visitor.page.keyboard.press('Escape');
    await visitor.preferences.waitFor({ state: 'detached' });
    assert.equal(await visitor.banner.count(), 1);
    assert.equal(await focused(visitor), 'button');
    await visitor.go(PAGE);
    await visitor.banner.waitFor();
    await visitor.barrier();
    assert.deepEqual(visitor.seen({ host: 'one.example' }), []);
    assert.deepEqual([await visitor.cookies(), await ours(visitor)], [[], []]);
    // And a choice is one as before.
    await visitor.choose('reject');
    if (receipts) await recorded(visitor, 1);
    assert.deepEqual(visitor.consoleErrors, []);
  });
}

test('where nobody would be asked again, the refusal stays, is said to, and goes on holding', LIMIT, async (t) => {
  serve(shop, t, { head: TAG, tag: 'data-regime="us"' });
  const visitor = await shop.visit(t, PAGE);
  await visitor.came({ host: 'one.example' });
  await recorded(visitor, 1);
  await visitor.openPreferences();
  await openCentre(visitor);
  await press(visitor, 'erase');
  await outcome(visitor).waitFor();
  assert.deepEqual(await outcome(visitor).locator('li').allTextContents(), [EN['why.choice']]);
  await eventually(async () =>
    assert.deepEqual(
      [await visitor.cookies(), (await ours(visitor)).filter((key) => !key.startsWith('portcullis-pass '))],
      [[RECORD], []],
    ),
  );
  await visitor.go(PAGE);
  await visitor.control.waitFor();
  await visitor.barrier();
  assert.deepEqual(visitor.seen({ host: 'one.example' }), []);
  assert.deepEqual(Object.values((await visitor.state()).services), ['denied', 'denied', 'denied']);
});

test(
  'everything is taken away as one file, in which the receipts verify, and a changed one does not',
  LIMIT,
  async (t) => {
    const policy = serve(shop, t);
    const visitor = await shop.visit(t, PAGE);
    await visitor.choose('accept');
    const [receipt] = await recorded(visitor, 1);
    await visitor.openPreferences();
    await openCentre(visitor);
    const coming = visitor.page.waitForEvent('download');
    await press(visitor, 'download');
    const text = await downloaded(await coming);
    const file = JSON.parse(text);
    assert.equal(file.record, await visitor.record());
    assert.deepEqual(file.choices, { one: 'granted', two: 'granted', three: 'granted' });
    assert.deepEqual(file.receipts.entries, [receipt]);
    assert.deepEqual(file.stored, await kept(visitor));
    assert.ok(policy.includes(file.site.contact));
    assert.deepEqual(verify(text), { status: 0, said: '-: whole' });
    const changed = verify(text.replace('"how":"accept"', '"how":"reject"'));
    assert.equal(changed.status, 1);
    assert.match(changed.said, /entry 1: `hash`/);
  },
);

test(
  'the keyboard alone opens it, goes through all of it, and withdraws; the way goes on after it',
  LIMIT,
  async (t) => {
    serve(shop, t);
    const visitor = await shop.visit(t, PAGE);
    const { keyboard } = visitor.page;
    const at = () =>
      visitor.page.evaluate(() => {
        let at = document.activeElement;
        while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
        return at.value || at.dataset.action || at.localName;
      });
    const tabTo = async (wanted) => {
      const way = [];
      while (way.at(-1) !== wanted) {
        assert.ok(way.length < 40, way.join());
        await keyboard.press('Tab');
        way.push(await at());
      }
      return way;
    };
    await visitor.choose('accept');
    await recorded(visitor, 1);
    await visitor.openPreferences();
    await visitor.switchOf('three').focus();
    // The last service's details, then this part.
    await tabTo('summary');
    await tabTo('summary');
    await keyboard.press('Enter');
    await visitor.page.locator(`${CENTRE} button[data-action=erase]`).waitFor();
    assert.deepEqual(await tabTo('accept'), ['change', 'withdraw', 'download', 'erase', 'accept']);
    await keyboard.press('Shift+Tab');
    assert.equal(await at(), 'erase');
    await keyboard.press('Shift+Tab');
    await keyboard.press('Shift+Tab');
    await keyboard.press('Enter');
    await outcome(visitor).waitFor();
    await eventually(async () => assert.equal(await focused(visitor), 'status'));
    assert.deepEqual(await tabTo('accept'), ['change', 'download', 'erase', 'accept']);
    await keyboard.press('Shift+Tab');
    await keyboard.press('Shift+Tab');
    await keyboard.press('Shift+Tab');
    await keyboard.press('Enter');
    assert.equal(await at(), 'one');
  },
);

test('what does not work is said, and changes nothing', LIMIT, async (t) => {
  serve(shop, t);
  const visitor = await shop.visit(t, PAGE);
  await visitor.choose('accept');
  await visitor.openPreferences();
  await openCentre(visitor);
  await visitor.page.evaluate(() => (URL.createObjectURL = undefined));
  await press(visitor, 'download');
  await outcome(visitor).waitFor();
  assert.equal(await outcome(visitor).textContent(), EN.failed);
  assert.deepEqual(Object.values((await visitor.state()).services), ['granted', 'granted', 'granted']);
});

const LANGUAGES = readFileSync(new URL('../../src/policy/locales.rs', import.meta.url), 'utf8')
  .match(/locales!\(([^)]*)\)/)[1]
  .match(/[\w-]+/g);
test('in every language each text stands there, fits a phone, and nothing reaches beyond its box', {
  timeout: 240000,
}, async (t) => {
  serve(shop, t, { lang: 'en' });
  const visitor = await shop.visit(t, PAGE, { context: { viewport: { width: 390, height: 844 } } });
  await visitor.choose('accept');
  await recorded(visitor, 1);
  const wrong = [];
  assert.equal(LANGUAGES.length, 36);
  for (const language of LANGUAGES) {
    serve(shop, t, { lang: language });
    await visitor.go(PAGE);
    await visitor.control.waitFor();
    await visitor.openPreferences();
    const centre = await openCentre(visitor);
    const texts = words(language);
    const found = await centre.evaluate((box) => {
      const all = [...box.shadowRoot.querySelectorAll('*')].filter((one) => one.getClientRects().length);
      const { left, right } = box.getBoundingClientRect();
      return {
        said: all.filter((one) => !one.children.length).map((one) => one.textContent),
        beyond: all
          .filter(
            (one) =>
              one.getBoundingClientRect().left < left - 1 ||
              one.getBoundingClientRect().right > right + 1 ||
              (one.scrollWidth > one.clientWidth + 1 && one.clientWidth),
          )
          .map((one) => one.textContent),
        scrolls: box.closest('.portcullis-body').scrollWidth > box.closest('.portcullis-body').clientWidth,
      };
    });
    for (const key of [
      'change',
      'withdraw.all',
      'download',
      'erase',
      'erase.about',
      'receipts',
      'how.accept',
      'rights',
      'complaint',
    ]) {
      if (!found.said.includes(texts[key])) wrong.push(`${language}: ${key} is not there`);
    }
    if (found.beyond.length || found.scrolls) wrong.push(`${language}: beyond its box: ${found.beyond}`);
  }
  assert.deepEqual(wrong, []);
});

for (const colorScheme of ['light', 'dark']) {
  for (const width of [390, 1280]) {
    test(
      `axe finds nothing wrong with it, before and after a withdrawal: ${colorScheme}, ${width} px`,
      LONG,
      async (t) => {
        serve(shop, t, {
          notice: { authorities: [{ regime: 'eu', name: 'The Continent', link: 'https://eu.example/' }] },
        });
        const visitor = await shop.visit(t, PAGE, { context: { colorScheme, viewport: { width, height: 844 } } });
        await visitor.choose('accept');
        await recorded(visitor, 1);
        await stores(visitor);
        await visitor.openPreferences();
        await openCentre(visitor);
        assert.deepEqual(await violations(visitor.page, '.portcullis-preferences'), []);
        await press(visitor, 'withdraw');
        await outcome(visitor).waitFor();
        assert.deepEqual(await violations(visitor.page, '.portcullis-preferences'), []);
        if (process.env.PICTURES)
          await visitor.page.screenshot({ path: `${process.env.PICTURES}/${colorScheme}-${width}.png` });
      },
    );
  }
}

test('opening it stores nothing, and sends nothing to anyone', LIMIT, async (t) => {
  serve(shop, t);
  const visitor = await shop.visit(t, PAGE);
  await visitor.openPreferences();
  await openCentre(visitor);
  await assertNothingGated(visitor);
  assert.deepEqual(await visitor.stored(), { cookies: [], local: [], session: [], databases: [] });
  assert.deepEqual(await decisions(visitor), []);
});
