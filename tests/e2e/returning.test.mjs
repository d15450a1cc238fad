// The returning visitor: an answer that still holds needs none of our files but the shim, and an answer
// that was tampered with, or asked about something else, grants nothing until core has judged it.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import {
  CLOUDFLARE,
  GOOGLE,
  LIMIT,
  SENTRY,
  SHOES,
  allReported,
  assertNothingGated,
  eventually,
  heldBack,
  json,
  missing,
  openShop,
} from './shop.mjs';

const shop = openShop();
const WASM = '/portcullis/portcullis.wasm';
const POLICY = '/privacy/policy.json';
/** What the record is called without TLS. */
const PLAIN_RECORD = 'portcullis-consent';
const DAY = 24 * 60;

const wasm = async (request, response) =>
  response
    .writeHead(200, { 'content-type': 'application/wasm' })
    .end(await readFile(`${shop.build.folder}/portcullis.wasm`));
const ours = (visitor) => visitor.seen({ path: /^\/portcullis\// }).map(({ path }) => path);

/** A record as if it had been made that many minutes earlier. */
function earlier(record, minutes) {
  const [version, when, ...rest] = record.split('.');
  return [version, (parseInt(when, 36) - minutes).toString(36), ...rest].join('.');
}

async function answered(t, answer, page = SHOES, options) {
  const visitor = await shop.visit(t, page, options);
  await visitor.choose(answer);
  // What is still to be erased would ask for core on the next page.
  if (answer === 'reject') await visitor.page.waitForFunction(() => !localStorage['portcullis-erase']);
  if (answer === 'accept') await allReported(visitor);
  return visitor;
}

/** Has answered on a page, and left it: what vendors send as a page goes is in. */
async function returning(t, answer, page, options) {
  const visitor = await answered(t, answer, page, options);
  await visitor.go('/bare.html', options);
  await visitor.barrier();
  return visitor;
}

test(
  'who accepted comes back to running vendors, a control and no banner, and fetches only the shim of ours',
  LIMIT,
  async (t) => {
    const visitor = await returning(t, 'accept');
    await visitor.go(SHOES);
    await allReported(visitor);
    await visitor.came({ path: POLICY });
    await visitor.barrier();
    assert.deepEqual(ours(visitor), ['/portcullis/portcullis.js']);
    assert.equal(await visitor.control.count(), 1);
    assert.equal(await visitor.banner.count(), 0);
    for (const { script } of [SENTRY, GOOGLE, CLOUDFLARE]) assert.equal(visitor.seen(script).length, 1, script.host);
    const hits = visitor.seen(GOOGLE.report).map(({ query }) => [query.get('en'), query.get('gcs')]);
    assert.deepEqual(hits, [['page_view', 'G101']]);
  },
);

test('who refused comes back to a control and no banner, and nothing gated', LIMIT, async (t) => {
  const visitor = await returning(t, 'reject');
  await visitor.go(SHOES);
  await visitor.came({ path: POLICY });
  await assertNothingGated(visitor);
  assert.deepEqual(ours(visitor), ['/portcullis/portcullis.js']);
  assert.equal(await visitor.control.count(), 1);
  assert.equal(await visitor.banner.count(), 0);
});

test('vendors start before the page has loaded, and the policy is asked for only after that', LIMIT, async (t) => {
  const visitor = await returning(t, 'accept', '/p/settings.html');
  const image = heldBack(missing);
  shop.replace(t, '/slow.png', image.answer);
  await visitor.go('/p/slow.html', { waitUntil: 'commit' });
  await visitor.came(GOOGLE.report);
  await visitor.came(SENTRY.script);
  await visitor.came(CLOUDFLARE.script);
  await visitor.barrier();
  assert.deepEqual(visitor.seen({ path: '/privacy/settings.json' }), []);
  image.release();
  await visitor.came({ path: '/privacy/settings.json' });
});

test('a choice made on a page without tags loads each script once on a page with them', LIMIT, async (t) => {
  const visitor = await returning(t, 'accept', '/p/settings.html');
  await visitor.go('/p/both.html');
  await allReported(visitor);
  await visitor.barrier();
  for (const { script } of [SENTRY, GOOGLE, CLOUDFLARE]) {
    assert.equal(
      visitor.seen(script).length,
      1,
      visitor
        .seen(script)
        .map(({ url }) => url)
        .join(' '),
    );
  }
});

test('who grants again after a withdrawal comes back to each script once', LIMIT, async (t) => {
  const visitor = await answered(t, 'accept', '/p/both.html');
  for (const answer of ['reject', 'accept']) {
    await visitor.openPreferences();
    await visitor.inPreferences(answer);
    await visitor.until('google-analytics', answer === 'accept' ? 'granted' : 'denied');
  }
  await visitor.barrier();
  await visitor.go('/p/both.html');
  await allReported(visitor);
  await visitor.barrier();
  for (const { script } of [SENTRY, GOOGLE, CLOUDFLARE]) {
    assert.equal(
      visitor.seen(script).length,
      1,
      visitor
        .seen(script)
        .map(({ url }) => url)
        .join(' '),
    );
  }
});

test("a record that is not the pass's runs nothing before core has judged it", LIMIT, async (t) => {
  const visitor = await returning(t, 'accept');
  // By a single switch: no answer that a plan foresees is written so.
  const record = await visitor.record();
  await visitor.setRecord(record.replace('.a.', '.s.'));
  const held = heldBack(wasm);
  shop.replace(t, WASM, held.answer);
  await visitor.go(SHOES);
  await visitor.came({ path: WASM });
  await assertNothingGated(visitor);
  assert.equal(await visitor.banner.count(), 0);
  held.release();
  await allReported(visitor);
  assert.equal(await visitor.banner.count(), 0);
});

test("an answer that the plan foresees needs no pass of its own: the plan's verdicts are core's", LIMIT, async (t) => {
  const visitor = await returning(t, 'accept');
  await visitor.setRecord(earlier(await visitor.record(), 1));
  await visitor.go(SHOES);
  await allReported(visitor);
  assert.deepEqual(ours(visitor), ['/portcullis/portcullis.js']);
  assert.equal(await visitor.banner.count(), 0);
});

test('a pass that grants more than the record is overruled by the record', LIMIT, async (t) => {
  const granting = await returning(t, 'accept');
  const visitor = await returning(t, 'reject');
  const pass = await granting.page.evaluate(() =>
    Object.entries(localStorage).find(([key]) => key.startsWith('portcullis-pass ')),
  );
  await visitor.page.evaluate(([key, other]) => localStorage.setItem(key, other), pass);
  await visitor.go(SHOES);
  await visitor.control.waitFor();
  await assertNothingGated(visitor);
  assert.equal(await visitor.banner.count(), 0);
});

test('a pass that is not JSON is passed over', LIMIT, async (t) => {
  const visitor = await returning(t, 'reject');
  await visitor.page.evaluate(() => {
    const [key, pass] = Object.entries(localStorage).find(([key]) => key.startsWith('portcullis-pass '));
    localStorage.setItem(key, pass.slice(0, -5));
  });
  await visitor.go(SHOES);
  await visitor.control.waitFor();
  await assertNothingGated(visitor);
  assert.ok(ours(visitor).includes('/portcullis/portcullis-page.js'));
  assert.deepEqual(visitor.errors, []);
});

const UNREADABLE = {
  'a word': () => 'accept',
  nothing: () => '',
  'another version': (record) => record.replace('1.', '2.'),
  'ids out of order': (record) => record.replace(/\.g~.*/, '.g~sentry-errors~google-analytics'),
  'an id twice': (record) => record.replace(/\.g~.*/, '.g~google-analytics~google-analytics'),
  'a letter that no choice has': (record) => record.replace('.a.', '.z.'),
  'a time with zeros before it': (record) => record.replace('1.', '1.0'),
  'more than a thousand bytes': (record) => `${record}~${'z'.repeat(1000)}`,
  'a choice of half a year ago': (record) => earlier(record, 181 * DAY),
  'a choice of next month': (record) => earlier(record, -30 * DAY),
};
test('a record that cannot be read, or has run out, brings the banner back and grants nothing', {
  timeout: 60000,
}, async (t) => {
  const visitor = await returning(t, 'accept');
  const record = await visitor.record();
  for (const [what, tamper] of Object.entries(UNREADABLE)) {
    await visitor.setRecord(tamper(record));
    await visitor.go(SHOES);
    await visitor.banner.waitFor({ timeout: 5000 }).catch(() => assert.fail(`no banner: ${what}`));
    await visitor.barrier();
    assert.deepEqual(visitor.gated(), [], what);
    assert.equal(await visitor.control.count(), 0, what);
  }
  assert.deepEqual(visitor.consoleErrors, []);
});

test('a second record on a wider domain can take a grant away, and cannot give one', LIMIT, async (t) => {
  // Only a page without TLS can have two: the prefix of the other name forbids a domain.
  const origin = 'http://www.shop.test';
  const parent = (value) => ({ name: PLAIN_RECORD, value, domain: '.shop.test', path: '/' });
  const recordOf = async ({ context }) => (await context.cookies()).find(({ name }) => name === PLAIN_RECORD).value;

  const granting = await returning(t, 'accept', SHOES, { origin });
  const accepted = await recordOf(granting);
  const refusing = await returning(t, 'reject', SHOES, { origin });
  const refused = await recordOf(refusing);

  for (const [visitor, tossed, asks] of [
    [granting, refused, false],
    [granting, 'garbage', true],
    [refusing, accepted, false],
  ]) {
    await visitor.context.addCookies([parent(tossed)]);
    await visitor.go(SHOES, { origin });
    await (asks ? visitor.banner : visitor.control).waitFor();
    await assertNothingGated(visitor);
    assert.equal(await visitor.banner.count(), asks ? 1 : 0, tossed);
  }
});

test('a service that the policy gained since the choice brings the banner back, and does not run', LIMIT, async (t) => {
  const visitor = await returning(t, 'accept');
  await visitor.setRecord(earlier(await visitor.record(), 40 * DAY));
  await visitor.go(SHOES);
  await visitor.control.waitFor();

  const policy = JSON.parse(await readFile(new URL('../world/pages/privacy/policy.json', import.meta.url)));
  const since = new Date(Date.now() - 2 * DAY * 60000).toISOString().slice(0, 10);
  policy.services.push({
    id: 'chat',
    name: 'Chat',
    vendor: 'Chatters',
    class: 'tracking',
    purpose: 'Talking to you',
    since,
  });
  shop.replace(t, POLICY, json(policy));
  await visitor.go(SHOES);
  await visitor.banner.waitFor();
  await eventually(async () =>
    assert.deepEqual(await visitor.state(), {
      decided: false,
      services: {
        'sentry-errors': 'granted',
        'google-analytics': 'granted',
        'cloudflare-web-analytics': 'granted',
        chat: 'undecided',
      },
    }),
  );
  assert.equal(await visitor.control.count(), 0);
  await visitor.choose('accept');
  assert.match(await visitor.record(), /\.a\.e\w+\.g~chat~/);
  await visitor.go(SHOES);
  await visitor.control.waitFor();
  assert.equal(await visitor.banner.count(), 0);
  assert.deepEqual(ours(visitor), ['/portcullis/portcullis.js']);
});
