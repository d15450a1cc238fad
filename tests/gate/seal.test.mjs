// The seal, as a visitor meets it, in Chromium. What each road does in each engine is in docs/gate.md.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { CLOUDFLARE, GOOGLE, LIMIT, VENDORS, assertNothingGated, eventually, openShop } from '../e2e/shop.mjs';
import { snippet } from './snippet.mjs';

const SEALED = '/p/sealed.html';
const POLICY = JSON.parse(readFileSync(new URL('../world/pages/privacy/policy.json', import.meta.url), 'utf8'));
const shoes = readFileSync(new URL('../world/pages/p/shoes.html', import.meta.url), 'utf8');
const TAG = /<script src="\/portcullis\/portcullis\.js".*?<\/script>/;

const shop = openShop();
const { html, hash } = snippet(POLICY);

const page = (head = html, body = '') => shoes.replace(TAG, () => head).replace('</body>', `${body}</body>`);
const sealed =
  (text = page(), headers = {}) =>
  (request, response) =>
    response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'max-age=60', ...headers })
      .end(text);

/** Someone at the sealed page. */
async function visit(t, { text, headers, policy = POLICY, ...options } = {}) {
  shop.replace(t, SEALED, sealed(text, headers));
  shop.replace(t, '/privacy/policy.json', (request, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(policy)),
  );
  return shop.visit(t, SEALED, options);
}

/** A request that the page's own code makes, whatever anyone chose. */
const ask = (someone, url) =>
  someone.page.evaluate(
    (to) =>
      fetch(to, { mode: 'no-cors' }).then(
        () => 'sent',
        () => 'refused',
      ),
    url,
  );

/** Every vendor's script has come. */
const allCame = (someone) => Promise.all(VENDORS.map(({ script }) => someone.came(script)));

test('a page without the seal sends what its own code sends: the control', LIMIT, async (t) => {
  const someone = await visit(t, { text: page('<title>no gate</title>') });
  assert.equal(await ask(someone, 'https://cdn.player.test/control'), 'sent');
  await someone.came({ host: 'cdn.player.test', path: '/control' });
});

test('before a choice the browser refuses even what is not marked', LIMIT, async (t) => {
  const someone = await visit(t, {
    text: page(html, '<img src="https://www.google-analytics.com/g/collect?v=2" alt="">'),
  });
  await someone.banner.waitFor();
  assert.equal(await ask(someone, 'https://cdn.player.test/early'), 'refused');
  await assertNothingGated(someone);
  assert.deepEqual(someone.seen({ host: 'cdn.player.test' }), []);
});

test('a grant takes effect with the next page, and the visitor is told so', LIMIT, async (t) => {
  const someone = await visit(t);
  await someone.choose('accept');
  assert.match(await someone.control.textContent(), /next page/);
  await assertNothingGated(someone);
  await someone.go(SEALED);
  await allCame(someone);
  assert.doesNotMatch(await someone.control.textContent(), /next page/);
  assert.equal(await ask(someone, 'https://cdn.player.test/undeclared'), 'refused');
  assert.deepEqual(someone.seen({ host: 'cdn.player.test' }), []);
});

test('one service that is granted brings its own hosts and no others', LIMIT, async (t) => {
  const someone = await visit(t);
  await someone.page.evaluate(() => window.portcullis.grant(['cloudflare-web-analytics']));
  await someone.go(SEALED);
  await someone.came(CLOUDFLARE.script);
  // The others are still to be asked about.
  await someone.banner.waitFor();
  assert.equal(await ask(someone, 'https://www.google-analytics.com/g/collect'), 'refused');
  await someone.barrier();
  assert.deepEqual(
    someone.gated().filter((url) => !url.includes('cloudflareinsights.com')),
    [],
  );
});

test('after a refusal nothing is lifted', LIMIT, async (t) => {
  const someone = await visit(t);
  await someone.choose('reject');
  assert.doesNotMatch(await someone.control.textContent(), /next page/);
  await someone.go(SEALED);
  await someone.control.waitFor();
  assert.equal(await ask(someone, 'https://www.google-analytics.com/g/collect'), 'refused');
  await assertNothingGated(someone);
});

/** Someone at a page that was opened for everything. */
async function visitOpened(t, options) {
  const someone = await visit(t, options);
  await someone.choose('accept');
  await someone.go(SEALED);
  await allCame(someone);
  await eventually(async () => assert.equal(await ask(someone, 'https://www.google-analytics.com/probe'), 'sent'));
  return someone;
}

test('a withdrawal tightens the page that is open', LIMIT, async (t) => {
  const someone = await visitOpened(t);
  await someone.page.evaluate(() => window.portcullis.withdraw());
  assert.equal(await ask(someone, 'https://www.google-analytics.com/after'), 'refused');
  await someone.page.evaluate(() => history.pushState({}, '', '/p/other.html'));
  await someone.barrier();
  assert.deepEqual(someone.seen({ path: '/after' }), []);
});

test('a withdrawal tightens a page with elements named head and createElement', LIMIT, async (t) => {
  const someone = await visitOpened(t);
  await someone.page.evaluate(() =>
    document.body.insertAdjacentHTML('beforeend', '<img name="head" alt=""><img name="createElement" alt="">'),
  );
  assert.equal(await someone.page.evaluate(() => document.head.localName), 'img');
  await someone.page.evaluate(() => window.portcullis.withdraw());
  assert.equal(await ask(someone, 'https://www.google-analytics.com/after'), 'refused');
});

test('a withdrawal in one tab tightens the others', LIMIT, async (t) => {
  const someone = await visitOpened(t);
  const other = await someone.tab(SEALED);
  await other.page.evaluate(() => window.portcullis.withdraw());
  await someone.until('google-analytics', 'denied');
  assert.equal(await ask(someone, 'https://www.google-analytics.com/after'), 'refused');
});

test('a record that is deleted tightens a page that comes back from the cache', LIMIT, async (t) => {
  const someone = await visitOpened(t);
  await someone.context.clearCookies();
  await someone.page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  await someone.banner.waitFor();
  assert.equal(await ask(someone, 'https://www.google-analytics.com/after'), 'refused');
});

test('what is granted again on a page that was tightened waits for the next', LIMIT, async (t) => {
  const someone = await visitOpened(t);
  await someone.page.evaluate(() => window.portcullis.withdraw());
  await someone.page.evaluate(() => window.portcullis.grant(['google-analytics']));
  assert.match(await someone.control.textContent(), /next page/);
  assert.equal(await ask(someone, 'https://www.google-analytics.com/after'), 'refused');
});

test("a host's own policy allows the latch by the hash that the command prints", LIMIT, async (t) => {
  assert.ok(hash);
  const own = `default-src *; script-src 'self' https: ${hash}`;
  const someone = await visit(t, { headers: { 'content-security-policy': own } });
  await someone.choose('accept');
  await someone.go(SEALED);
  await Promise.all([GOOGLE, CLOUDFLARE].map(({ script }) => someone.came(script)));
});

test("a host's own policy that does not allow the latch leaves the gate down", LIMIT, async (t) => {
  const someone = await visit(t, { headers: { 'content-security-policy': "default-src *; script-src 'self' https:" } });
  await someone.choose('accept');
  await someone.go(SEALED);
  await someone.control.waitFor();
  await assertNothingGated(someone);
});

test('a page whose static policy is missing says what to do, and shuts what is left to shut', LIMIT, async (t) => {
  const someone = await visit(t, { text: page(html.replace(/<meta.*/, '')) });
  await someone.banner.waitFor();
  assert.match(someone.consoleErrors.join(), /portcullis snippet/);
  assert.equal(await ask(someone, 'https://cdn.player.test/left'), 'refused');
});

test('a page that is XML, which a latch cannot lift, does not take itself for opened', LIMIT, async (t) => {
  const text =
    `<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head>${html}<title>XML</title></head>` +
    '<body><p>Shoes</p></body></html>';
  const someone = await visit(t, { text, headers: { 'content-type': 'application/xhtml+xml' } });
  await someone.choose('accept');
  await someone.go(SEALED);
  await someone.control.waitFor();
  assert.match(await someone.control.textContent(), /next page/);
  await assertNothingGated(someone);
});

// By http: Chromium keeps nothing in its cache that came with a certificate like ours, and whether a page came
// by GET is asked of the cache.
const ASKED = { ...POLICY, onGrant: 'reload' };
const { html: reloading } = snippet(ASKED);
const RELOADING = { policy: ASKED, text: page(reloading), origin: 'http://www.shop.test' };

test('where the policy asks for it a grant loads the page again, once', LIMIT, async (t) => {
  const someone = await visit(t, RELOADING);
  await someone.answer('accept');
  await allCame(someone);
  await someone.control.waitFor();
  assert.equal(someone.seen({ path: SEALED }).length, 2);
});

test('what a visitor has typed is not lost by that', LIMIT, async (t) => {
  const someone = await visit(t, { ...RELOADING, text: page(reloading, '<input id="typed">') });
  await someone.page.fill('#typed', 'a long letter');
  await someone.choose('accept');
  await someone.barrier();
  assert.equal(await someone.page.inputValue('#typed'), 'a long letter');
  assert.equal(someone.seen({ path: SEALED }).length, 1);
  await assertNothingGated(someone);
});

test("and a form's result is not posted twice", LIMIT, async (t) => {
  const text = page(reloading, `<form method="post" action="${SEALED}?order"><button id="order">Order</button></form>`);
  const someone = await visit(t, { ...RELOADING, text });
  await Promise.all([
    someone.page.waitForNavigation(),
    someone.page.evaluate(() => document.querySelector('#order').click()),
  ]);
  await someone.choose('accept');
  await someone.barrier();
  assert.equal(someone.seen({ path: SEALED, method: 'POST' }).length, 1);
  assert.equal(someone.seen({ path: SEALED }).length, 2);
});
