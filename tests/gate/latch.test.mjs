// Attacks on the latch and on what the shim makes of it. What gets at the snippet's text is in survive.test.mjs.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GOOGLE, LIMIT, eventually, heldBack, json, missing, openShop } from '../e2e/shop.mjs';
import { ENGINES } from './engines/index.mjs';
import { POLICY, SERVICES, SNIPPET, page } from './survive/page.mjs';
import { openVisitor } from './survive/visit.mjs';

const HERE = '/p/latch.html';
const VENDOR = 'https://www.google-analytics.com';
const shop = openShop();

/** Someone who has granted everything on a page with that in its head, and opened it again. */
async function visitOpened(t, { added = '', next = added, before = () => {} } = {}) {
  const show = (text) =>
    shop.replace(t, HERE, (request, response) =>
      response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
        .end(
          `<!doctype html><html lang="en"><head><meta charset="utf-8">${SNIPPET}${text}<title>Latch</title>` +
            '</head><body><p>Shoes</p></body></html>',
        ),
    );
  show(added);
  shop.replace(t, '/privacy/policy.json', json(POLICY));
  const someone = await shop.visit(t, HERE);
  await someone.banner.waitFor();
  await someone.page.evaluate((services) => window.portcullis.grant(services), SERVICES);
  await someone.control.waitFor();
  show(next);
  before();
  await someone.go(HERE, { waitUntil: 'domcontentloaded' });
  return someone;
}

const ask = (someone, path) =>
  someone.page.evaluate(
    (to) =>
      fetch(to, { mode: 'no-cors' }).then(
        () => 'sent',
        () => 'refused',
      ),
    VENDOR + path,
  );

test('a page that was opened sends what is granted: the control', LIMIT, async (t) => {
  const someone = await visitOpened(t);
  assert.equal(await ask(someone, '/control'), 'sent');
  await someone.came({ path: '/control' });
});

test(
  'a refusal elsewhere between latch and shim shuts the page at once, before the core has come',
  LIMIT,
  async (t) => {
    const slow = heldBack(missing);
    const refusal = `<script>document.cookie = '__Host-consent=; Path=/; Secure; Max-Age=0'</script>`;
    const someone = await visitOpened(t, {
      next: refusal,
      before: () => shop.replace(t, '/portcullis/portcullis-core.js', slow.answer),
    });
    t.after(slow.release);
    assert.equal(await ask(someone, '/between'), 'refused');
    await someone.barrier();
    assert.deepEqual(someone.seen({ path: '/between' }), []);
  },
);

test('a page whose scripts change its language is opened for what was granted there', LIMIT, async (t) => {
  const someone = await visitOpened(t, { added: `<script>document.documentElement.lang = 'tr'</script>` });
  await someone.came(GOOGLE.script);
});

const RETURNS = {
  shown: [
    "addEventListener('pageshow', (event) => event.persisted && SEND)",
    "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))",
  ],
  visible: [
    "document.addEventListener('visibilitychange', () => SEND)",
    "document.dispatchEvent(new Event('visibilitychange'))",
  ],
};
for (const [how, [listener, event]] of Object.entries(RETURNS)) {
  test(`a page that is ${how} again after a refusal is shut before its own listeners hear of it`, LIMIT, async (t) => {
    const send = `fetch('${VENDOR}/back', { mode: 'no-cors' }).catch(() => {})`;
    const someone = await visitOpened(t, { added: `<script>${listener.replace('SEND', send)}</script>` });
    await someone.page.evaluate(event);
    await someone.came({ path: '/back' });
    await someone.context.clearCookies();
    const since = shop.world.mark();
    await someone.page.evaluate(event);
    await someone.banner.waitFor();
    await someone.barrier();
    assert.deepEqual(
      someone.seen({ path: '/back', since }).map(({ url }) => url),
      [],
    );
  });
}

for (const [engine, { name }] of Object.entries(ENGINES)) {
  test(`${name}: a withdrawal shuts the blank frames that the page has made as well`, { timeout: 60000 }, async (t) => {
    const visitor = await openVisitor(engine, 'granted');
    t.after(() => visitor.close());
    await visitor.visit({
      serve: (visit, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(page(visit)),
    });
    const made = (n, of) =>
      `Promise.resolve(${of}.document.body.append(${of}.document.createElement('iframe'))).then(() => ${n})`;
    await visitor.browser.evaluate(made(1, 'window'));
    await visitor.browser.evaluate(made(2, 'frames[0]'));
    const ask = (from, path) =>
      visitor.browser.evaluate(
        `${from}.fetch('${VENDOR}${path}', { mode: 'no-cors' }).then(() => 'sent', () => 'refused')`,
      );
    for (const from of ['frames[0]', 'frames[0].frames[0]']) assert.equal(await ask(from, '/before'), 'sent', from);
    await visitor.browser.evaluate(`window.portcullis.withdraw().then(() => 0)`);
    await eventually(async () => assert.equal(await ask('window', '/after'), 'refused'));
    for (const from of ['frames[0]', 'frames[0].frames[0]'])
      assert.equal(await ask(from, '/after-frame'), 'refused', from);
    assert.deepEqual(visitor.world.requests({ path: '/after-frame' }), []);
  });
}
