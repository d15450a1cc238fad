// `snippet --inline`: plan and script stand in the page itself, so that the banner needs no request at all.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serveBuilt } from './built.mjs';
import { GOOGLE, LIMIT, assertNothingGated, openShop } from './shop.mjs';

const shop = openShop();
const POLICY = {
  site: { name: 'The Shop', contact: 'privacy@shop.test', policy: '/privacy/' },
  updated: '2026-11-22',
  services: ['sentry-errors', { use: 'google-analytics', id: 'G-TEST123456' }],
};
/** But for the manifest, which is asked after the page has loaded whether a newer build is in force. */
const ours = (visitor) =>
  visitor
    .seen({ where: ({ path }) => path.startsWith('/built/') && path !== '/built/portcullis.json' })
    .map(({ path }) => path.split('/').pop());

/** A page with the tags that `snippet --inline` prints for that policy. */
function page(t, { lang = 'en', csp } = {}) {
  const { html, hashes } = serveBuilt(t, shop, POLICY, { inline: true });
  const headers = { 'content-type': 'text/html', ...(csp && { 'content-security-policy': csp(hashes) }) };
  shop.replace(t, '/p/inline.html', (request, response) =>
    response
      .writeHead(200, headers)
      .end(`<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>Inline</title>
      ${html}</head><body><main><h1>Inline</h1></main></body></html>`),
  );
  return '/p/inline.html';
}

test(
  'a first visit asks for no file of ours and has its banner, and until a choice nothing is gated',
  LIMIT,
  async (t) => {
    const visitor = await shop.visit(t, page(t));
    await visitor.banner.waitFor();
    assert.deepEqual(ours(visitor), []);
    await assertNothingGated(visitor);
  },
);

test('both answers come from the page, and who comes back has them at once', LIMIT, async (t) => {
  const path = page(t);
  const visitor = await shop.visit(t, path);
  await visitor.banner.waitFor();
  await visitor.page.evaluate(() => document.querySelector('[data-action=accept]').click());
  await visitor.came(GOOGLE.report);
  assert.match(await visitor.record(), /\.a\.e\w+\.g~google-analytics~sentry-errors$/);
  assert.deepEqual(ours(visitor), []);
  await visitor.go(path);
  await visitor.control.waitFor();
  await visitor.came(GOOGLE.report);
  assert.equal(await visitor.banner.count(), 0);
  // What the plan does not foresee comes from the folder.
  await visitor.openPreferences();
  assert.ok(ours(visitor).includes('portcullis-page.js'));
});

test('in another language its words are one request more', LIMIT, async (t) => {
  const visitor = await shop.visit(t, page(t, { lang: 'de' }));
  await visitor.banner.waitFor();
  assert.equal(await visitor.page.locator('.portcullis').first().getAttribute('lang'), 'de');
  assert.deepEqual(ours(visitor), ['de.json']);
});

test('a strict policy of the host allows it by the hash that is printed', LIMIT, async (t) => {
  const csp = (hashes) => `default-src 'self'; script-src ${hashes.join(' ')}`;
  const visitor = await shop.visit(t, page(t, { csp }));
  await visitor.banner.waitFor();
  const other = (hashes) => csp(hashes.map((hash) => hash.replace(/-./, '-0')));
  const stranger = await shop.visit(t, page(t, { csp: other }));
  await stranger.barrier();
  assert.equal(await stranger.banner.count(), 0, 'the control: another hash lets nothing run');
});
