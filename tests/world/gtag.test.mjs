// The fake gtag.js does what the real one was measured to do: facts/vendors.md 2.1 to 2.4, row by
// row. Read from the wire and from the cookie jar, for a fake that lies in the page would pass.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openChromium } from './browser.mjs';
import { openWorld } from './index.mjs';
import { readScript } from './vendors/script.mjs';

const ID = 'G-TEST123456';
const OFF = `window['ga-disable-${ID}'] = true;`;
const DENIED = `{ad_storage:'denied', analytics_storage:'denied', ad_user_data:'denied', ad_personalization:'denied'}`;
const GRANTED_AT_START = DENIED.replace("analytics_storage:'denied'", "analytics_storage:'granted'");
const DEFAULT_DENIED = `gtag('consent', 'default', ${DENIED});`;
const GRANT = `gtag('consent', 'update', {analytics_storage: 'granted'});`;
const DENY = `gtag('consent', 'update', {analytics_storage: 'denied'});`;
const CONFIG = `gtag('js', new Date()); gtag('config', '${ID}');`;
const LIMIT = { timeout: 20000 };

let world;
let chromium;
before(async () => {
  world = await openWorld();
  chromium = await openChromium(world);
});
after(async () => {
  await chromium?.close();
  await world?.close();
});

/** Opens a page whose head runs `script` before gtag.js arrives. */
async function open(
  t,
  script,
  { url = 'https://www.shop.test/', tag = `https://www.googletagmanager.com/gtag/js?id=${ID}` } = {},
) {
  const visitor = await chromium.visitor();
  t.after(() => visitor.close());
  const since = world.mark();
  world.serve(new URL(url).hostname, (request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(`<!doctype html><title>shop</title><script>
      window.dataLayer = window.dataLayer || [];
      function gtag() { dataLayer.push(arguments); }
      ${script}
    </script><script src="${tag}"></script>`);
  });
  await visitor.page.goto(url);
  assert.deepEqual(visitor.errors, []);
  const run = (code) => visitor.page.addScriptTag({ content: code });
  const hits = (en) => ({
    host: 'www.google-analytics.com',
    path: '/g/collect',
    since,
    where: (entry) => !en || entry.query.get('en') === en,
  });
  const hit = async (en) => (await world.until(hits(en)))[0];
  /** Fires an event and returns its hit. */
  const event = async (name) => {
    await run(`gtag('event', '${name}')`);
    return hit(name);
  };
  const cookies = async () => (await visitor.context.cookies()).sort((a, b) => a.name.localeCompare(b.name));
  const cookieNames = async () => (await cookies()).map(({ name }) => name);
  const hosts = () => [...new Set(world.gated({ since }).map(({ host }) => host))].sort();
  return { ...visitor, since, run, hit, hits, event, cookies, cookieNames, hosts };
}

const signals = ({ query }) => `${query.get('gcs')} ${query.get('gcd')}`;
const BOTH = ['_ga', '_ga_TEST123456'];
const EXTRA_HOSTS = ['analytics.google.com', 'stats.g.doubleclick.net', 'www.google.com.tr'];

test('default denied: a cookieless page_view is sent all the same', LIMIT, async (t) => {
  const page = await open(t, DEFAULT_DENIED + CONFIG);
  const hit = await page.hit('page_view');
  assert.equal(hit.method, 'POST');
  assert.equal(hit.query.get('v'), '2');
  assert.equal(hit.query.get('tid'), ID);
  assert.equal(signals(hit), 'G100 13p3p3p3p5l1');
  await page.barrier();
  assert.deepEqual(await page.cookieNames(), []);
  assert.deepEqual(page.hosts(), ['www.google-analytics.com', 'www.googletagmanager.com']);
});

test('update granted: both cookies at once, and the client id of before consent goes on', LIMIT, async (t) => {
  const page = await open(t, DEFAULT_DENIED + CONFIG);
  const early = await page.hit('page_view');
  await page.run(GRANT);
  assert.deepEqual(await page.cookieNames(), BOTH);
  const late = await page.event('after_grant');
  assert.equal(signals(late), 'G101 13p3r3p3p5l1');
  assert.equal(late.query.get('cid'), early.query.get('cid'));
  assert.ok((await page.cookies())[0].value.endsWith(early.query.get('cid')));
});

test('update denied: both cookies stay and events go on, under a fresh client id', LIMIT, async (t) => {
  const page = await open(t, DEFAULT_DENIED + CONFIG);
  await page.run(GRANT);
  const before = await page.event('before_denial');
  await page.run(DENY);
  const after = await page.event('after_denial');
  assert.match(signals(after), /^G100 /);
  assert.notEqual(after.query.get('cid'), before.query.get('cid'));
  assert.deepEqual(await page.cookieNames(), BOTH);
});

test('denied twice: gcd says q', LIMIT, async (t) => {
  const page = await open(t, DEFAULT_DENIED + CONFIG);
  await page.run(DENY);
  assert.equal(signals(await page.event('still_denied')), 'G100 13p3q3p3p5l1');
});

test('ga-disable at run time: no hit and no cookie any more', LIMIT, async (t) => {
  const page = await open(t, DEFAULT_DENIED + GRANT + CONFIG);
  await page.hit('page_view');
  await page.run(OFF);
  await page.context.clearCookies();
  await page.run(`gtag('event', 'too_late'); ${GRANT}`);
  await page.barrier();
  assert.equal(world.requests(page.hits('too_late')).length, 0);
  assert.deepEqual(await page.cookieNames(), []);
});

test('ga-disable before load: the script is fetched and nothing else', LIMIT, async (t) => {
  const page = await open(t, OFF + CONFIG);
  await page.barrier();
  assert.deepEqual(page.hosts(), ['www.googletagmanager.com']);
  assert.deepEqual(await page.cookieNames(), []);
});

test('granted at start: both cookies, gcd says t', LIMIT, async (t) => {
  const page = await open(t, `gtag('consent', 'default', ${GRANTED_AT_START});` + CONFIG);
  assert.equal(signals(await page.hit('page_view')), 'G101 13p3t3p3p5l1');
  assert.deepEqual(await page.cookieNames(), BOTH);
});

test('no consent command: both cookies, and the advertising hosts hear of the visit', LIMIT, async (t) => {
  const page = await open(t, CONFIG);
  assert.equal(signals(await page.hit('page_view')), 'G1-- 13l3l3l3l5l1');
  for (const host of EXTRA_HOSTS) await world.until({ host, since: page.since });
  assert.equal(world.requests({ host: 'www.google.com.tr', since: page.since })[0].path, '/ads/ga-audiences');
  assert.deepEqual(await page.cookieNames(), BOTH);
});

test('a default that comes after config is too late: everything leaked already', LIMIT, async (t) => {
  const report = `fetch('https://report.test/?late=' + google_tag_data.ics.wasSetLate)`;
  const page = await open(t, CONFIG + DEFAULT_DENIED);
  for (const host of EXTRA_HOSTS) await world.until({ host, since: page.since });
  assert.deepEqual(await page.cookieNames(), BOTH);
  await page.run(report);
  const [entry] = await world.until({ host: 'report.test', since: page.since });
  assert.equal(entry.query.get('late'), 'true');
});

test('ics: in time is not late, and the entries are the four core types', LIMIT, async (t) => {
  const extended = DENIED.replace('}', `, functionality_storage: 'denied', security_storage: 'granted'}`);
  const page = await open(t, `gtag('consent', 'default', ${extended});` + CONFIG);
  await page.run(`fetch('https://report.test/?late=' + google_tag_data.ics.wasSetLate
    + '&types=' + Object.keys(google_tag_data.ics.entries).sort()
    + '&tag=' + typeof google_tag_manager['${ID}'])`);
  const [entry] = await world.until({ host: 'report.test', since: page.since });
  assert.equal(entry.query.get('late'), 'false');
  assert.equal(entry.query.get('types'), 'ad_personalization,ad_storage,ad_user_data,analytics_storage');
  assert.equal(entry.query.get('tag'), 'object');
});

test('wait_for_update holds the page_view until the update releases it', LIMIT, async (t) => {
  const patient = DENIED.replace('}', ', wait_for_update: 60000}');
  const page = await open(t, `gtag('consent', 'default', ${patient});` + CONFIG);
  await page.barrier();
  assert.equal(world.requests(page.hits()).length, 0);
  await page.run(GRANT);
  assert.match(signals(await page.hit('page_view')), /^G101 /);
});

test('wait_for_update lets the page_view go when its time is up', LIMIT, async (t) => {
  const patient = DENIED.replace('}', ', wait_for_update: 50}');
  const page = await open(t, `gtag('consent', 'default', ${patient});` + CONFIG);
  assert.match(signals(await page.hit('page_view')), /^G100 /);
});

test('of several defaults the one for the most specific region wins', LIMIT, async (t) => {
  const page = await open(
    t,
    `gtag('consent', 'default', {analytics_storage: 'granted', region: ['TR']});` +
      `gtag('consent', 'default', {analytics_storage: 'granted', region: ['AT']});` +
      DEFAULT_DENIED +
      CONFIG,
  );
  assert.match(signals(await page.hit('page_view')), /^G101 /);
});

test('an array pushed instead of arguments is not a command', LIMIT, async (t) => {
  const page = await open(
    t,
    DEFAULT_DENIED + CONFIG + `dataLayer.push(['consent', 'update', {analytics_storage: 'granted'}]);`,
  );
  assert.match(signals(await page.event('after_array')), /^G100 /);
});

test('ads_data_redaction takes click ids out of the address while ads are denied', LIMIT, async (t) => {
  const url = 'https://www.shop.test/?gclid=secret&colour=red';
  const kept = await open(t, DEFAULT_DENIED + CONFIG, { url });
  assert.equal((await kept.hit('page_view')).query.get('dl'), url);
  const redacted = await open(t, DEFAULT_DENIED + `gtag('set', 'ads_data_redaction', true);` + CONFIG, { url });
  assert.equal((await redacted.hit('page_view')).query.get('dl'), 'https://www.shop.test/?colour=red');
});

test('cookies have the widest domain, path /, 400 days, and neither Secure nor SameSite', LIMIT, async (t) => {
  const page = await open(t, CONFIG);
  const [ga, container] = await page.cookies();
  for (const cookie of [ga, container]) {
    assert.equal(cookie.domain, '.shop.test');
    assert.equal(cookie.path, '/');
    assert.equal(cookie.secure, false);
    assert.equal(cookie.httpOnly, false);
    // Playwright reports an absent SameSite as the default that Chromium applies.
    assert.equal(cookie.sameSite, 'Lax');
    assert.ok(Math.abs(cookie.expires - Date.now() / 1000 - 400 * 86400) < 60);
  }
  assert.match(ga.value, /^GA1\.1\.\d+\.\d+$/);
  assert.match(container.value, /^GS2\.1\.s\d+\$o1\$g1\$t\d+\$j60\$l0\$h0$/);
});

test('on localhost the cookies belong to the host alone', LIMIT, async (t) => {
  const page = await open(t, CONFIG, { url: 'https://localhost/' });
  assert.deepEqual(
    (await page.cookies()).map(({ domain }) => domain),
    ['localhost', 'localhost'],
  );
});

test('below a public suffix the cookies get the widest domain that the browser accepts', LIMIT, async (t) => {
  const page = await open(t, CONFIG, { url: 'https://www.shop.co.uk/' });
  assert.deepEqual(
    (await page.cookies()).map(({ domain }) => domain),
    ['.shop.co.uk', '.shop.co.uk'],
  );
});

test('cookie_prefix renames both cookies', LIMIT, async (t) => {
  const page = await open(t, `gtag('config', '${ID}', {cookie_prefix: 'my'});`);
  assert.deepEqual(await page.cookieNames(), ['my_ga', 'my_ga_TEST123456']);
});

test('deleting host-only leaves the cookies, deleting with the domain removes them', LIMIT, async (t) => {
  const page = await open(t, CONFIG);
  const expire = (domain) => BOTH.map((name) => `document.cookie = '${name}=; Max-Age=0; Path=/${domain}';`).join('');
  await page.run(expire(''));
  assert.deepEqual(await page.cookieNames(), BOTH);
  await page.run(expire('; Domain=.shop.test'));
  assert.deepEqual(await page.cookieNames(), []);
});

test('deleted cookies come back with the next event', LIMIT, async (t) => {
  const page = await open(t, CONFIG);
  await page.context.clearCookies();
  await page.event('again');
  assert.deepEqual(await page.cookieNames(), BOTH);
});

test('cookies are kept over a reload, and so is the client', LIMIT, async (t) => {
  const page = await open(t, CONFIG);
  const first = await page.hit('page_view');
  await page.page.reload();
  const [, second] = await world.until(page.hits('page_view'), { count: 2 });
  assert.equal(second.query.get('cid'), first.query.get('cid'));
});

test('on a stand-in host, over plain http, the hits go back to where the script came from', LIMIT, async (t) => {
  const source = await readScript('gtag.js');
  world.serve(
    '127.0.0.1',
    (request, response) => void response.setHeader('content-type', 'text/javascript').end(source),
  );
  const page = await open(t, CONFIG, { url: 'http://localhost/', tag: `http://127.0.0.1/gtag/js?id=${ID}` });
  const [hit] = await world.until({ host: '127.0.0.1', path: '/g/collect', since: page.since });
  assert.equal(hit.query.get('tid'), ID);
  await page.barrier();
  assert.equal(world.requests({ since: page.since, host: /google|doubleclick/ }).length, 0);
});
