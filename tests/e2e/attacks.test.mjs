// What an attack on the record, the pass and the shim got through, each as a test.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GOOGLE, LIMIT, SHOES, allReported, assertNothingGated, eventually, missing, openShop } from './shop.mjs';

const shop = openShop();
const SETTINGS = '/p/settings.html';

/** Everything accepted, and the page loaded again. */
async function accepted(t, path) {
  const visitor = await shop.visit(t, path);
  await visitor.choose('accept');
  await allReported(visitor);
  return visitor;
}

/** The call's end, whichever it is: what is asked here is what it leads to. */
const withdraw = ({ page }) => page.evaluate(() => window.portcullis.withdraw().catch(() => {}));

/** The next page; left twice, because a running Cloudflare beacon reports as its page is left. */
async function next(visitor, path) {
  await visitor.go('/bare.html');
  await visitor.barrier();
  await visitor.go(path);
}

test('where the core is missing, a withdrawal stops what runs, and the next page starts nothing', LIMIT, async (t) => {
  const visitor = await accepted(t, SHOES);
  shop.replace(t, '/portcullis/portcullis-core.js', missing);
  await visitor.go(SHOES);
  await visitor.came(GOOGLE.report);
  await withdraw(visitor);
  await visitor.barrier();
  const since = shop.world.mark();
  await visitor.page.evaluate(() =>
    (function () {
      dataLayer.push(arguments);
    })('event', 'late'),
  );
  await visitor.barrier();
  assert.deepEqual(visitor.seen({ ...GOOGLE.report, since }), []);
  await next(visitor, SHOES);
  await assertNothingGated(visitor);
});

test('where the policy is missing, a withdrawal is not lost', LIMIT, async (t) => {
  const visitor = await accepted(t, SHOES);
  shop.replace(t, '/privacy/policy.json', missing);
  await visitor.go(SHOES);
  await withdraw(visitor);
  assert.equal(await visitor.record(), undefined);
  shop.replaced.delete('/privacy/policy.json');
  await next(visitor, SHOES);
  await visitor.banner.waitFor();
  await assertNothingGated(visitor);
});

test('an image named cookie does not swallow a withdrawal', LIMIT, async (t) => {
  const visitor = await accepted(t, SETTINGS);
  await visitor.go('/p/clobbered.html');
  await visitor.control.waitFor();
  await withdraw(visitor);
  assert.match(await visitor.record(), /^1\.[0-9a-z]+\.w\.e\w+\.g$/);
  await next(visitor, SETTINGS);
  await assertNothingGated(visitor);
});

test('a withdrawal right behind an accept leaves nothing started', LIMIT, async (t) => {
  const visitor = await shop.visit(t, SETTINGS);
  await visitor.banner.waitFor();
  await visitor.page.evaluate(async () => {
    document.querySelector('[data-action=accept]').click();
    await window.portcullis.withdraw();
  });
  await assertNothingGated(visitor);
});

test('what a minor accepts grants no tracking where the page says nothing of age', LIMIT, async (t) => {
  const visitor = await shop.visit(t, '/p/young.html');
  await visitor.choose('accept');
  assert.doesNotMatch(await visitor.record(), /google|sentry|cloudflare/);
});

test('two tabs with different tags settle', LIMIT, async (t) => {
  const visitor = await shop.visit(t, SETTINGS);
  const other = await visitor.tab('/p/both.html');
  for (const { page } of [visitor, other]) {
    await page.evaluate(() => {
      window.changes = 0;
      window.portcullis.on('change', () => window.changes++);
    });
  }
  await visitor.page.bringToFront();
  await visitor.choose('accept');
  await other.until('google-analytics', 'granted');
  // What goes from tab to tab takes a task in each: meanwhile, each goes to the server and back many times.
  const late = ({ page }) =>
    page.evaluate(async () => {
      for (let left = 100; left; left--) await fetch('/barrier?settles');
    });
  await Promise.all([visitor, other].map(late));
  for (const { page } of [visitor, other]) assert.ok((await page.evaluate(() => window.changes)) < 8);
});

test('a refusal erases databases that the policy declares, and no others', LIMIT, async (t) => {
  // Where the module is, the first of them would not be made.
  const visitor = await shop.visit(t, '/bare.html');
  await visitor.page.evaluate(async () => {
    for (const name of ['sentry-offline', 'basket']) {
      await new Promise((done) => {
        indexedDB.open(name).onsuccess = ({ target }) => done(target.result.close());
      });
    }
  });
  await visitor.go(SHOES);
  await visitor.choose('reject');
  // Chromium forgets a database's name in the page before it does so outside.
  await eventually(async () => assert.deepEqual((await visitor.stored()).databases, ['basket']));
});

test('markup that was injected is not given the nonce of the page', LIMIT, async (t) => {
  const visitor = await shop.visit(t, SHOES);
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Nonce</title>
    <script nonce="n0" src="/portcullis/portcullis.js"
    data-policy="/privacy/policy.json"></script></head><body><div></div></body></html>`;
  shop.replace(t, '/p/nonce.html', (request, response) => {
    const policy = "script-src 'nonce-n0' 'strict-dynamic' 'wasm-unsafe-eval'";
    response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy }).end(page);
  });
  await visitor.choose('accept');
  await visitor.go('/p/nonce.html');
  await visitor.control.waitFor();
  await visitor.page.evaluate(() => {
    document.querySelector('div').innerHTML =
      '<script type="text/plain" data-consent="google-analytics">fetch("/injected")</' + 'script>';
  });
  await visitor.barrier();
  assert.deepEqual(visitor.seen({ path: '/injected' }), []);
});

test('where storage is denied, the banner works and the choice holds for the page', LIMIT, async (t) => {
  const denied = () => {
    const get = () => {
      throw new DOMException('denied', 'SecurityError');
    };
    for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get });
  };
  const visitor = await shop.visit(t, SETTINGS, { script: denied });
  await visitor.choose('reject');
  await assertNothingGated(visitor);
  assert.deepEqual([visitor.errors, visitor.consoleErrors], [[], []]);
  await visitor.openPreferences();
  await visitor.inPreferences('accept');
  await visitor.came(GOOGLE.script);
});
