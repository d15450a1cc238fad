// The record, set again by the site's server: docs/renewal.md, whose code is what runs here.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { LIMIT, RECORD, eventually, heldBack, json, openShop } from '../e2e/shop.mjs';

const shop = openShop();
const RENEW = '/portcullis/renew';
const DAY = 86400;
const NOW = Math.floor(Date.now() / 60000);
const ago = (days) => (NOW - days * 24 * 60).toString(36);

let folder, renewal, worker, listener;
before(async () => {
  const page = await readFile(new URL('../../docs/renewal.md', import.meta.url), 'utf8');
  const [shared, node, edge] = [...page.matchAll(/```js\n([^]*?)```/g)].map(([, code]) => code);
  folder = await mkdtemp(path.join(os.tmpdir(), 'renewal-'));
  const put = (name, code) => writeFile(path.join(folder, name), code);
  await put('package.json', '{"type":"module"}');
  await put('renewal.js', shared);
  await put('worker.js', edge);
  // The server of the page, which here listens nowhere: the world hands it its requests.
  await put('node.js', node.replace('http.createServer(', 'export default (').replace(/\.listen\(.*/, ';'));
  const load = async (name) => import(pathToFileURL(path.join(folder, name)));
  renewal = (await load('renewal.js')).default;
  worker = (await load('worker.js')).default;
  listener = (await load('node.js')).default;
});
after(() => rm(folder, { recursive: true }));

const policy = (renew) => ({
  site: { name: 'The Shop', contact: 'privacy@shop.test' },
  updated: '2026-11-22',
  renew,
  services: [{ use: 'google-analytics', id: 'G-TEST123456' }],
});
/** A page whose policy names that path. */
function page(t, renew, answer) {
  const where = shop.site(t, []);
  shop.replace(t, `${where}.json`, json(policy(renew)));
  shop.replace(t, RENEW, answer ?? ((...all) => listener(...all)));
  return where;
}
const kept = async (visitor) => (await visitor.context.cookies()).find(({ name }) => name === RECORD);

test(
  'after a choice the server sets the same record again, once, and for what is left of its time',
  LIMIT,
  async (t) => {
    const visitor = await shop.visit(t, page(t, RENEW));
    // Whatever the script says of time, the header's is what is kept.
    let header;
    shop.replaced.set(RENEW, (request, response) => {
      const { writeHead } = response;
      response.writeHead = (status, headers) =>
        writeHead.call(response, status, {
          ...headers,
          'set-cookie': (header = headers['set-cookie'])?.replace(/Max-Age=\d+/, 'Max-Age=4321'),
        });
      return listener(request, response);
    });
    await visitor.choose('accept');
    const record = await visitor.record();
    await eventually(async () => assert.ok((await kept(visitor)).expires < Date.now() / 1000 + 4322));
    assert.equal((await kept(visitor)).value, record);
    const left = +header.match(/Max-Age=(\d+)/)[1];
    assert.ok(left <= 180 * DAY && left > 180 * DAY - 120, `${left}`);
    await visitor.go('/p/own.html');
    await visitor.control.waitFor();
    await visitor.barrier();
    assert.equal(shop.world.requests({ path: RENEW }).length, 1, 'not again with the next page');
  },
);

test('a policy that names no path asks for none, and for no larger build', LIMIT, async (t) => {
  const visitor = await shop.visit(t, page(t, undefined));
  await visitor.choose('accept');
  await visitor.barrier();
  assert.deepEqual(visitor.seen({ path: /renew|later/ }), []);
});

test('a path that fails leaves the choice as it is', LIMIT, async (t) => {
  const visitor = await shop.visit(
    t,
    page(t, RENEW, (request, response) => response.writeHead(500).end()),
  );
  await visitor.choose('reject');
  await visitor.came({ path: RENEW });
  await visitor.barrier();
  assert.match(await visitor.record(), /\.r\.e\w+\.g$/);
  assert.deepEqual(visitor.errors, []);
});

test('the late answer to an earlier choice does not bring it back', LIMIT, async (t) => {
  let slow;
  const visitor = await shop.visit(
    t,
    page(t, RENEW, (...all) => (slow ? listener(...all) : (slow = heldBack(listener)).answer(...all))),
  );
  await visitor.choose('accept');
  await visitor.came({ path: RENEW });
  await visitor.openPreferences();
  await visitor.inPreferences('reject');
  await visitor.until('google-analytics', 'denied');
  const refused = await visitor.record();
  assert.match(refused, /\.r\.e\w+\.g$/);
  slow.release();
  await visitor.came({ path: RENEW }, { count: 2 });
  await eventually(async () => {
    const { value, expires } = await kept(visitor);
    assert.equal(value, refused);
    assert.ok(expires > Date.now() / 1000 + 170 * DAY);
  });
});

test('it sets a record to the letter, for what is left of its own time, and nothing that is not one', () => {
  const age = (days, how = 'a') =>
    renewal(`a=b; ${RECORD}=1.${ago(days)}.${how}.g~x; c=d`, NOW * 60000)?.match(/Max-Age=(\d+)$/)[1] / DAY;
  assert.deepEqual([age(0), age(100), age(179), age(100, 'ro'), age(364, 'sxo')], [180, 80, 1, 265, 1]);
  assert.deepEqual([age(180), age(181), age(365, 'ro')], [NaN, NaN, NaN]);
  const good = `1.${ago(1)}.a.g~x`;
  assert.equal(renewal(`${RECORD}=${good}`).split(';')[0], `${RECORD}=${good}`);
  const hostile = [
    `${good}\r\nSet-Cookie: a=b`,
    `${good}, a=b`,
    `${good} `,
    `"${good}"`,
    `${good}<script>`,
    `${good}%0d%0a`,
    `${good}\u2028`,
    `2${good}`,
    'accept',
    '',
    `1.${ago(-400)}.a.g`,
    `1.zzzzzzz.a.g`,
    `1..a.g`,
    `${good}~${'x'.repeat(1000)}`,
    `${good}; ${RECORD}=1.${ago(1)}.r.g`,
  ];
  for (const value of hostile) assert.equal(renewal(`${RECORD}=${value}`), undefined, value);
  assert.equal(renewal(undefined), undefined);
  assert.equal(renewal(`x${RECORD}=${good}`), undefined);
});

test('the server echoes no hostile value, and the worker answers as the server does', async (t) => {
  const server = http.createServer(listener).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await new Promise((done) => server.on('listening', done));
  const ask = (cookie, method = 'POST') =>
    new Promise((done) =>
      http.request({ port: server.address().port, path: RENEW, method, headers: { cookie } }, done).end(),
    ).then((answer) => {
      answer.resume();
      return [answer.statusCode, answer.headers['set-cookie']?.[0]?.split(';')[0]];
    });
  const good = `${RECORD}=1.${ago(1)}.a.g~x`;
  assert.deepEqual(await ask(good), [204, good]);
  assert.deepEqual(await ask(good, 'GET'), [204, undefined]);
  assert.deepEqual(await ask(`${RECORD}=<b>`), [204, undefined]);
  const edge = (cookie, method = 'POST') => {
    // A browser forbids scripts to name this header; a worker reads it.
    const answer = worker.fetch({ method, headers: new Map([['cookie', cookie]]) });
    return [answer.status, answer.headers.getSetCookie()[0]?.split(';')[0]];
  };
  assert.deepEqual(
    [edge(good), edge(good, 'GET'), edge(`${RECORD}=<b>`)],
    [
      [204, good],
      [204, undefined],
      [204, undefined],
    ],
  );
});
