// Google: Analytics and Tag Manager, in basic and advanced mode, and the order of Consent Mode. `gcs` is what a
// hit says of consent: G1, then a digit for advertising and one for analytics.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SEED, WHOLE, seeded } from '../chance.mjs';
import { GOOGLE, LIMIT, assertNothingGated, openShop } from './shop.mjs';

const shop = openShop();
const ANALYTICS = { use: 'google-analytics', id: 'G-TEST123456' };
/** `tag` names the Google tag in the container, which is its off switch. */
const CONTAINER = { use: 'google-tag-manager', id: 'GTM-TEST1', tag: 'G-INSIDEGTM' };
/** What the container loads, which is a service of its own. */
const INSIDE = { use: 'google-analytics' };
const SCRIPT = { host: 'www.googletagmanager.com' };
/** As Google's own snippet has it, and not marked: the page may call gtag() at any time. */
const STUB =
  '<script>window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments); }</script>';

const fire = ({ page }, name) => page.evaluate((event) => gtag('event', event), name);
const hits = (visitor, filter) =>
  visitor
    .seen({ ...GOOGLE.report, ...filter })
    .map(({ query }) => [query.get('tid'), query.get('en'), query.get('gcs')]);
const named =
  (name) =>
  ({ query }) =>
    query.get('en') === name;
const withdraw = ({ page }) => page.evaluate(() => window.portcullis.withdraw());
const grant = ({ page }, ...services) => page.evaluate((ids) => window.portcullis.grant(ids), services);
/** Each consent command in the queue. */
const commands = ({ page }) =>
  page.evaluate(() =>
    dataLayer.map((item, at) => item[0] === 'consent' && [at, item[1], item[2].analytics_storage]).filter(Boolean),
  );

test('a container in basic mode is fetched with the grant, and counts as granted', LIMIT, async (t) => {
  const visitor = await shop.visit(t, shop.site(t, [CONTAINER, INSIDE], { head: STUB }));
  await visitor.banner.waitFor();
  await assertNothingGated(visitor);
  await visitor.choose('accept');
  await visitor.came(GOOGLE.report);
  await fire(visitor, 'buy');
  await visitor.page.evaluate(() => dataLayer.push({ event: 'basket' }));
  await visitor.came({ ...GOOGLE.report, where: named('basket') });
  await visitor.barrier();
  assert.deepEqual(
    visitor.seen(SCRIPT).map(({ path }) => path),
    ['/gtm.js', '/gtag/js'],
  );
  assert.deepEqual(
    hits(visitor),
    // The first is how a container hears of a decision: the fake sends every event of the page's own.
    ['portcullis_consent', 'page_view', 'buy', 'basket'].map((name) => ['G-INSIDEGTM', name, 'G101']),
  );
});

test(
  'a withdrawn container sends nothing of its Google tag, loses its cookies, and counts again after a grant',
  LIMIT,
  async (t) => {
    const visitor = await shop.visit(t, shop.site(t, [CONTAINER, INSIDE], { head: STUB }));
    await visitor.choose('accept');
    await visitor.came(GOOGLE.report);
    assert.ok((await visitor.cookies()).includes('_ga_INSIDEGTM'));
    await withdraw(visitor);
    const since = shop.world.mark();
    await fire(visitor, 'buy');
    await visitor.page.evaluate(() => dataLayer.push({ event: 'basket' }));
    await visitor.barrier();
    assert.deepEqual(hits(visitor, { since }), []);
    assert.deepEqual(
      (await visitor.cookies()).filter((name) => name.startsWith('_ga')),
      [],
    );
    await grant(visitor, 'google-tag-manager', 'google-analytics');
    await visitor.page.evaluate(() => dataLayer.push({ event: 'again' }));
    await visitor.came({ ...GOOGLE.report, where: named('again') });
    assert.deepEqual(hits(visitor, { where: named('again') }), [['G-INSIDEGTM', 'again', 'G101']]);
  },
);

/** A container hears of a decision by an event, and the fake sends every event of the page's own: the others. */
const hitsOfVisit = (visitor) => hits(visitor).filter(([, name]) => name !== 'portcullis_consent');

for (const [what, services, inside] of [
  ['gtag', [ANALYTICS], 'G-TEST123456'],
  ['a container', [CONTAINER, INSIDE], 'G-INSIDEGTM'],
]) {
  test(`in advanced mode ${what} is there before the choice, without consent and without cookies`, LIMIT, async (t) => {
    const visitor = await shop.visit(
      t,
      shop.site(
        t,
        services.map((service) => ({ ...service, mode: 'advanced' })),
        { head: STUB },
      ),
    );
    await visitor.banner.waitFor();
    await visitor.came({ ...GOOGLE.report, where: named('page_view') });
    await visitor.barrier();
    assert.deepEqual(hitsOfVisit(visitor), [[inside, 'page_view', 'G100']]);
    assert.deepEqual(await visitor.cookies(), []);
    assert.equal((await visitor.state()).services[services[0].use], 'undecided');

    await visitor.choose('accept');
    await fire(visitor, 'buy');
    await visitor.came({ ...GOOGLE.report, where: named('buy') });
    assert.deepEqual(hits(visitor, { where: named('buy') }), [[inside, 'buy', 'G101']]);
    assert.ok((await visitor.cookies()).includes('_ga'));

    await withdraw(visitor);
    const since = shop.world.mark();
    await fire(visitor, 'late');
    await visitor.barrier();
    assert.deepEqual(hits(visitor, { since }), [], 'silent for the rest of this page');
    assert.deepEqual(
      (await visitor.cookies()).filter((name) => name.startsWith('_ga')),
      [],
    );
    await visitor.go('/p/own.html');
    await visitor.came({ ...GOOGLE.report, where: named('page_view') });
    assert.deepEqual(hitsOfVisit(visitor), [[inside, 'page_view', 'G100']]);
  });
}

test('advanced mode waits for a grant where the browser sends Global Privacy Control', LIMIT, async (t) => {
  const script = "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true })";
  const visitor = await shop.visit(t, shop.site(t, [{ ...ANALYTICS, mode: 'advanced' }], { head: STUB }), { script });
  await visitor.control.waitFor();
  await assertNothingGated(visitor);
  await visitor.openPreferences();
  await visitor.switchOf('google-analytics').check();
  await visitor.inPreferences('save');
  await visitor.came(GOOGLE.report);
});

test('without an explicit setting no mode but basic is used', LIMIT, async (t) => {
  const visitor = await shop.visit(t, shop.site(t, [{ ...ANALYTICS, mode: 'basic' }, CONTAINER], { head: STUB }));
  await visitor.choose('reject');
  await assertNothingGated(visitor);
});

test('a container that stands alone opens nothing that it loads', LIMIT, async (t) => {
  const visitor = await shop.visit(t, shop.site(t, [CONTAINER], { head: STUB }));
  await visitor.choose('accept');
  await visitor.came({ ...SCRIPT, path: '/gtm.js' });
  await visitor.barrier();
  assert.deepEqual(
    visitor.gated().map((url) => new URL(url).pathname),
    ['/gtm.js'],
  );
});

test('a path of the site that leads to Google is declared as its own', LIMIT, async (t) => {
  const visitor = await shop.visit(t, shop.site(t, [{ ...ANALYTICS, paths: ['/metrics'] }], { head: STUB }));
  await visitor.choose('accept');
  await visitor.came(GOOGLE.report);
  assert.deepEqual(visitor.consoleErrors, []);
});

const PLAYER = { id: 'player', name: 'Films', vendor: 'Player', class: 'functional', purpose: 'Shows films' };
for (const services of [[ANALYTICS], [CONTAINER, INSIDE], [CONTAINER, { ...ANALYTICS, id: CONTAINER.tag }]]) {
  const ids = services.map(({ use }) => use);
  for (const run of WHOLE ? Array(20).keys() : [0]) {
    test(`whatever the order of calls, the default is first and each change one update: ${ids}, seed ${SEED + run}`, {
      timeout: 60000,
    }, async (t) => {
      const next = seeded(SEED + run);
      const visitor = await shop.visit(t, shop.site(t, [...services, PLAYER], { head: STUB }));
      await visitor.banner.waitFor();
      // What the module says of itself: each change of the service that Google's tags are told of.
      await visitor.page.evaluate((id) => {
        window.states = ['undecided'];
        window.portcullis.on(
          'change',
          ({ services }) => services[id] !== window.states.at(-1) && window.states.push(services[id]),
        );
      }, 'google-analytics');
      let granted = false;
      let count = 0;
      const told = new Map();
      for (let at = 0; at < 24; at++) {
        const dice = next();
        if (dice < 0.5) {
          const name = `n${++count}`;
          told.set(name, granted);
          await fire(visitor, name);
        } else if (dice < 0.6) await grant(visitor, 'player');
        else if (dice < 0.75) await grant(visitor, ...ids).then(() => (granted = true));
        else if (dice < 0.9) await withdraw(visitor).then(() => (granted = false));
        // Neither waits for the other.
        else
          await visitor.page
            .evaluate((some) => Promise.all([window.portcullis.grant(some), window.portcullis.deny(some)]), ids)
            .then(() => (granted = false));
      }
      await grant(visitor, ...ids);
      told.set('last', true);
      await visitor.page.waitForFunction(() => window.google_tag_manager?.dataLayer);
      await visitor.barrier();
      await fire(visitor, 'last');
      await visitor.came({ ...GOOGLE.report, where: named('last') });
      await visitor.barrier();

      const [first, ...updates] = await commands(visitor);
      assert.deepEqual(first, [0, 'default', 'denied'], 'the default is the first of all');
      const states = await visitor.page.evaluate(() => window.states);
      const changes = states.filter((state, at) => (state === 'granted') !== (states[at - 1] === 'granted') && at);
      assert.ok(changes.length > 0);
      assert.deepEqual(
        updates.map(([, kind, value]) => [kind, value]),
        changes.map((state) => ['update', state]),
      );
      for (const { query } of visitor.seen(GOOGLE.report)) {
        const name = query.get('en');
        if (told.has(name) && query.get('gcs') !== 'G100')
          assert.ok(told.get(name), `${name} was fired without consent, and sent with ${query.get('gcs')}`);
        if (told.get(name)) assert.equal(query.get('gcs'), 'G101', name);
      }
      assert.deepEqual(await visitor.page.evaluate(() => window.google_tag_data.ics.wasSetLate), false);
    });
  }
}
