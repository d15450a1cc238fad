// Handing over: each receipt reaches the site once, whatever becomes of the page, the line, or the receiver.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIMIT, eventually, openShop } from '../e2e/shop.mjs';
import { PAGE, decisions, kept, recorded, serve, statuses } from './stage.mjs';

const shop = openShop();
const ENDPOINT = '/consent';
const receipts = { endpoint: ENDPOINT };
const POSTED = { path: ENDPOINT, method: 'POST' };

const outbox = async (visitor) =>
  Object.keys(await kept(visitor)).filter((key) => key.startsWith('portcullis-outbox-'));
const emptied = (visitor) => eventually(async () => assert.deepEqual(await outbox(visitor), []), 20000);

/** Answers the endpoint with these statuses in turn, the last for all that follow; 0 hangs up. */
function endpoint(t, ...statuses) {
  let calls = 0;
  shop.replace(t, ENDPOINT, (request, response) => {
    const status = statuses[Math.min(calls++, statuses.length - 1)];
    request.resume();
    request.on('end', () => (status ? response.writeHead(status).end() : request.socket.destroy()));
  });
}

test(
  'a receipt is posted as it stands in the journal, without what links it to another, and without cookies',
  LIMIT,
  async (t) => {
    serve(shop, t, { receipts });
    endpoint(t, 201);
    const visitor = await shop.visit(t, PAGE);
    await visitor.choose('accept');
    await visitor.came({ ...POSTED, where: ({ received }) => received });
    const [{ before, hash, ...own }] = await recorded(visitor, 1);
    const [{ body, headers, cookies }] = visitor.seen(POSTED);
    const { '@context': context, conformsTo, ...posted } = JSON.parse(body);
    assert.deepEqual(posted, own);
    assert.ok(!body.includes(hash) && (!before || !body.includes(before)));
    assert.match(posted.id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.equal(context.dpv, 'https://w3id.org/dpv#');
    assert.equal(conformsTo, 'https://w3id.org/dpv/schema/dpv-27560#receipt');
    assert.equal(headers.cookie, undefined, JSON.stringify(cookies));
    await emptied(visitor);
    // And no more than once.
    await visitor.go(PAGE);
    await visitor.barrier();
    assert.deepEqual(visitor.seen(POSTED), []);
  },
);

test('an endpoint that fails changes nothing for the visitor, and gets the same receipt again', LIMIT, async (t) => {
  serve(shop, t, { receipts });
  endpoint(t, 503, 0, 201);
  const visitor = await shop.visit(t, PAGE);
  await visitor.choose('accept');
  await visitor.until('one', 'granted');
  await visitor.came(POSTED, { count: 3, within: 25000 });
  await emptied(visitor);
  const ids = visitor.seen({ ...POSTED, where: ({ received }) => received }).map(({ body }) => JSON.parse(body).id);
  assert.deepEqual([...new Set(ids)], [(await decisions(visitor))[0].id]);
  assert.equal(statuses((await decisions(visitor))[0]), 'given given given');
});

test(
  'what a page could not hand over, a later one does: the line was down, and the page was closed',
  LIMIT,
  async (t) => {
    serve(shop, t, { receipts });
    endpoint(t, 0);
    const visitor = await shop.visit(t, PAGE);
    await visitor.choose('reject');
    const [{ id }] = await recorded(visitor, 1);
    await visitor.came(POSTED);
    assert.deepEqual(await outbox(visitor), [`portcullis-outbox-${id}`]);
    await visitor.page.close();
    endpoint(t, 201);
    const next = await visitor.tab(PAGE);
    await emptied(next);
    assert.equal((await recorded(next, 1))[0].id, id);
    const kept_ = next.seen({ ...POSTED, where: ({ received }) => received }).map(({ body }) => JSON.parse(body).id);
    assert.deepEqual(kept_, [id]);
  },
);

test('what is refused for good is not posted for ever', LIMIT, async (t) => {
  serve(shop, t, { receipts });
  endpoint(t, 400);
  const visitor = await shop.visit(t, PAGE);
  await visitor.choose('accept');
  await recorded(visitor, 1);
  await emptied(visitor);
  assert.equal(visitor.seen(POSTED).length, 1);
});

test('without an endpoint the id can be left out', LIMIT, async (t) => {
  serve(shop, t, { receipts: { id: false } });
  const visitor = await shop.visit(t, PAGE);
  await visitor.choose('accept');
  const [receipt] = await recorded(visitor, 1);
  assert.equal(receipt.id, undefined);
});
