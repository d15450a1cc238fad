// A page that keeps asking what is refused, and a visitor who keeps opening their record, grow nothing: counted.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LONG, openShop } from '../e2e/shop.mjs';
import { ACME, builtSite } from './services.mjs';

const shop = openShop();
const HOST = 'cdn.acme.test';

/** What Chromium counts of the page, after its garbage is gone. */
const countersOf = async (browser) => {
  for (let n = 0; n < 3; n++) await browser.send('HeapProfiler.collectGarbage');
  const { nodes, jsEventListeners } = await browser.send('Memory.getDOMCounters');
  return { nodes, jsEventListeners };
};

/** Asks once by each road, and takes away what it has put into the page. */
const ASK = async ([host, rounds]) => {
  const url = `https://${host}/`;
  const box = document.body.appendChild(document.createElement('div'));
  const turn = () => new Promise((done) => setTimeout(done));
  for (let n = 0; n < rounds; n++) {
    new Image().src = `${url}${n}.gif`;
    const shown = new Image(40, 40);
    shown.src = `${url}${n}.gif`;
    const frame = Object.assign(document.createElement('iframe'), { src: `${url}${n}/frame` });
    const script = Object.assign(document.createElement('script'), { src: `${url}${n}.js` });
    box.append(shown, frame, script);
    box.insertAdjacentHTML('beforeend', `<img alt="" width="40" height="40" src="${url}${n}.gif">`);
    box.insertAdjacentHTML('beforeend', `<img alt="" width="1" height="1" src="${url}${n}.gif">`);
    // The same element over and over.
    (window.slot ??= document.body.appendChild(new Image(40, 40))).src = `${url}slot/${n}.gif`;
    fetch(`${url}${n}`).catch(() => {});
    navigator.sendBeacon(`${url}${n}`);
    const request = new XMLHttpRequest();
    request.open('GET', `${url}${n}`);
    request.send();
    await turn();
    box.replaceChildren();
  }
  box.remove();
  await turn();
};

test('a refused page that keeps asking keeps nothing', LONG, async (t) => {
  const someone = await shop.visit(t, builtSite(t, shop, [ACME]));
  await someone.choose('reject');
  const browser = await someone.context.newCDPSession(someone.page);
  // What is made once, as the first of each kind is asked for, is not counted.
  await someone.page.evaluate(ASK, [HOST, 150]);
  const before = await countersOf(browser);
  await someone.page.evaluate(ASK, [HOST, 600]);
  const after = await countersOf(browser);
  // Of 600 rounds with seven elements each; up to a hundred marks are kept before it is asked where they are.
  assert.ok(after.nodes - before.nodes < 150, JSON.stringify([before, after]));
  assert.ok(after.jsEventListeners - before.jsEventListeners < 60, JSON.stringify([before, after]));
  await someone.barrier();
  assert.deepEqual(someone.seen({ host: HOST }), []);
});

const REMEMBER = () => {
  window.memories = [];
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const native = WebAssembly[name];
    WebAssembly[name] = async (...all) => {
      const made = await native.apply(WebAssembly, all);
      const { memory } = (made.instance ?? made).exports;
      if (memory) window.memories.push(memory);
      return made;
    };
  }
};

test('the record is opened sixty times in the same memory', LONG, async (t) => {
  const many = Array.from({ length: 60 }, (_, n) => ({
    ...ACME,
    id: `acme-${n}`,
    purpose: 'Counts clicks '.repeat(40),
  }));
  const someone = await shop.visit(t, shop.site(t, many), { script: REMEMBER });
  await someone.choose('reject');
  await someone.openPreferences();
  const bytes = () => someone.page.evaluate(() => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0));
  const CENTRE = 'dialog.portcullis-preferences details.portcullis-centre';
  await someone.page.locator(`${CENTRE} > summary`).click();
  await someone.page.waitForFunction(
    (centre) => document.querySelector(`${centre} > div`).shadowRoot?.lastChild,
    CENTRE,
  );
  const toggle = (times) =>
    someone.page.evaluate(
      async ([centre, count]) => {
        const details = document.querySelector(centre);
        const root = details.lastElementChild.shadowRoot;
        for (let n = 0; n < count; n++) {
          const closed = new Promise((done) => details.addEventListener('toggle', done, { once: true }));
          details.open = false;
          await closed;
          const filled = new Promise((done) => new MutationObserver(done).observe(root, { childList: true }));
          details.open = true;
          await filled;
        }
      },
      [CENTRE, times],
    );
  await toggle(10);
  const before = await bytes();
  assert.ok(before > 0);
  await toggle(60);
  assert.equal(await bytes(), before);
});
