// Choices that visitors made with another product, taken over: the real packages, their own buttons, and then ours. Who
// came is read from the server's log, and what is stored from the browser.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIMIT, RECORD } from '../e2e/shop.mjs';
import { snippet } from '../gate/snippet.mjs';
import { AS_OF, PAGE, PRODUCTS, hostsOf, openMove } from './move.mjs';

const move = openMove();
const movingOf = (from, more) => [{ from, ...PRODUCTS[from].moving, ...more }];

/** Someone who answered the product's banner, and whom the product lets nothing but `granted` reach. */
async function chosen(t, from, answer, granted, settings) {
  const product = PRODUCTS[from];
  move.before(t, product, settings);
  const someone = await move.shop.visit(t, PAGE);
  await product.answers[answer](someone.page);
  const stored = (name) =>
    (document.cookie.includes(`${name}=`) && !document.cookie.includes('=wait')) || name in localStorage;
  await someone.page.waitForFunction(stored, product.stored);
  await someone.go(PAGE);
  assert.deepEqual(await move.came(someone, granted), granted, 'the product itself does so');
  return someone;
}

/** Nobody was asked: the way back stands there at once. */
async function assertNotAsked(someone) {
  await someone.control.waitFor();
  assert.equal(await someone.banner.count(), 0);
}

for (const [from, { services, markup, stored }] of Object.entries(PRODUCTS)) {
  for (const [answer, granted] of Object.entries({ accept: services, reject: [], some: services.slice(0, 1) })) {
    test(`${from}: who chose "${answer}" there is not asked again, and the same vendors come`, LIMIT, async (t) => {
      const hosts = hostsOf(granted);
      const someone = await chosen(t, from, answer, hosts);
      move.after(t, markup, services, movingOf(from));
      await someone.go(PAGE);
      await assertNotAsked(someone);
      assert.deepEqual(await move.came(someone, hosts), hosts);
      assert.match(await someone.record(), /^1\.[0-9a-z]+\.t\.e[0-9a-z]+\.g/);
      assert.deepEqual(await someone.cookies(), [RECORD], `${stored} is gone`);
      // On the next page the shim alone does it.
      await someone.go(PAGE);
      await assertNotAsked(someone);
      assert.deepEqual(await move.came(someone, hosts), hosts);
      // What is still held has a placeholder, which core draws.
      if (granted.length === services.length)
        assert.deepEqual(someone.seen({ path: /^\/portcullis\/portcullis(-page\.js|\.wasm)$/ }), []);
    });
  }

  test(`${from}: without the mapping the visitor is asked, and nobody comes: the control`, LIMIT, async (t) => {
    const someone = await chosen(t, from, 'accept', hostsOf(services));
    move.after(t, markup, services, undefined);
    await someone.go(PAGE);
    await someone.banner.waitFor();
    assert.deepEqual(await move.came(someone, []), []);
  });
}

test('klaro in localStorage is taken over as well, and goes', LIMIT, async (t) => {
  const { services, markup } = PRODUCTS.klaro;
  const hosts = hostsOf(services.slice(0, 1));
  const someone = await chosen(t, 'klaro', 'some', hosts, "storageMethod: 'localStorage',");
  move.after(t, markup, services, movingOf('klaro'));
  await someone.go(PAGE);
  await assertNotAsked(someone);
  assert.deepEqual(await move.came(someone, hosts), hosts);
  assert.deepEqual((await someone.stored()).local, ['portcullis']);
});

test('what the old choice did not know is asked, and only that waits', LIMIT, async (t) => {
  const { services, markup } = PRODUCTS.klaro;
  const fresh = { ...services[0], id: 'fresh', hosts: ['www.youtube-nocookie.com'] };
  const known = hostsOf(services);
  const someone = await chosen(t, 'klaro', 'accept', known);
  move.after(
    t,
    `${markup}<script type="text/plain" data-consent="fresh" ` +
      'data-src="https://www.youtube-nocookie.com/s.js"></script>',
    [...services, fresh],
    movingOf('klaro'),
  );
  for (let visit = 0; visit < 2; visit++) {
    await someone.go(PAGE);
    await someone.banner.waitFor();
    assert.deepEqual(await move.came(someone, known), known);
    assert.match(await someone.record(), /\.t\.e\w+\.p~film~pixel~stats~$/);
  }
  await someone.choose('accept');
  await someone.came({ host: 'www.youtube-nocookie.com' });
  assert.match(await someone.record(), /\.a\.e\w+\.g~film~fresh~pixel~stats$/);
});

test('one accepted service of a category grants nothing to the others, though the category is on', LIMIT, async (t) => {
  const { services, markup } = PRODUCTS['vanilla-cookieconsent'];
  const hosts = hostsOf(services.slice(1, 2));
  const someone = await chosen(t, 'vanilla-cookieconsent', 'oneOfACategory', hosts);
  move.after(t, markup, services, movingOf('vanilla-cookieconsent'));
  await someone.go(PAGE);
  await assertNotAsked(someone);
  assert.deepEqual(await move.came(someone, hosts), hosts);
});

test('a choice of another revision than the policy names is asked again', LIMIT, async (t) => {
  const { services, markup } = PRODUCTS['vanilla-cookieconsent'];
  const someone = await chosen(t, 'vanilla-cookieconsent', 'accept', hostsOf(services));
  move.after(t, markup, services, movingOf('vanilla-cookieconsent', { revision: 4 }));
  await someone.go(PAGE);
  await someone.banner.waitFor();
  assert.deepEqual(await move.came(someone, []), []);
  move.after(t, markup, services, movingOf('vanilla-cookieconsent', { revision: 3 }));
  await someone.go(PAGE);
  await assertNotAsked(someone);
});

test('what was taken over is set again by the site, as every choice is', LIMIT, async (t) => {
  const { services, markup } = PRODUCTS.klaro;
  const someone = await chosen(t, 'klaro', 'accept', hostsOf(services));
  move.after(t, markup, services, movingOf('klaro'), { renew: '/renew' });
  await someone.go(PAGE);
  const [{ headers }] = await someone.came({ path: '/renew', method: 'POST' });
  assert.ok(headers.cookie.includes(`${RECORD}=${await someone.record()}`), headers.cookie);
});

test('the old cookie stays where the policy keeps it, and a withdrawal stands against it', LIMIT, async (t) => {
  const { services, markup } = PRODUCTS.klaro;
  const someone = await chosen(t, 'klaro', 'accept', hostsOf(services));
  move.after(t, markup, services, movingOf('klaro', { keep: true }));
  await someone.go(PAGE);
  await assertNotAsked(someone);
  assert.deepEqual(await someone.cookies(), [RECORD, 'klaro']);
  await someone.page.evaluate(() => window.portcullis.withdraw());
  await someone.go(PAGE);
  await assertNotAsked(someone);
  assert.deepEqual(await move.came(someone, []), []);
});

test('under Global Privacy Control an old yes starts nothing that tracks', LIMIT, async (t) => {
  const { services, markup } = PRODUCTS.klaro;
  const someone = await chosen(t, 'klaro', 'accept', hostsOf(services));
  move.after(t, markup, services, movingOf('klaro'));
  await someone.context.addInitScript(() =>
    Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true }),
  );
  await someone.go(PAGE);
  await assertNotAsked(someone);
  assert.deepEqual(await move.came(someone, []), []);
  assert.deepEqual((await someone.state()).services, { film: 'locked', pixel: 'locked', stats: 'locked' });
});

for (const [what, value] of [
  ['noise', '%7Bnot json'],
  ['a text for a yes', encodeURIComponent('{"counter":"true","pixel":1}')],
]) {
  test(`${what} in the old cookie's place is nobody's choice`, LIMIT, async (t) => {
    const { services, markup } = PRODUCTS.klaro;
    move.after(t, markup, services, movingOf('klaro'));
    const someone = await move.shop.visit(t, '/p/');
    await someone.context.addCookies([{ name: 'klaro', value, domain: 'www.shop.test', path: '/' }]);
    await someone.go(PAGE);
    await someone.banner.waitFor();
    assert.deepEqual(await move.came(someone, []), []);
    assert.equal(await someone.record(), undefined);
  });
}

test('under the seal the old choice opens the next page', LIMIT, async (t) => {
  const { services, markup } = PRODUCTS.klaro;
  const hosts = hostsOf(services.slice(0, 1));
  const someone = await chosen(t, 'klaro', 'some', hosts);
  const moving = [{ from: 'klaro', names: PRODUCTS.klaro.moving.names, asOf: AS_OF }];
  const { html } = snippet(move.policyOf(services, moving), { url: move.POLICY });
  move.after(t, markup, services, moving, { head: html });
  await someone.go(PAGE);
  await assertNotAsked(someone);
  assert.deepEqual(await move.came(someone, []), []);
  await someone.go(PAGE);
  assert.deepEqual(await move.came(someone, hosts), hosts);
});
