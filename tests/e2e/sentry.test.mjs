// Sentry: what a report says of the visitor, whoever calls `init`; replay, which is asked for apart; a tunnel.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIMIT, SENTRY, assertNothingGated, eventually, openShop } from './shop.mjs';

const shop = openShop();
const BUNDLE = 'https://browser.sentry-cdn.com/11.12.0/bundle.min.js';
const DSN = 'https://abc@o1.ingest.us.sentry.io/1';
const LOADED = { src: BUNDLE, dsn: DSN };
const marked = (options = '') => `<script type="text/plain" data-consent="sentry-errors" data-src="${BUNDLE}"></script>
  <script type="text/plain" data-consent="sentry-errors">Sentry.init({ dsn: '${DSN}'${options} });</script>`;

const WAYS = {
  'a marked tag of the page': [{ use: 'sentry-errors' }, marked()],
  'the settings of the policy': [{ use: 'sentry-errors', ...LOADED }, ''],
};

/** Not by reading all of it: a recording is no text. */
const hasError =
  (message) =>
  ({ received, body }) =>
    received && body.includes(`"value":"${message}"`);

/** What of the visitor an envelope holds. */
function told({ body }) {
  const [head, , event] = body.split('\n').map((line) => JSON.parse(line));
  const { url = '', headers = {}, query_string: query, cookies } = event.request ?? {};
  return {
    ip: event.sdk?.settings?.infer_ip ?? head.sdk?.settings?.infer_ip,
    query: url.includes('secret') || Boolean(query),
    cookies: Boolean(cookies),
    headers: Object.keys(headers),
  };
}
const NOTHING = { ip: 'never', query: false, cookies: false, headers: [] };

async function report(visitor, message) {
  await visitor.page.waitForFunction(() => window.Sentry?.getClient());
  await visitor.fail(message);
  const [envelope] = await visitor.came({ ...SENTRY.report, where: hasError(message) });
  return told(envelope);
}

for (const [what, [service, head]] of Object.entries(WAYS)) {
  test(`errors say nothing of the visitor where ${what} starts Sentry, nor after a second grant`, LIMIT, async (t) => {
    const visitor = await shop.visit(t, `${shop.site(t, [service], { head })}?secret=1`);
    await visitor.choose('accept');
    assert.deepEqual(await report(visitor, 'first'), NOTHING);
    await visitor.page.evaluate(() => window.portcullis.withdraw());
    await visitor.page.evaluate(() => window.portcullis.grant(['sentry-errors']));
    assert.deepEqual(await report(visitor, 'second'), NOTHING);
  });

  test(`with "collect": "all" Sentry's own defaults stand, where ${what} starts it`, LIMIT, async (t) => {
    const visitor = await shop.visit(t, `${shop.site(t, [{ ...service, collect: 'all' }], { head })}?secret=1`);
    await visitor.choose('accept');
    const all = await report(visitor, 'first');
    assert.deepEqual({ ip: all.ip, query: all.query }, { ip: 'auto', query: true });
    assert.ok(all.headers.includes('User-Agent'), all.headers.join());
  });
}

test('replay is recorded only where it is granted too, and its session goes with a withdrawal', LIMIT, async (t) => {
  const services = [
    { use: 'sentry-errors', ...LOADED },
    { use: 'sentry-replay', dsn: DSN },
  ];
  const visitor = await shop.visit(t, shop.site(t, services));
  const isReplay = ({ received, body }) => received && body.includes('"type":"replay_event"');
  const granted = (...ids) => visitor.page.evaluate((some) => window.portcullis.grant(some), ids);
  await granted('sentry-errors');
  await report(visitor, 'without replay');
  await visitor.barrier();
  assert.deepEqual(visitor.seen({ ...SENTRY.report, where: isReplay }), []);
  assert.deepEqual((await visitor.stored()).session, []);

  await granted('sentry-replay');
  await visitor.page.waitForFunction(() => window.Sentry.getReplay());
  await eventually(async () => assert.deepEqual((await visitor.stored()).session, ['sentryReplaySession']));
  await visitor.fail('with replay');
  await visitor.came({ ...SENTRY.report, where: isReplay });
  await visitor.page.evaluate(() => window.portcullis.deny(['sentry-replay']));
  assert.deepEqual((await visitor.stored()).session, []);
  const since = shop.world.mark();
  await report(visitor, 'after replay');
  await visitor.barrier();
  assert.deepEqual(visitor.seen({ ...SENTRY.report, since, where: isReplay }), []);
});

test('a tunnel through the site is used after a grant alone', LIMIT, async (t) => {
  shop.world.serve('www.shop.test', '/tunnel', (request, response) => response.writeHead(200).end('{}'));
  const service = { use: 'sentry-errors', paths: ['/tunnel'] };
  const visitor = await shop.visit(t, shop.site(t, [service], { head: marked(", tunnel: '/tunnel'") }));
  await visitor.fail('early');
  await assertNothingGated(visitor);
  assert.deepEqual(visitor.seen({ path: '/tunnel' }), []);
  await visitor.choose('accept');
  await visitor.came({ path: '/tunnel', where: hasError('early') });
  await visitor.page.evaluate(() => window.portcullis.withdraw());
  const since = shop.world.mark();
  await visitor.fail('late');
  await visitor.barrier();
  assert.deepEqual(visitor.seen({ path: '/tunnel', since }), []);
});
