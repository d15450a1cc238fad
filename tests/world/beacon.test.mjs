// The fake Cloudflare beacon does what the real one was measured to do: facts/vendors.md 3.1.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openChromium } from './browser.mjs';
import { openWorld } from './index.mjs';
import { readScript } from './vendors/script.mjs';

const SOURCE = 'https://static.cloudflareinsights.com/beacon.min.js';
const MANUAL = { host: 'cloudflareinsights.com', path: '/cdn-cgi/rum', method: 'POST' };
const OWN = { host: 'www.shop.test', path: '/cdn-cgi/rum', method: 'POST' };
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

const tag = (config, source = SOURCE) =>
  `<script defer src="${source}" data-cf-beacon='${JSON.stringify(config)}'></script>`;

/** Opens a page with `markup`. */
async function open(t, markup, url = 'https://www.shop.test/') {
  const visitor = await chromium.visitor();
  t.after(() => visitor.close());
  const since = world.mark();
  world.serve(new URL(url).hostname, (request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><title>shop</title>${markup}`);
  });
  await visitor.page.goto(url);
  assert.deepEqual(visitor.errors, []);
  const reports = () => world.requests({ path: '/cdn-cgi/rum', since });
  const until = (filter, count) => world.until({ ...filter, since }, { count });
  return { ...visitor, since, reports, until };
}

test('put in by hand: the load is reported as JSON across origins, after a preflight', LIMIT, async (t) => {
  const visit = await open(t, tag({ token: 'abc' }));
  const [report] = await visit.until(MANUAL);
  const body = JSON.parse(report.body);
  assert.equal(body.siteToken, 'abc');
  assert.equal(body.location, 'https://www.shop.test/');
  assert.equal(world.requests({ ...MANUAL, method: 'OPTIONS', since: visit.since }).length, 1);
});

test('put in by the edge: a config with a version is reported to the own origin', LIMIT, async (t) => {
  const edge = tag(
    { token: 'abc', version: '2024.6.1', rayId: 'r' },
    `${SOURCE}/v84a3a4012de94ce1a686ba8c167c359c1696973893317`,
  );
  const visit = await open(t, edge);
  await visit.until(OWN);
  await visit.barrier();
  assert.equal(world.requests({ ...MANUAL, since: visit.since }).length, 0);
});

test('with the token in the address, no attribute is needed', LIMIT, async (t) => {
  const visit = await open(t, `<script src="${SOURCE}?token=xyz&spa=false"></script>`);
  const [report] = await visit.until(MANUAL);
  assert.equal(JSON.parse(report.body).siteToken, 'xyz');
});

test('as a module it finds its config by the attribute', LIMIT, async (t) => {
  const visit = await open(t, tag({ token: 'abc' }).replace('defer', 'type="module"'));
  await visit.until(MANUAL);
});

test('re-inserted with the attribute on the new node, after the page has loaded, it reports', LIMIT, async (t) => {
  const visit = await open(t, '');
  await visit.page.evaluate((source) => {
    const script = document.createElement('script');
    script.src = source;
    script.dataset.cfBeacon = '{"token":"late"}';
    document.head.append(script);
  }, SOURCE);
  const [report] = await visit.until(MANUAL);
  assert.equal(JSON.parse(report.body).siteToken, 'late');
});

test('re-inserted without the attribute it reports nothing', LIMIT, async (t) => {
  const visit = await open(t, `<script src="${SOURCE}"></script>`);
  await visit.barrier();
  assert.deepEqual(visit.reports(), []);
});

test('a route change is reported, by pushState and by the back button', LIMIT, async (t) => {
  const visit = await open(t, tag({ token: 'abc' }));
  await visit.until(MANUAL);
  await visit.page.evaluate(() => history.pushState({}, '', '/cart'));
  const [, push] = await visit.until(MANUAL, 2);
  assert.equal(JSON.parse(push.body).location, 'https://www.shop.test/cart');
  await visit.page.evaluate(() => history.back());
  const [, , back] = await visit.until(MANUAL, 3);
  assert.equal(JSON.parse(back.body).location, 'https://www.shop.test/');
});

test('with spa false a route change is not reported', LIMIT, async (t) => {
  const visit = await open(t, tag({ token: 'abc', spa: false }));
  await visit.until(MANUAL);
  await visit.page.evaluate(() => history.pushState({}, '', '/cart'));
  await visit.barrier();
  assert.equal(visit.reports().length, 1);
});

test('leaving the page is reported', LIMIT, async (t) => {
  const visit = await open(t, tag({ token: 'abc' }));
  await visit.until(MANUAL);
  await visit.page.goto('https://shop.test/bare.html');
  const [, leaving] = await visit.until(MANUAL, 2);
  assert.equal(JSON.parse(leaving.body).eventType, 3);
});

test('no cookie is set and no storage is written', LIMIT, async (t) => {
  const visit = await open(t, tag({ token: 'abc' }));
  await visit.until(MANUAL);
  const state = await visit.context.storageState({ indexedDB: true });
  assert.deepEqual(state, { cookies: [], origins: [] });
});

test('the off switch: the script is fetched and reports nothing', LIMIT, async (t) => {
  const visit = await open(t, `<script>window.__cfBeacon = {load: 'single'}</script>${tag({ token: 'abc' })}`);
  await visit.page.evaluate(() => history.pushState({}, '', '/cart'));
  await visit.barrier();
  assert.equal(world.requests({ host: 'static.cloudflareinsights.com', since: visit.since }).length, 1);
  assert.deepEqual(visit.reports(), []);
});

test('on a stand-in host, over plain http, the reports go back to where the script came from', LIMIT, async (t) => {
  const source = await readScript('beacon.js');
  world.serve('127.0.0.1', (request, response, { path }) => {
    response.setHeader('access-control-allow-origin', '*').setHeader('access-control-allow-headers', '*');
    response.setHeader('content-type', 'text/javascript').end(path === '/beacon.min.js' ? source : '');
  });
  const visit = await open(t, tag({ token: 'abc' }, 'http://127.0.0.1/beacon.min.js'), 'http://localhost/');
  await visit.until({ host: '127.0.0.1', path: '/cdn-cgi/rum', method: 'POST' });
  assert.equal(world.requests({ host: /cloudflare/, since: visit.since }).length, 0);
});
