// Receipts and the visitor's own part of the preferences where they are not in Chromium, or not on a page of the `live`
// guard.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ENGINES } from '../gate/engines/index.mjs';
import { snippet } from '../gate/snippet.mjs';
import { LONG, ORIGIN, RECORD, eventually, openShop } from '../e2e/shop.mjs';
import { CENTRE, PAGE, kept, openCentre, recorded, serve, statuses } from './stage.mjs';

const shop = openShop();
const POSTED = { path: '/consent', method: 'POST', where: ({ received }) => received };
const VENDOR = { host: 'one.example' };
const TAG = '<script type="text/plain" data-consent="one" data-src="https://one.example/x.js"></script>';

/** Receipts that the site got, in their order. */
const receipts = (since) => shop.world.requests({ since, ...POSTED }).map(({ body }) => JSON.parse(body));

test('in Firefox a choice and a withdrawal reach the site, and everything is erased', LONG, async (t) => {
  serve(shop, t, { head: TAG, receipts: { endpoint: '/consent' } });
  shop.replace(t, '/consent', (request, response) => response.writeHead(201).end());
  const since = shop.world.mark();
  const visitor = await ENGINES.firefox.open(shop.world);
  t.after(() => visitor.close());
  const there = (script) =>
    eventually(async () => (await visitor.evaluate(script)) || Promise.reject(Error(`not yet: ${script}`)), 30000);
  const click = (selector) =>
    there(`(() => { const found = document.querySelector('${selector}'); found?.click(); return Boolean(found); })()`);
  const inside = (selector, then) =>
    there(
      `(() => { const found = document.querySelector('${CENTRE}')?.shadowRoot?.querySelector('${selector}');
      return found ? (${then}) : false; })()`,
    );

  await visitor.goto(ORIGIN + PAGE);
  await click('.portcullis-banner [data-action=accept]');
  await shop.world.until({ since, ...VENDOR });
  await eventually(
    async () =>
      assert.deepEqual(
        receipts(since).map(({ how }) => how),
        ['accept'],
      ),
    30000,
  );
  await visitor.evaluate(`document.cookie = '_one=1; Path=/'`);
  await click('.portcullis-control');
  await click('.portcullis-centre > summary');
  await inside('button[data-action=withdraw]', 'found.click(), true');
  await inside('[role=status]:not(:empty)', 'true');
  await eventually(
    async () =>
      assert.deepEqual(
        receipts(since).map((one) => [one.how, statuses(one)]),
        [
          ['accept', 'given given given'],
          ['withdraw', 'withdrawn withdrawn withdrawn'],
        ],
      ),
    30000,
  );
  await inside('button[data-action=erase]', 'found.click(), true');
  await there(`document.querySelector('.portcullis-banner') && true`);
  await inside('[role=status]:not(:empty)', 'true');
  // What the browser would send, as the site sees it, and what the next page finds.
  const before = shop.world.mark();
  await visitor.goto(`${ORIGIN}${PAGE}?again`);
  await there(`document.querySelector('.portcullis-banner') && true`);
  const [asked] = shop.world.requests({ since: before, path: PAGE });
  assert.deepEqual(Object.keys(asked.cookies ?? {}), []);
  assert.deepEqual(shop.world.requests({ since: before, ...VENDOR }), []);
  assert.equal(
    await visitor.evaluate(`Object.keys(localStorage).filter((key) => key.startsWith('portcullis')).join()`),
    '',
  );
});

test(
  'under the seal what is withdrawn there is shut out at once, and what is erased is asked about again',
  LONG,
  async (t) => {
    const policy = serve(shop, t);
    const { html } = snippet(JSON.parse(policy), { url: '/privacy/receipts.json' });
    const page =
      `<!doctype html><html lang="en"><head><meta charset="utf-8">${html}<title>Sealed</title></head>` +
      `<body><main><h1>Sealed</h1>${TAG}</main></body></html>`;
    shop.replace(t, '/p/sealed-receipts.html', (request, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end(page),
    );
    const visitor = await shop.visit(t, '/p/sealed-receipts.html');
    const ask = (path) =>
      visitor.page.evaluate(
        (to) =>
          fetch(to, { mode: 'no-cors' }).then(
            () => 'sent',
            () => 'refused',
          ),
        `https://one.example/${path}`,
      );
    await visitor.choose('accept');
    await recorded(visitor, 1);
    await visitor.go('/p/sealed-receipts.html');
    await visitor.came(VENDOR);
    assert.equal(await ask('granted'), 'sent');
    await visitor.openPreferences();
    await openCentre(visitor);
    const outcome = visitor.page.locator(`${CENTRE} [role=status]:not(:empty)`);
    await visitor.page.locator(`${CENTRE} button[data-action=withdraw]`).click();
    await outcome.waitFor();
    assert.equal(await ask('withdrawn'), 'refused');
    assert.equal((await recorded(visitor, 2))[1].how, 'withdraw');
    await visitor.page.locator(`${CENTRE} button[data-action=erase]`).click();
    // Behind the dialog that says so.
    await visitor.banner.waitFor({ state: 'attached' });
    await outcome.waitFor();
    await eventually(async () => {
      assert.deepEqual(await visitor.cookies(), []);
      assert.deepEqual(
        Object.keys(await kept(visitor)).filter((key) => key.startsWith('portcullis')),
        [],
      );
    });
    assert.equal(await ask('erased'), 'refused');
    await visitor.barrier();
    assert.deepEqual(
      visitor.seen({ ...VENDOR, path: '/withdrawn' }).concat(visitor.seen({ ...VENDOR, path: '/erased' })),
      [],
    );
    assert.ok(!(await visitor.cookies()).includes(RECORD));
    assert.deepEqual(
      visitor.consoleErrors.filter((text) => /portcullis/.test(text)),
      [],
    );
  },
);
