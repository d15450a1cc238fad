// Frames, and pages that come back: who is asked, and what still runs.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { chromium } from 'playwright-core';
import { GOOGLE, LIMIT, ORIGIN, SHOES, allReported, assertNothingGated, openShop } from './shop.mjs';

const shop = openShop();
const FRAMING = '/framing.html';

/** Someone at a page that holds the shop in a frame. */
async function visitFraming(t, { host = 'www.shop.test', sandbox, head = '' } = {}) {
  const attribute = sandbox === undefined ? '' : `sandbox="${sandbox}"`;
  const text =
    `<!doctype html><html lang="en"><head>${head}</head><body>` +
    `<iframe ${attribute} src="${ORIGIN}${SHOES}" title="The shop"></iframe></body></html>`;
  const answer = (request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(text);
  if (host === 'www.shop.test') shop.replace(t, FRAMING, answer);
  else shop.world.serve(host, answer);
  const someone = await shop.visit(t, FRAMING, { origin: `https://${host}` });
  await someone.came({ path: SHOES });
  const frame = someone.page.frames()[1];
  return Object.assign(someone, { frame, framed: frame.locator('.portcullis-banner') });
}

const GUARD = '<script src="/portcullis/portcullis.js" data-policy="/privacy/policy.json"></script>';

test('a frame on a page of the site that is not guarded asks for itself: the control', LIMIT, async (t) => {
  const someone = await visitFraming(t);
  await someone.framed.waitFor();
});

test('a frame on a guarded page of the site waits for that page, and asks nothing itself', LIMIT, async (t) => {
  const someone = await visitFraming(t, { head: GUARD });
  await someone.banner.waitFor();
  await assertNothingGated(someone);
  assert.equal(await someone.framed.count(), 0);
  await someone.choose('accept');
  await someone.came(GOOGLE.script);
});

for (const [place, options] of [
  ["somebody else's page", { host: 'www.framing.test' }],
  ['a sandbox', { sandbox: 'allow-scripts' }],
]) {
  test(`a frame in ${place} stays locked and quiet`, LIMIT, async (t) => {
    const someone = await visitFraming(t, options);
    await someone.frame.waitForFunction(() => window.portcullis?.state && document.readyState === 'complete');
    await assertNothingGated(someone);
    assert.equal(await someone.framed.count(), 0);
    assert.deepEqual(someone.seen({ path: '/portcullis/portcullis-core.js' }), []);
  });
}

test('a visitor who has accepted is not served vendors in a frame of somebody else', LIMIT, async (t) => {
  const someone = await visitFraming(t, { host: 'www.framing.test' });
  await someone.go(SHOES);
  await someone.choose('accept');
  await allReported(someone);
  // What vendors report as the page is left must have come before.
  await someone.go('/bare.html');
  await someone.barrier();
  await someone.go(FRAMING, { origin: 'https://www.framing.test' });
  await someone.came({ path: SHOES });
  await someone.page.frames()[1].waitForFunction(() => document.readyState === 'complete');
  await assertNothingGated(someone);
});

/** A browser that keeps pages to come back to: the usual one of these tests does not. */
async function openKeeping(t) {
  const keeping = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking', '--ignore-certificate-errors', '--disable-quic'],
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    proxy: { server: shop.world.proxy },
  });
  t.after(() => keeping.close());
  return keeping;
}

/** Accepts, leaves, withdraws on the next page, and comes back to the first as it was left. */
async function comeBack(keeping, tries = 5) {
  const context = await keeping.newContext({ ignoreHTTPSErrors: true, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const since = shop.world.mark();
  await page.goto(ORIGIN + SHOES);
  await page.evaluate(() => {
    window.stayed = true;
    addEventListener('pageshow', (event) => (window.restored = event.persisted));
  });
  await page.locator('.portcullis-banner [data-action=accept]').click();
  await shop.world.until({ ...GOOGLE.report, since });
  await page.goto(`${ORIGIN}/p/marks.html`);
  await page.locator('.portcullis-banner, .portcullis-control').first().waitFor();
  await page.evaluate(() => window.portcullis.withdraw());
  const back = shop.world.mark();
  await page.goBack({ waitUntil: 'commit' });
  const came = await page.waitForFunction(() => {
    const [visit] = performance.getEntriesByType('navigation');
    return window.stayed ? window.restored && { kept: true } : { reasons: visit.notRestoredReasons?.reasons };
  });
  const { kept, reasons = [] } = await came.jsonValue();
  if (kept) return { page, back };
  // A busy browser drops a kept page for reasons of its own, which it masks; those of a page it names.
  assert.ok(tries > 1 && reasons.every(({ reason }) => reason === 'masked'), `not kept: ${JSON.stringify(reasons)}`);
  await context.close();
  return comeBack(keeping, tries - 1);
}

test('a page that comes back after a refusal elsewhere runs nothing any more', LIMIT, async (t) => {
  const text = await readFile(new URL(`../world/pages${SHOES}`, import.meta.url), 'utf8');
  // Not `no-store`, as the world's own pages are: such a page is not kept.
  shop.replace(t, SHOES, (request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(text));
  const keeping = await openKeeping(t);
  const { page, back } = await comeBack(keeping);
  await page.waitForFunction(() => window.portcullis.state().services['google-analytics'] === 'denied');
  await page.evaluate(() => window.gtag('event', 'after'));
  await page.evaluate(() => fetch('/barrier?back').then(() => 0));
  await shop.world.until({ path: '/barrier', since: back });
  assert.deepEqual(
    shop.world.gated({ since: back }).map(({ url }) => url),
    [],
  );
});
