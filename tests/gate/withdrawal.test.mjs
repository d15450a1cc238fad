// After a withdrawal no request of any vendor and no new name, while the page goes on as before: for as many of its
// ticks as make a minute under `./x prove withdrawal`, and for fewer and quicker ones else; in Chromium and Firefox.
// From the server's log and the browser's stores (Firefox tells its cookies; its other names are asked of the page).

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { WHOLE } from '../chance.mjs';
import { CLOUDFLARE, GOOGLE, ORIGIN, SENTRY, openShop } from '../e2e/shop.mjs';
import { openFirefox } from './engines/firefox.mjs';

const [TICKS, EVERY] = WHOLE ? [240, 250] : [40, 25];
const LIMIT = { timeout: TICKS * EVERY + 60000 };
const shop = openShop();

const BUNDLE = 'https://browser.sentry-cdn.com/11.12.0/bundle.min.js';
const DSN = 'https://abc@o1.ingest.us.sentry.io/1';
const ERRORS = { use: 'sentry-errors', src: BUNDLE, dsn: DSN };
const ZARAZ = '/cdn-cgi/zaraz/s.js?purpose=dqVk';
const zaraz = (html) => html.replace('</body>', `<script async src="${ZARAZ}"></script></body>`);

/** Each vendor: what the policy says of it, what shows that it ran, and a name that it stores, if any. */
const VENDORS = {
  'sentry-errors': { services: [ERRORS], report: SENTRY.report },
  'sentry-replay': {
    services: [ERRORS, { use: 'sentry-replay', dsn: DSN }],
    report: SENTRY.report,
    name: 'sentryReplaySession',
  },
  'google-analytics': {
    services: [{ use: 'google-analytics', id: 'G-TEST123456' }],
    report: GOOGLE.report,
    name: '_ga',
  },
  'google-tag-manager': {
    // A container brings what it is set up with, and each service of those needs a grant of its own.
    services: [{ use: 'google-tag-manager', id: 'GTM-TEST1', tag: 'G-INSIDEGTM' }, 'google-analytics'],
    report: GOOGLE.report,
    name: '_ga',
  },
  'google-analytics in advanced mode': {
    services: [{ use: 'google-analytics', id: 'G-TEST123456', mode: 'advanced' }],
    report: { ...GOOGLE.report, where: ({ query }) => query.get('gcs') === 'G101' },
    name: '_ga',
  },
  'cloudflare-web-analytics': {
    services: [{ use: 'cloudflare-web-analytics', token: 'abc' }],
    report: CLOUDFLARE.report,
  },
  'cloudflare-zaraz': {
    services: [{ use: 'cloudflare-zaraz', purposes: { dqVk: true } }],
    edge: zaraz,
    report: { path: '/cdn-cgi/zaraz/t' },
    name: 'cfz_tool',
  },
};

/** The page goes on, tick by tick: it counts, it fails, and it talks to its vendors. */
const FIRING = `<script>
  window.dataLayer = window.dataLayer || [];
  function gtag() { dataLayer.push(arguments); }
  window.fired = 0;
  setInterval(() => {
    const n = ++fired;
    gtag('event', 'tick', { n });
    dataLayer.push({ event: 'tock' });
    window.zaraz?.track('tick');
    document.body.append(n);
    throw new Error('tick ' + n);
  }, ${EVERY});
</script>`;

/** All that left the page: what the shop serves itself apart. */
const left = (since) =>
  shop.world
    .requests({
      since,
      where: ({ host, path }) => !/^barrier-/.test(host) && !/^\/(barrier|favicon|portcullis\/)/.test(path),
    })
    .map(({ url }) => url);

/** Someone at a page, in either browser: what is asked of the page, and all names that are stored. */
const BROWSERS = {
  async Chromium(t, path) {
    const visitor = await shop.visit(t, path);
    return {
      ask: (script) => visitor.page.evaluate(script),
      barrier: visitor.barrier,
      async names() {
        const { cookies, local, session, databases } = await visitor.stored();
        return [...cookies, ...local, ...session, ...databases].sort();
      },
    };
  },
  async Firefox(t, path) {
    const visitor = await openFirefox(shop.world);
    t.after(() => visitor.close());
    await visitor.goto(ORIGIN + path);
    let barriers = 0;
    return {
      ask: (script) => visitor.evaluate(script),
      async barrier() {
        const since = shop.world.mark();
        const name = `firefox-${++barriers}`;
        await visitor.evaluate(`navigator.sendBeacon('/barrier?${name}'), fetch('/barrier?${name}').then(() => 0)`);
        await shop.world.until({ path: '/barrier', where: ({ query }) => query.has(name), since }, { count: 2 });
      },
      async names() {
        const stored = await visitor.evaluate(
          'indexedDB.databases().then((all) => [...Object.keys(localStorage), ' +
            '...Object.keys(sessionStorage), ...all.map(({ name }) => name)])',
        );
        return [
          ...(await visitor.cookies()),
          ...stored.map((name) => name.replace(/^portcullis-pass .*/, 'portcullis')),
        ].sort();
      },
    };
  },
};

async function granted(t, open, name) {
  const { services, edge, report } = VENDORS[name];
  shop.replace(t, '/cdn-cgi/zaraz/s.js', async (request, response) =>
    response
      .writeHead(200, { 'content-type': 'text/javascript' })
      .end(await readFile(new URL('../world/vendors/zaraz.js', import.meta.url))),
  );
  const path = `/p/${name.replaceAll(' ', '-')}.html`;
  const since = shop.world.mark();
  const visitor = await open(t, shop.site(t, services, { path, head: FIRING, edge }));
  await visitor.ask(
    'portcullis.ready.then(() => portcullis.grant(Object.keys(portcullis.state().services))).then(() => 0)',
  );
  await shop.world.until({ ...report, since });
  return visitor;
}

/** Asks the page until it says yes. */
const eventually = (visitor, question) =>
  visitor.ask(`new Promise((done) => { const ask = () => (${question}) ? done(0) : setTimeout(ask, 50); ask(); })`);

for (const [browser, open] of Object.entries(BROWSERS)) {
  for (const [name, { name: stored }] of Object.entries(VENDORS)) {
    if (!WHOLE && browser == 'Firefox' && name != 'google-analytics') continue;
    test(
      `${name}: for ${TICKS} ticks after a withdrawal in ${browser}, no request and no new name`,
      LIMIT,
      async (t) => {
        const visitor = await granted(t, open, name);
        // The control: it stores what it is to lose.
        if (stored) await eventually(visitor, `document.cookie.includes('${stored}') || '${stored}' in sessionStorage`);
        await visitor.ask('portcullis.withdraw().then(() => 0)');
        await visitor.barrier();
        const since = shop.world.mark();
        const [before, fired] = [await visitor.names(), await visitor.ask('fired')];
        assert.deepEqual(
          before.filter((one) => !/^(cf_consent|portcullis-erase)$/.test(one)),
          ['__Host-consent', 'portcullis'],
        );
        await eventually(visitor, `fired >= ${fired + TICKS}`);
        await visitor.ask("history.pushState({}, '', '?next')");
        await visitor.barrier();
        assert.deepEqual(left(since), []);
        assert.deepEqual(await visitor.names(), before);
      },
    );
  }
}
