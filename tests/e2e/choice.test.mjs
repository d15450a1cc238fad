// The first choice: nothing before it, all of it after "Accept all", nothing after "Reject all", and one
// service alone where one alone is switched on.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CLOUDFLARE,
  GOOGLE,
  LIMIT,
  RECORD,
  SENTRY,
  SHOES,
  VENDORS,
  allReported,
  assertNothingGated,
  openShop,
} from './shop.mjs';

const shop = openShop();
const CLOCK = { clock: true };

/** Scrolls and clicks beside the banner, while ten seconds pass on the page's clock. */
async function wander({ page }) {
  for (let second = 0; second < 10; second++) {
    await page.mouse.wheel(0, 300);
    await page.mouse.click(300, 40);
    await page.evaluate(() => window.scrollBy(0, -200));
    await page.clock.runFor(1000);
  }
}

test('a page without the module reaches all three vendors, and so can be told from one with it', LIMIT, async (t) => {
  const visitor = await shop.visit(t, '/unguarded.html');
  await allReported(visitor);
});

test(
  'before any choice and after "Reject all" nothing gated is asked for and nothing is stored but the answer',
  LIMIT,
  async (t) => {
    const [undecided, refuser] = [await shop.visit(t, SHOES, CLOCK), await shop.visit(t, SHOES, CLOCK)];
    await undecided.banner.waitFor();
    await refuser.choose('reject');

    // Two visitors at once: neither may send anything, so their requests need not be told apart.
    await Promise.all(
      [undecided, refuser].map(async (visitor) => {
        await wander(visitor);
        await visitor.page.reload();
        await wander(visitor);
      }),
    );
    for (const visitor of [undecided, refuser]) {
      await visitor.barrier();
      assert.deepEqual(visitor.gated(), []);
      assert.deepEqual(visitor.errors, []);
      assert.deepEqual(visitor.consoleErrors, []);
    }
    const nothing = { cookies: [], local: [], session: [], databases: [] };
    assert.deepEqual(await undecided.stored(), nothing);
    assert.equal(await undecided.banner.count(), 1);
    assert.deepEqual(await refuser.stored(), { ...nothing, cookies: [RECORD], local: ['portcullis'] });
    assert.equal(await refuser.banner.count(), 0);
    assert.match(await refuser.record(), /\.r\.e\w+\.g$/);
  },
);

test(
  '"Accept all" brings all three vendors in the policy\'s order, each script before its reports',
  LIMIT,
  async (t) => {
    const visitor = await shop.visit(t);
    await visitor.banner.waitFor();
    await assertNothingGated(visitor);
    // The order is the browser's own account of what it asked for: three hosts are three connections, which race.
    const asked = [];
    visitor.page.on('request', (request) => asked.push(new URL(request.url()).host));
    await visitor.answer('accept');
    await allReported(visitor);

    const scripts = VENDORS.map(({ script }) => script.host);
    assert.deepEqual(
      asked.filter((host) => scripts.includes(host)),
      scripts,
      'sentry, google, cloudflare',
    );
    for (const { script, report } of VENDORS) {
      assert.ok(visitor.seen(script)[0].order < visitor.seen(report)[0].order, script.host);
      assert.equal(visitor.seen(script).length, 1, script.host);
    }
    assert.match(await visitor.record(), /\.a\.e\w+\.g~cloudflare-web-analytics~google-analytics~sentry-errors$/);
    assert.equal(await visitor.banner.count(), 0);
    assert.deepEqual(visitor.consoleErrors, []);
  },
);

test('Google hears of the grant before any hit, and of no other grant than analytics', LIMIT, async (t) => {
  const visitor = await shop.visit(t);
  await visitor.answer('accept');
  await visitor.came(GOOGLE.report);
  await visitor.page.evaluate(() => gtag('event', 'buy'));
  await visitor.came({ ...GOOGLE.report, where: ({ query }) => query.get('en') === 'buy' });
  await visitor.barrier();
  const hits = visitor.seen({ where: ({ query }) => query.has('gcs') });
  assert.deepEqual(
    hits.map(({ query }) => [query.get('en'), query.get('gcs')]),
    [
      ['page_view', 'G101'],
      ['buy', 'G101'],
    ],
  );
  // "denied by default, then updated" for analytics_storage, and denied alone for the three about advertising.
  assert.equal(hits[0].query.get('gcd'), '13p3r3p3p5l1');
});

test(
  'what the page queued for Google before the choice is sent after it, as what it was: without consent',
  LIMIT,
  async (t) => {
    const visitor = await shop.visit(t, '/p/queued.html');
    await visitor.answer('accept');
    await visitor.came(GOOGLE.report, { count: 2 });
    await visitor.barrier();
    const hits = visitor.seen(GOOGLE.report).map(({ query }) => [query.get('en'), query.get('gcs')]);
    // In no order: they may travel by two connections. The README asks to mark the stub as well, and says this.
    assert.deepEqual(hits.sort(), [
      ['looked', 'G100'],
      ['page_view', 'G100'],
    ]);
    assert.deepEqual(
      visitor.seen(GOOGLE.report).filter(({ order }) => order < visitor.seen(GOOGLE.script)[0].order),
      [],
    );
  },
);

const ALONE = [
  ['google-analytics', GOOGLE, ['www.google-analytics.com', 'www.googletagmanager.com']],
  ['sentry-errors', SENTRY, ['browser.sentry-cdn.com', 'o1.ingest.us.sentry.io']],
  ['cloudflare-web-analytics', CLOUDFLARE, ['cloudflareinsights.com', 'static.cloudflareinsights.com']],
];
for (const [service, { script, report }, hosts] of ALONE) {
  test(`${service} switched on alone in the preferences loads its own hosts alone`, LIMIT, async (t) => {
    const visitor = await shop.visit(t);
    await visitor.openPreferences();
    await assertNothingGated(visitor);
    await visitor.switchOf(service).check();
    await visitor.inPreferences('save');
    await visitor.until(service, 'granted');
    await visitor.came(script);
    if (service === 'sentry-errors') await visitor.page.waitForFunction(() => window.Sentry?.getClient());
    // Whoever would send because of these, sends now.
    await visitor.page.evaluate(() => window.gtag?.('event', 'buy'));
    await visitor.fail('thrown after the choice');
    await visitor.came(report);
    await visitor.barrier();
    assert.deepEqual([...new Set(shop.world.gated({ since: visitor.since }).map(({ host }) => host))].sort(), hosts);
    assert.match(await visitor.record(), new RegExp(`\\.s\\.e\\w+\\.g~${service}$`));
    assert.equal(await visitor.banner.count(), 0);
    assert.equal(await visitor.control.count(), 1);
  });
}
