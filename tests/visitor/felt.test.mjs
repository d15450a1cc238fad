// Speed as it is felt, by counts alone: what is painted before a vendor is asked, in how many tasks vendors start,
// what moves, what is the largest paint, and what runs while nobody does anything. From Chromium's own trace.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BUSY, VENDORS, content, isVendor, serveCrowd, services, tags, traced } from '../bench/crowd.mjs';
import { LONG, openShop } from '../e2e/shop.mjs';

const shop = openShop();

/** What an answer sets off at a page with thirty vendors. */
async function answered(t, { head = '', body = '', guard, answer }) {
  serveCrowd(shop.world);
  const path = shop.site(t, services, {
    head: head + tags((id, src) => `data-consent="${id}" data-src="${src}"`),
    body: content + body,
    guard,
  });
  const someone = await shop.visit(t, path, { context: { viewport: { width: 390, height: 844 } } });
  await someone.banner.waitFor();
  const events = await traced(shop.chromium.browser, someone.page, async () => {
    await answer(someone);
    await someone.page.waitForFunction((count) => window.vendors == count, VENDORS);
  });
  const sent = events.filter(({ name, args }) => name === 'ResourceSendRequest' && isVendor(args.data?.url ?? ''));
  const click = events.find(({ name, args }) => name === 'EventDispatch' && args.data?.type === 'click');
  const main = events.filter(({ pid, tid }) => pid === click.pid && tid === click.tid);
  const tasks = main.filter(({ name, ph }) => /RunTask$/.test(name) && ph === 'X');
  const ran = main.filter(({ name, args }) => name === 'EvaluateScript' && isVendor(args.data?.url ?? ''));
  const taskOf = ({ ts }) => tasks.findLast((task) => task.ts <= ts && ts <= task.ts + task.dur);
  const tasksOf = (some) => new Set(some.map(taskOf).filter(Boolean)).size;
  return {
    sent,
    paints: main.filter(({ name, ts }) => name === 'Paint' && ts > click.ts && ts < sent[0].ts).length,
    tasks: tasksOf(sent),
    running: tasksOf(ran),
  };
}

test(
  'a page that starts its vendors in the click paints nothing before, and starts all in one task: the control',
  LONG,
  async (t) => {
    const head = `<script>addEventListener('click', () => {
    for (const mark of document.querySelectorAll('[data-consent]')) {
      const script = document.createElement('script');
      script.src = mark.dataset.src;
      mark.removeAttribute('data-consent');
      mark.replaceWith(script);
    }
  })</script>`;
    const found = await answered(t, { head, guard: 'marks', answer: (someone) => someone.page.mouse.click(200, 30) });
    assert.equal(found.sent.length, VENDORS);
    assert.deepEqual([found.paints, found.tasks], [0, 1]);
  },
);

const ANSWERS = {
  'Accept all': (someone) => someone.answer('accept'),
  'Save, with every switch on,': async (someone) => {
    await someone.openPreferences();
    for (const box of await someone.preferences.locator('input').all()) await box.check();
    await someone.inPreferences('save');
  },
};
for (const [name, answer] of Object.entries(ANSWERS)) {
  test(
    `${name} is painted before the first vendor is asked, and each vendor starts in a task of its own`,
    LONG,
    async (t) => {
      const found = await answered(t, { answer });
      assert.equal(found.sent.length, VENDORS);
      assert.ok(found.paints >= 1, `${found.paints} paints`);
      assert.equal(found.tasks, VENDORS);
      assert.ok(found.running >= BUSY.length, `${found.running} tasks ran vendors' scripts`);
    },
  );
}

for (const viewport of [
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
]) {
  test(`the banner moves nothing and is not the largest paint: ${viewport.width} px`, LONG, async (t) => {
    const script = () => {
      window.felt = { shifts: [], largest: [] };
      new PerformanceObserver((list) =>
        window.felt.shifts.push(...list.getEntries().map(({ value }) => value)),
      ).observe({ type: 'layout-shift', buffered: true });
      new PerformanceObserver((list) => {
        for (const { element } of list.getEntries())
          window.felt.largest.push(element?.closest('.portcullis') ? 'ours' : element?.localName);
      }).observe({ type: 'largest-contentful-paint', buffered: true });
    };
    const someone = await shop.visit(t, shop.site(t, services, { body: content }), { script, context: { viewport } });
    await someone.banner.waitFor();
    await someone.page.waitForFunction(() => window.felt.largest.length);
    await someone.barrier();
    await someone.choose('reject');
    await someone.openPreferences();
    await someone.inPreferences('close');
    const { shifts, largest } = await someone.page.evaluate(() => window.felt);
    assert.deepEqual(shifts, []);
    assert.notEqual(largest.at(-1), 'ours', largest.join());
  });
}

/** The timers that a page sets, or that run again, in ten seconds of its own in which nobody does anything. */
async function timersOf(someone) {
  const devtools = await someone.context.newCDPSession(someone.page);
  const events = await traced(shop.chromium.browser, someone.page, async () => {
    const passed = new Promise((done) => devtools.once('Emulation.virtualTimeBudgetExpired', done));
    await devtools.send('Emulation.setVirtualTimePolicy', { policy: 'advance', budget: 10000 });
    await passed;
  });
  const set = events.filter(({ name }) => /^TimerInstall$|^RequestAnimationFrame$/.test(name)).length;
  const ran = events.filter(({ name }) => name === 'TimerFire').map(({ args }) => args.data.timerId);
  return set + ran.length - new Set(ran).size;
}

test('a page that polls is seen to: the control', LONG, async (t) => {
  const someone = await shop.visit(t, shop.site(t, services, { head: '<script>setInterval(() => {}, 1000)</script>' }));
  await someone.banner.waitFor();
  assert.ok((await timersOf(someone)) >= 5);
});

for (const refused of [false, true]) {
  test(
    `nothing is polled and no timer runs ${refused ? 'after a refusal' : 'while the banner stands'}`,
    LONG,
    async (t) => {
      const frame = '<iframe title="A film" data-consent="vendor-1" data-src="https://v1.crowd.test/"></iframe>';
      const path = shop.site(t, services, { body: frame });
      const someone = await shop.visit(t, path);
      if (refused) {
        await someone.choose('reject');
        await someone.go(path);
      }
      await someone.page.frameLocator('iframe').locator('button').first().waitFor();
      await someone.barrier();
      assert.equal(await timersOf(someone), 0);
    },
  );
}
