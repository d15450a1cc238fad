// What the site's own code can ask of the module, and tell it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GOOGLE, LIMIT, SENTRY, SHOES, assertNothingGated, openShop } from './shop.mjs';

const shop = openShop();
const SERVICES = ['sentry-errors', 'google-analytics', 'cloudflare-web-analytics'];
const all = (verdict) => Object.fromEntries(SERVICES.map((service) => [service, verdict]));

test('ready resolves with the first state, and state() tells the one of now', LIMIT, async (t) => {
  const visitor = await shop.visit(t);
  const undecided = { decided: false, services: all('undecided') };
  assert.deepEqual(await visitor.page.evaluate(() => portcullis.ready), undecided);
  assert.deepEqual(await visitor.state(), undecided);
  await visitor.choose('reject');
  assert.deepEqual(await visitor.state(), { decided: true, services: all('denied') });
  await visitor.go(SHOES);
  assert.deepEqual(await visitor.page.evaluate(() => portcullis.ready), { decided: true, services: all('denied') });
});

test('grant and deny change the services named and leave the others', LIMIT, async (t) => {
  const visitor = await shop.visit(t);
  const { page } = visitor;
  await page.evaluate(() => portcullis.grant(['google-analytics', 'sentry-errors']));
  assert.match(await visitor.record(), /\.p\.e\w+\.p~google-analytics~sentry-errors~$/);
  assert.deepEqual(await visitor.state(), {
    decided: false,
    services: { ...all('granted'), 'cloudflare-web-analytics': 'undecided' },
  });
  await visitor.came(GOOGLE.report);
  await visitor.came(SENTRY.script);
  assert.equal(await visitor.banner.count(), 1, 'what is left is asked');

  await page.evaluate(() => portcullis.deny(['google-analytics']));
  assert.match(await visitor.record(), /\.p\.e\w+\.p~sentry-errors~~google-analytics$/);
  assert.deepEqual(
    (await visitor.cookies()).filter((name) => name.startsWith('_ga')),
    [],
  );
  await page.evaluate(() => portcullis.grant(['cloudflare-web-analytics']));
  assert.match(await visitor.record(), /\.p\.e\w+\.g~cloudflare-web-analytics~sentry-errors$/);

  await page.evaluate(() => portcullis.withdraw());
  assert.match(await visitor.record(), /\.w\.e\w+\.g$/);
  assert.deepEqual((await visitor.state()).services, all('denied'));
});

test('granting what the policy does not gate is a RangeError, and grants nothing', LIMIT, async (t) => {
  const visitor = await shop.visit(t);
  for (const service of ['nobody', 'cloudflare-security', 'sentry-replay', '']) {
    const refused = await visitor.page.evaluate(
      (id) =>
        portcullis.grant(['google-analytics', id]).then(
          () => 'granted',
          (error) => error.name,
        ),
      service,
    );
    assert.equal(refused, 'RangeError', service);
  }
  assert.equal(await visitor.record(), undefined);
  await assertNothingGated(visitor);
  assert.equal(await visitor.banner.count(), 1);
});

test('on() and the DOM event hear of every change, until the listener is taken off', LIMIT, async (t) => {
  const visitor = await shop.visit(t);
  await visitor.banner.waitFor();
  await visitor.page.evaluate(() => {
    window.heard = [];
    const hear = (by) => (state) => heard.push(`${by} ${state.services['google-analytics']}`);
    window.off = portcullis.on('change', hear('on'));
    document.addEventListener('portcullis:change', (event) => hear('event')(event.detail));
  });
  await visitor.page.evaluate(() => portcullis.grant(['google-analytics']));
  await visitor.page.evaluate(() => off());
  await visitor.page.evaluate(() => portcullis.withdraw());
  assert.deepEqual(await visitor.page.evaluate(() => heard), ['on granted', 'event granted', 'event denied']);
});

test('when() resolves once its service is granted, and not for another', LIMIT, async (t) => {
  const visitor = await shop.visit(t);
  await visitor.banner.waitFor();
  await visitor.page.evaluate(() => {
    for (const service of ['google-analytics', 'sentry-errors']) {
      portcullis.when(service).then(() => navigator.sendBeacon(`/ran?${service}`));
    }
  });
  await visitor.page.evaluate(() => portcullis.grant(['google-analytics']));
  await visitor.came({ path: '/ran' });
  // Granted already.
  await visitor.page.evaluate(() => portcullis.when('google-analytics'));
  await visitor.barrier();
  assert.deepEqual(
    visitor.seen({ path: '/ran' }).map(({ url }) => new URL(url).search),
    ['?google-analytics'],
  );
});

test('open() opens the preferences, before and after the choice', LIMIT, async (t) => {
  const visitor = await shop.visit(t);
  await visitor.page.evaluate(() => portcullis.open());
  await visitor.preferences.waitFor();
  await visitor.inPreferences('reject');
  await visitor.control.waitFor();
  assert.equal(await visitor.preferences.count(), 0);
  await visitor.go(SHOES);
  await visitor.page.evaluate(() => portcullis.open());
  await visitor.preferences.waitFor();
});

test('settings and calls that stand before the module are taken up', LIMIT, async (t) => {
  const visitor = await shop.visit(t, '/p/queue.html');
  await visitor.choose('accept');
  await visitor.came({ path: '/heard' }, { count: 2 });
  const heard = visitor.seen({ path: '/heard' }).map(({ query }) => query.get('google-analytics'));
  assert.deepEqual(heard, ['undecided', 'granted']);
  await visitor.came({ ...GOOGLE.report, where: ({ query }) => query.get('gcs') === 'G101' });
  assert.deepEqual(visitor.errors, []);
});

test('included three times it asks once, and loads once', LIMIT, async (t) => {
  const visitor = await shop.visit(t, '/p/twice.html');
  await visitor.banner.waitFor();
  await visitor.barrier();
  assert.equal(await visitor.banner.count(), 1);
  await visitor.choose('accept');
  await visitor.came(GOOGLE.report);
  await visitor.barrier();
  assert.equal(await visitor.control.count(), 1);
  assert.equal(visitor.seen(GOOGLE.script).length, 1);
  assert.equal(visitor.seen(GOOGLE.report).length, 1);
  assert.equal(visitor.seen({ path: '/portcullis/portcullis-page.js' }).length, 1);
  assert.deepEqual(visitor.errors, []);
});

test('an element with the id "portcullis" is not taken for settings', LIMIT, async (t) => {
  shop.replace(t, '/p/clobbered.html', (request, response) =>
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end(`<!doctype html><html lang="en"><title>Clobbered</title>
      <a id="portcullis" data-policy="/evil.json" href="/evil.json">a visitor's comment</a><img
      name="currentScript" alt="">
      <script src="/portcullis/portcullis.js" data-policy="/privacy/settings.json"></script>`),
  );
  const visitor = await shop.visit(t, '/p/clobbered.html');
  await visitor.choose('reject');
  assert.deepEqual(visitor.seen({ path: '/evil.json' }), []);
  assert.deepEqual(visitor.errors, []);
});
