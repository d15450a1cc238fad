// live: what a script does with a vendor that is known waits for the choice, by whichever road it goes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FAILING, RELEASED, TEMPLATE } from './roads.mjs';
import { LIMIT, LONG, eventually, openShop } from './shop.mjs';

const shop = openShop();
const LIVE = '/p/live.html';
const HOST = 'www.google-analytics.com';
const addressOf = (road) => `https://${HOST}/collect?${new URLSearchParams({ road })}`;
const ROADS = { ...RELEASED, ...FAILING };

/** Goes all these roads at once, from a page that is at rest. */
const go = (visitor, roads) =>
  visitor.page.evaluate(
    (all) => {
      for (const [script, url] of all) new Function('url', script)(url);
    },
    Object.entries(roads).map(([road, script]) => [script, addressOf(road)]),
  );

const reached = (visitor) =>
  [...new Set(visitor.seen({ host: HOST }).map(({ query }) => query.get('road')))].filter(Boolean).sort();
const all = (roads) => [...Object.keys(roads)].sort();

test('without the module every road leads to the vendor', LONG, async (t) => {
  const visitor = await shop.visit(t, '/live-bare.html');
  await go(visitor, { ...ROADS, template: TEMPLATE });
  await eventually(() => assert.deepEqual(reached(visitor), all({ ...ROADS, template: 0 })));
});

test('before the choice no road does, and after a refusal none', LONG, async (t) => {
  const visitor = await shop.visit(t, LIVE);
  await visitor.banner.waitFor();
  await go(visitor, { ...ROADS, template: TEMPLATE });
  await visitor.barrier();
  assert.deepEqual(reached(visitor), []);
  await visitor.choose('reject');
  await go(visitor, { ...ROADS, template: TEMPLATE });
  await visitor.barrier();
  assert.deepEqual(reached(visitor), []);
  assert.deepEqual(visitor.errors.map(String), []);
});

test('a grant lets what was held go, without a reload', LONG, async (t) => {
  const visitor = await shop.visit(t, LIVE);
  await visitor.banner.waitFor();
  await go(visitor, { ...RELEASED, template: TEMPLATE });
  await visitor.barrier();
  assert.deepEqual(reached(visitor), []);
  await visitor.choose('accept');
  await eventually(() => assert.deepEqual(reached(visitor), all({ ...RELEASED, template: 0 })));
});

test('what is granted takes every road', LONG, async (t) => {
  const visitor = await shop.visit(t, LIVE);
  await visitor.choose('accept');
  visitor.since = shop.world.mark();
  await go(visitor, { ...ROADS, template: TEMPLATE });
  await eventually(() => assert.deepEqual(reached(visitor), all({ ...ROADS, template: 0 })));
});

test('a held script runs on the same element, calls its onload, and says its address meanwhile', LIMIT, async (t) => {
  const visitor = await shop.visit(t, LIVE);
  await visitor.banner.waitFor();
  const src = await visitor.page.evaluate(() => {
    const script = (window.mine = document.createElement('script'));
    script.onload = () => navigator.sendBeacon(`/loaded?same=${document.contains(script)}`);
    script.src = 'https://www.googletagmanager.com/gtag/js?id=G-MINE';
    document.head.append(script);
    return script.src;
  });
  assert.equal(src, 'https://www.googletagmanager.com/gtag/js?id=G-MINE');
  await visitor.choose('accept');
  const [loaded] = await visitor.came({ path: '/loaded' });
  assert.equal(loaded.query.get('same'), 'true');
});

test('what was held goes in the order in which it came', LIMIT, async (t) => {
  // The first is answered last; scripts that are not async run in the order in which they got their address.
  let asked = 0;
  let release;
  const all = new Promise((done) => (release = done));
  shop.world.serve(HOST, '/order/', async (request, response, { path }) => {
    const n = Number(path.slice('/order/'.length));
    if (++asked == 5) release();
    if (n == 1) await all;
    response
      .writeHead(200, { 'content-type': 'text/javascript' })
      .end(`(window.order ||= []).push(${n}); if (order.length == 5) fetch('/order?' + order)`);
  });
  const visitor = await shop.visit(t, LIVE);
  await visitor.banner.waitFor();
  await visitor.page.evaluate((host) => {
    const scripts = [1, 2, 3, 4, 5].map((n) =>
      Object.assign(document.createElement('script'), { async: false, src: `https://${host}/order/${n}` }),
    );
    document.head.append(...scripts.reverse());
  }, HOST);
  await visitor.choose('accept');
  const [{ url }] = await visitor.came({ path: '/order' });
  assert.match(url, /\?1,2,3,4,5$/);
});

test('an address that takes the place of a held one is what is loaded', LIMIT, async (t) => {
  const visitor = await shop.visit(t, LIVE);
  await visitor.banner.waitFor();
  await visitor.page.evaluate((host) => {
    const image = (window.image = new Image());
    image.src = `https://${host}/collect?first`;
    image.src = '/second.png';
    const other = (window.other = new Image());
    other.setAttribute('src', `https://${host}/collect?third`);
    other.src = `https://${host}/collect?fourth`;
  }, HOST);
  await visitor.came({ path: '/second.png' });
  await visitor.choose('accept');
  await visitor.came({ host: HOST, where: ({ query }) => query.has('fourth') });
  await visitor.barrier();
  assert.deepEqual(
    visitor.seen({ host: HOST, path: '/collect' }).map(({ query }) => [...query.keys()][0]),
    ['fourth'],
  );
});

test('a held request answers after a grant, and fails as a network error after a refusal', LIMIT, async (t) => {
  const ask = (visitor) =>
    visitor.page.evaluate((host) => {
      const url = `https://${host}/collect?ask`;
      const xhr = new XMLHttpRequest();
      xhr.open('GET', url);
      window.answers = Promise.all([
        fetch(url).then(
          ({ status }) => status,
          (error) => `${error.name} ${error instanceof TypeError}`,
        ),
        new Promise((done) => {
          xhr.onload = xhr.onerror = ({ type }) => done([type, xhr.status, xhr.readyState].join(' '));
          xhr.send();
        }),
      ]);
      return [xhr.readyState, navigator.sendBeacon(url)];
    }, HOST);
  for (const [answer, expected] of [
    ['accept', [204, 'load 204 4']],
    ['reject', ['TypeError true', 'error 0 4']],
  ]) {
    const visitor = await shop.visit(t, LIVE);
    await visitor.banner.waitFor();
    assert.deepEqual(await ask(visitor), [1, true]);
    await visitor.choose(answer);
    assert.deepEqual(await visitor.page.evaluate(() => window.answers), expected, answer);
  }
});

test('sockets and event sources that may not connect fail by themselves', LIMIT, async (t) => {
  const visitor = await shop.visit(t, LIVE);
  await visitor.banner.waitFor();
  const events = await visitor.page.evaluate((host) => {
    const until = (target, ...types) =>
      Promise.all(types.map((type) => new Promise((done) => target.addEventListener(type, () => done(type)))));
    const socket = new WebSocket(`wss://${host}/`);
    const source = new EventSource(`https://${host}/`);
    return Promise.all([until(socket, 'error', 'close'), until(source, 'error')]).then((all) => [
      ...all,
      socket.readyState,
      source.readyState,
    ]);
  }, HOST);
  assert.deepEqual(events, [['error', 'close'], ['error'], 3, 2]);
  await visitor.barrier();
  assert.deepEqual(visitor.seen({ host: HOST }), []);
});

test('the reports of a first party path are held as the vendor they are for', LIMIT, async (t) => {
  const visitor = await shop.visit(t, LIVE);
  await visitor.banner.waitFor();
  await visitor.page.evaluate(() => void fetch('/cdn-cgi/rum', { method: 'POST' }));
  await visitor.barrier();
  assert.deepEqual(visitor.seen({ path: '/cdn-cgi/rum' }), []);
  await visitor.choose('accept');
  await visitor.came({ path: '/cdn-cgi/rum' });
});

test('the services of a policy in the page are held from its first script on', LIMIT, async (t) => {
  const policy = {
    site: { name: 'Shop', contact: 'a@shop.test' },
    updated: '2026-11-22',
    allow: ['https://fonts.test'],
    services: [
      {
        id: 'player',
        name: 'Films',
        vendor: 'Player',
        class: 'functional',
        purpose: 'Shows films',
        hosts: ['*.player.test', 'www.shop.test/films/'],
      },
      { id: 'pay', name: 'Pay', vendor: 'Pay', class: 'essential', purpose: 'Payment', hosts: ['pay.test'] },
      { use: 'google-analytics', id: 'G-TEST123456', class: 'functional', hosts: ['metrics.test'] },
    ],
    unknown: 'deny',
  };
  const addresses = [
    'https://cdn.player.test/',
    '/films/1',
    'https://metrics.test/',
    'https://pay.test/',
    'https://fonts.test/',
    'https://nobody.test/',
  ];
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Inline</title>
    <script type="application/json" id="portcullis-policy">${JSON.stringify(policy)}</script><script
    src="/portcullis/portcullis.js"></script>
    <script>for (const one of ${JSON.stringify(addresses)}) fetch(one, {
    mode: 'no-cors' }).catch(() => {});</script></head><body></body></html>`;
  shop.replace(t, '/p/inline.html', (request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(page),
  );
  const visitor = await shop.visit(t, '/p/inline.html');
  await visitor.banner.waitFor();
  await visitor.barrier();
  const hosts = () =>
    visitor
      .seen({
        where: ({ host, path }) =>
          addresses.some((one) => new URL(one, 'https://www.shop.test').href == `https://${host}${path}`),
      })
      .map(({ host }) => host)
      .sort();
  assert.deepEqual(hosts(), ['fonts.test', 'pay.test']);
  await visitor.choose('accept');
  await eventually(() =>
    assert.deepEqual(hosts(), ['cdn.player.test', 'fonts.test', 'metrics.test', 'pay.test', 'www.shop.test']),
  );
  await visitor.barrier();
  assert.ok(!hosts().includes('nobody.test'));
});

test("a policy's own services are held from the pass on the next page, before core is asked", LIMIT, async (t) => {
  shop.world.serve('cdn.player.test', '/', (request, response) => response.writeHead(204).end());
  const visitor = await shop.visit(t, '/p/marks.html');
  await visitor.choose('reject');
  // What is still to be erased would ask for core too.
  await visitor.page.waitForFunction(() => !localStorage['portcullis-erase']);
  // Without a held place, whose placeholder is drawn by core.
  shop.replace(t, '/p/plain.html', (request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><html lang="en"><title>Plain</title>
      <script src="/portcullis/portcullis.js"
      data-policy="/privacy/player.json"></script><main><h1>Plain</h1></main></html>`),
  );
  await visitor.go('/p/plain.html');
  await visitor.page.evaluate(() => fetch('https://other.player.test/', { mode: 'no-cors' }).catch(() => {}));
  await visitor.barrier();
  assert.deepEqual(visitor.seen({ host: 'other.player.test' }), []);
  assert.deepEqual(visitor.seen({ path: '/portcullis/portcullis-page.js' }), []);
});

test('a third party that nobody declared is let through, and reported once', LIMIT, async (t) => {
  const visitor = await shop.visit(t, LIVE);
  const told = await visitor.page.evaluate(async () => {
    const heard = [];
    document.addEventListener('portcullis:unknown', ({ detail }) => heard.push(detail));
    for (let n = 0; n < 3; n++) await fetch(`https://nobody.test/?${n}`, { mode: 'no-cors' });
    new Image().src = 'https://someone.test/';
    new Image().src = '/own.png';
    return heard;
  });
  assert.deepEqual(told, [
    { host: 'nobody.test', road: 'fetch' },
    { host: 'someone.test', road: 'img' },
  ]);
  assert.equal((await visitor.came({ host: 'nobody.test' }, { count: 3 })).length, 3);
});

test("under trusted types the page's own markup goes through, and everything else is held", LIMIT, async (t) => {
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Trusted</title>
    <script src="/portcullis/portcullis.js"
    data-policy="/privacy/policy.json"></script></head><body><main></main></body></html>`;
  shop.replace(t, '/p/trusted.html', (request, response) =>
    response
      .writeHead(200, {
        'content-type': 'text/html',
        'content-security-policy': "require-trusted-types-for 'script'; trusted-types page",
      })
      .end(page),
  );
  const visitor = await shop.visit(t, '/p/trusted.html');
  await visitor.page.evaluate((host) => {
    const policy = trustedTypes.createPolicy('page', { createHTML: (text) => text, createScriptURL: (text) => text });
    document.querySelector('main').innerHTML = policy.createHTML('<img src="/own.png">');
    const script = document.createElement('script');
    script.src = policy.createScriptURL(`https://${host}/collect?trusted`);
    document.head.append(script);
  }, HOST);
  await visitor.came({ path: '/own.png' });
  await visitor.barrier();
  assert.deepEqual(visitor.seen({ host: HOST }), []);
});

test('under data-guard="marks" nothing but marks is held', LIMIT, async (t) => {
  const page =
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Marks alone</title>' +
    '<script src="/portcullis/portcullis.js" data-guard="marks" data-policy="/privacy/policy.json">' +
    '</script></head><body></body></html>';
  shop.replace(t, '/p/alone.html', (request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(page),
  );
  const visitor = await shop.visit(t, '/p/alone.html');
  await visitor.banner.waitFor();
  await go(visitor, { fetch: RELEASED.fetch });
  await visitor.came({ host: HOST });
  assert.match(
    await visitor.page.evaluate(() =>
      Object.getOwnPropertyDescriptor(HTMLScriptElement.prototype, 'src').set.toString(),
    ),
    /native code/,
  );
});
