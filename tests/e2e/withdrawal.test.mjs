// Withdrawal: what ran stops within the page, in every tab, and what it stored is erased wherever it lies.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CLOUDFLARE,
  GOOGLE,
  LIMIT,
  ORIGIN,
  RECORD,
  SENTRY,
  allReported,
  assertNothingGated,
  errorsIn,
  eventually,
  hasError,
  openShop,
} from './shop.mjs';

const shop = openShop();
const EVERY = ['google-analytics', 'sentry-errors', 'cloudflare-web-analytics'];

/** As gtag() does, where the page has no function of that name. */
const fireEvent = ({ page }, name) =>
  page.evaluate(
    (event) =>
      (function () {
        dataLayer.push(arguments);
      })('event', event),
    name,
  );

/** From now on the page fires a numbered event and a numbered error four times a second, by its own clock. */
const startFiring = ({ page }) =>
  page.evaluate(() => {
    window.fired = 0;
    setInterval(() => {
      const n = ++window.fired;
      gtag('event', 'tick', { n });
      // As one that is not caught: what a timer throws, a clock that is moved catches.
      reportError(new Error(`tick ${n}`));
    }, 250);
  });

const ticks = (entries) => [
  ...entries.map(({ query }) => Number(query.get('ep.n') ?? 0)),
  ...errorsIn(entries.filter(({ host }) => host === SENTRY.report.host)).map((message) =>
    Number(/^tick (\d+)$/.exec(message)?.[1] ?? 0),
  ),
];

/** The visitor opens the preferences with the control and refuses everything. */
async function withdraw(visitor) {
  await visitor.openPreferences();
  await visitor.inPreferences('reject');
  for (const service of EVERY) await visitor.until(service, 'denied');
}

// On the page's clock. Real minutes pass in tests/gate/withdrawal.test.mjs, where `./x prove withdrawal` runs it.
test('for a minute after a withdrawal nothing is sent, though the page goes on firing', LIMIT, async (t) => {
  const visitor = await shop.visit(t, '/p/shoes.html', { clock: true });
  await visitor.choose('accept');
  await allReported(visitor);
  await startFiring(visitor);
  // The control: what is fired is sent while it is granted.
  await visitor.came({ ...GOOGLE.report, where: ({ query }) => query.get('en') === 'tick' });
  await visitor.came({ ...SENTRY.report, where: hasError('tick 1') });

  await withdraw(visitor);
  const last = await visitor.page.evaluate(() => window.fired);
  await visitor.barrier();
  const stopped = shop.world.mark();
  await visitor.page.clock.runFor(60000);
  await visitor.barrier();
  assert.ok((await visitor.page.evaluate(() => window.fired)) >= last + 240, 'the page went on');
  assert.deepEqual(
    shop.world.gated({ since: stopped }).map(({ url }) => url),
    [],
  );
  const late = ticks(shop.world.gated({ since: visitor.since })).filter((n) => n > last);
  assert.deepEqual(late, [], `only what was fired up to tick ${last} was sent`);
  assert.match(await visitor.record(), /\.r\.e\w+\.g$/);
});

test('a withdrawal erases what vendors stored, on every domain and path, and nothing else', LIMIT, async (t) => {
  const visitor = await shop.visit(t);
  const { context, page } = visitor;
  await visitor.choose('accept');
  await allReported(visitor);
  const host = { domain: 'www.shop.test', secure: true };
  const kept = ['__cf_bm', 'cart', 'theme'];
  await context.addCookies([
    { name: '_ga', value: 'host-only', path: '/', ...host },
    { name: '_ga', value: 'parent', domain: '.shop.test', path: '/' },
    { name: '_ga', value: 'own-domain', domain: '.www.shop.test', path: '/' },
    { name: '_ga', value: 'path', path: '/p', ...host },
    { name: '_ga_TEST123456', value: 'path', domain: '.shop.test', path: '/p' },
    { name: '_gid', value: 'older', domain: '.shop.test', path: '/' },
    ...kept.map((name) => ({ name, value: 'mine', domain: '.shop.test', path: '/' })),
  ]);
  // As Sentry's replay and tracing write them.
  await page.evaluate(() => {
    for (const key of ['sentryReplaySession', 'sentry_previous_trace', 'draft']) sessionStorage.setItem(key, '{}');
    localStorage.setItem('size', '42');
  });
  assert.equal((await context.cookies(`${ORIGIN}/p/shoes.html`)).filter(({ name }) => name === '_ga').length, 4);

  await withdraw(visitor);
  const left = { cookies: [RECORD, ...kept].sort(), local: ['portcullis', 'size'], session: ['draft'], databases: [] };
  await eventually(async () => assert.deepEqual(await visitor.stored(), left));
  await page.evaluate(() => gtag('event', 'after'));
  await visitor.barrier();
  assert.deepEqual(await visitor.stored(), left);
});

test('a withdrawal in one tab stops the other', LIMIT, async (t) => {
  const first = await shop.visit(t);
  await first.choose('accept');
  await allReported(first);
  const second = await first.tab('/p/shoes.html');
  await allReported(second);

  await withdraw(first);
  for (const service of EVERY) await second.until(service, 'denied');
  await second.barrier();
  const since = shop.world.mark();
  await second.page.evaluate(() => gtag('event', 'in the second tab'));
  await second.fail('in the second tab');
  await second.barrier();
  assert.deepEqual(
    shop.world.gated({ since }).map(({ url }) => url),
    [],
  );
  assert.deepEqual(
    (await second.cookies()).filter((name) => name.startsWith('_ga')),
    [],
  );
});

test('a grant in one tab reaches the other, and takes its banner away', LIMIT, async (t) => {
  const first = await shop.visit(t);
  const second = await first.tab('/p/shoes.html');
  await second.banner.waitFor();
  await first.choose('accept');
  await allReported(second);
  await second.control.waitFor();
  assert.equal(await second.banner.count(), 0);
});

for (const page of ['/p/shoes.html', '/p/settings.html']) {
  const again = async (t) => {
    const visitor = await shop.visit(t, page);
    await visitor.choose('accept');
    await allReported(visitor);
    await withdraw(visitor);
    await visitor.barrier();
    const since = shop.world.mark();
    await visitor.openPreferences();
    for (const service of EVERY) assert.equal(await visitor.switchOf(service).isChecked(), false, service);
    await visitor.inPreferences('accept');
    for (const service of EVERY) await visitor.until(service, 'granted');
    await visitor.barrier();
    return { visitor, since };
  };

  test(
    `Google granted again in the same page counts again, and no script is loaded twice: ${page}`,
    LIMIT,
    async (t) => {
      const { visitor, since } = await again(t);
      assert.deepEqual(
        visitor.seen({ ...SENTRY.script, since }).map(({ url }) => url),
        [],
      );
      assert.deepEqual(
        visitor.seen({ ...GOOGLE.script, since }).map(({ url }) => url),
        [],
      );
      await fireEvent(visitor, 'again');
      const isAgain = ({ query }) => query.get('en') === 'again';
      await visitor.came({ ...GOOGLE.report, since, where: isAgain });
      await visitor.barrier();
      const hits = visitor.seen({ ...GOOGLE.report, since, where: isAgain });
      assert.deepEqual(
        hits.map(({ query }) => query.get('gcs')),
        ['G101'],
      );
    },
  );

  test(`Sentry granted again in the same page reports again: ${page}`, LIMIT, async (t) => {
    const { visitor, since } = await again(t);
    await visitor.fail('failed again');
    await visitor.came({ ...SENTRY.report, since, where: hasError('failed again') }, { within: 5000 });
    await visitor.barrier();
    assert.deepEqual(errorsIn(visitor.seen({ ...SENTRY.report, since })), ['failed again']);
  });
}

test('a refusal erases what was stored before the module was there, and nothing else', LIMIT, async (t) => {
  const visitor = await shop.visit(t, '/bare.html');
  const cookie = (name) => ({ name, value: 'old', domain: '.shop.test', path: '/' });
  await visitor.context.addCookies(['_ga', '_ga_OLD', '_gid', '__utma', '__cf_bm', 'cart'].map(cookie));
  await visitor.page.evaluate(() => {
    localStorage.setItem('_gcl_ls', '1');
    localStorage.setItem('size', '42');
  });
  await visitor.go('/p/shoes.html');
  await visitor.choose('reject');
  await eventually(async () =>
    assert.deepEqual(await visitor.stored(), {
      cookies: [RECORD, '__cf_bm', 'cart'],
      // Google's advertising is a service of its own, which this policy does not declare.
      local: ['_gcl_ls', 'portcullis', 'size'],
      session: [],
      databases: [],
    }),
  );
});

test(
  'a beacon that ran reports neither a change of route nor the leaving of the page after a withdrawal',
  LIMIT,
  async (t) => {
    const visitor = await shop.visit(t);
    await visitor.choose('accept');
    await allReported(visitor);
    const route = (to) => visitor.page.evaluate((path) => history.pushState(null, '', path), to);
    // The control: while it is granted, it reports both.
    let since = shop.world.mark();
    await route('/p/boots');
    await visitor.came({ ...CLOUDFLARE.report, since });
    since = shop.world.mark();
    await visitor.go('/bare.html');
    await visitor.came({ ...CLOUDFLARE.report, since });

    await visitor.go('/p/shoes.html');
    await visitor.came(CLOUDFLARE.report);
    await withdraw(visitor);
    await visitor.barrier();
    visitor.since = shop.world.mark();
    await route('/p/clogs');
    await assertNothingGated(visitor);
    await visitor.go('/bare.html');
    await assertNothingGated(visitor);
  },
);

test('a service switched off in the preferences stops alone', LIMIT, async (t) => {
  const visitor = await shop.visit(t);
  await visitor.choose('accept');
  await allReported(visitor);
  await visitor.openPreferences();
  await visitor.switchOf('google-analytics').uncheck();
  await visitor.inPreferences('save');
  await visitor.until('google-analytics', 'denied');
  await visitor.barrier();
  const since = shop.world.mark();
  await visitor.page.evaluate(() => gtag('event', 'buy'));
  await visitor.fail('still reported');
  await visitor.came({ ...SENTRY.report, since, where: hasError('still reported') });
  await visitor.barrier();
  assert.deepEqual(visitor.seen({ ...GOOGLE.report, since }), []);
  await eventually(async () =>
    assert.deepEqual(
      (await visitor.cookies()).filter((name) => name.startsWith('_ga')),
      [],
    ),
  );
});
