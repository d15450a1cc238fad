// The control: a page that asks nobody is seen to leak to all three vendors. Were it not, the tests
// that see nothing leak would mean nothing. Here Sentry is the real one.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openChromium } from './browser.mjs';
import { openWorld } from './index.mjs';

const INGEST = { host: 'o1.ingest.us.sentry.io', path: '/api/1/envelope/', method: 'POST' };
const BARE = 'https://shop.test/bare.html';
const SENTRY = 'https://browser.sentry-cdn.com/11.12.0';
const LIMIT = { timeout: 20000 };
// The first run bundles Sentry.
const BUILD_LIMIT = { timeout: 60000 };

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

async function visit(t, url) {
  const visitor = await chromium.visitor();
  t.after(() => visitor.close());
  const since = world.mark();
  await visitor.page.goto(url);
  return { ...visitor, since };
}

/** An envelope is one JSON value a line; items come as a header line and a payload line. */
const lines = ({ body }) =>
  body
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
const isEvent = (entry) => entry.received && lines(entry)[1].type === 'event';
const message = (entry) => lines(entry)[2].exception.values[0].value;

test('an error thrown on the control page reaches Sentry as an event', BUILD_LIMIT, async (t) => {
  const { since, errors } = await visit(t, 'https://www.shop.test/unguarded.html');
  const [envelope] = await world.until({ ...INGEST, since, where: isEvent }, { within: 40000 });
  const [header, , event] = lines(envelope);
  assert.equal(event.exception.values[0].value, 'early error of the control page');
  assert.equal(event.request.url, 'https://www.shop.test/unguarded.html');
  assert.equal(envelope.query.get('sentry_key'), 'abc');
  assert.match(envelope.query.get('sentry_client'), /^sentry\.javascript\.browser\/11\./);
  assert.equal(header.sdk.name, 'sentry.javascript.browser');
  // Version 11 asks for the visitor's address unless told otherwise.
  assert.match(envelope.body, /"infer_ip":"auto"/);
  assert.deepEqual(
    errors.map((error) => error.message),
    ['early error of the control page'],
  );
});

test('the control page leaks to all three vendors, and to nobody else', LIMIT, async (t) => {
  const { since, context, consoleErrors, barrier } = await visit(t, 'https://www.shop.test/unguarded.html');
  await world.until({ ...INGEST, since, where: isEvent });
  await world.until({ host: 'www.google-analytics.com', since });
  await world.until({ host: 'cloudflareinsights.com', since });
  await barrier();
  const hosts = new Set(world.gated({ since }).map(({ host }) => host));
  assert.deepEqual([...hosts].sort(), [
    'analytics.google.com',
    'browser.sentry-cdn.com',
    'cloudflareinsights.com',
    'o1.ingest.us.sentry.io',
    'static.cloudflareinsights.com',
    'stats.g.doubleclick.net',
    'www.google-analytics.com',
    'www.google.com.tr',
    'www.googletagmanager.com',
  ]);
  const others = world.requests({ since, where: ({ host }) => !hosts.has(host) }).map(({ host, path }) => host + path);
  assert.deepEqual(
    others.filter((url) => !/barrier/.test(url)),
    ['www.shop.test/unguarded.html'],
  );
  assert.deepEqual((await context.cookies()).map(({ name }) => name).sort(), ['_ga', '_ga_TEST123456']);
  assert.deepEqual(consoleErrors, []);
});

test('the replay bundle has replay in it, and sets no cookie', LIMIT, async (t) => {
  const { since, page, context } = await visit(t, BARE);
  await page.addScriptTag({ url: `${SENTRY}/bundle.replay.min.js` });
  await page.addScriptTag({
    content: `Sentry.init({ dsn: 'https://abc@o2.ingest.de.sentry.io/2', replaysSessionSampleRate: 1,
      integrations: [Sentry.replayIntegration({ useCompression: false, minReplayDuration: 0 })] });
      Sentry.getReplay().flush();`,
  });
  const isReplay = ({ body }) => /"type":"replay_event"/.test(body);
  await world.until({ host: 'o2.ingest.de.sentry.io', path: '/api/2/envelope/', since, where: isReplay });
  assert.deepEqual(await context.cookies(), []);
});

// An event is pending while `beforeSend` thinks about it.
const PENDING = (dsn) => `
  const init = (options) => Sentry.init({ dsn: '${dsn}', ...options });
  init({ beforeSend: async (event) => (await new Promise((done) => setTimeout(done)), event) });
  Sentry.captureException(new Error('pending'));`;

test('close() sends what is pending, and nothing after it', LIMIT, async (t) => {
  const { since, page, barrier } = await visit(t, BARE);
  await page.addScriptTag({ url: `${SENTRY}/bundle.min.js` });
  await page.addScriptTag({
    content: PENDING('https://abc@o3.ingest.sentry.io/3') + 'window.closing = Sentry.close(5000);',
  });
  await page.evaluate(() => window.closing);
  await page.addScriptTag({ content: `Sentry.captureException(new Error('after close'))` });
  await barrier();
  const sent = world.requests({ host: 'o3.ingest.sentry.io', since, where: isEvent });
  assert.deepEqual(sent.map(message), ['pending']);
});

test('disabled before close() it sends nothing, not even what is pending, until init wakes it', LIMIT, async (t) => {
  const { since, page, barrier } = await visit(t, BARE);
  await page.addScriptTag({ url: `${SENTRY}/bundle.min.js` });
  await page.addScriptTag({
    content: `${PENDING('https://abc@o4.ingest.sentry.io/4')}
      Sentry.getClient().getOptions().enabled = false;
      Sentry.captureException(new Error('withdrawn'));
      window.closing = Sentry.close(0);`,
  });
  await page.evaluate(() => window.closing);
  await barrier();
  await page.addScriptTag({ content: `init(); Sentry.captureException(new Error('granted again'))` });
  const sent = await world.until({ host: 'o4.ingest.sentry.io', since, where: isEvent });
  assert.deepEqual(sent.map(message), ['granted again']);
});

test('Turnstile is there, and is not gated', LIMIT, async (t) => {
  const { since, page } = await visit(t, BARE);
  await page.addScriptTag({ url: 'https://challenges.cloudflare.com/turnstile/v0/api.js' });
  await page.addScriptTag({
    content: `turnstile.render('#x', {callback: (token) => fetch('https://report.test/?' + token)})`,
  });
  const [report] = await world.until({ host: 'report.test', since });
  assert.ok(report.query.has('fake-token'));
  assert.deepEqual(world.gated({ since }), []);
});
