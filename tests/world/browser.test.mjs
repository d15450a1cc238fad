// Chromium in the world: all it does shows, nothing it does for itself counts, and the barrier holds.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openChromium, serveChromium } from './browser.mjs';
import { openWorld } from './index.mjs';

const BARE = 'https://www.shop.test/bare.html';
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

test('a missing browser is one line that says what to install', async (t) => {
  const kept = process.env.CHROMIUM;
  t.after(() => (kept === undefined ? delete process.env.CHROMIUM : (process.env.CHROMIUM = kept)));
  process.env.CHROMIUM = '/nowhere/chromium';
  await assert.rejects(
    openChromium(world),
    /^Error: no Chromium at \/nowhere\/chromium: .*apt-get install chromium.*$/,
  );
});

test('what Playwright turns off in Chromium is off, though we turn off more', LIMIT, async (t) => {
  const server = await serveChromium();
  t.after(() => server.close());
  const [theirs, ours] = server
    .process()
    .spawnargs.flatMap((one) => one.match(/^--disable-features=(.*)/)?.[1] ?? [])
    .map((names) => names.split(','));
  assert.deepEqual(
    theirs.filter((name) => !ours.includes(name)),
    [],
    'tests/world/browser.mjs lists them',
  );
});

test('a page that loads nothing makes one request, and connects to one host', LIMIT, async (t) => {
  const visitor = await chromium.visitor();
  t.after(() => visitor.close());
  const since = world.mark();
  await visitor.page.goto(BARE);
  assert.deepEqual(
    world.requests({ since }).map(({ url }) => url),
    [BARE],
  );
  assert.deepEqual([...new Set(world.connections({ since }).map(({ host }) => host))], ['www.shop.test']);
});

test('a preconnect shows as a CONNECT without a request', LIMIT, async (t) => {
  const visitor = await chromium.visitorWithProfile();
  t.after(() => visitor.close());
  const since = world.mark();
  await visitor.page.goto(BARE);
  await visitor.page.evaluate(() => {
    const link = document.createElement('link');
    link.rel = 'preconnect';
    link.href = 'https://warm.example';
    document.head.append(link);
  });
  await visitor.barrier();
  assert.equal(world.connections({ host: 'warm.example', since }).length, 1);
  assert.equal(world.requests({ host: 'warm.example', since }).length, 0);
});

test('the barrier comes after whatever was sent before it, by every road and to new hosts', LIMIT, async (t) => {
  const visitor = await chromium.visitor();
  t.after(() => visitor.close());
  const since = world.mark();
  await visitor.page.goto(BARE);
  await visitor.page.evaluate(() => {
    navigator.sendBeacon('https://beacon.example/');
    fetch('https://keepalive.example/', { method: 'POST', mode: 'no-cors', keepalive: true });
    fetch('https://fetch.example/');
    new Image().src = 'https://image.example/';
    document.head.append(Object.assign(document.createElement('script'), { src: 'https://script.example/' }));
    document.body.append(Object.assign(document.createElement('iframe'), { src: 'https://frame.example/' }));
  });
  await visitor.barrier();
  assert.deepEqual(
    world
      .requests({ host: /\.example$/, since })
      .map(({ host }) => host.split('.')[0])
      .sort(),
    ['beacon', 'fetch', 'frame', 'image', 'keepalive', 'script'],
  );
});

test('the barrier works where the page itself may send nothing', LIMIT, async (t) => {
  world.serve('www.shop.test', '/strict', (request, response) => {
    response
      .writeHead(200, { 'content-type': 'text/html', 'content-security-policy': "connect-src 'none'" })
      .end('<p>strict');
  });
  const visitor = await chromium.visitor();
  t.after(() => visitor.close());
  await visitor.page.goto('https://www.shop.test/strict');
  await visitor.barrier();
});

test('errors of the page and of its console are collected, and visitors share nothing', LIMIT, async (t) => {
  const [first, second] = [await chromium.visitor(), await chromium.visitor()];
  t.after(() => Promise.all([first.close(), second.close()]));
  for (const { page } of [first, second]) await page.goto(BARE);
  await first.page.addScriptTag({
    content: `document.cookie = 'a=1'; console.error('said'); setTimeout(() => { throw new Error('thrown'); })`,
  });
  await first.barrier();
  assert.deepEqual(
    first.errors.map(({ message }) => message),
    ['thrown'],
  );
  assert.deepEqual(first.consoleErrors, ['said']);
  assert.deepEqual(second.errors, []);
  assert.deepEqual(await second.context.cookies(), []);
});
