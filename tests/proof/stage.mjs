// The shop with receipts: its policy, and what of its visitors' records is asked from outside the page.

import assert from 'node:assert/strict';
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ORIGIN, eventually, json } from '../e2e/shop.mjs';
import { exported, sound, verify } from './writer.mjs';

export const PAGE = '/p/receipts.html';
const POLICY = '/privacy/receipts.json';

const SERVICES = ['one', 'two', 'three'].map((id) => ({
  id, name: `Service ${id}`, vendor: `Vendor ${id}`, class: 'tracking', purpose: `Shows ${id}`, hosts: [`${id}.example`],
  cookies: [{ name: `_${id}`, duration: '1d' }],
}));

/** Serves a page and its policy until the test ends. */
export function serve(shop, t, { receipts = true, services = SERVICES, head = '', tag = '' } = {}) {
  const text = JSON.stringify({ site: { name: 'The Shop', contact: 'privacy@shop.test', policy: '/privacy/' }, updated: '2026-11-22', services, receipts });
  shop.replace(t, POLICY, json(text));
  shop.replace(t, PAGE, (request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html>
    <html lang="en"><head><meta charset="utf-8"><title>Receipts</title>${head}
    <script src="/portcullis/portcullis.js" data-policy="${POLICY}" ${tag}></script></head><body><main><h1>Receipts</h1></main></body></html>`));
  return text;
}

/** What the browser's localStorage holds under our names, asked of the browser. */
export async function kept({ context, page }) {
  const browser = await context.newCDPSession(page);
  const { entries } = await browser.send('DOMStorage.getDOMStorageItems', { storageId: { securityOrigin: ORIGIN, isLocalStorage: true } });
  await browser.detach();
  return Object.fromEntries(entries);
}

/** The entries of the visitor's journal. */
export async function entries(visitor) {
  const { 'portcullis-journal': journal } = await kept(visitor);
  return journal ? journal.split('\n').slice(1).map((line) => JSON.parse(line)) : [];
}

export const decisions = async (visitor) => (await entries(visitor)).filter(({ kind }) => kind === 'decision');

/** Waits until so many decisions are on record and none is due. */
export const recorded = (visitor, count) =>
  eventually(async () => {
    const all = await decisions(visitor);
    assert.equal(all.length, count);
    assert.deepEqual(Object.keys(await kept(visitor)).filter((key) => key.startsWith('portcullis-due')), []);
    return all;
  }, 20000);

/** The journal verifies, as the file that the visitor takes away. */
export async function assertWhole(visitor, policy) {
  const { 'portcullis-journal': journal } = await kept(visitor);
  const [text, damaged] = sound(journal);
  assert.equal(damaged, false);
  const options = [];
  const folder = mkdtempSync(path.join(os.tmpdir(), 'proof-'));
  try {
    if (policy) {
      writeFileSync(path.join(folder, 'policy.json'), policy);
      options.push('--policy', path.join(folder, 'policy.json'));
    }
    assert.deepEqual(verify(await exported(text), ...options), { status: 0, said: '-: whole' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const statuses = ({ processes }) => processes.map(({ status }) => status).join(' ');
