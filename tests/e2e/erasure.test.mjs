// Erasure: after a refusal every declared name goes, wherever a page can reach it; what survives is named
// with what to do about it; and what a vendor writes again goes again.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIMIT, ORIGIN, RECORD, eventually, openShop } from './shop.mjs';

const shop = openShop();
const SHELF = '/p/shelf/shelf.html';
const SERVICES = [
  {
    id: 'acme',
    name: 'Acme',
    vendor: 'Acme',
    class: 'tracking',
    purpose: 'Counts',
    cookiePath: '/account',
    cookies: [
      { name: '_acme', duration: '1y' },
      { name: '__Secure-acme', duration: '1y' },
      { name: '_acme_*', duration: '1y', path: '/' },
      { name: '_acme_session', duration: '1y', path: '/', httpOnly: true },
      { name: '_far_*', duration: '1y' },
      { name: 'acme-*', duration: '1y', store: 'localStorage' },
      { name: 'acme', duration: 'session', store: 'sessionStorage' },
      { name: 'acme-db', duration: '1y', store: 'indexedDB' },
      { name: 'acme-files', duration: '1y', store: 'cacheStorage' },
    ],
  },
  'cloudflare-security',
];

/** A page whose vendor is `script`: it runs from the start, as no mark holds it, and no hook what it writes. */
const serve = (t, script = '', path = SHELF) =>
  shop.site(t, SERVICES, {
    path,
    guard: 'marks',
    head: `<script>
  window.heard = [];
  document.addEventListener('portcullis:erased', ({ detail }) => heard.push(detail));
  ${script}
</script>`,
  });

const withdraw = ({ page }) => page.evaluate(() => window.portcullis.withdraw());
const own = (path, more) => ({ domain: 'www.shop.test', path, secure: true, ...more });
const named = (list) => list.map(({ name }) => name).sort();
const jar = async ({ context }) => (await context.cookies()).filter(({ name }) => name !== RECORD);

test('every copy of a declared name goes, from every store, and nothing else does', LIMIT, async (t) => {
  serve(t);
  const visitor = await shop.visit(t, SHELF);
  const kept = ['__cf_bm', 'cart', 'acme'];
  const copies = [
    own('/'),
    own('/p'),
    own('/p/'),
    own('/p/shelf'),
    own('/p/shelf/'),
    own(SHELF),
    own('/account'),
    own('/', { secure: false }),
    own('/', { domain: '.www.shop.test' }),
    own('/p', { domain: '.shop.test' }),
    own('/account', { domain: '.shop.test' }),
  ];
  await visitor.context.addCookies([
    ...copies.map((where, at) => ({ name: '_acme', value: `secret-${at}`, ...where })),
    { name: '__Secure-acme', value: 'secret', ...own('/', { domain: '.shop.test' }) },
    { name: '_acme_1', value: 'secret', ...own('/p/shelf') },
    ...kept.map((name) => ({ name, value: 'mine', ...own('/') })),
  ]);
  await visitor.page.evaluate(async () => {
    document.cookie = '_acme_parts=secret; Secure; Path=/p; Partitioned';
    document.cookie = '_acme_parts=secret; Secure; Path=/; Domain=shop.test; Partitioned';
    Object.assign(localStorage, { 'acme-id': 'secret', size: '42' });
    Object.assign(sessionStorage, { acme: 'secret', draft: '1' });
    for (const name of ['acme-db', 'basket']) {
      await new Promise((done) => (indexedDB.open(name).onsuccess = ({ target }) => done(target.result.close())));
    }
    for (const name of ['acme-files', 'offline']) await caches.open(name);
  });
  // The control: all of it is there, and in places of its own.
  const before = await jar(visitor);
  assert.equal(before.length, copies.length - 1 + 4 + kept.length, 'the plain copy takes the place of the secure one');
  assert.equal(before.filter(({ partitionKey }) => partitionKey).length, 2);

  const report = await withdraw(visitor);
  assert.deepEqual(named(await jar(visitor)), kept.sort());
  const { local, session } = await visitor.stored();
  assert.deepEqual({ local, session }, { local: ['portcullis', 'size'], session: ['draft'] });
  // Chromium forgets a database's name in the page before it does so outside.
  await eventually(async () => assert.deepEqual((await visitor.stored()).databases, ['basket']));
  assert.deepEqual(await visitor.page.evaluate(() => caches.keys()), ['offline']);

  const found = ['__Secure-acme', '_acme', '_acme_1', '_acme_parts', 'acme', 'acme-db', 'acme-files', 'acme-id'];
  assert.deepEqual(named(report.erased), found);
  assert.deepEqual([...new Set(report.erased.map(({ store }) => store))].sort(), [
    'cacheStorage',
    'cookie',
    'indexedDB',
    'localStorage',
    'sessionStorage',
  ]);
  assert.deepEqual(await visitor.page.evaluate(() => heard), [report]);
  assert.ok(!JSON.stringify(report).includes('secret'));
  assert.ok(!(await visitor.page.evaluate(() => JSON.stringify({ ...localStorage }))).includes('secret'));
});

test('what only the server can delete is named, with the header that does it', LIMIT, async (t) => {
  serve(t);
  const visitor = await shop.visit(t, SHELF);
  await visitor.context.addCookies([{ name: '_acme_session', value: '1', ...own('/'), httpOnly: true }]);
  const { erased, survivors } = await withdraw(visitor);
  assert.deepEqual(named(await jar(visitor)), ['_acme_session'], 'a page cannot');
  assert.deepEqual(erased, []);
  const [session] = survivors.filter(({ name }) => name === '_acme_session');
  assert.deepEqual([session.store, session.why], ['cookie', 'http-only']);
  assert.ok(session.advice.endsWith('Set-Cookie: _acme_session=; Path=/; Max-Age=0'), session.advice);
  assert.deepEqual(
    survivors.filter(({ why }) => why === 'elsewhere').map(({ name }) => name),
    ['_far_*'],
  );

  shop.world.serve('www.shop.test', '/forget', (request, response) =>
    response.writeHead(204, { 'set-cookie': session.advice.split('Set-Cookie: ')[1] }).end(),
  );
  await visitor.page.evaluate(() => fetch('/forget'));
  assert.deepEqual(await jar(visitor), [], 'and the advice is right');
});

test('a database that something has open is named, and goes when that closes', LIMIT, async (t) => {
  serve(t);
  const visitor = await shop.visit(t, SHELF);
  await visitor.page.evaluate(
    () =>
      new Promise(
        (done) => (indexedDB.open('acme-db').onsuccess = ({ target }) => done((window.kept = target.result) && 0)),
      ),
  );
  const { erased, survivors } = await withdraw(visitor);
  assert.deepEqual((await visitor.stored()).databases, ['acme-db']);
  assert.deepEqual(erased, []);
  assert.deepEqual(
    survivors.filter(({ store }) => store === 'indexedDB').map(({ name, why }) => [name, why]),
    [['acme-db', 'open']],
  );
  await visitor.page.evaluate(() => window.kept.close());
  await eventually(async () => assert.deepEqual((await visitor.stored()).databases, []));
});

test('what a vendor writes again within seconds goes again, and the page hears of it', LIMIT, async (t) => {
  serve(
    t,
    `document.addEventListener('portcullis:change', ({ detail }) => detail.decided && setTimeout(() => {
    document.cookie = '_acme=again; Path=/';
    localStorage['acme-id'] = 'again';
    fetch('/wrote');
  }, 1000));`,
  );
  const visitor = await shop.visit(t, SHELF);
  await visitor.context.addCookies([{ name: '_acme', value: '1', ...own('/') }]);
  await withdraw(visitor);
  assert.deepEqual(await jar(visitor), []);
  const [wrote] = await visitor.came({ path: '/wrote' });
  assert.equal(wrote.cookies._acme, 'again', 'it did come back');
  await eventually(async () => assert.deepEqual(await jar(visitor), []));
  assert.deepEqual((await visitor.stored()).local, ['portcullis']);
  await visitor.page.waitForFunction(() => heard.length === 2);
  assert.deepEqual(await visitor.page.evaluate(() => heard[1].erased.map(({ name }) => name).sort()), [
    '_acme',
    'acme-id',
  ]);
});

test('what a vendor writes as the page goes is erased as it goes, or on the next page', LIMIT, async (t) => {
  // Handlers of the document run before those of the window: the one is swept up after, the other is too late.
  for (const [early, left] of [
    [true, []],
    [false, ['_acme']],
  ]) {
    serve(
      t,
      `if (!location.search) ${early ? 'document.' : ''}addEventListener('visibilitychange', ` +
        `() => (document.cookie = '_acme=late; Path=/'));`,
    );
    const visitor = await shop.visit(t, SHELF);
    await visitor.context.addCookies([{ name: '_acme', value: '1', ...own('/') }]);
    await withdraw(visitor);
    await visitor.go('/bare.html');
    assert.deepEqual(named(await jar(visitor)), left);
    await visitor.go(`${SHELF}?still`);
    await eventually(async () => assert.deepEqual(await jar(visitor), []));
  }
});

test('the page after a withdrawal looks once more, and the one after that not at all', LIMIT, async (t) => {
  serve(t);
  const visitor = await shop.visit(t, SHELF);
  await visitor.context.addCookies([
    { name: '_acme', value: '1', ...own('/') },
    { name: 'cart', value: 'mine', ...own('/') },
  ]);
  await withdraw(visitor);
  const ours = () => visitor.seen({ path: /^\/portcullis\// }).map(({ path }) => path.split('/').pop());
  await visitor.go(SHELF);
  await visitor.control.waitFor();
  await eventually(async () => assert.ok(!(await visitor.page.evaluate(() => 'portcullis-erase' in localStorage))));
  await visitor.barrier();
  assert.ok(ours().includes('portcullis-page.js'), ours().join());
  await visitor.go(SHELF);
  await visitor.control.waitFor();
  await visitor.barrier();
  assert.deepEqual(ours(), ['portcullis.js']);
});

test('a very deep page is erased too, wherever on its path a cookie lies', LIMIT, async (t) => {
  const folders = Array.from({ length: 150 }, (_, at) => `f${at}`);
  const deep = `/${folders.join('/')}/page.html`;
  serve(t, '', deep);
  const visitor = await shop.visit(t, deep);
  const places = [1, 60, 75, 149].map((depth) => `/${folders.slice(0, depth).join('/')}`);
  await visitor.context.addCookies(places.map((path) => ({ name: '_acme', value: '1', ...own(path) })));
  assert.equal(
    (await visitor.context.cookies(ORIGIN + deep)).filter(({ name }) => name === '_acme').length,
    places.length,
  );
  const { erased } = await withdraw(visitor);
  assert.deepEqual(named(await jar(visitor)), []);
  assert.deepEqual(named(erased), ['_acme']);
});
