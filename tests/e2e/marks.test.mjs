// Two ways to load: marked tags, which wake in the order of the document, and settings in the policy.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CLOUDFLARE,
  GOOGLE,
  LIMIT,
  SENTRY,
  allReported,
  assertNothingGated,
  eventually,
  heldBack,
  openShop,
} from './shop.mjs';

const shop = openShop();
const MARKS = '/p/marks.html';
const PLAYER = /(^|\.)player\.test$/;
const REPORT = 'report.player.test';

const script = (text) => (request, response) =>
  response.writeHead(200, { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' }).end(text);

/** The player's hosts; `first` answers for the first of its scripts. */
function servePlayer(first = script('order.push("first")')) {
  shop.world.serve('cdn.player.test', '/first.js', first);
  shop.world.serve(
    'cdn.player.test',
    '/third.js',
    script('order.push("third", document.currentScript.dataset.colour)'),
  );
  shop.world.serve('cdn.player.test', '/module.js', script('export const name = "module"'));
}
const ran = (visitor) =>
  visitor
    .seen({ host: REPORT })
    .map(({ query }) => query.get('ran'))
    .filter(Boolean);

test('before the choice no mark of any kind reaches its host', LIMIT, async (t) => {
  servePlayer();
  const visitor = await shop.visit(t, MARKS);
  await visitor.banner.waitFor();
  await visitor.barrier();
  assert.deepEqual(visitor.seen({ host: PLAYER }), []);
  await visitor.choose('reject');
  await visitor.barrier();
  assert.deepEqual(visitor.seen({ host: PLAYER }), []);
  assert.deepEqual(await visitor.page.evaluate(() => order), []);
});

test(
  'marked scripts run in the order of the document, however slow the first, and a module waits for nobody',
  LIMIT,
  async (t) => {
    const first = heldBack(script('order.push("first")'));
    servePlayer(first.answer);
    const visitor = await shop.visit(t, MARKS);
    await visitor.answer('accept');
    await visitor.came({ host: 'cdn.player.test', path: '/first.js' });
    const [module] = await visitor.came({ host: REPORT, where: ({ query }) => query.has('order') });
    assert.equal(module.query.get('order'), 'module');
    assert.deepEqual(await visitor.page.evaluate(() => order), ['module']);
    first.release();
    await eventually(async () => {
      const order = await visitor.page.evaluate(() => window.order);
      assert.deepEqual(
        order.filter((name) => name !== 'module'),
        ['first', 'second', 'third', 'green'],
      );
    });
  },
);

test('marked frames and images get their source with the grant', LIMIT, async (t) => {
  servePlayer();
  const visitor = await shop.visit(t, MARKS, { context: { deviceScaleFactor: 2 } });
  await visitor.answer('accept');
  await visitor.came({ host: 'frame.player.test' });
  await visitor.came({ host: 'image.player.test', path: '/large.png' });
});

test('a mark whose source is no address, or whose service is not declared, never runs', LIMIT, async (t) => {
  servePlayer();
  const visitor = await shop.visit(t, MARKS);
  await visitor.choose('accept');
  await visitor.came({ host: REPORT, where: ({ query }) => query.has('order') });
  await visitor.barrier();
  assert.deepEqual(ran(visitor), []);
});

for (const answer of ['reject', 'accept']) {
  test(
    `a mark that a script adds later ${answer === 'accept' ? 'wakes' : 'stays inert'} after "${answer}"`,
    LIMIT,
    async (t) => {
      servePlayer();
      const visitor = await shop.visit(t, MARKS);
      await visitor.choose(answer);
      await visitor.page.evaluate(() => {
        const box = document.createElement('div');
        box.innerHTML = `<iframe data-consent="player" data-src="https://late.player.test/frame"
        title="Late"></iframe>`;
        const mark = document.createElement('script');
        mark.type = 'text/plain';
        mark.dataset.consent = 'player';
        mark.dataset.src = 'https://late.player.test/script';
        box.append(mark);
        document.body.append(box);
      });
      if (answer === 'accept') await visitor.came({ host: 'late.player.test' }, { count: 2 });
      await visitor.barrier();
      const late = visitor
        .seen({ host: 'late.player.test' })
        .map(({ path }) => path)
        .sort();
      assert.deepEqual(late, answer === 'accept' ? ['/frame', '/script'] : []);
    },
  );
}

test(
  'with settings in the policy and no tags all three vendors are held, then loaded and told what they are',
  LIMIT,
  async (t) => {
    const visitor = await shop.visit(t, '/p/settings.html');
    await visitor.banner.waitFor();
    await assertNothingGated(visitor);
    await visitor.answer('accept');
    await allReported(visitor);
    await visitor.barrier();
    assert.deepEqual(
      visitor.seen(SENTRY.script).map(({ path }) => path),
      ['/11.12.0/bundle.min.js'],
    );
    assert.deepEqual(
      visitor.seen(GOOGLE.script).map(({ query }) => query.get('id')),
      ['G-TEST123456'],
    );
    assert.equal(visitor.seen(CLOUDFLARE.script).length, 1);
    assert.deepEqual(
      visitor.seen(GOOGLE.report).map(({ query }) => [query.get('tid'), query.get('gcs')]),
      [['G-TEST123456', 'G101']],
    );
    assert.equal(JSON.parse(visitor.seen(CLOUDFLARE.report)[0].body).siteToken, 'abc');
    assert.equal(visitor.seen(SENTRY.report)[0].query.get('sentry_key'), 'abc');
    assert.doesNotMatch(
      visitor
        .seen(SENTRY.report)
        .map(({ body }) => body)
        .join(),
      /"infer_ip":"auto"/,
    );
  },
);

test('where tags and settings name the same service the tag is loaded, once', LIMIT, async (t) => {
  const visitor = await shop.visit(t, '/p/both.html');
  await visitor.answer('accept');
  await allReported(visitor);
  await visitor.barrier();
  assert.deepEqual(
    visitor.seen(SENTRY.script).map(({ path }) => path),
    ['/11.12.0/bundle.replay.min.js'],
  );
  assert.deepEqual(
    visitor.seen(GOOGLE.script).map(({ query }) => query.get('from')),
    ['tag'],
  );
  assert.equal(visitor.seen(GOOGLE.report).length, 1);
  assert.equal(visitor.seen(CLOUDFLARE.script).length, 1);
  assert.deepEqual(
    visitor.seen(CLOUDFLARE.report).map(({ body }) => JSON.parse(body).siteToken),
    ['from-tag'],
  );
});
