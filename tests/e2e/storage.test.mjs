// What scripts of the page store under a vendor's names is not written until that vendor is granted.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { load } from '../unit/load.mjs';
import { LIMIT, RECORD, eventually, openShop } from './shop.mjs';

const shop = openShop();

/** Ten writes of vendors' names, and what a site writes for itself. */
const write = ({ page }) =>
  page.evaluate(async () => {
    const open = (name) =>
      new Promise((done) => {
        const request = indexedDB.open(name, 2);
        request.onupgradeneeded = () => request.result.createObjectStore('queue');
        request.onsuccess = () => done(request.result.close());
        request.onerror = () => done(request.error.name);
      });
    document.cookie = '_ga=GA1.1.1.1; Path=/; Max-Age=9999';
    document.cookie = ' _ga_TEST = x; Domain=.shop.test; Path=/';
    document.cookie = '__utmz=x';
    document.cookie = '_gcl_au=x; Secure';
    Document.prototype.__lookupSetter__('cookie').call(document, '_gali=x');
    await cookieStore.set('_gid', 'x');
    await cookieStore.set({ name: '_gac_UA', value: 'x' });
    localStorage.setItem('_gcl_ls', 'x');
    sessionStorage.setItem('sentryReplaySession', '{}');
    const failed = await open('sentry-offline');

    document.cookie = 'cart=1; Path=/';
    document.cookie = '__cf_bm=1; Path=/';
    await cookieStore.set('seen', '1');
    localStorage.setItem('size', '42');
    sessionStorage.setItem('draft', 'x');
    localStorage.byProperty = 'x';
    await open('basket');
    return failed;
  });
const OWN = {
  cookies: ['__cf_bm', 'cart', 'seen'],
  local: ['byProperty', 'size'],
  session: ['draft'],
  databases: ['basket'],
};
const VENDORS = {
  cookies: ['__utmz', '_ga', '_ga_TEST', '_gac_UA', '_gali', '_gcl_au', '_gid'],
  local: ['_gcl_ls'],
  session: ['sentryReplaySession'],
  databases: ['sentry-offline'],
};
const with_ = (...parts) =>
  Object.fromEntries(Object.keys(OWN).map((store) => [store, parts.flatMap((one) => one[store] || []).sort()]));

test('without the module every name is written', LIMIT, async (t) => {
  const visitor = await shop.visit(t, '/bare.html');
  await write(visitor);
  await eventually(async () => assert.deepEqual(sorted(await visitor.stored()), with_(OWN, VENDORS)));
});

const sorted = (stored) =>
  Object.fromEntries(Object.entries(stored).map(([store, names]) => [store, [...names].sort()]));

test("before the choice vendors' names are not written, and the site's own are", LIMIT, async (t) => {
  const visitor = await shop.visit(t, '/p/live.html');
  await visitor.banner.waitFor();
  assert.equal(await write(visitor), 'AbortError');
  assert.deepEqual(sorted(await visitor.stored()), with_(OWN));
});

test('after a refusal neither, and a deletion is let through', LIMIT, async (t) => {
  const visitor = await shop.visit(t, '/p/live.html');
  await visitor.choose('reject');
  await write(visitor);
  assert.deepEqual(sorted(await visitor.stored()), with_(OWN, { cookies: [RECORD], local: ['portcullis'] }));
  await visitor.context.addCookies(
    ['_ga', '_gid'].map((name) => ({ name, value: 'old', domain: 'www.shop.test', path: '/', secure: true })),
  );
  await visitor.page.evaluate(() => {
    document.cookie = '_ga=; Path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT';
    document.cookie = '_gid=; Path=/; max-age=0';
  });
  assert.deepEqual(
    (await visitor.cookies()).filter((name) => name.startsWith('_g')),
    [],
  );
});

test('after a grant they are written, and not those of a service that nobody granted', LIMIT, async (t) => {
  const visitor = await shop.visit(t, '/p/live.html');
  await visitor.choose('accept');
  await write(visitor);
  const stored = sorted(await visitor.stored());
  // The policy has no advertising: Google's own names of it wait, whatever is granted.
  const isAds = (name) => /^_g(cl|ac)_/.test(name);
  for (const store of ['cookies', 'local', 'databases'])
    for (const name of VENDORS[store].filter((one) => !/sentry/.test(one)))
      assert.equal(stored[store].includes(name), !isAds(name), name);
});

test('what looks like a deletion is one exactly where browsers delete', LIMIT, async (t) => {
  const { cases } = JSON.parse(await readFile(new URL('../corpus/cookie-writes.json', import.meta.url), 'utf8'));
  const { readCookieWrite } = await load('www/gate/cookie.ts');
  const visitor = await shop.visit(t, '/bare.html');
  // In one call, so that a hundred take no longer than one.
  const seen = await visitor.page.evaluate(
    (writes) => {
      const clear = () => {
        for (const pair of document.cookie.split('; ')) {
          for (const name of [pair, `=${pair}`, pair.split('=')[0], `=${pair.split('=')[0]}`])
            for (const jar of ['', '; Secure; Partitioned'])
              document.cookie = `${name}${name.endsWith('=') ? '' : '='}; Max-Age=0${jar}`;
        }
      };
      return writes.map(([write, name]) => {
        clear();
        document.cookie = `${name}=before`;
        const before = document.cookie;
        document.cookie = write;
        return { before, after: document.cookie };
      });
    },
    cases.map(({ write, name }) => [write, name]),
  );
  let deleted = 0;
  for (const [at, { write }] of cases.entries()) {
    const { before, after } = seen[at];
    const { deletes } = readCookieWrite(write, Date.now());
    const had = before.split('; ');
    const wasWritten = after && after.split('; ').some((pair) => !had.includes(pair));
    assert.ok(!(deletes && wasWritten), `a write that is read as a deletion: ${write.slice(0, 80)}`);
    if (deletes && before && !after) deleted++;
  }
  assert.ok(deleted >= 20, `${deleted} deletions were seen`);
});

test('a write that looks like a deletion waits as any other', LIMIT, async (t) => {
  const acme = {
    id: 'acme',
    name: 'Acme',
    vendor: 'Acme',
    class: 'tracking',
    purpose: 'Counts',
    hosts: ['cdn.acme.test'],
    cookies: ['acme_page', 'acme_x', 'acme_y'].map((name) => ({ name, duration: '1y' })),
  };
  const visitor = await shop.visit(t, shop.site(t, [acme]));
  await visitor.banner.waitFor();
  await visitor.page.evaluate(() => {
    document.cookie = 'acme_page=0; Max-Age=31536000';
    document.cookie = 'acme_x=page=0; Max-Age=31536000';
    document.cookie = 'acme_y=1; expires=Tue, 30 Nov 2037 00:00:00 GMT; path=/archive/1975';
    document.cookie = 'acme_y=1; expires=Tue, 30 Nov 2037 00:00:00 GMT; note=max-age=0';
  });
  assert.deepEqual(await visitor.cookies(), []);
});
