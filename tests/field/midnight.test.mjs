// A change that was announced is asked about on its day: by the next page, and by one that is open across midnight,
// whatever the page was made from.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serveBuilt } from '../e2e/built.mjs';
import { LONG, eventually, json, openShop } from '../e2e/shop.mjs';
import { ACME, CLIPS, html, script } from './services.mjs';

const shop = openShop();
const PATH = '/p/day.html';
const HOUR = 60 * 60 * 1000;
const site = { name: 'The Shop', contact: 'privacy@shop.test' };
/** On 1 March the first of the services is for something else too. */
const policy = (changes) => ({
  site,
  updated: '2026-01-10',
  services: [{ ...ACME, ...(changes && { since: '2026-03-01' }) }, CLIPS],
});
const MARK = '<script type="text/plain" data-consent="acme" data-src="https://cdn.acme.test/count.js"></script>';

const KINDS = {
  'its policy at an address': (t, says) => {
    shop.replace(t, `${PATH}.json`, json(says));
    return `<script src="/portcullis/portcullis.js" data-policy="${PATH}.json"></script>`;
  },
  'its policy built in': (t, says) => serveBuilt(t, shop, says).html,
  'its policy sealed': (t, says) => serveBuilt(t, shop, says, { guard: 'seal' }).html,
};

/** Someone who comes on 27 February, and accepts. */
const visit = async (t, kind, changes) => {
  shop.world.serve('cdn.acme.test', script(''));
  const tags = KINDS[kind](t, policy(changes));
  shop.replace(t, PATH, html(`<html lang="en"><head>${tags}<title>Day</title></head><body><h1>Day</h1>${MARK}`));
  const visitor = await shop.visit(t, '/bare.html');
  await visitor.page.clock.install({ time: new Date('2026-02-27T12:00:00Z') });
  await visitor.go(PATH);
  await visitor.answer('accept');
  await passes(visitor, 2000);
  await visitor.until('acme', 'granted');
  return visitor;
};
const passes = ({ page }, milliseconds) => page.clock.runFor(milliseconds);
const day = ({ page }) => page.evaluate(() => new Date().toISOString().slice(0, 10));
/** What is asked in that page, as time goes on. */
const asks = (visitor) =>
  eventually(async () => {
    await passes(visitor, 200);
    assert.deepEqual((await visitor.state()).services, { acme: 'undecided', clips: 'granted' });
    assert.equal(await visitor.banner.count(), 1);
  });

for (const kind of Object.keys(KINDS)) {
  test(`on its day, on a page with ${kind}`, LONG, async (t) => {
    const visitor = await visit(t, kind, true);
    await visitor.go(PATH);
    await passes(visitor, 10 * HOUR);
    await visitor.until('acme', 'granted');
    assert.equal(await day(visitor), '2026-02-27');
    assert.equal(await visitor.banner.count(), 0);

    // Across midnight in the same page.
    await passes(visitor, 26.5 * HOUR);
    assert.equal(await day(visitor), '2026-03-01');
    await asks(visitor);
    // And on the next one: the vendor is not reached.
    await visitor.go(PATH);
    await asks(visitor);
    await visitor.barrier();
    assert.deepEqual(visitor.seen({ host: 'cdn.acme.test' }), []);
  });

  test(`the control: where nothing changes, nothing is asked on a page with ${kind}`, LONG, async (t) => {
    const visitor = await visit(t, kind, false);
    await passes(visitor, 36.5 * HOUR);
    await visitor.go(PATH);
    await passes(visitor, 2000);
    await visitor.came({ host: 'cdn.acme.test' });
    assert.equal(await visitor.banner.count(), 0);
  });
}

test(
  'a computer that sleeps over midnight: its timers are late, and the page asks once it is seen',
  LONG,
  async (t) => {
    const visitor = await visit(t, 'its policy built in', true);
    // Time has gone on, and no timer has run.
    await visitor.page.clock.setSystemTime(new Date('2026-03-01T08:00:00Z'));
    assert.deepEqual((await visitor.state()).services, { acme: 'granted', clips: 'granted' });
    await visitor.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await asks(visitor);
  },
);
