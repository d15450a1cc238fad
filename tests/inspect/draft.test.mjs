// What the inspector drafts is what the policy lacks: with it in the policy, nothing is undeclared.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { LIMIT, downloaded, eventually, openShop } from '../e2e/shop.mjs';
import { PROGRAM } from '../../tools/scan/known.mjs';
import { EARLY, PAGE, POLICY, SHIM, rowsOf, serve } from './stage.mjs';

const shop = openShop();
const undeclared = async (someone) =>
  (await rowsOf(someone.page))
    .filter(({ service }) => service == 'not declared')
    .map(({ name }) => name)
    .sort();
/** Opens it, and waits until it has listed all that the page does. */
async function open(someone) {
  await someone.page.evaluate(() => window.portcullis.inspect());
  const all = ['PHPSESSID', 'cart_7', 'direct', 'zork', 'stranger.example', 'us.i.posthog.com', 'fonts.example'];
  await eventually(async () => {
    const names = (await rowsOf(someone.page)).map(({ name }) => name);
    assert.deepEqual(
      all.filter((name) => !names.includes(name)),
      [],
    );
  }, 20000);
}
const check = (policy) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'draft-'));
  try {
    writeFileSync(path.join(folder, 'policy.json'), JSON.stringify(policy));
    return spawnSync(PROGRAM, ['check', path.join(folder, 'policy.json')], { encoding: 'utf8' });
  } finally {
    rmSync(folder, { recursive: true });
  }
};

test('with the drafted entries, and what they say is to be filled in, the policy declares all that the page does', {
  timeout: 60000,
}, async (t) => {
  serve(shop, t, { head: SHIM + EARLY });
  const someone = await shop.visit(t, PAGE, {
    context: { permissions: ['clipboard-read', 'clipboard-write'], acceptDownloads: true },
  });
  await open(someone);
  assert.deepEqual(await undeclared(someone), [
    'PHPSESSID',
    'direct',
    'stranger.example',
    'us.i.posthog.com',
    'www.googletagmanager.com',
    'zork',
  ]);
  const panel = someone.page.locator('.portcullis-inspector');
  await panel.getByRole('button', { name: 'Draft entries' }).click();
  const text = await panel.getByRole('textbox', { name: 'Entries for the policy' }).inputValue();
  const { services } = JSON.parse(text);
  assert.ok(services.includes('services/posthog'), text);

  await panel.getByRole('button', { name: 'Copy' }).click();
  await panel.getByText('Copied.').waitFor();
  assert.equal(await someone.page.evaluate(() => navigator.clipboard.readText()), text);
  const [download] = await Promise.all([
    someone.page.waitForEvent('download'),
    panel.getByRole('button', { name: 'Download' }).click(),
  ]);
  assert.equal(await downloaded(download), text + '\n');

  // What is to be filled in is what `portcullis check` misses.
  const drafted = { ...POLICY, services: [...POLICY.services, ...services] };
  assert.notEqual(check(drafted).status, 0);
  const missing = (await panel.locator('.draft > p').textContent()).match(/services\[[^,\s]+\w/g);
  const values = {
    vendor: 'A Stranger',
    purpose: 'Shows us where visitors click',
    privacy: 'https://stranger.example/privacy',
    duration: '1y',
  };
  for (const place of missing) {
    const [, at, cookie, field] = place.match(/^services\[(\d+)\](?:\.cookies\[(\d+)\])?\.(\w+)$/);
    const entry = services[at];
    (cookie ? entry.cookies[cookie] : entry)[field] = values[field];
  }
  const { status, stdout, stderr } = check(drafted);
  assert.ok(status === 0 || !/expected|unknown field/.test(stdout + stderr), stdout + stderr);

  serve(shop, t, { head: SHIM + EARLY, policy: drafted });
  const other = await shop.visit(t, PAGE);
  await open(other);
  assert.deepEqual(await undeclared(other), []);
});
