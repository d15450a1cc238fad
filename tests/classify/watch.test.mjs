// The watchdog: what it says of names that the policy does not declare. What it sends is read from the log, and what it
// erases from the cookie jar.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIMIT, openShop } from '../e2e/shop.mjs';

const shop = openShop();
const REPORT = '/privacy/undeclared';
const POLICY = {
  site: { name: 'The Shop', contact: 'privacy@shop.test', policy: '/privacy/' }, updated: '2026-11-22',
  services: ['services/matomo', { id: 'cart', name: 'Cart', vendor: 'Us', class: 'essential', purpose: 'Keeps what you want to buy', privacy: '/privacy/', hosts: ['api.shop.test'], cookies: [{ name: 'cart_*', duration: '7d' }] }],
};

/** A page with the watchdog, and a script of its own that writes. */
function page(t, { policy = POLICY, writes = '', attributes = `data-report="${REPORT}"` } = {}) {
  const send = (type, body) => (request, response) => response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
  shop.replace(t, '/p/watched.json', send('application/json', JSON.stringify(policy)));
  shop.replace(t, '/p/writer.js', send('text/javascript', writes));
  shop.replace(t, REPORT, (request, response) => response.writeHead(204).end());
  shop.replace(t, '/p/watched.html', send('text/html; charset=utf-8', `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Watched</title>
    <script data-cfasync="false" src="/portcullis/portcullis.js" data-policy="/p/watched.json"></script>
    <script data-cfasync="false" src="/portcullis/portcullis-watch.js" ${attributes}></script>
    <script src="/p/writer.js"></script></head><body><main><h1>Watched</h1></main></body></html>`));
  return '/p/watched.html';
}
const reports = (since) => shop.world.until({ host: 'www.shop.test', path: REPORT, method: 'POST', since });
const keyOf = ({ store, name }) => `${store} ${name}`;

test('each undeclared name is reported once, with what is known of it and the script that wrote it', LIMIT, async (t) => {
  const path = page(t, { writes: `
    document.cookie = 'PHPSESSID=secret-value; path=/'; document.cookie = 'mp_abc_mixpanel=1; path=/'; document.cookie = 'cart_7=1; path=/';
    document.cookie = '_pk_id.1.ab=1; path=/'; localStorage.setItem('zork', 'secret-value'); sessionStorage.direct = '1'; indexedDB.open('mixpanelBrowserDb');` });
  const someone = await shop.visit(t, path, { script: () => {
    window.heard = [];
    document.addEventListener('portcullis:undeclared', ({ detail }) => window.heard.push(detail));
  } });
  const [sent] = await reports(someone.since);
  const { page: where, undeclared } = JSON.parse(sent.body);
  assert.equal(where, path);
  assert.ok(!sent.body.includes('secret-value'), 'names, never values');
  const said = Object.fromEntries(undeclared.map((one) => [keyOf(one), one]));
  assert.deepEqual(Object.keys(said).sort(), ['cookie PHPSESSID', 'cookie mp_abc_mixpanel', 'indexedDB mixpanelBrowserDb', 'localStorage zork', 'sessionStorage direct']);
  const what = ({ class: kind, sure, vendor, service, script }) => [kind, sure, vendor, service, script.replace(/^.*\/p\//, '')];
  assert.deepEqual(what(said['cookie mp_abc_mixpanel']), ['tracking', 'known', 'Mixpanel', 'mixpanel', 'writer.js']);
  assert.deepEqual(what(said['cookie PHPSESSID']), ['functional', 'listed', 'PHP.net', '', 'writer.js']);
  assert.deepEqual(what(said['localStorage zork']), ['tracking', 'none', '', '', 'writer.js']);
  // Not by a function: no stack shows who wrote it.
  assert.equal(said['sessionStorage direct'].script, '');
  // Written again it is no news; something new is.
  await someone.page.evaluate(() => { localStorage.setItem('zork', '2'); localStorage.setItem('later', '1'); });
  const [, second] = await shop.world.until({ host: 'www.shop.test', path: REPORT, method: 'POST', since: someone.since }, { count: 2 });
  assert.deepEqual(JSON.parse(second.body).undeclared.map(keyOf), ['localStorage later']);
  assert.deepEqual((await someone.page.evaluate(() => window.heard)).map(keyOf).sort(), [...Object.keys(said), 'localStorage later'].sort());
  assert.deepEqual(someone.errors, []);
});

test('where all that is stored is declared, nothing is reported', LIMIT, async (t) => {
  const path = page(t, { writes: `document.cookie = 'cart_7=1; path=/';` });
  const someone = await shop.visit(t, path);
  await someone.choose('reject');
  // It has looked once the table has come.
  await shop.world.until({ path: '/portcullis/portcullis-names.txt', since: someone.since });
  await someone.page.evaluate(() => new Promise((done) => requestIdleCallback(() => setTimeout(done))));
  await someone.barrier();
  assert.deepEqual(shop.world.requests({ path: REPORT, since: someone.since }), []);
});

test('"unknown": "deny" erases what is known to track, again where it comes again, and leaves what may be the site’s own', LIMIT, async (t) => {
  const path = page(t, { policy: { ...POLICY, unknown: 'deny' }, writes: `
    document.cookie = 'mp_abc_mixpanel=1; path=/; domain=shop.test'; document.cookie = 'PHPSESSID=1; path=/'; document.cookie = 'mine=1; path=/'; localStorage.setItem('__mpq_abc_ev', '1');` });
  const someone = await shop.visit(t, path);
  const [sent] = await reports(someone.since);
  const erased = JSON.parse(sent.body).undeclared.map((one) => [keyOf(one), one.erased]).sort();
  assert.deepEqual(erased, [['cookie PHPSESSID', false], ['cookie mine', false], ['cookie mp_abc_mixpanel', true], ['localStorage __mpq_abc_ev', true]]);
  const jar = async () => (await someone.context.cookies()).map(({ name }) => name).sort();
  assert.deepEqual(await jar(), ['PHPSESSID', 'mine']);
  assert.equal(await someone.page.evaluate(() => localStorage.getItem('__mpq_abc_ev')), null);
  await someone.page.evaluate(() => { document.cookie = 'mp_abc_mixpanel=2; path=/'; });
  await someone.page.waitForFunction(() => !document.cookie.includes('mp_abc'));
  assert.equal(shop.world.requests({ path: REPORT, since: someone.since }).length, 1, 'said once');
});

test('in development the console says it; a report to another origin is never sent', LIMIT, async (t) => {
  const path = page(t, { writes: `localStorage.setItem('zork', '1');`, attributes: 'data-console data-report="https://elsewhere.example/r"' });
  const warnings = [];
  const someone = await shop.visit(t, '/bare.html');
  someone.context.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));
  await Promise.all([someone.page.waitForEvent('console', (message) => message.text().includes('that the policy does not declare')), someone.go(path)]);
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
  await Promise.all([someone.page.waitForEvent('console', (message) => message.text().includes('the watchdog cannot look')), someone.go(path)]);
  await someone.page.evaluate(() => localStorage.setItem('more', '1'));
  await someone.choose('reject');
  assert.equal(warnings.length, 1);
  assert.equal(await someone.page.evaluate(() => localStorage.getItem('more')), '1');
});
