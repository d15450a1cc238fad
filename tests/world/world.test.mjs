// The world itself: who gets through, who answers, what is written down, and that it ends.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import tls from 'node:tls';
import { openWorld } from './index.mjs';

let world;
before(async () => {
  world = await openWorld();
});
after(() => world.close());

const DOMAIN = (host) => Buffer.from([3, host.length, ...Buffer.from(host)]);
const IPV4 = Buffer.from([1, 192, 0, 2, 7]);
const IPV6 = Buffer.from([4, ...Buffer.from('20010db8000000000000000000000001', 'hex')]);

/** A connection through the proxy, as a browser makes it. */
async function connect(address, port, proxyPort = world.port) {
  const socket = net.connect(proxyPort, '127.0.0.1');
  socket.write(Buffer.from([5, 1, 0]));
  assert.deepEqual([...(await once(socket, 'data'))[0]], [5, 0]);
  socket.write(Buffer.from([5, 1, 0, ...address, port >> 8, port & 255]));
  const [answer] = await once(socket, 'data');
  assert.equal(answer[1], 0);
  return socket;
}

/** One request through the proxy. @returns {Promise<{status: number, headers: object, text: string}>} */
async function ask(url, options = {}) {
  const { hostname, port, protocol, pathname, search } = new URL(url);
  const isTls = protocol === 'https:';
  const raw = await connect(DOMAIN(hostname), Number(port) || (isTls ? 443 : 80));
  const socket = isTls ? tls.connect({ socket: raw, servername: hostname, rejectUnauthorized: false }) : raw;
  const { body, ...rest } = options;
  const headers = { host: new URL(url).host, connection: 'close', ...rest.headers };
  const request = http.request({ createConnection: () => socket, path: pathname + search, ...rest, headers });
  request.end(body);
  const [response] = await once(request, 'response');
  const text = (await response.setEncoding('utf8').toArray()).join('');
  return { status: response.statusCode, headers: response.headers, text };
}

test('a host nobody serves answers 204, lets any origin in, and is logged', async () => {
  const since = world.mark();
  const answer = await ask('https://leak.example/pixel?id=7');
  assert.equal(answer.status, 204);
  assert.equal(answer.headers['access-control-allow-origin'], '*');
  const [entry] = await world.until({ since });
  assert.equal(entry.host, 'leak.example');
  assert.equal(entry.path, '/pixel');
  assert.equal(entry.query.get('id'), '7');
  assert.equal(entry.url, 'https://leak.example/pixel?id=7');
});

test('port 80 is plain HTTP, every other port is TLS', async () => {
  for (const url of ['http://a.example/', 'https://a.example/', 'https://a.example:8443/']) {
    const since = world.mark();
    assert.equal((await ask(url)).status, 204);
    assert.equal(world.requests({ since })[0].url, url);
  }
});

test('cookies, headers and body of a request are written down', async () => {
  const since = world.mark();
  const headers = { cookie: 'a=1; b=x=y', 'x-test': 'yes' };
  await ask('https://leak.example/', { method: 'POST', headers, body: 'grüße' });
  const [entry] = await world.until({ since, method: 'POST' });
  assert.deepEqual(entry.cookies, { a: '1', b: 'x=y' });
  assert.equal(entry.headers['x-test'], 'yes');
  assert.equal(entry.body, 'grüße');
});

test('a CONNECT is logged by name, by IPv4 and by IPv6 address, even if no request follows', async () => {
  const since = world.mark();
  for (const [address, port] of [
    [DOMAIN('preconnect.example'), 443],
    [IPV4, 80],
    [IPV6, 9000],
  ]) {
    (await connect(address, port)).destroy();
  }
  assert.deepEqual(
    world.connects.filter(({ order }) => order >= since).map(({ host, port }) => `${host} ${port}`),
    ['preconnect.example 443', '192.0.2.7 80', '2001:db8::1 9000'],
  );
  assert.deepEqual(world.requests({ since }), []);
});

test('a handshake that arrives byte by byte, with the request right behind it, is understood', async () => {
  const since = world.mark();
  const socket = net.connect(world.port, '127.0.0.1');
  const hello = [5, 1, 0, 5, 1, 0, ...DOMAIN('slow.example'), 0, 80];
  for (const byte of hello.slice(0, -1)) socket.write(Buffer.from([byte]));
  socket.write(Buffer.from([hello.at(-1), ...Buffer.from('GET /early HTTP/1.1\r\nhost: slow.example\r\n\r\n')]));
  await world.until({ host: 'slow.example', path: '/early', since });
  socket.destroy();
});

test('a preflight is answered but not counted as a request', async () => {
  const since = world.mark();
  const headers = { origin: 'https://www.shop.test', 'access-control-request-headers': 'content-type' };
  const answer = await ask('https://leak.example/', { method: 'OPTIONS', headers });
  assert.equal(answer.headers['access-control-allow-origin'], 'https://www.shop.test');
  assert.equal(answer.headers['access-control-allow-headers'], 'content-type');
  assert.equal(world.requests({ since }).length, 0);
  assert.equal(world.requests({ since, method: 'OPTIONS' }).length, 1);
});

test('the later handler of a host wins, and the longest prefix before that', async () => {
  const say = (word) => (request, response) => void response.end(word);
  world.serve('mount.test', say('first'));
  world.serve('mount.test', '/shop/cart', say('cart'));
  world.serve('mount.test', say('second'));
  assert.equal((await ask('https://mount.test/')).text, 'second');
  assert.equal((await ask('https://mount.test/shop/cart/3')).text, 'cart');
  assert.equal((await ask('https://mount.test/shop/cartridge')).text, 'second');
});

test('a folder is served with the right types, never cached, and nothing outside it', async (t) => {
  const root = await mkdtemp(path.join(os.tmpdir(), 'world-'));
  t.after(() => rm(root, { recursive: true }));
  await writeFile(path.join(root, 'index.html'), '<p>home');
  await writeFile(path.join(root, 'core.wasm'), 'wasm');
  world.serve('files.test', root);
  world.serve('files.test', '/pkg', root);

  const home = await ask('https://files.test/');
  assert.match(home.headers['content-type'], /^text\/html/);
  assert.equal(home.headers['cache-control'], 'no-store');
  assert.equal(home.text, '<p>home');
  assert.equal((await ask('https://files.test/pkg/core.wasm')).headers['content-type'], 'application/wasm');
  assert.equal((await ask('https://files.test/none.js')).status, 404);
  assert.equal((await ask('https://files.test/..%2f..%2fetc%2fpasswd')).status, 404);
});

test('a handler that throws answers 500 and says where', async () => {
  world.serve('broken.test', async () => {
    throw new Error('out of ink');
  });
  const answer = await ask('https://broken.test/x');
  assert.equal(answer.status, 500);
  assert.match(answer.text, /broken\.test\/x[^]*out of ink/);
});

test('waiting in vain ends with a list of what was seen', async () => {
  const since = world.mark();
  await ask('https://leak.example/seen');
  await assert.rejects(world.until({ host: 'never.example', since }, { within: 20 }), (error) => {
    assert.match(error.message, /host never\.example/);
    assert.match(error.message, /GET https:\/\/leak\.example\/seen/);
    return true;
  });
});

test("what Chromium asks for itself is logged, but is not a page's request", async () => {
  const since = world.mark();
  await ask('https://update.googleapis.com/service/update2/json');
  await ask('https://www.shop.test/favicon.ico');
  assert.equal(world.requests({ since }).length, 0);
  assert.deepEqual(
    world.log.slice(-2).map(({ noise }) => noise),
    [true, true],
  );
  assert.equal(world.connections({ since, host: /google/ }).length, 0);
});

test('gated requests are told by host and path', async () => {
  const since = world.mark();
  const gated = [
    'https://www.googletagmanager.com/gtag/js?id=G-1',
    'https://region1.google-analytics.com/g/collect',
    'https://www.google.com.tr/ads/ga-audiences',
    'https://o1.ingest.us.sentry.io/api/1/envelope/',
    'https://static.cloudflareinsights.com/beacon.min.js',
    'https://www.shop.test/cdn-cgi/rum',
  ];
  const open = [
    'https://www.google.com/recaptcha/api.js',
    'https://challenges.cloudflare.com/turnstile/v0/api.js',
    'https://www.shop.test/',
  ];
  for (const url of [...gated, ...open]) await ask(url);
  assert.deepEqual(
    world.gated({ since }).map(({ url }) => url),
    gated,
  );
});

test('closing the world ends every open connection', { timeout: 5000 }, async () => {
  const short = await openWorld();
  const idle = await connect(DOMAIN('idle.example'), 443, short.port);
  const busy = await connect(DOMAIN('busy.example'), 80, short.port);
  short.serve('busy.example', () => new Promise(() => {}));
  busy.write('GET / HTTP/1.1\r\nhost: busy.example\r\n\r\n');
  await short.until({ host: 'busy.example' });
  const ended = Promise.all(
    [idle, busy].map((socket) =>
      once(
        socket.on('error', () => {}),
        'close',
      ),
    ),
  );
  await short.close();
  await ended;
});
