// The regimes: who is asked first, who may opt out, and what a visitor takes along from one to the other.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { GOOGLE, LIMIT, assertNothingGated, json, openShop } from '../e2e/shop.mjs';
import { snippet } from '../gate/snippet.mjs';

const shop = openShop();
const en = JSON.parse(await readFile(new URL('../../www/locales/en.more.json', import.meta.url)));
const GPC = () =>
  Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true, configurable: true });
const DAY = 24 * 60;
const GA = { use: 'google-analytics', id: 'G-TEST123456' };
const own = (id, kind) => ({ id, name: id, vendor: id, class: kind, purpose: id, hosts: [`${id}.test`] });
const PLAYS = `<script type="text/plain" data-consent="player">fetch('https://player.test/');</script>`;
const PLAYER = { host: 'player.test' };

/** A page whose tag says that; several share a policy's address. */
const page = (t, attributes, { path = '/p/own.html', services = [GA] } = {}) =>
  shop.site(t, services, { path, body: PLAYS, edge: (html) => html.replace('data-guard', `${attributes} data-guard`) });
const ours = (visitor) => visitor.seen({ path: /^\/portcullis\// }).map(({ path }) => path);

/** The record, as if it had been made that many days earlier. */
async function age(visitor, days) {
  const [version, when, ...rest] = (await visitor.record()).split('.');
  await visitor.setRecord([version, (parseInt(when, 36) - days * DAY).toString(36), ...rest].join('.'));
}

/** Somebody in the United States whom nobody has asked anything, and who has left the page. */
async function american(t, path, options) {
  const visitor = await shop.visit(t, path, options);
  await visitor.came(GOOGLE.report);
  await visitor.control.waitFor();
  return visitor;
}

/** Leaves the page: what vendors send as it goes is in. */
async function leave(visitor) {
  await visitor.go('/bare.html');
  await visitor.barrier();
}

async function optOut(visitor) {
  await visitor.openPreferences();
  await visitor.inPreferences('reject');
  await visitor.until('google-analytics', 'denied');
}

test(
  'in the United States what is declared runs without a banner, and the control has the words of the law',
  LIMIT,
  async (t) => {
    const visitor = await american(t, page(t, 'data-regime="us"'));
    await visitor.barrier();
    assert.equal(await visitor.banner.count(), 0);
    assert.equal(await visitor.control.innerText(), en.choices);
    assert.deepEqual(await visitor.state(), { decided: true, services: { 'google-analytics': 'granted' }, by: 'us' });
    assert.match(await visitor.record(), /^1\.[0-9a-z]+\.go\.e\w+\.g$/, 'nobody chose, and nothing is named');

    await leave(visitor);
    await visitor.go('/p/own.html');
    await visitor.came(GOOGLE.report);
    await visitor.barrier();
    assert.deepEqual(ours(visitor), ['/portcullis/portcullis.js']);
    await visitor.openPreferences();
    const intro = en['intro.out'].replace('{}', 'privacy@shop.test');
    assert.equal(
      await visitor.preferences.locator('p', { hasText: intro }).count(),
      1,
      'not "switch on what you agree to"',
    );
  },
);

const ASKS_FIRST = {
  'nothing said': '',
  'the United Kingdom': 'data-regime="uk"',
  Brazil: 'data-regime="br"',
  'a regime that nobody knows': 'data-regime="usa"',
  'a country that asks first': 'data-regime="auto" data-country="DE"',
  'no country': 'data-regime="auto"',
  'a country that nobody knows': 'data-regime="auto" data-country="XX"',
  'a country, but no regime that asks for it': 'data-country="US"',
};
for (const [what, attributes] of Object.entries(ASKS_FIRST)) {
  test(`nothing runs before a yes: ${what}`, LIMIT, async (t) => {
    const visitor = await shop.visit(t, page(t, attributes));
    await visitor.banner.waitFor();
    await assertNothingGated(visitor);
    assert.equal(await visitor.record(), undefined);
  });
}

test('the regime may follow from the country, in either spelling', LIMIT, async (t) => {
  for (const country of ['US', 'us']) {
    await american(t, page(t, `data-regime="auto" data-country="${country}"`));
  }
});

test(
  'an opt-out holds, for what is added later too, and never lapses; it stops what runs and erases it',
  LIMIT,
  async (t) => {
    const path = page(t, 'data-regime="us"');
    const visitor = await american(t, path);
    assert.ok((await visitor.cookies()).includes('_ga'));
    await optOut(visitor);
    await visitor.page.waitForFunction(() => !document.cookie.includes('_ga'));
    await leave(visitor);
    const today = new Date().toISOString().slice(0, 10);
    for (const days of [0, 364, 366]) {
      page(t, 'data-regime="us"', { services: [{ ...GA, since: today }, own('added', 'tracking')] });
      await age(visitor, days);
      await visitor.go(path);
      await visitor.control.waitFor();
      // Until the new policy has come, the page goes by the one of before.
      await visitor.until('added', 'denied');
      await assertNothingGated(visitor);
      assert.equal(await visitor.banner.count(), 0, `${days} days`);
      assert.deepEqual((await visitor.state()).services, { 'google-analytics': 'denied', added: 'denied' });
    }
  },
);

test('the cookie of a choice is kept for six months, and for twelve in the United States', LIMIT, async (t) => {
  const days = async (visitor) => {
    const { expires } = (await visitor.context.cookies()).find(({ name }) => name === '__Host-consent');
    return Math.round((expires - Date.now() / 1000) / 86400);
  };
  const european = await shop.visit(t, page(t, 'data-regime="eu"', { path: '/p/eu.html' }));
  await european.choose('reject');
  const visitor = await american(t, page(t, 'data-regime="us"'));
  await optOut(visitor);
  assert.deepEqual([await days(european), await days(visitor)], [180, 365]);
});

test('where one is asked first, it is not again before six months', LIMIT, async (t) => {
  const path = page(t, 'data-regime="uk"');
  const visitor = await shop.visit(t, path);
  await visitor.choose('reject');
  await age(visitor, 179);
  await visitor.go(path);
  await visitor.control.waitFor();
  assert.equal(await visitor.banner.count(), 0);
  await age(visitor, 2);
  await visitor.go(path);
  await visitor.banner.waitFor();
  await assertNothingGated(visitor);
});

for (const [what, choose] of Object.entries({
  'what ran because nobody objected': async () => {},
  'a choice saved where the switches were on from the start': async (visitor) => {
    await visitor.openPreferences();
    assert.equal(await visitor.switchOf('google-analytics').isChecked(), true);
    await visitor.inPreferences('save');
    await visitor.preferences.waitFor({ state: 'detached' });
    assert.match(await visitor.record(), /\.so\.e\w+\.g~google-analytics$/);
  },
  'an acceptance': async (visitor) => {
    await visitor.openPreferences();
    await visitor.inPreferences('accept');
    await visitor.preferences.waitFor({ state: 'detached' });
  },
})) {
  test(`a traveller is asked in Europe: ${what} in the United States is no consent there`, LIMIT, async (t) => {
    const visitor = await american(t, page(t, 'data-regime="us"'));
    await choose(visitor);
    await leave(visitor);
    // The same address, as the host sends it to who comes from elsewhere.
    const path = page(t, 'data-regime="eu"');
    await visitor.go(path);
    await visitor.banner.waitFor();
    await assertNothingGated(visitor);
    assert.deepEqual((await visitor.state()).services, { 'google-analytics': 'undecided' });
    await visitor.choose('reject');
    page(t, 'data-regime="us"');
    await visitor.go(path);
    await visitor.control.waitFor();
    await assertNothingGated(visitor);
  });
}

test('a refusal from Europe is an opt-out in the United States, however old', LIMIT, async (t) => {
  const path = page(t, 'data-regime="eu"');
  const visitor = await shop.visit(t, path);
  await visitor.choose('reject');
  page(t, 'data-regime="us"');
  for (const days of [0, 200]) {
    await age(visitor, days);
    await visitor.go(path);
    await visitor.control.waitFor();
    await assertNothingGated(visitor);
  }
});

test(
  'a record that nobody can read grants nothing in the United States either: the visitor is asked',
  LIMIT,
  async (t) => {
    const path = page(t, 'data-regime="us"');
    const visitor = await shop.visit(t, '/bare.html');
    for (const value of ['accept', '1.zzz', '2.abc.r.g', '1.1.g.g', '1.1.rox.g']) {
      await visitor.setRecord(value);
      await visitor.go(path);
      await visitor.banner.waitFor();
      await assertNothingGated(visitor);
      assert.equal(await visitor.record(), value, 'and what may be a refusal is not written over');
    }
  },
);

test('a record tossed in by a sibling opts out, and where one is asked first it grants nothing', LIMIT, async (t) => {
  // Only without TLS: the prefix of the other name forbids a domain.
  const origin = 'http://www.shop.test';
  const when = Math.floor(Date.now() / 60000).toString(36);
  const toss = (visitor, value) =>
    visitor.context.addCookies([{ name: 'portcullis-consent', value, domain: '.shop.test', path: '/' }]);
  const path = page(t, 'data-regime="us"');
  const visitor = await shop.visit(t, path, { origin });
  await visitor.came(GOOGLE.report);
  await visitor.go('/bare.html', { origin });
  await visitor.barrier();
  await toss(visitor, `1.${when}.r.g`);
  await visitor.go(path, { origin });
  await visitor.control.waitFor();
  await assertNothingGated(visitor);

  page(t, 'data-regime="eu"');
  for (const value of [`1.${when}.go.g`, `1.${when}.go.g~google-analytics`, `1.${when}.ao.g~google-analytics`]) {
    const other = await shop.visit(t, '/bare.html', { origin });
    await toss(other, value);
    await other.go(path, { origin });
    await other.banner.waitFor();
    await assertNothingGated(other);
  }
});

test('Global Privacy Control is an opt-out without a pop-up, and is shown as honored', LIMIT, async (t) => {
  const path = page(t, 'data-regime="us"', { services: [GA, own('player', 'functional')] });
  const visitor = await shop.visit(t, path, { script: GPC });
  await visitor.came(PLAYER);
  await visitor.control.waitFor();
  await assertNothingGated(visitor);
  assert.equal(await visitor.banner.count(), 0);
  assert.equal(await visitor.control.innerText(), en.honored);
  assert.deepEqual((await visitor.state()).services, { 'google-analytics': 'locked', player: 'granted' });

  await visitor.openPreferences();
  assert.deepEqual(await visitor.preferences.locator('p', { hasText: en.gpc }).count(), 1);
  await visitor.inPreferences('accept');
  await visitor.preferences.waitFor({ state: 'detached' });
  await assertNothingGated(visitor);

  await visitor.openPreferences();
  await visitor.switchOf('google-analytics').check();
  await visitor.inPreferences('save');
  await visitor.came(GOOGLE.report);
  assert.match(await visitor.record(), /\.sxo\.e\w+\.g~google-analytics~player$/);
  // The exception is a choice that lapses: the signal still stands.
  await leave(visitor);
  for (const [days, comes] of [
    [364, true],
    [2, false],
  ]) {
    await age(visitor, days);
    await visitor.go(path);
    await visitor.control.waitFor();
    if (comes) {
      await visitor.came(GOOGLE.report);
      await leave(visitor);
    } else await assertNothingGated(visitor);
  }
});

test('a signal switched on later stops what ran because nobody objected', LIMIT, async (t) => {
  const path = page(t, 'data-regime="us"');
  const visitor = await american(t, path);
  await leave(visitor);
  await visitor.context.addInitScript(GPC);
  await visitor.go(path);
  await visitor.control.waitFor();
  await assertNothingGated(visitor);
  assert.equal(await visitor.control.innerText(), en.honored);
});

for (const years of ['under13', '13-15']) {
  test(`a visitor of ${years} is not tracked in the United States, and cannot be`, LIMIT, async (t) => {
    const path = page(t, `data-regime="us" data-age="${years}"`, { services: [GA, own('player', 'functional')] });
    const visitor = await shop.visit(t, path);
    await visitor.came(PLAYER);
    await visitor.control.waitFor();
    await visitor.page.evaluate(() => portcullis.grant(['google-analytics']));
    await visitor.openPreferences();
    assert.equal(await visitor.switchOf('google-analytics').isDisabled(), true);
    await visitor.inPreferences('accept');
    await visitor.preferences.waitFor({ state: 'detached' });
    await visitor.go(path);
    await visitor.came(PLAYER);
    await assertNothingGated(visitor);
    assert.equal((await visitor.state()).services['google-analytics'], 'locked');
  });
}

test('a service that the policy gains runs in the United States for who has not opted out', LIMIT, async (t) => {
  const path = page(t, 'data-regime="us"');
  const visitor = await american(t, path);
  await leave(visitor);
  page(t, 'data-regime="us"', { services: [GA, own('player', 'functional')] });
  await visitor.go(path);
  await visitor.came(PLAYER);
  assert.equal(await visitor.banner.count(), 0);
});

test('under the seal it is asked first in the United States too', LIMIT, async (t) => {
  const policy = { site: { name: 'The Shop', contact: 'privacy@shop.test' }, updated: '2026-11-22', services: [GA] };
  const { html } = snippet(policy, { url: '/p/sealed.json' });
  shop.replace(t, '/p/sealed.json', json(policy));
  shop.replace(t, '/p/sealed.html', (request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(
      `<!doctype html><html lang="en"><head><meta charset="utf-8">
        ${html.replaceAll('data-guard', 'data-regime="us" data-guard')}<title>Sealed</title></head>
        <body><h1>Sealed</h1></body></html>`,
    ),
  );
  const visitor = await shop.visit(t, '/p/sealed.html');
  await visitor.banner.waitFor();
  await assertNothingGated(visitor);
  await visitor.choose('accept');
  assert.match(
    await visitor.record(),
    /\.a\.e\w+\.g~google-analytics$/,
    'an answer to a question, wherever it is seen again',
  );
  await visitor.go('/p/sealed.html');
  await visitor.came(GOOGLE.report);
});

test('who opts out in another tab stops this one', LIMIT, async (t) => {
  const path = page(t, 'data-regime="us"');
  const visitor = await american(t, path);
  const send = (name) =>
    visitor.page.evaluate(
      (name) =>
        (function () {
          dataLayer.push(arguments);
        })('event', name),
      name,
    );
  await send('before');
  await visitor.came({
    ...GOOGLE.report,
    where: ({ query, body }) => query.get('en') === 'before' || body.includes('before'),
  });
  const other = await visitor.tab(path);
  await other.control.waitFor();
  await optOut(other);
  await visitor.until('google-analytics', 'denied');
  const since = shop.world.mark();
  await send('after');
  await visitor.barrier();
  assert.deepEqual(
    shop.world.gated({ since }).map(({ url }) => url),
    [],
  );
});
