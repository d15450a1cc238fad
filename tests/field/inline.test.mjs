// Under the seal the shim is deferred, and code in the page runs before it. `snippet --inline` puts the shim, and so
// the hooks, before that code: then it writes nothing that waits.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serveBuilt } from '../e2e/built.mjs';
import { LIMIT, eventually, openShop } from '../e2e/shop.mjs';
import { ACME, html } from './services.mjs';

const shop = openShop();
const PAGE = '/p/inline.html';
const SERVICE = {
  ...ACME,
  cookies: [
    { name: '_acme*', duration: '1y' },
    { name: '_acme*', duration: 'session', store: 'localStorage' },
    { name: '_acme*', duration: 'session', store: 'sessionStorage' },
    { name: '_acme*', duration: 'session', store: 'indexedDB' },
  ],
};
const POLICY = { site: { name: 'The Shop', contact: 'privacy@shop.test' }, updated: '2026-11-22', services: [SERVICE] };

/** Each where it lands. */
const WRITES = {
  cookies: [
    'document.cookie = "_acme-1=1; Max-Age=900"',
    'document.cookie = "_acme-2=1; Max-Age=0; Max-Age=900"',
    'Reflect.set(document, "cookie", "_acme-3=1; Max-Age=900")',
    'cookieStore.set("_acme-4", "1")',
  ],
  local: ['localStorage.setItem("_acme-5", "1")', 'Storage.prototype.setItem.call(localStorage, "_acme-6", "1")'],
  session: ['sessionStorage.setItem("_acme-7", "1")'],
  // A connection that stays open would keep its database from being erased.
  databases: ['indexedDB.open("_acme-8").onsuccess = ({ target }) => target.result.close()'],
};
const SCRIPT = `<script>${Object.values(WRITES).flat().join(';\n')}</script>`;
const sealed = (t, inline) => serveBuilt(t, shop, POLICY, { guard: 'seal', inline }).html;
const landed = async (someone) => {
  await someone.barrier();
  const stored = await someone.stored();
  return Object.values(stored)
    .flat()
    .filter((name) => name.startsWith('_acme'));
};

for (const [what, tags, wanted] of [
  ['the control: without any shim all of them land', () => '', 8],
  ['with the seal and its shim in the page none does', (t) => sealed(t, true), 0],
  ['with a shim at its address, not deferred, none does', (t) => serveBuilt(t, shop, POLICY).html, 0],
]) {
  test(`eight writes of code in the page, first in its head: ${what}`, LIMIT, async (t) => {
    shop.replace(t, PAGE, html(`<html lang="en"><head>${tags(t)}${SCRIPT}<title>Own</title></head><h1>Own</h1>`));
    const someone = await shop.visit(t, PAGE);
    assert.equal((await landed(someone)).length, wanted);
    if (!wanted) await someone.banner.waitFor();
  });
}

test('with a deferred shim they land, and a refusal erases them', LIMIT, async (t) => {
  shop.replace(
    t,
    PAGE,
    html(`<html lang="en"><head>${sealed(t, false)}${SCRIPT}<title>Own</title></head><h1>Own</h1>`),
  );
  const someone = await shop.visit(t, PAGE);
  assert.equal((await landed(someone)).length, 8);
  await someone.choose('reject');
  await eventually(async () => assert.deepEqual(await landed(someone), []));
});
