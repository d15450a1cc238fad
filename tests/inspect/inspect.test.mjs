// The inspector: what it lists is held against the server's log, the cookie jar and the browser's stores.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIMIT, ORIGIN, eventually, openShop } from '../e2e/shop.mjs';
import { ENGINES } from '../gate/engines/index.mjs';
import { snippet } from '../gate/snippet.mjs';
import { EARLY, PAGE, POLICY, SHIM, named, rowsOf, serve } from './stage.mjs';

const shop = openShop();
const GOOGLE = ['www.google-analytics.com', 'www.googletagmanager.com'];

const inspect = (someone) => someone.page.evaluate(() => window.portcullis.inspect());
/** The other hosts that a server was asked for since the visit of this page. */
const left = (someone) =>
  [...new Set(someone.seen().map(({ host }) => host))].filter((host) => !/shop\.test$|^barrier-/.test(host)).sort();
/** The names that the browser keeps, without ours. */
const kept = async (someone) => {
  const { cookies, local, session, databases } = await someone.stored();
  return [...cookies, ...local, ...session, ...databases].filter((name) => !/consent$|^portcullis/.test(name)).sort();
};
/** Asks the panel until that holds of its rows. */
const listed = (someone, check) => eventually(async () => check(await rowsOf(someone.page)), 20000);

/**
 * The list is what the log and the stores say: what was let through left, what was held did not, and what is written is
 * there.
 */
const agrees = (someone) =>
  listed(someone, async (rows) => {
    await someone.barrier();
    assert.deepEqual(named(rows, 'Let through'), left(someone));
    assert.deepEqual(named(rows, 'Stored'), await kept(someone));
  });

test('from the start it lists what was held, let through and written, and what becomes of it', LIMIT, async (t) => {
  serve(shop, t, { head: SHIM + EARLY });
  const someone = await shop.visit(t, PAGE);
  await someone.banner.waitFor();
  await inspect(someone);
  await agrees(someone);
  const rows = await rowsOf(someone.page);
  const of = (state, name) => rows.find((row) => row.state == state && row.name == name);
  const { how, class: kind, service, rule, verdict, by } = of('Held', GOOGLE[0]);
  assert.deepEqual(
    [how, kind, service, rule, verdict, by],
    ['fetch', 'tracking', 'google-analytics', '*.google-analytics.com', 'undecided', '/p/does.js'],
  );
  assert.equal(of('Held', '_ga').by, '/p/does.js');
  assert.equal(of('Held', GOOGLE[1]).how, 'marked script');
  assert.deepEqual([of('Stored', 'PHPSESSID').known, of('Stored', 'PHPSESSID').by], ['listed: PHP.net', '/p/does.js']);
  assert.deepEqual([of('Stored', 'cart_7').service, of('Stored', 'cart_7').rule], ['cart', 'cart_*']);
  assert.equal(of('Held', 'us.i.posthog.com').known, 'known: posthog', 'held although the policy does not declare it');
  assert.ok(!left(someone).includes(GOOGLE[0]));
  assert.ok(
    !(
      await someone.page.evaluate(() => document.querySelector('.portcullis-inspector').shadowRoot.textContent)
    ).includes('secret'),
    'names and hosts, not addresses or values',
  );

  await someone.choose('accept');
  await someone.came({ host: GOOGLE[0] });
  await listed(someone, (all) => assert.ok(named(all, 'Released').includes(GOOGLE[0])));
  await agrees(someone);
  await someone.page.evaluate(() => {
    localStorage.removeItem('zork');
    document.cookie = 'late=1; path=/';
  });
  await listed(someone, (all) => assert.deepEqual(named(all, 'Gone'), ['zork']));
  await agrees(someone);
  assert.deepEqual(someone.errors, []);
});

test('asked for late it says what can still be known, and what is called from then on', LIMIT, async (t) => {
  serve(shop, t);
  const someone = await shop.visit(t, PAGE);
  await someone.banner.waitFor();
  assert.deepEqual(someone.seen({ path: '/portcullis/portcullis-inspect.js' }), [], 'a visitor loads nothing of it');
  await inspect(someone);
  await agrees(someone);
  await listed(someone, (rows) => assert.deepEqual(named(rows, 'Held'), [GOOGLE[1]]));
  await someone.page.addScriptTag({
    content: `navigator.sendBeacon('https://region1.google-analytics.com/g/collect');
    new Image().src = 'https://www.google-analytics.com/collect'; document.cookie = '_gid=1; path=/';`,
  });
  await listed(someone, (rows) =>
    assert.deepEqual(named(rows, 'Held'), ['_gid', 'region1.google-analytics.com', ...GOOGLE]),
  );
  await agrees(someone);
  await someone.choose('reject');
  await listed(someone, (rows) =>
    assert.deepEqual(
      [...new Set(rows.filter(({ service }) => service == 'google-analytics').map(({ verdict }) => verdict))],
      ['denied'],
    ),
  );
  await agrees(someone);
});

test('a visitor who comes back is told their choice, and when it was made', LIMIT, async (t) => {
  serve(shop, t);
  const someone = await shop.visit(t, PAGE);
  await someone.choose('accept');
  await someone.go(PAGE);
  await someone.control.waitFor();
  await someone.came({ host: GOOGLE[0] });
  assert.deepEqual(someone.seen({ path: /portcullis-page\.js|\.wasm$/ }), [], 'no core yet');
  await inspect(someone);
  await agrees(someone);
  const google = (await rowsOf(someone.page)).find(({ name, how }) => name == GOOGLE[1] && how == 'script');
  assert.deepEqual(
    [google.state, google.verdict, google.when],
    ['Let through', 'granted', new Date().toISOString().slice(0, 10)],
  );
});

test('under the seal it lists what the browser refused, before it was opened and after', {
  timeout: 60000,
}, async (t) => {
  const { html } = snippet(POLICY, { url: '/p/inspected.json' });
  serve(shop, t, { head: html, body: '<img src="https://early.example/x.gif" alt="">' });
  const someone = await shop.visit(t, PAGE);
  await someone.banner.waitFor();
  await inspect(someone);
  const before = ['early.example', 'stranger.example', 'us.i.posthog.com', ...GOOGLE];
  await listed(someone, (rows) => assert.deepEqual(named(rows, 'Blocked'), before));
  await someone.page.evaluate(() => fetch('https://later.example/').catch(() => {}));
  await listed(someone, (rows) =>
    assert.deepEqual(named(rows, 'Blocked'), ['early.example', 'later.example', ...before.slice(1)]),
  );
  await agrees(someone);
  assert.deepEqual(left(someone), ['fonts.example']);
});

test('where the policy keeps the unknown out, a stranger is listed as held', LIMIT, async (t) => {
  // Whom nobody declared only a policy that stands in the page keeps out from the start.
  const inline = `<script type="application/json"
  id="portcullis-policy">${JSON.stringify({ ...POLICY, unknown: 'deny' })}</script>`;
  serve(shop, t, { head: inline + SHIM + EARLY });
  const someone = await shop.visit(t, PAGE);
  await someone.banner.waitFor();
  await inspect(someone);
  await listed(someone, (rows) => assert.ok(named(rows, 'Held').includes('stranger.example')));
  await agrees(someone);
  assert.ok(!left(someone).includes('stranger.example'));
});

test('a policy with a mistake is said as that, and the panel still lists', LIMIT, async (t) => {
  serve(shop, t, { policy: { ...POLICY, servces: [] } });
  const someone = await shop.visit(t, PAGE);
  await inspect(someone);
  await agrees(someone);
  await eventually(async () =>
    assert.match(
      await someone.page.locator('.portcullis-inspector .note').textContent(),
      /^Nothing can be explained: .*servces/,
    ),
  );
  assert.deepEqual(
    [...new Set((await rowsOf(someone.page)).map(({ service }) => service))],
    ['–'],
    'of nothing it is known whether it is declared',
  );
});

test('a tag can open it while the page is still parsed, and asked for again it stays one', LIMIT, async (t) => {
  serve(shop, t, { head: SHIM + EARLY.replace('></script>', ' data-open></script>') });
  const someone = await shop.visit(t, PAGE);
  await agrees(someone);
  await inspect(someone);
  await inspect(someone);
  assert.equal(await someone.page.locator('.portcullis-inspector').count(), 1);
  await someone.page.locator('.portcullis-inspector [aria-label=Close]').click();
  await inspect(someone);
  await agrees(someone);
  assert.deepEqual(someone.errors, []);
});

test('in Firefox the list is the log’s and the jar’s too', { timeout: 120000 }, async (t) => {
  serve(shop, t, { head: SHIM + EARLY });
  const visitor = await ENGINES.firefox.open(shop.world);
  t.after(() => visitor.close());
  const since = shop.world.mark();
  await visitor.goto(ORIGIN + PAGE);
  await shop.world.until({ host: 'www.shop.test', path: '/portcullis/portcullis-page.js', since });
  await visitor.evaluate('window.portcullis.inspect()');
  await eventually(async () => {
    const rows = await rowsOf(visitor);
    const hosts = [...new Set(shop.world.requests({ since }).map(({ host }) => host))]
      .filter((host) => /\.(example|com)$/.test(host) && !/mozilla|firefox/.test(host))
      .sort();
    assert.deepEqual(named(rows, 'Let through'), hosts);
    assert.deepEqual(named(rows, 'Held'), ['_ga', '_pk_id.1.ab', 'us.i.posthog.com', ...GOOGLE]);
    assert.deepEqual(
      named(
        rows.filter(({ how }) => how == 'cookie'),
        'Stored',
      ),
      (await visitor.cookies()).sort(),
    );
  }, 60000);
});
