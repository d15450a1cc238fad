// Bad input: a policy that is missing or wrong, files of ours that do not come, a browser that may not
// run wasm. Whatever it is, the vendors stay out, the page works, and one line says what to mend.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { LIMIT, SENTRY, SHOES, allReported, assertNothingGated, eventually, json, missing, openShop } from './shop.mjs';

const shop = openShop();
const POLICY = '/privacy/mistake.json';
const OURS = /portcullis/;

const site = { name: 'The Shop', contact: 'privacy@shop.test' };
const policy = (...services) => ({ site, updated: '2026-11-22', services });
const player = { id: 'Player', name: 'Films', vendor: 'Player', class: 'functional', purpose: 'Shows films' };

/** The console's errors, without what Chromium itself says of a failed fetch. */
const CHROMIUM = /^Failed to (load resource|find a valid digest)|^Fetch API cannot load .* integrity checks failed/;
const said = ({ consoleErrors }) => consoleErrors.filter((text) => !CHROMIUM.test(text));

const MISTAKES = {
  'is missing': [missing, /404/],
  'is a page and not JSON': [json('<!doctype html>'), /not JSON/],
  'is cut off': [json(JSON.stringify(policy('sentry')).slice(0, -3)), /not JSON/],
  'is empty': [json(''), /not JSON/],
  'has an id that is none': [json(policy('sentry', player)), /services\[1\]\.id/],
  'lacks a setting': [json(policy({ use: 'google-tag-manager' })), /services\[0\]\.id/],
  'names a service that is not built in': [json(policy('sentry', { use: 'googel-analytics' })), /services\[1\]\.use/],
  'has a field that no policy has': [json({ ...policy(), colour: 'red' }), /colour/],
  'declares a service twice': [json(policy('sentry-errors', 'sentry-errors')), /services\[1\]/],
  'calls a tracker essential': [
    json(policy({ use: 'google-analytics', id: 'G-TEST123456', class: 'essential' })),
    /services\[0\]\.class/,
  ],
  'names its language by a number': [json({ ...policy(), language: 5 }), /language: expected letters/],
  'has a date that is none': [json({ ...policy(), updated: '2026-02-30' }), /updated/],
};
for (const [what, [answer, says]] of Object.entries(MISTAKES)) {
  test(`a policy that ${what} is one console error that says where, and nothing runs`, LIMIT, async (t) => {
    shop.replace(t, POLICY, answer);
    const visitor = await shop.visit(t, '/p/mistake.html');
    await eventually(() => assert.ok(said(visitor).length > 0, 'nothing on the console'));
    await visitor.page.click('#buy');
    await visitor.came({ path: '/bought' });
    await assertNothingGated(visitor);
    assert.equal(said(visitor).length, 1, said(visitor).join('\n'));
    assert.match(said(visitor)[0], says);
    assert.deepEqual(
      visitor.errors.map(({ message }) => message),
      ['an error of the page'],
    );
    assert.deepEqual(await visitor.stored(), { cookies: [], local: [], session: [], databases: [] });
    assert.equal(await visitor.banner.count(), 0);
    assert.equal(await visitor.control.count(), 0);
  });
}

const file = (name) => readFile(`${shop.build.folder}/${name}`);

/** The same wasm but for one bit in the middle. */
async function damaged(request, response) {
  const bytes = await file('portcullis.wasm');
  bytes[bytes.length >> 1] ^= 1;
  response.writeHead(200, { 'content-type': 'application/wasm' }).end(bytes);
}

const VENDOR_SCRIPTS =
  'https://browser.sentry-cdn.com https://www.googletagmanager.com https://static.cloudflareinsights.com';
async function withoutWasm(request, response) {
  const page = await readFile(new URL('../world/pages/p/settings.html', import.meta.url));
  response.writeHead(200, {
    'content-type': 'text/html',
    'content-security-policy': `script-src 'self' ${VENDOR_SCRIPTS}; style-src 'self'`,
  });
  response.end(page);
}

const NO_WASM = {
  'is missing': ['/portcullis/portcullis.wasm', missing],
  'has a wrong byte': ['/portcullis/portcullis.wasm', damaged],
  "may not run by the page's own policy": ['/p/settings.html', withoutWasm],
};
for (const [what, [path, answer]] of Object.entries(NO_WASM)) {
  test(`where the wasm ${what} the JavaScript build does the same work`, LIMIT, async (t) => {
    const usual = await shop.visit(t, '/p/settings.html');
    await usual.choose('accept');
    const grammar = /^1\.[0-9a-z]+\.a\.e\w+\.g~cloudflare-web-analytics~google-analytics~sentry-errors$/;
    assert.match(await usual.record(), grammar);
    await allReported(usual);
    await usual.go('/bare.html');
    await usual.barrier();

    shop.replace(t, path, answer);
    const visitor = await shop.visit(t, '/p/settings.html');
    await visitor.banner.waitFor();
    await visitor.came({ path: '/portcullis/portcullis-plain.js' });
    await assertNothingGated(visitor);
    await visitor.openPreferences();
    await visitor.inPreferences('close');
    await visitor.choose('accept');
    await allReported(visitor);
    assert.match(await visitor.record(), grammar);

    await visitor.openPreferences();
    await visitor.inPreferences('reject');
    await visitor.until('sentry-errors', 'denied');
    await eventually(async () =>
      assert.deepEqual(
        (await visitor.cookies()).filter((name) => name.startsWith('_ga')),
        [],
      ),
    );

    // The next page looks once more for what was erased. After that the pass needs neither.
    await visitor.go('/p/settings.html');
    await eventually(async () => assert.ok(!(await visitor.page.evaluate(() => 'portcullis-erase' in localStorage))));
    await visitor.go('/p/settings.html');
    await visitor.control.waitFor();
    assert.deepEqual(
      visitor.seen({ path: /^\/portcullis\// }).map((entry) => entry.path),
      ['/portcullis/portcullis.js'],
    );
  });
}

const LOST = {
  'portcullis-page.js': '/portcullis/portcullis-page.js',
  'the texts': '/portcullis/locales/en.json',
};
for (const [what, path] of Object.entries(LOST)) {
  test(`without ${what} the page is locked, and one console error says so`, LIMIT, async (t) => {
    shop.replace(t, path, missing);
    const visitor = await shop.visit(t);
    await eventually(() => assert.ok(said(visitor).length > 0, 'nothing on the console'));
    await assertNothingGated(visitor);
    assert.equal(said(visitor).length, 1, said(visitor).join('\n'));
    assert.match(said(visitor)[0], OURS);
    assert.deepEqual(visitor.errors, []);
    assert.equal(await visitor.banner.count(), 0);
  });
}

test('without portcullis-page.js who has accepted before keeps the vendors, by the pass', LIMIT, async (t) => {
  const visitor = await shop.visit(t);
  await visitor.choose('accept');
  shop.replace(t, '/portcullis/portcullis-page.js', missing);
  await visitor.go(SHOES);
  await allReported(visitor);
});

test('without wasm and without the JavaScript build nothing runs, and one console error says so', LIMIT, async (t) => {
  shop.replace(t, '/portcullis/portcullis.wasm', missing);
  shop.replace(t, '/portcullis/portcullis-plain.js', missing);
  const visitor = await shop.visit(t);
  await eventually(() => assert.ok(said(visitor).length > 0, 'nothing on the console'));
  await assertNothingGated(visitor);
  assert.equal(said(visitor).length, 1, said(visitor).join('\n'));
  assert.match(said(visitor)[0], OURS);
  assert.deepEqual(visitor.errors, []);
});

test('a vendor that cannot be reached keeps no other from running', LIMIT, async (t) => {
  shop.world.serve('static.cloudflareinsights.com', '/beacon.min.js', missing);
  shop.world.serve('www.googletagmanager.com', '/gtag/js', missing);
  const visitor = await shop.visit(t, '/p/early.html');
  await visitor.choose('accept');
  await visitor.came(SENTRY.report);
});
