// The watchdog: what it says of names that the policy does not declare. What it sends is read from the log, and what it
// erases from the cookie jar.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIMIT, ORIGIN, eventually, openShop } from '../e2e/shop.mjs';
import { ENGINES } from '../gate/engines/index.mjs';

const shop = openShop();
const REPORT = '/privacy/undeclared';
const POLICY = {
  site: { name: 'The Shop', contact: 'privacy@shop.test', policy: '/privacy/' },
  updated: '2026-11-22',
  services: [
    'services/matomo',
    {
      id: 'cart',
      name: 'Cart',
      vendor: 'Us',
      class: 'essential',
      purpose: 'Keeps what you want to buy',
      privacy: '/privacy/',
      hosts: ['api.shop.test'],
      cookies: [{ name: 'cart_*', duration: '7d' }],
    },
  ],
};

/** A page with the watchdog, and a script of its own that writes. */
function page(t, { policy = POLICY, writes = '', sets = [], attributes = `data-report="${REPORT}"` } = {}) {
  const send =
    (type, body, headers = {}) =>
    (request, response) =>
      response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store', ...headers }).end(body);
  shop.replace(t, '/p/watched.json', send('application/json', JSON.stringify(policy)));
  shop.replace(t, '/p/writer.js', send('text/javascript', writes));
  shop.replace(t, REPORT, (request, response) => response.writeHead(204).end());
  shop.replace(
    t,
    '/p/watched.html',
    send(
      'text/html; charset=utf-8',
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Watched</title>
    <script data-cfasync="false" src="/portcullis/portcullis.js" data-policy="/p/watched.json"></script>
    <script data-cfasync="false" src="/portcullis/portcullis-watch.js" ${attributes}></script>
    <script src="/p/writer.js"></script></head><body><main><h1>Watched</h1></main></body></html>`,
      { 'set-cookie': sets },
    ),
  );
  return '/p/watched.html';
}
const reports = (since) => shop.world.until({ host: 'www.shop.test', path: REPORT, method: 'POST', since });
/** All that was reported since. */
const said = (since) =>
  shop.world
    .requests({ host: 'www.shop.test', path: REPORT, method: 'POST', since })
    .flatMap(({ body }) => JSON.parse(body).undeclared);
const keyOf = ({ store, name }) => `${store} ${name}`;

test(
  'each undeclared name is reported once, with what is known of it and the script that wrote it',
  LIMIT,
  async (t) => {
    const path = page(t, {
      // What the catalogue knows is held where a script writes it: a server's answer is what no hook meets.
      sets: ['mp_abc_mixpanel=1; path=/'],
      writes: `
    document.cookie = 'PHPSESSID=secret-value; path=/'; document.cookie = 'mp_def_mixpanel=1; path=/';
    document.cookie = 'cart_7=1; path=/';
    document.cookie = '_pk_id.1.ab=1; path=/'; localStorage.setItem('zork', 'secret-value');
    sessionStorage.direct = '1'; indexedDB.open('nobodys');`,
    });
    const someone = await shop.visit(t, path, {
      script: () => {
        window.heard = [];
        document.addEventListener('portcullis:undeclared', ({ detail }) => window.heard.push(detail));
      },
    });
    const [sent] = await reports(someone.since);
    assert.equal(JSON.parse(sent.body).page, path);
    // A database is there later than what is written at once.
    const names = [
      'cookie PHPSESSID',
      'cookie mp_abc_mixpanel',
      'indexedDB nobodys',
      'localStorage zork',
      'sessionStorage direct',
    ];
    await eventually(() => assert.deepEqual(said(someone.since).map(keyOf).sort(), names));
    const known = Object.fromEntries(said(someone.since).map((one) => [keyOf(one), one]));
    assert.ok(!JSON.stringify(known).includes('secret-value'), 'names, never values');
    const what = ({ class: kind, sure, vendor, service, script }) => [
      kind,
      sure,
      vendor,
      service,
      script.replace(/^.*\/p\//, ''),
    ];
    assert.deepEqual(what(known['cookie mp_abc_mixpanel']), ['tracking', 'known', 'Mixpanel', 'mixpanel', '']);
    assert.deepEqual(what(known['cookie PHPSESSID']), ['functional', 'listed', 'PHP.net', '', 'writer.js']);
    assert.deepEqual(what(known['localStorage zork']), ['tracking', 'none', '', '', 'writer.js']);
    // Not by a function: no stack shows who wrote it.
    assert.equal(known['sessionStorage direct'].script, '');
    // Written again it is no news; something new is.
    await someone.page.evaluate(() => {
      localStorage.setItem('zork', '2');
      localStorage.setItem('later', '1');
    });
    const all = [...names, 'localStorage later'].sort();
    await eventually(() => assert.deepEqual(said(someone.since).map(keyOf).sort(), all));
    assert.deepEqual((await someone.page.evaluate(() => window.heard)).map(keyOf).sort(), all);
    assert.deepEqual(someone.errors, []);
  },
);

test('where all that is stored is declared, nothing is reported', LIMIT, async (t) => {
  const path = page(t, { writes: `document.cookie = 'cart_7=1; path=/';` });
  const someone = await shop.visit(t, path);
  await someone.choose('reject');
  // It has looked once the table has come.
  await shop.world.until({ path: '/portcullis/portcullis-names.txt', since: someone.since });
  await someone.page.evaluate(
    () => new Promise((done) => requestIdleCallback(() => setTimeout(done), { timeout: 1000 })),
  );
  await someone.barrier();
  assert.deepEqual(shop.world.requests({ path: REPORT, since: someone.since }), []);
});

/** What a page with "deny" writes: nobody's, a framework's session, and what the site declares or moves from. */
const WRITES = `
  document.cookie = 'PHPSESSID=1; path=/'; document.cookie = 'mine=1; path=/'; document.cookie = 'cart_7=1; path=/';
  document.cookie = 'klaro=1; path=/'; localStorage.setItem('zork', '1'); localStorage.setItem('a, b', '1');
  sessionStorage.direct = '1';`;
const DENYING = {
  ...POLICY,
  unknown: 'deny',
  moving: [{ from: 'klaro', names: { matomo: 'matomo' }, asOf: '2026-11-01' }],
};
const KEPT = ['PHPSESSID', 'cart_7', 'klaro'];
const stays = async (someone) => (await someone.stored()).cookies.filter((name) => name !== '__Host-consent');

test(
  '"unknown": "deny" erases what nobody declared, again where it comes again, and leaves what the site declares',
  LIMIT,
  async (t) => {
    const path = page(t, { policy: DENYING, writes: WRITES, sets: ['mp_abc_mixpanel=1; path=/; domain=shop.test'] });
    const someone = await shop.visit(t, path);
    const [sent] = await reports(someone.since);
    const erased = JSON.parse(sent.body)
      .undeclared.map((one) => [keyOf(one), one.erased])
      .sort();
    assert.deepEqual(erased, [
      ['cookie PHPSESSID', false],
      ['cookie klaro', false],
      ['cookie mine', true],
      ['cookie mp_abc_mixpanel', true],
      ['localStorage a, b', false],
      ['localStorage zork', true],
      ['sessionStorage direct', true],
    ]);
    const { local, session } = await someone.stored();
    assert.deepEqual([await stays(someone), local, session], [KEPT, ['a, b'], []]);
    await someone.page.evaluate(() => {
      document.cookie = 'mine=2; path=/';
    });
    await eventually(async () => assert.deepEqual(await stays(someone), KEPT));
    assert.equal(said(someone.since).length, erased.length, 'said once');
    // A database that is open goes when it is closed; one that is closed, at once.
    await someone.page.evaluate(
      () => new Promise((done) => (indexedDB.open('nobodys').onsuccess = ({ target }) => done(target.result.close()))),
    );
    await eventually(async () => {
      assert.deepEqual(
        said(someone.since)
          .slice(erased.length)
          .map((one) => [keyOf(one), one.erased]),
        [['indexedDB nobodys', true]],
      );
      assert.deepEqual((await someone.stored()).databases, []);
    });
    // What Portcullis keeps itself is never the watchdog's.
    await someone.choose('accept');
    await someone.page.evaluate(() => localStorage.setItem('zork', '2'));
    await eventually(async () => assert.deepEqual((await someone.stored()).local, ['a, b', 'portcullis']));
    assert.ok(await someone.record());
  },
);

test(
  '"unknown": "deny" erases nothing by a policy that core cannot read, and still says what it met',
  LIMIT,
  async (t) => {
    // The basket's names stand under a field that is misspelt.
    const { cookies, ...cart } = POLICY.services[1];
    const path = page(t, {
      policy: { ...DENYING, services: [{ ...cart, cookeis: cookies }] },
      writes: `document.cookie = 'cart_7=1; path=/'; document.cookie = 'mine=1; path=/';`,
    });
    const someone = await shop.visit(t, path);
    const [sent] = await reports(someone.since);
    assert.deepEqual(
      JSON.parse(sent.body)
        .undeclared.map((one) => [keyOf(one), one.erased])
        .sort(),
      [
        ['cookie cart_7', false],
        ['cookie mine', false],
      ],
    );
    assert.deepEqual(await stays(someone), ['cart_7', 'mine']);
  },
);

test('in Firefox it reports once, with the script, and erases what nobody declared', { timeout: 120000 }, async (t) => {
  const path = page(t, { policy: DENYING, writes: WRITES, sets: ['mp_abc_mixpanel=1; path=/; domain=shop.test'] });
  const visitor = await ENGINES.firefox.open(shop.world);
  t.after(() => visitor.close());
  const since = shop.world.mark();
  await visitor.goto(ORIGIN + path);
  await reports(since);
  assert.deepEqual(
    said(since)
      .filter(({ erased }) => !erased)
      .map(keyOf)
      .sort(),
    ['cookie PHPSESSID', 'cookie klaro', 'localStorage a, b'],
  );
  assert.deepEqual(
    [
      ...new Set(
        said(since).map(
          ({ name, script }) => (/^(direct|mp_)/.test(name) ? 'none seen: ' : '') + script.replace(/^.*\/p\//, ''),
        ),
      ),
    ],
    ['none seen: ', 'writer.js'],
  );
  await eventually(async () => assert.deepEqual((await visitor.cookies()).sort(), KEPT));
  const before = said(since).map(keyOf);
  await visitor.evaluate(`localStorage.setItem('zork', '2'); localStorage.setItem('later', '1')`);
  await eventually(() => assert.deepEqual(said(since).map(keyOf), [...before, 'localStorage later']));
});

test('in development the console says it; a report to another origin is never sent', LIMIT, async (t) => {
  const path = page(t, {
    writes: `localStorage.setItem('zork', '1');`,
    attributes: 'data-console data-report="https://elsewhere.example/r"',
  });
  const warnings = [];
  const someone = await shop.visit(t, '/bare.html');
  someone.context.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));
  await Promise.all([
    someone.page.waitForEvent('console', (message) => message.text().includes('that the policy does not declare')),
    someone.go(path),
  ]);
  await someone.barrier();
  assert.equal(warnings.length, 1);
  assert.deepEqual(shop.world.requests({ host: 'elsewhere.example' }), []);
});

test('where what it needs does not come it says so once, and the page goes on', LIMIT, async (t) => {
  const path = page(t, { writes: `localStorage.setItem('zork', '1');` });
  shop.replace(t, '/portcullis/portcullis-names.txt', (request, response) => response.writeHead(404).end());
  const warnings = [];
  const someone = await shop.visit(t, '/bare.html');
  someone.context.on('console', (message) => message.text().includes('watchdog') && warnings.push(message.text()));
  await Promise.all([
    someone.page.waitForEvent('console', (message) => message.text().includes('the watchdog cannot look')),
    someone.go(path),
  ]);
  await someone.page.evaluate(() => localStorage.setItem('more', '1'));
  await someone.choose('reject');
  assert.equal(warnings.length, 1);
  assert.equal(await someone.page.evaluate(() => localStorage.getItem('more')), '1');
});
