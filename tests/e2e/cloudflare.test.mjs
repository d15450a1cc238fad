// Cloudflare: the analytics beacon by hand and by the edge, Zaraz, Rocket Loader, and Turnstile, which stays open.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { serveRocketLoader, rocketed } from '../world/vendors/rocket.mjs';
import { CLOUDFLARE, GOOGLE, LIMIT, assertNothingGated, heldBack, openShop } from './shop.mjs';

const shop = openShop();
const ANALYTICS = 'cloudflare-web-analytics';
/** As the edge writes it: a version in the path and in the settings, and reports to the site's own host. */
const EDGE = (html) =>
  html.replace(
    '</body>',
    `<script defer src="https://static.cloudflareinsights.com/beacon.min.js/v0123456789abcdef"
  data-cf-beacon='{"rayId":"8a","version":"2024.6.1","token":"edge"}'></script></body>`,
  );
const AT_HOME = { host: 'www.shop.test', path: '/cdn-cgi/rum' };
const grant = ({ page }, ...services) => page.evaluate((ids) => window.portcullis.grant(ids), services);
const withdraw = ({ page }) => page.evaluate(() => window.portcullis.withdraw());
const route = ({ page }) => page.evaluate(() => history.pushState({}, '', `?at=${Math.random()}`));

test('the control: without the module a beacon from the edge reports', LIMIT, async (t) => {
  const bare = await readFile(new URL('../world/pages/bare.html', import.meta.url), 'utf8');
  const html = bare.includes('</body>') ? bare : `${bare}</body>`;
  shop.replace(t, '/edge.html', (request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(EDGE(html)),
  );
  const visitor = await shop.visit(t, '/edge.html');
  await visitor.came(AT_HOME);
});

test(
  'a beacon from the edge is fetched, as no page can stop that, and reports nothing until it is granted',
  LIMIT,
  async (t) => {
    const path = shop.site(t, [ANALYTICS], { edge: EDGE });
    const visitor = await shop.visit(t, path);
    await visitor.banner.waitFor();
    await visitor.came(CLOUDFLARE.script);
    const quiet = async () => {
      await route(visitor);
      await visitor.barrier();
      assert.deepEqual(
        [...visitor.seen(AT_HOME), ...visitor.seen(CLOUDFLARE.report)].map(({ url, body }) => [url, body]),
        [],
      );
    };
    await quiet();
    await visitor.choose('reject');
    await quiet();
    await visitor.go(path);
    await visitor.control.waitFor();
    await quiet();

    await grant(visitor, ANALYTICS);
    await visitor.go(path);
    await visitor.came(AT_HOME);
    await withdraw(visitor);
    // One that runs has no off switch, and reports as its page goes (README).
    await visitor.go('/bare.html');
    await visitor.barrier();
    await visitor.go(path);
    await visitor.control.waitFor();
    await quiet();
  },
);

test('a beacon from the edge stays silent where the policy does not name it at all', LIMIT, async (t) => {
  const visitor = await shop.visit(t, shop.site(t, [{ use: 'google-analytics', id: 'G-TEST123456' }], { edge: EDGE }));
  await visitor.choose('accept');
  await visitor.came(GOOGLE.report);
  await visitor.barrier();
  assert.deepEqual(visitor.seen(AT_HOME), []);
});

test('the beacon by hand, a marked module, reports after a grant, in the page where it is given', LIMIT, async (t) => {
  // The module's fake finds its settings by the attribute, as the real one does.
  const head = `<script type="text/plain" data-consent="${ANALYTICS}" data-type="module"
  data-src="https://static.cloudflareinsights.com/beacon.min.js"
    data-cf-beacon='{"token":"by-hand"}'></script>`;
  const visitor = await shop.visit(t, shop.site(t, [ANALYTICS], { head }));
  await visitor.banner.waitFor();
  await assertNothingGated(visitor);
  await visitor.choose('accept');
  const [{ body }] = await visitor.came(CLOUDFLARE.report);
  assert.equal(JSON.parse(body).siteToken, 'by-hand');
});

const PURPOSE = 'dqVk';
const ZARAZ = { use: 'cloudflare-zaraz', purposes: { [PURPOSE]: true } };
const SENT = { path: '/cdn-cgi/zaraz/t' };
const sent = (visitor, since) =>
  visitor.seen({ ...SENT, ...(since && { since }) }).map(({ query }) => query.get('name'));
const track = ({ page }, name) => page.evaluate((event) => window.zaraz.track(event), name);
const zarazAnswer = async (request, response) =>
  response
    .writeHead(200, { 'content-type': 'text/javascript' })
    .end(await readFile(new URL('../world/vendors/zaraz.js', import.meta.url)));
const injected = (html) =>
  html.replace('</body>', `<script async src="/cdn-cgi/zaraz/s.js?purpose=${PURPOSE}"></script></body>`);

test('Zaraz is told of a grant, sends what waited, and is told of a withdrawal', LIMIT, async (t) => {
  shop.replace(t, '/cdn-cgi/zaraz/s.js', zarazAnswer);
  const path = shop.site(t, [ZARAZ], { edge: injected });
  const visitor = await shop.visit(t, path);
  await visitor.page.waitForFunction(() => window.zaraz);
  await track(visitor, 'waited');
  await visitor.barrier();
  assert.deepEqual(sent(visitor), []);
  await visitor.choose('accept');
  await visitor.came(SENT);
  assert.deepEqual(sent(visitor), ['waited']);
  assert.ok((await visitor.cookies()).includes('cfz_tool'));
  await withdraw(visitor);
  assert.ok(!(await visitor.cookies()).includes('cfz_tool'));
  await track(visitor, 'late');
  await visitor.go(path);
  await visitor.page.waitForFunction(() => window.zaraz);
  await track(visitor, 'refused');
  await visitor.barrier();
  assert.deepEqual(sent(visitor), []);
  // Its own record of the choice says the same as ours.
  const kept = (await visitor.context.cookies()).find(({ name }) => name === 'cf_consent');
  assert.deepEqual(JSON.parse(decodeURIComponent(kept.value)), { [PURPOSE]: false });
});

test('a choice made before Zaraz is there reaches it when it is, the last one', LIMIT, async (t) => {
  for (const last of ['granted', 'denied']) {
    const slow = heldBack(zarazAnswer);
    shop.replace(t, '/cdn-cgi/zaraz/s.js', slow.answer);
    const visitor = await shop.visit(t, shop.site(t, [ZARAZ], { edge: injected }), { waitUntil: 'commit' });
    await visitor.choose('accept');
    if (last === 'denied') await withdraw(visitor);
    slow.release();
    await visitor.page.waitForFunction(() => window.zaraz);
    await track(visitor, 'early');
    if (last === 'granted') await visitor.came(SENT);
    await visitor.barrier();
    assert.deepEqual(sent(visitor), last === 'granted' ? ['early'] : []);
  }
});

test('behind Rocket Loader the shim runs first, marks stay inert, and wake with the grant', LIMIT, async (t) => {
  serveRocketLoader(shop.world.serve, 'www.shop.test');
  const head = `<script type="text/plain" data-consent="google-analytics"
  data-src="https://www.googletagmanager.com/gtag/js?id=G-TEST123456"></script>
    <script type="text/plain" data-consent="google-analytics">function gtag() { dataLayer.push(arguments);
    } gtag('js', new Date()); gtag('config', 'G-TEST123456');</script>
    <script>window.order = [typeof portcullis.state];</script><script src="/own.js"></script>`;
  shop.replace(t, '/own.js', (request, response) =>
    response
      .writeHead(200, { 'content-type': 'text/javascript' })
      .end("order.push('own'); fetch('/ran?' + new URLSearchParams({ order }));"),
  );
  const visitor = await shop.visit(
    t,
    shop.site(t, [{ use: 'google-analytics', id: 'G-TEST123456' }], { head, edge: rocketed }),
  );
  const [ran] = await visitor.came({ path: '/ran' });
  assert.equal(ran.query.get('order'), 'function,own');
  await assertNothingGated(visitor);
  await visitor.choose('accept');
  const [{ query }] = await visitor.came(GOOGLE.report);
  assert.equal(query.get('gcs'), 'G101');
});

test('Turnstile loads and answers before any choice, and after a refusal', LIMIT, async (t) => {
  const head = '<script src="https://challenges.cloudflare.com/turnstile/v0/api.js" defer></script>';
  const path = shop.site(t, [ANALYTICS, 'cloudflare-turnstile'], { head });
  const visitor = await shop.visit(t, path);
  const answers = () =>
    visitor.page.evaluate(() => new Promise((callback) => window.turnstile.render('main', { callback })));
  assert.equal(await answers(), 'fake-token');
  await visitor.context.addCookies([
    { name: 'cf_clearance', value: '1', domain: '.shop.test', path: '/', secure: true },
  ]);
  await visitor.choose('reject');
  assert.ok((await visitor.cookies()).includes('cf_clearance'));
  await visitor.go(path);
  assert.equal(await answers(), 'fake-token');
});
