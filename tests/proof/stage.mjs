// The shop with receipts: its policy, and what of its visitors' records is asked from outside the page.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ORIGIN, eventually, json } from '../e2e/shop.mjs';
import { folder } from '../world/folder.mjs';
import { verify } from './verify.mjs';

export const PAGE = '/p/receipts.html';
const POLICY = '/privacy/receipts.json';
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Services of the shop's own. */
export const services = (ids) =>
  ids.map((id) => ({
    id,
    name: `Service ${id}`,
    vendor: `Vendor ${id}`,
    class: 'tracking',
    purpose: `Shows ${id}`,
    hosts: [`${id}.example`],
    cookies: [{ name: `_${id}`, duration: '1d' }],
  }));
const SERVICES = services(['one', 'two', 'three']);

/** Serves a page and its policy until the test ends. */
export function serve(
  shop,
  t,
  { receipts = true, services = SERVICES, head = '', tag = '', lang = 'en', ...more } = {},
) {
  const text = JSON.stringify({
    site: { name: 'The Shop', contact: 'privacy@shop.test', policy: '/privacy/' },
    updated: '2026-11-22',
    services,
    receipts,
    ...more,
  });
  shop.replace(t, POLICY, json(text));
  shop.replace(t, PAGE, (request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html>
    <html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport"
    content="width=device-width"><title>Receipts</title>${head}
    <script src="/portcullis/portcullis.js"
    data-policy="${POLICY}" ${tag}></script></head><body><main><h1>Receipts</h1></main></body></html>`),
  );
  return text;
}

/**
 * Builds that policy, and serves a page of what is built until the test ends; returns the page's path, and that of the
 * folder that has all but the entry.
 */
export function serveBuilt(shop, t, options) {
  const site = mkdtempSync(path.join(os.tmpdir(), 'receipts-'));
  t.after(() => rmSync(site, { recursive: true }));
  const policy = path.join(site, 'policy.json');
  const out = path.join(site, 'portcullis');
  writeFileSync(policy, serve(shop, t, options));
  const { status, stderr } = spawnSync(`${ROOT}target/debug/portcullis`, [
    ...['build', policy, '--out', out, '--pkg', `${ROOT}pkg`],
  ]);
  assert.equal(status, 0, String(stderr));
  const manifest = JSON.parse(readFileSync(path.join(out, 'portcullis.json'), 'utf8'));
  const files = folder(out, '/built');
  shop.world.serve('www.shop.test', '/built', (request, response, entry) =>
    (shop.replaced.get(entry.path) ?? files)(request, response, entry),
  );
  const built = '/p/built-receipts.html';
  shop.replace(t, built, (request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html>
    <html lang="en"><head><meta charset="utf-8"><title>Receipts</title>${options?.head ?? ''}
    <script src="/built/portcullis.js"></script></head><body><main><h1>Receipts</h1></main></body></html>`),
  );
  return { page: built, folder: `/built/${manifest.folder}/` };
}

const itemsOf = async (browser) => {
  const { entries } = await browser.send('DOMStorage.getDOMStorageItems', {
    storageId: { securityOrigin: ORIGIN, isLocalStorage: true },
  });
  return Object.fromEntries(entries);
};

/** What the browser's localStorage holds under our names, asked of the browser. */
export async function kept({ context, page }) {
  const browser = await context.newCDPSession(page);
  const items = await itemsOf(browser);
  await browser.detach();
  return items;
}

/** The same for as long as the page stands: to hang up is to put the page back online. */
export async function openStore({ context, page }) {
  const browser = await context.newCDPSession(page);
  return () => itemsOf(browser);
}

/** The entries of the visitor's journal. */
export async function entries(visitor) {
  const { 'portcullis-journal': journal } = await kept(visitor);
  return journal
    ? journal
        .split('\n')
        .slice(1)
        .map((line) => JSON.parse(line))
    : [];
}

export const decisions = async (visitor) => (await entries(visitor)).filter(({ kind }) => kind === 'decision');

/** Waits until so many decisions are on record and none is due. */
export const recorded = (visitor, count) =>
  eventually(async () => {
    const all = await decisions(visitor);
    assert.equal(all.length, count);
    assert.deepEqual(
      // What waits in the outbox wakes core by a key of that beginning.
      Object.keys(await kept(visitor)).filter((key) => /^portcullis-due(?!-outbox$)/.test(key)),
      [],
    );
    return all;
  }, 20000);

/** The receipts, as the file that the visitor takes away. */
export const exported = ({ page }) =>
  page.evaluate(async () => (await (await window.portcullis.inside.core()).page()).export());

/** The journal verifies, as the file that the visitor takes away, and all of it is in there. */
export async function assertWhole(visitor, policy) {
  const text = await exported(visitor);
  assert.deepEqual(JSON.parse(text).entries, await entries(visitor));
  const options = [];
  const folder = mkdtempSync(path.join(os.tmpdir(), 'proof-'));
  try {
    if (policy) {
      writeFileSync(path.join(folder, 'policy.json'), policy);
      options.push('--policy', path.join(folder, 'policy.json'));
    }
    assert.deepEqual(verify(text, ...options), { status: 0, said: '-: whole' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const statuses = ({ processes }) => processes.map(({ status }) => status).join(' ');

/** The visitor's own part of the preferences. */
export const CENTRE = '.portcullis-centre > div';

/** Opens it in the preferences that stand, and waits until it is filled. */
export async function openCentre({ page }) {
  await page.locator('.portcullis-centre > summary').click();
  await page.locator(`${CENTRE} button[data-action=erase]`).waitFor();
  return page.locator(CENTRE);
}
