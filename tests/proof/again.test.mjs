// What is tried again once the browser is online, and who fetches the code of the receipts: only where a decision is
// recorded.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIMIT, eventually, openShop } from '../e2e/shop.mjs';
import { PAGE, kept, openStore, recorded, serve } from './stage.mjs';

const shop = openShop();
const POSTED = { path: '/consent', method: 'POST' };
const CODE = { path: /^\/portcullis\/portcullis(-page\.js|\.wasm)$/ };
const outbox = async (visitor) =>
  Object.keys(await kept(visitor)).filter((key) => key.startsWith('portcullis-outbox-'));
const SIGNAL = () => Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { value: true });

test(
  'a receipt that was made offline is handed over when the browser is online again, on the same page',
  LIMIT,
  async (t) => {
    serve(shop, t, { receipts: { endpoint: '/consent' } });
    shop.replace(t, '/consent', (request, response) => response.writeHead(201).end());
    // Waits of two seconds and more that began before never end, so that nothing but the event tries again.
    const visitor = await shop.visit(t, PAGE, {
      script: () => {
        const wait = window.setTimeout;
        window.setTimeout = (does, time, ...more) =>
          time >= 2000 && !window.isOnlineAgain ? 0 : wait(does, time, ...more);
      },
    });
    await visitor.choose('accept');
    await recorded(visitor, 1);
    await visitor.came(POSTED);
    await eventually(async () => assert.deepEqual(await outbox(visitor), []));
    // What a refusal fetches is there before the line goes down.
    await visitor.openPreferences();
    await visitor.inPreferences('reject');
    await recorded(visitor, 2);
    await visitor.came(POSTED, { count: 2 });
    await eventually(async () => assert.deepEqual(await outbox(visitor), []));

    const store = await openStore(visitor);
    await visitor.context.setOffline(true);
    await visitor.page.evaluate(() => window.portcullis.grant(['one']));
    const key = await eventually(async () => {
      const [key] = Object.keys(await store()).filter((key) => key.startsWith('portcullis-outbox-'));
      return key ?? Promise.reject(Error('no receipt in the outbox'));
    });
    assert.equal(visitor.seen(POSTED).length, 2);
    await visitor.page.evaluate(() => (window.isOnlineAgain = true));
    await visitor.context.setOffline(false);
    await visitor.came(POSTED, { count: 3 });
    await eventually(async () => assert.deepEqual(await outbox(visitor), []));
    assert.equal(`portcullis-outbox-${JSON.parse(visitor.seen(POSTED)[2].body).id}`, key);
  },
);

for (const [what, tag] of [
  ['in the United States', 'data-regime="us"'],
  ['in Europe', ''],
]) {
  test(
    `under the signal ${what} the first page view records that nobody chose, and no later one fetches that code`,
    LIMIT,
    async (t) => {
      serve(shop, t, { tag });
      const visitor = await shop.visit(t, PAGE, { script: SIGNAL });
      const [receipt] = await recorded(visitor, 1);
      assert.equal(receipt.how, 'signal');
      assert.equal(visitor.seen(CODE).length, 2);
      await eventually(async () => assert.equal((await kept(visitor))['portcullis-erase'], undefined));
      for (let view = 0; view < 3; view++) {
        await visitor.go(PAGE);
        await visitor.control.waitFor();
        await visitor.barrier();
        assert.deepEqual(visitor.seen(CODE), [], `view ${view + 2}`);
      }
      assert.equal((await recorded(visitor, 1)).length, 1);
    },
  );
}
