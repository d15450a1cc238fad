// Nothing that a visitor does is lost: to a file that fails once, to a call in the same task, to an answer that comes
// while something is on its way, to another tab, nor to a vendor that is not there.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GOOGLE, LIMIT, LONG, eventually, heldBack, json, openShop } from '../e2e/shop.mjs';
import { snippet } from '../gate/snippet.mjs';
import { ACME, ADS, CLIPS, html, siteOf } from './services.mjs';

const shop = openShop();
const SERVICES = [ACME, ADS, CLIPS];
const KINDS = ['a policy by its address', 'a built policy'];

/** Every file that the preferences need, below either folder. */
const LATER = [
  /en\.more\.json$/,
  /en\.durations\.json$/,
  /portcullis-page\.js$/,
  /portcullis\.wasm$|portcullis-plain\.js$/,
];

/** Fails each request for such a file until `mend` is called. */
const fails = async (visitor, file) => {
  const fail = (route) => route.fulfill({ status: 503, body: 'later' });
  await visitor.context.route(file, fail);
  return { mend: () => visitor.context.unroute(file, fail) };
};

for (const kind of KINDS) {
  for (const answer of ['accept', 'reject']) {
    test(`"Choose" that fails leaves "${answer}" alive: ${kind}`, LONG, async (t) => {
      const path = siteOf(kind, t, shop, SERVICES);
      for (const file of LATER) {
        // Without the page module there is no banner where the policy has an address.
        const isNeeded = kind === KINDS[0] && /page|wasm/.test(file.source);
        if (isNeeded) continue;
        const visitor = await shop.visit(t, path);
        await visitor.banner.waitFor();
        await fails(visitor, file);
        await visitor.answer('choose');
        await eventually(() =>
          assert.ok(
            visitor.consoleErrors.some((text) => text.startsWith('portcullis')),
            `${file}`,
          ),
        );
        assert.equal(await visitor.banner.locator('[data-action=choose]').getAttribute('aria-busy'), null);
        await visitor.choose(answer);
        assert.match(await visitor.record(), answer === 'accept' ? /\.a\./ : /\.r\./, `${file}`);
        assert.deepEqual(visitor.errors, []);
      }
    });
  }

  test(`a file that failed once is asked for again: ${kind}`, LONG, async (t) => {
    const path = siteOf(kind, t, shop, SERVICES);
    for (const file of LATER) {
      const visitor = await shop.visit(t, '/bare.html');
      const failing = await fails(visitor, file);
      await visitor.go(path);
      if (kind === KINDS[1] || !/page|wasm/.test(file.source)) {
        await visitor.answer('choose');
        await eventually(() =>
          assert.ok(
            visitor.consoleErrors.some((text) => text.startsWith('portcullis')),
            `${file}`,
          ),
        );
        await failing.mend();
        await visitor.answer('choose');
        await visitor.preferences.waitFor();
      } else {
        await eventually(() =>
          assert.ok(
            visitor.consoleErrors.some((text) => text.startsWith('portcullis')),
            `${file}`,
          ),
        );
        await failing.mend();
        await visitor.page.evaluate(() => window.portcullis.open());
        await visitor.preferences.waitFor();
      }
    }
  });

  test(`two calls of the API in one task both count: ${kind}`, LIMIT, async (t) => {
    const visitor = await shop.visit(t, siteOf(kind, t, shop, SERVICES));
    await visitor.banner.waitFor();
    await visitor.page.evaluate(() => {
      const { portcullis } = window;
      return Promise.all([portcullis.grant(['acme']), portcullis.grant(['clips']), portcullis.deny(['ads'])]);
    });
    assert.deepEqual((await visitor.state()).services, { acme: 'granted', ads: 'denied', clips: 'granted' });
    assert.match(await visitor.record(), /g~acme~clips/);
  });

  test(
    `a click shows at once that it was heard, and an answer cancels what was on its way: ${kind}`,
    LONG,
    async (t) => {
      const path = siteOf(kind, t, shop, SERVICES);
      const cases = [
        ['accept', /en\.more\.json$/],
        ['reject', /en\.more\.json$/],
        ...(kind === KINDS[1] ? [['accept', /portcullis-page\.js$/]] : []),
      ];
      for (const [answer, file] of cases) {
        const visitor = await shop.visit(t, path);
        await visitor.banner.waitFor();
        const held = heldBack(() => {});
        await visitor.context.route(file, async (route) => {
          await held.answer();
          await route.continue();
        });
        const busy = await visitor.banner.locator('[data-action=choose]').evaluate((button) => {
          button.click();
          return button.getAttribute('aria-busy');
        });
        // In the same task: nothing is waited for.
        assert.equal(busy, 'true');
        await visitor.answer(answer);
        await visitor.control.waitFor();
        held.release();
        await visitor.page.waitForLoadState('networkidle');
        await visitor.barrier();
        assert.equal(await visitor.preferences.count(), 0);
        assert.equal((await visitor.state()).services.acme, answer === 'accept' ? 'granted' : 'denied');
        // And the next click opens them.
        await visitor.openPreferences();
      }
    },
  );

  test(`open preferences follow another tab's choice where nothing was touched: ${kind}`, LONG, async (t) => {
    const path = siteOf(kind, t, shop, SERVICES);
    const visitor = await shop.visit(t, path);
    await visitor.choose('reject');
    await visitor.openPreferences();
    await visitor.switchOf('ads').check();
    const other = await visitor.tab(path);
    await other.control.waitFor();
    await other.page.evaluate(() => window.portcullis.grant(['acme', 'ads']));
    await other.page.evaluate(() => window.portcullis.deny(['ads']));
    await eventually(async () => assert.equal(await visitor.switchOf('acme').isChecked(), true));
    // What was touched is the visitor's.
    assert.equal(await visitor.switchOf('ads').isChecked(), true);
    assert.equal(await visitor.switchOf('clips').isChecked(), false);
    await visitor.inPreferences('save');
    await visitor.until('ads', 'granted');
    await other.until('ads', 'granted');
    assert.deepEqual((await visitor.state()).services, { acme: 'granted', ads: 'granted', clips: 'denied' });
  });

  test(
    `the page calls a vendor that is not there: nothing is thrown, and nothing sent later: ${kind}`,
    LONG,
    async (t) => {
      const body = `<script type="text/plain" data-consent="google-analytics"
      data-src="https://www.googletagmanager.com/gtag/js?id=G-TEST123456"></script>
      <script type="text/plain" data-consent="google-analytics">
        window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments); }
        gtag('js', new Date()); gtag('config', 'G-TEST123456');
      </script>
      <script>
        const buy = () => {
          gtag('event', 'add_to_cart');
          const count = () => (basket.textContent = Number(basket.textContent) + 1);
          if (portcullis.state().services['sentry-errors'] === 'granted') return count();
          Sentry.captureMessage('bought');
          Sentry.withScope((scope) => scope.setTag('shop', 'own'));
          Sentry.getCurrentScope().setUser({ id: 1 });
          // The page's own work, within a span.
          Sentry.startSpan({ name: 'buy' }, (span) => (span.setAttribute('shop', 'own'), count()));
        };
      </script><button id="buy" onclick="buy()">Buy</button> <output id="basket">0</output>`;
      const services = [{ use: 'google-analytics', id: 'G-TEST123456' }, { use: 'sentry-errors' }];
      const path = siteOf(kind, t, shop, services, { body });
      for (const before of [undefined, 'reject']) {
        const visitor = await shop.visit(t, path);
        await visitor.banner.waitFor();
        if (before) await visitor.choose(before);
        await visitor.page.click('#buy');
        assert.equal(await visitor.page.textContent('#basket'), '1');
        await visitor.page.evaluate(() => window.portcullis.grant(['google-analytics', 'sentry-errors']));
        await visitor.came(GOOGLE.report);
        await visitor.page.click('#buy');
        await visitor.came({ ...GOOGLE.report, where: ({ query }) => query.get('en') === 'add_to_cart' });
        await visitor.barrier();
        // The control: a click after the grant is sent, once.
        const sent = visitor.seen(GOOGLE.report).map(({ query }) => query.get('en'));
        assert.deepEqual(sent.sort(), ['add_to_cart', 'page_view']);
        assert.equal(await visitor.page.textContent('#basket'), '2');
        assert.deepEqual(visitor.errors, []);
      }
    },
  );
}

const SEALED = '/p/landing.html';
const SEARCH = 'http://search.test';
const LANDING = `${SEALED}?utm_source=mail&gclid=1`;
const SHOP = 'http://www.shop.test';

/** Someone who comes to a sealed page by a link, or by a form that posts. */
const comeFromSearch = async (t, onGrant, { posts = false, result = '' } = {}) => {
  const says = { site: { name: 'The Shop', contact: 'privacy@shop.test' }, updated: '2026-11-22', onGrant };
  const policy = { ...says, services: [{ use: 'google-analytics', id: 'G-TEST123456' }] };
  const { html: tags } = snippet(policy, { url: `${SEALED}.json` });
  shop.replace(t, `${SEALED}.json`, json(policy));
  shop.replace(t, SEALED, (request, response) =>
    response
      .writeHead(200, { 'content-type': 'text/html', 'cache-control': 'max-age=60' })
      .end(`<!doctype html><html lang="en"><head><meta charset="utf-8">${tags}<title>Landing</title></head>
        <body><h1>Landing</h1>${request.method === 'POST' ? result : ''}</body></html>`),
  );
  shop.world.serve(
    'search.test',
    html(`<a href="${SHOP}${LANDING}">Shop</a>
      <form method="post" action="${SHOP}${LANDING}"><button>Pay</button></form>`),
  );
  const visitor = await shop.visit(t, '/', { origin: SEARCH });
  await Promise.all([visitor.page.waitForNavigation(), visitor.page.click(posts ? 'button' : 'a')]);
  await visitor.banner.waitFor();
  return visitor;
};
const hitOf = ({ query }) => [new URL(query.get('dl')).searchParams.get('utm_source')];

test(
  'under the seal a page that a link of another site led to is loaded again, and says where one came from',
  LIMIT,
  async (t) => {
    const visitor = await comeFromSearch(t, 'reload');
    await visitor.answer('accept');
    const [hit] = await visitor.came(GOOGLE.report);
    assert.deepEqual(hitOf(hit), ['mail']);
    assert.equal(await visitor.page.evaluate(() => document.referrer), `${SEARCH}/`);
    assert.equal(await visitor.page.evaluate(() => location.href), SHOP + LANDING);
    assert.equal(await visitor.page.evaluate(() => sessionStorage.getItem('portcullis-came')), null);
    // A page after that says what the browser says.
    await visitor.go(SEALED, { origin: SHOP });
    assert.equal(await visitor.page.evaluate(() => document.referrer), '');
  },
);

test('nothing is posted twice by that, and no result of a form is lost', LIMIT, async (t) => {
  for (const [result, loads] of [
    ['<p>Paid</p>', 0],
    ['', 1],
  ]) {
    const visitor = await comeFromSearch(t, 'reload', { posts: true, result });
    await visitor.answer('accept');
    await visitor.control.waitFor();
    if (loads) await visitor.came(GOOGLE.report);
    await visitor.barrier();
    assert.equal(visitor.seen({ path: SEALED, method: 'POST' }).length, 1);
    assert.equal(visitor.seen(GOOGLE.report).length > 0, !!loads);
    if (result) assert.equal(await visitor.page.textContent('p'), 'Paid');
  }
});

test(
  'the control: with "next-page" the first hit is of the next page, and names the landing page as the one before',
  LIMIT,
  async (t) => {
    const visitor = await comeFromSearch(t, 'next-page');
    await visitor.choose('accept');
    await visitor.barrier();
    assert.deepEqual(visitor.seen(GOOGLE.report), []);
    await visitor.page.evaluate((path) => {
      const link = Object.assign(document.createElement('a'), { href: path });
      document.body.append(link);
      link.click();
    }, SEALED);
    const [hit] = await visitor.came(GOOGLE.report);
    assert.deepEqual(hitOf(hit), [null]);
    assert.equal(await visitor.page.evaluate(() => document.referrer), SHOP + LANDING);
  },
);
