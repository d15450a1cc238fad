// The shop: a site that uses Portcullis, in the test world, and its visitors.

import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openChromium } from '../world/browser.mjs';
import { folder } from '../world/folder.mjs';
import { openWorld } from '../world/index.mjs';
import { copyBuild } from './build.mjs';

export const ORIGIN = 'https://www.shop.test';
export const SHOES = '/p/shoes.html';
export const RECORD = '__Host-consent';
export const LIMIT = { timeout: 30000 };
/** For tests in which ten or fifteen seconds pass. */
export const LONG = { timeout: 75000 };

// What tells that a vendor came: its script, and what it reports.
export const SENTRY = {
  script: { host: 'browser.sentry-cdn.com' },
  report: { host: 'o1.ingest.us.sentry.io', path: '/api/1/envelope/', method: 'POST' },
};
export const GOOGLE = {
  script: { host: 'www.googletagmanager.com', path: '/gtag/js' },
  report: { host: 'www.google-analytics.com', path: '/g/collect' },
};
export const CLOUDFLARE = {
  script: { host: 'static.cloudflareinsights.com' },
  report: { host: 'cloudflareinsights.com', path: '/cdn-cgi/rum', method: 'POST' },
};
export const VENDORS = [SENTRY, GOOGLE, CLOUDFLARE];

const PAGES = fileURLToPath(new URL('../world/pages', import.meta.url));

/** One shop for all tests of a file: `shop` is filled before the first of them. */
export function openShop() {
  const replaced = new Map();
  const shop = { replaced };
  before(async () => {
    const world = await openWorld();
    shop.build = await copyBuild();
    const site = (files) => (request, response, entry) => (replaced.get(entry.path) ?? files)(request, response, entry);
    for (const host of ['www.shop.test', 'shop.test']) {
      world.serve(host, site(folder(PAGES)));
      world.serve(host, '/portcullis', site(folder(shop.build.folder, '/portcullis')));
    }
    Object.assign(shop, { world, chromium: await openChromium(world) });
  });
  after(async () => {
    await shop.chromium?.close();
    await shop.world?.close();
    await shop.build?.remove();
  });

  /** Answers one path of the shop otherwise until the test ends. */
  shop.replace = (t, path, answer) => {
    shop.replaced.set(path, answer);
    t.after(() => shop.replaced.delete(path));
  };

  /** A page and a policy of one test's own; `edge` is what a proxy makes of the page on its way. */
  shop.site = (
    t,
    services,
    { path = '/p/own.html', head = '', body = '', guard = 'live', edge = (html) => html } = {},
  ) => {
    const site = { name: 'The Shop', contact: 'privacy@shop.test', policy: '/privacy/' };
    shop.replace(t, `${path}.json`, json({ site, updated: '2026-11-22', services }));
    const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Own</title>
      <script data-cfasync="false" src="/portcullis/portcullis.js" data-policy="${path}.json"
      data-guard="${guard}"></script>
      ${head}</head><body><main><h1>Own</h1></main>${body}</body></html>`;
    shop.replace(t, path, (request, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end(edge(html)),
    );
    return path;
  };

  /**
   * Someone who has never been here, at a page of the shop. With `clock`, `page.clock` moves the time of their pages.
   */
  shop.visit = async (t, path = SHOES, { context, script, clock, waitUntil = 'load', ...where } = {}) => {
    const visitor = await shop.chromium.visitor({ reducedMotion: 'reduce', ...context });
    t.after(() => visitor.close());
    if (clock) await visitor.context.clock.install();
    if (script) await visitor.context.addInitScript(script);
    const someone = present(shop.world, visitor, visitor.page);
    await someone.go(path, { waitUntil, ...where });
    return someone;
  };
  return shop;
}

/** What a visitor sees and does, in one tab. */
function present(world, visitor, page) {
  const banner = page.locator('.portcullis-banner');
  const preferences = page.locator('dialog.portcullis-preferences');
  const control = page.locator('button.portcullis-control');
  const someone = {
    ...visitor,
    page,
    banner,
    preferences,
    control,
    /** The log's place at the last visit of a page. */
    since: 0,
    async go(path, { origin = ORIGIN, ...options } = {}) {
      someone.since = world.mark();
      await page.goto(origin + path, options);
    },
    answer: (action) => banner.locator(`[data-action=${action}]`).click(),
    /** Answers the banner, and waits until the re-open control shows that the answer is taken. */
    async choose(action) {
      await someone.answer(action);
      await control.waitFor();
    },
    async openPreferences() {
      await page.locator('.portcullis-banner [data-action=choose], button.portcullis-control').click();
      await preferences.waitFor();
    },
    inPreferences: (action) => preferences.locator(`[data-action=${action}]`).click(),
    switchOf: (service) => preferences.locator(`input[type=checkbox][value=${service}]`),
    /** Throws where no one catches it. */
    fail: (message) =>
      page.evaluate(
        (said) =>
          void setTimeout(() => {
            throw new Error(said);
          }),
        message,
      ),
    state: () => page.evaluate(() => window.portcullis.state()),
    /** Waits until the page says that; what it does is still asked of the log. */
    until: (service, verdict) =>
      page.waitForFunction(([id, wanted]) => window.portcullis.state().services[id] === wanted, [service, verdict]),
    gated: () => world.gated({ since: someone.since }).map(({ url }) => url),
    seen: (filter) => world.requests({ since: someone.since, ...filter }),
    came: (filter, options) => world.until({ since: someone.since, ...filter }, options),
    async cookies() {
      return (await visitor.context.cookies()).map(({ name }) => name).sort();
    },
    async record() {
      return (await visitor.context.cookies()).find(({ name }) => name === RECORD)?.value;
    },
    setRecord: (value) =>
      visitor.context.addCookies([
        { name: RECORD, value, domain: 'www.shop.test', path: '/', secure: true, sameSite: 'Lax' },
      ]),
    stored: () => stored(visitor.context, page),
    async tab(path) {
      const other = present(world, visitor, await visitor.context.newPage());
      await other.go(path);
      return other;
    },
  };
  return someone;
}

/** All that the browser keeps for the shop, asked of the browser and not of the page. */
async function stored(context, page) {
  const browser = await context.newCDPSession(page);
  const keys = async (isLocalStorage) => {
    const { entries } = await browser.send('DOMStorage.getDOMStorageItems', {
      storageId: { securityOrigin: ORIGIN, isLocalStorage },
    });
    // A pass lies under our name and the guard; beside it, what to erase once more.
    const ours = /^portcullis-(pass .*|erase$)/;
    return [...new Set(entries.map(([key]) => key.replace(ours, 'portcullis')))].sort();
  };
  const { databaseNames } = await browser.send('IndexedDB.requestDatabaseNames', { securityOrigin: ORIGIN });
  const found = {
    cookies: (await context.cookies()).map(({ name }) => name).sort(),
    local: await keys(true),
    session: await keys(false),
    databases: databaseNames,
  };
  await browser.detach();
  return found;
}

/** Asks again until it no longer throws: for what is asked of the browser from outside, which sends no event. */
export async function eventually(check, within = 10000) {
  const end = Date.now() + within;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((done) => setTimeout(done, 50));
    }
  }
}

/** The items of an envelope: Sentry writes one JSON value a line. */
export const errorsIn = (envelopes) =>
  envelopes
    .flatMap(({ body }) =>
      body
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    )
    .flatMap((value) => value.exception?.values.map((one) => one.value) ?? []);

export const hasError = (message) => (entry) => entry.received && errorsIn([entry]).includes(message);

/** Every vendor has reported; Sentry does when something fails. */
export async function allReported(visitor) {
  await Promise.all([GOOGLE, CLOUDFLARE].map(({ report }) => visitor.came(report)));
  await visitor.page.waitForFunction(() => window.Sentry?.getClient());
  await visitor.fail('for the report');
  await visitor.came({ ...SENTRY.report, where: hasError('for the report') });
}

/** Nothing gated has left, and nothing is still on its way. */
export async function assertNothingGated(visitor) {
  await visitor.barrier();
  assert.deepEqual(visitor.gated(), []);
}

export const json = (value) => (request, response) =>
  response
    .writeHead(200, { 'content-type': 'application/json' })
    .end(typeof value === 'string' ? value : JSON.stringify(value));

export const missing = (request, response) => response.writeHead(404, { 'content-type': 'text/plain' }).end('no\n');

/** What a download holds: the file lies with the browser, which may not be ours alone. */
export async function downloaded(download) {
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** An answer that waits until `release` is called. */
export function heldBack(answer) {
  let release;
  const released = new Promise((done) => (release = done));
  return { release, answer: async (...all) => (await released, answer(...all)) };
}
