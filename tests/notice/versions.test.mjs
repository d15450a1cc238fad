// Versions in a real browser: one that is announced changes nothing before its day, and when it is in force exactly
// what `portcullis diff` says is asked again, of who chose before.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { violations } from '../e2e/axe.mjs';
import { LIMIT, LONG, assertNothingGated, eventually, json } from '../e2e/shop.mjs';
import { PAGE, POLICY, openStage, policy, service } from './stage.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BINARY = path.join(ROOT, 'target/debug/portcullis');
const { shop, visit, serve } = openStage();
const ACME = { host: 'cdn.acme.test' };
const NEXT = '/privacy/2026-03-01.json';
/** A page of the shop that has no policy page on it. */
const SHORT = `<!doctype html><html lang="en"><head><title>Short</title>
  <script src="/portcullis/portcullis.js" data-policy="${POLICY}"></script>
  <script type="text/plain" data-consent="acme"
  data-src="https://cdn.acme.test/a.js"></script></head><body></body></html>`;
const CHOSEN = '2026-01-15';
const BEFORE = '2026-02-20';
const AFTER = '2026-03-02';

const now = policy();
const announcing = policy({ notice: { next: { effective: '2026-03-01', policy: NEXT } } });
/** Bolt stores more from then on, and there is a third service. */
const next = policy({
  updated: '2026-02-10',
  effective: '2026-03-01',
  services: [
    'cloudflare-security',
    service('acme'),
    service('bolt', {
      class: 'functional',
      since: '2026-03-01',
      cookies: [
        { name: '_bolt', duration: '30d' },
        { name: '_more', duration: '1d' },
      ],
    }),
    service('cask', { since: '2026-03-01' }),
  ],
});

const on = (visitor, day) => visitor.page.clock.setFixedTime(new Date(`${day}T12:00:00Z`));
const aside = (visitor) => visitor.page.locator('.portcullis-news');
const list = (visitor) => visitor.page.locator('.portcullis-banner .portcullis-changed li');
/** Once the page knows a state, these services wait for an answer, and no others. */
const assertAsked = (visitor, expected, what) =>
  eventually(async () => {
    const { services } = await visitor.state();
    assert.ok(Object.keys(services).length, 'no state is known yet');
    assert.deepEqual(
      Object.keys(services)
        .filter((id) => services[id] === 'undecided')
        .sort(),
      expected,
      what,
    );
  });

/** Nothing of that host is fetched, and nothing is on its way. */
const assertNotFetched = async (visitor, host) => {
  await visitor.barrier();
  assert.deepEqual(
    visitor.seen({ host }).map(({ url }) => url),
    [],
  );
};

/** Someone who chose on that day, on a page of the shop that is not the policy's. */
async function chosen(t, declared = now, { answer = 'accept', day = CHOSEN, ...options } = {}) {
  const visitor = await visit(t, declared, options);
  await on(visitor, day);
  await visitor.go(PAGE);
  await visitor.banner.waitFor();
  await visitor.choose(answer);
  return visitor;
}

/** The page goes by that policy: it is kept for the next one. */
const isRead = (visitor, declared) =>
  visitor.page.waitForFunction(
    (text) => JSON.parse(localStorage.getItem('portcullis-pass live')).text === text,
    JSON.stringify(declared),
  );

/** Comes back on another day, to another policy. */
async function back(t, visitor, declared, day, options) {
  await visitor.go('/bare.html');
  serve(t, declared, options);
  shop.replace(t, NEXT, json(next));
  await on(visitor, day);
  await visitor.go(PAGE);
}

test('the versions of this test are what diff takes for right', () => {
  const file = path.join(shop.build.folder, 'next.json');
  writeFileSync(file, JSON.stringify(next));
  const result = spawnSync(BINARY, ['diff', '-', file], { input: JSON.stringify(announcing), encoding: 'utf8' });
  assert.equal(result.status, 0, result.stdout + result.stderr);
  assert.deepEqual(
    [...result.stdout.matchAll(/^asked again: (\w+)/gm)].map(([, id]) => id),
    ['bolt', 'cask'],
  );
});

test('an announced version is told once, politely, and changes nothing', LONG, async (t) => {
  const visitor = await chosen(t);
  const record = await visitor.record();
  await back(t, visitor, announcing, BEFORE);
  await aside(visitor).waitFor();
  const said = await aside(visitor).innerText();
  assert.match(said, /2026-03-01/);
  assert.match(said, /Service bolt[\s\S]*Service cask/);
  assert.doesNotMatch(said, /Service acme/);
  // No dialog, no choice, and the page stays where it was.
  assert.deepEqual(
    await aside(visitor).evaluate((box) => [
      box.role,
      box.querySelectorAll('input,[data-action]:not([data-action=close])').length,
      box.contains(document.activeElement),
    ]),
    ['status', 0, false],
  );
  assert.equal(await visitor.banner.count(), 0);
  assert.deepEqual(await visitor.state(), { decided: true, services: { acme: 'granted', bolt: 'granted' } });
  assert.equal(await visitor.record(), record);
  await visitor.came(ACME);
  if (process.env.PORTCULLIS_PICTURES)
    await visitor.page.screenshot({ path: `${process.env.PORTCULLIS_PICTURES}/announced.png` });
  await aside(visitor).getByRole('button').click();
  assert.equal(await aside(visitor).count(), 0);
  // The next page knows it already; and so does one whose policy has changed in its words alone.
  await visitor.go(PAGE);
  await visitor.article.waitFor();
  await visitor.barrier();
  assert.equal(await aside(visitor).count(), 0);
  // Where the page itself asks nothing of core, nothing more of ours is fetched.
  shop.replace(t, '/short.html', (request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(SHORT),
  );
  await visitor.go('/short.html');
  await visitor.came(ACME);
  await visitor.barrier();
  assert.deepEqual(visitor.seen({ path: '/portcullis/portcullis-page.js' }), []);
  assert.deepEqual(visitor.seen({ path: NEXT }), []);
  await back(t, visitor, { ...announcing, unknown: 'report' }, BEFORE);
  await visitor.came({ path: '/portcullis/locales/en.notice.json' });
  await visitor.barrier();
  assert.equal(await aside(visitor).count(), 0);
});

test('who has not chosen is asked, and told nothing of what is to come', LIMIT, async (t) => {
  const visitor = await visit(t, announcing);
  shop.replace(t, NEXT, json(next));
  await visitor.banner.waitFor();
  await visitor.barrier();
  assert.equal(await aside(visitor).count(), 0);
  await assertNothingGated(visitor);
});

test('the preferences and the policy page say it too', LONG, async (t) => {
  const visitor = await chosen(t);
  await back(t, visitor, announcing, BEFORE);
  await aside(visitor).waitFor();
  // The control is where it was, though core has come: the click finds it.
  await visitor.openPreferences();
  await visitor.preferences.locator('.portcullis-ahead').waitFor();
  assert.match(await visitor.preferences.locator('.portcullis-ahead').innerText(), /2026-03-01[\s\S]*Service cask/);
  await visitor.inPreferences('close');
  await visitor.page.waitForFunction(() => document.querySelector('.portcullis-announced li'));
  assert.match(await visitor.page.locator('.portcullis-announced').innerText(), /2026-03-01[\s\S]*Service bolt/);
});

test(
  'once it is in force what it announced is no news: the page of an old announcement keeps still',
  LIMIT,
  async (t) => {
    const visitor = await chosen(t);
    await back(t, visitor, announcing, AFTER);
    await visitor.came({ path: NEXT });
    await visitor.barrier();
    assert.equal(await aside(visitor).count(), 0);
  },
);

test(
  'in force, only what changed is asked again, with a short list of it, and earlier choices stay',
  LONG,
  async (t) => {
    const visitor = await chosen(t, announcing);
    await back(t, visitor, next, AFTER);
    await visitor.banner.waitFor();
    await assertAsked(visitor, ['bolt', 'cask']);
    await list(visitor).first().waitFor();
    assert.deepEqual(await list(visitor).allInnerTexts(), ['Service bolt: stores more', 'Service cask: new']);
    assert.deepEqual(await violations(visitor.page, '.portcullis-banner'), []);
    await visitor.openPreferences();
    assert.equal(await visitor.preferences.locator('.portcullis-changed li').count(), 2);
    await visitor.inPreferences('close');
    if (process.env.PORTCULLIS_PICTURES)
      await visitor.page.screenshot({ path: `${process.env.PORTCULLIS_PICTURES}/asked-again.png` });
    await visitor.came(ACME);
    // This page began by the pass of the old version; from the next one on what is asked again waits.
    await visitor.go(PAGE);
    await visitor.banner.waitFor();
    await assertNotFetched(visitor, 'cdn.bolt.test');
    await visitor.answer('reject');
    await visitor.until('cask', 'denied');
  },
);

test('before its day the file that is to come asks nothing, though it lies there already', LIMIT, async (t) => {
  const visitor = await chosen(t);
  await back(t, visitor, { ...next, services: next.services.slice(0, 3) }, BEFORE);
  await aside(visitor).waitFor();
  await assertAsked(visitor, []);
});

test('a wording change asks nothing and says nothing', LIMIT, async (t) => {
  const visitor = await chosen(t);
  const record = await visitor.record();
  const worded = policy({
    updated: '2026-02-01',
    site: { name: 'The Shop & Co.', contact: 'privacy@shop.test', policy: PAGE },
    notice: { introduction: [{ text: 'Worded otherwise.' }] },
  });
  await back(t, visitor, worded, BEFORE);
  await isRead(visitor, worded);
  await visitor.came(ACME);
  await visitor.barrier();
  assert.equal((await visitor.banner.count()) + (await aside(visitor).count()), 0);
  assert.equal(await visitor.record(), record);
});

test('without the texts that tell of news everything else is as ever', LIMIT, async (t) => {
  const visitor = await chosen(t);
  shop.replace(t, '/portcullis/locales/en.notice.json', (request, response) => response.writeHead(404).end());
  await back(t, visitor, next, AFTER);
  await visitor.banner.waitFor();
  await assertAsked(visitor, ['bolt', 'cask']);
});

/** Two years of a shop's versions. */
const HISTORY = path.join(ROOT, 'tests/policies/history');
const versions = readdirSync(HISTORY).sort();

/** What diff says is asked by that day. */
const said = (old, young, day) => {
  const text = execFileSync(BINARY, ['diff', path.join(HISTORY, old), path.join(HISTORY, young)], { encoding: 'utf8' });
  return [...text.matchAll(/^asked again: ([\w-]+), from (\S+) on/gm)]
    .filter(([, , since]) => since <= day)
    .map(([, id]) => id)
    .sort();
};

test('through two years of versions each visitor is asked what diff said, and nothing else', {
  timeout: 120000,
}, async (t) => {
  let asked = 0;
  for (const [at, young] of versions.entries()) {
    if (!at) continue;
    const old = versions[at - 1];
    // A service that is only worded otherwise would be a fault of diff's, and asks nothing.
    if (young === '2026-09-21.json') continue;
    const [one, other] = [old, young].map((name) => JSON.parse(readFileSync(path.join(HISTORY, name), 'utf8')));
    const visitor = await chosen(t, one, { day: one.updated });
    await back(t, visitor, other, other.updated);
    const expected = said(old, young, other.updated);
    if (expected.length) await visitor.banner.waitFor();
    else await isRead(visitor, other);
    await visitor.barrier();
    await assertAsked(visitor, expected, `${old} to ${young}`);
    assert.equal(await visitor.banner.count(), expected.length ? 1 : 0);
    asked += expected.length;
    await visitor.context.close();
  }
  assert.ok(asked >= 6, `${asked} asked`);
});
