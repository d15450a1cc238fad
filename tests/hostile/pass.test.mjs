// The pass and its interpreter: no byte of a pass, changed, starts a service that the record does not grant. Each
// mutant is put where the pass lies before the page's first script. `./x prove data` has more, and others.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SEED, WHOLE, seeded } from '../chance.mjs';
import { openShop } from '../e2e/shop.mjs';

const shop = openShop();
const COUNT = WHOLE ? 2000 : 40;
const service = (id) => ({
  id,
  name: id,
  vendor: `${id} Inc.`,
  class: 'tracking',
  purpose: 'Does it',
  hosts: [`cdn.${id}.test`],
});
const mark = (id) => `<script type="text/plain" data-consent="${id}" data-src="https://cdn.${id}.test/a.js"></script>`;
const BOLT = { host: 'cdn.bolt.test' };

/** A byte lost, doubled, put in or exchanged; or the pass ends there. */
function mutant(text, draw) {
  const at = draw(text.length);
  const [before, one, after] = [text.slice(0, at), text[at], text.slice(at + 1)];
  const other = draw(4) ? String.fromCharCode(32 + draw(95)) : '"[]{},:~.0'[draw(10)];
  return [
    before + after,
    before + one + one + after,
    before + other + one + after,
    before + other + after,
    before + other + after,
    before,
  ][draw(6)];
}

test(`a pass of which a byte was changed starts nothing that the record does not grant (seed ${SEED})`, {
  timeout: 30000 + COUNT * 3000,
}, async (t) => {
  const path = shop.site(t, ['acme', 'bolt'].map(service), { head: mark('acme') + mark('bolt') });
  const visitor = await shop.visit(t, path);
  await visitor.banner.waitFor();
  await visitor.page.evaluate(() => window.portcullis.grant(['acme']));
  await visitor.until('acme', 'granted');
  await visitor.page.waitForFunction(() => Object.keys(localStorage).some((key) => key.startsWith('portcullis-pass ')));
  const [key, pass] = await visitor.page.evaluate(() =>
    Object.entries(localStorage).find(([key]) => key.startsWith('portcullis-pass ')),
  );
  assert.equal(JSON.parse(pass).verdicts.acme, 'granted');
  await visitor.page.addInitScript((key) => {
    if (window.name) localStorage[key] = window.name;
  }, key);
  const load = async (text) => {
    await visitor.page.evaluate((text) => {
      window.name = text;
    }, text);
    await visitor.go(path);
    await visitor.page.waitForFunction(() => window.portcullis?.state);
  };
  const since = shop.world.mark();
  const next = seeded(SEED);
  const draw = (below) => Math.floor(next() * below);
  const tried = [];
  for (let left = COUNT; left > 0; left--) {
    const text = mutant(pass, draw);
    if (text == pass) continue;
    tried.push(text);
    await load(text);
  }
  await visitor.barrier();
  assert.deepEqual(
    shop.world.requests({ since, ...BOLT }).map(({ url }) => url),
    [],
    `one of ${JSON.stringify(tried)}`,
  );
  // That it could be seen: a pass that is forged to the letter, which only a script of the page can write
  // (SECURITY.md).
  const forged = JSON.parse(pass);
  forged.verdicts.bolt = 'granted';
  await load(JSON.stringify(forged));
  await visitor.came(BOLT);
});
