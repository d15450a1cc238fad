// What stands in a held element's place in Firefox and WebKit: drawn, answered, left by the keyboard. In Firefox with
// the mouse and the keys that a visitor has; WebKit's driver knows neither inside of a frame, so there by script.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WHOLE } from '../chance.mjs';
import { launchFirefox } from '../gate/engines/firefox.mjs';
import { openWebKit } from '../gate/engines/webkit.mjs';
import { ORIGIN, RECORD, eventually } from '../e2e/shop.mjs';
import { CLIPS, MAPS, ONCE, ALWAYS, openHeld, serveBoth } from './held.mjs';
import { Cases } from './tally.mjs';

const { shop } = openHeld();
const LIMIT = { timeout: 120000 };
const SIZE = 'width="420" height="200"';
/** By the name of its kind and its id; `#` is where the address stands. */
const KINDS = {
  frame: `<iframe id="frame" title="Film" ${SIZE} #src></iframe>`,
  'sandboxed frame': `<iframe id="boxed" title="Film" ${SIZE} sandbox="allow-scripts" #src></iframe>`,
  embed: `<embed id="embed" title="Film" ${SIZE} type="text/html" #src>`,
  object: `<object id="object" title="Film" ${SIZE} type="text/html" #data>
    <p id="fallback">Something else</p></object>`,
  video: `<video id="video" title="Film" ${SIZE} controls #src></video>`,
};
const ids = Object.values(KINDS).map((html) => html.match(/id="(\w+)"/)[1]);
const marked = (id) =>
  Object.values(KINDS)
    .find((html) => html.includes(`id="${id}"`))
    .replace(/#(\w+)/, `data-consent="clips" data-$1="https://frame.clips.test/${id}"`);
const ALL = ids.map((id) => `<div>${marked(id)}</div>`).join('');

/** Where that element's placeholder is drawn, as an expression of the page: before it, over it or in it. */
const frameOf = (id) => `(document.querySelector('[data-portcullis=stand-in]:has(+ #${id})') ??
  [...document.querySelectorAll('[data-portcullis=covers] > iframe')].find((one) =>
    one.getBoundingClientRect().y === document.querySelector('#${id}').getBoundingClientRect().y) ??
  document.querySelector('#${id}'))`;
const buttonsOf = (id) => `[...${frameOf(id)}.contentDocument.querySelectorAll('.portcullis-answers button')]`;

const DRIVERS = {
  async Firefox(t) {
    const browser = await launchFirefox(shop.world);
    t.after(() => browser.close());
    const page = await browser.newPage();
    await page.setViewport({ width: 900, height: 1900 });
    return {
      goto: (url) => page.goto(url, { waitUntil: 'load' }),
      evaluate: (script) => page.evaluate(script),
      cookies: async () => (await page.cookies()).map(({ name, value }) => `${name}=${value}`),
      press: (key) => page.keyboard.press(key),
      async click(id, at) {
        const [x, y] = await page.evaluate(`(() => {
          const [frame, button] = [${frameOf(id)}.getBoundingClientRect(),
          ${buttonsOf(id)}[${at}].getBoundingClientRect()];
          return [frame.x + ${frameOf(id)}.clientLeft + button.x + button.width / 2,
          frame.y + ${frameOf(id)}.clientTop + button.y + button.height / 2];
        })()`);
        await page.mouse.click(x, y);
      },
    };
  },
  async WebKitGTK(t) {
    const visitor = await openWebKit(shop.world);
    t.after(() => visitor.close());
    return { ...visitor, click: (id, at) => visitor.evaluate(`${buttonsOf(id)}[${at}].click()`) };
  },
};

for (const [engine, open] of Object.entries(DRIVERS)) {
  /** Someone who has refused what is asked at a page with that body. */
  const visit = async (t, body) => {
    serveBoth(shop);
    const visitor = await open(t);
    const path = shop.site(t, [CLIPS, MAPS], { body: `${body}<p id="after">What follows.</p>`, path: '/p/held.html' });
    const ask = (script) =>
      eventually(async () => (await visitor.evaluate(script)) || Promise.reject(Error(`never true: ${script}`)), 30000);
    const someone = {
      ...visitor,
      ask,
      async again() {
        someone.since = shop.world.mark();
        await visitor.goto(`${ORIGIN}${path}?${someone.since}`);
        await ask(
          `location.search == '?${someone.since}' && document.readyState == 'complete' && !!window.portcullis?.state`,
        );
      },
      drawn: (id) => ask(`${buttonsOf(id)}.length == 2`),
      came: (id) =>
        shop.world.until({ host: 'frame.clips.test', path: `/${id}`, since: someone.since }, { timeout: 30000 }),
      asked: () => shop.world.requests({ host: /^frame\./, since: someone.since }).map(({ path }) => path),
      /** What was sent before has come when this has. */
      async barrier() {
        await visitor.evaluate(`void fetch('/barrier?${engine}')`);
        await shop.world.until({ path: '/barrier', since: someone.since });
      },
    };
    await someone.again();
    await ask(`!!document.querySelector('.portcullis-banner [data-action=reject]')`);
    await visitor.evaluate(`document.querySelector('.portcullis-banner [data-action=reject]').click()`);
    await eventually(async () => assert.ok((await visitor.cookies()).join().includes(RECORD)), 30000);
    await ask(
      `!localStorage['portcullis-erase'] && Object.keys(localStorage).some((key) => /^portcullis-pass /.test(key))`,
    );
    await someone.again();
    return someone;
  };

  test(
    `each kind of held element says whose it is, at its place and size, by two equal answers, in ${engine}`,
    LIMIT,
    async (t) => {
      const cases = new Cases(
        'a placeholder: whose, two equal answers, the place and size of what is held',
        'frame, sandboxed frame, embed, object, video',
        engine,
      );
      const someone = await visit(t, ALL);
      const held = {};
      for (const id of ids) {
        await someone.drawn(id);
        held[id] = JSON.parse(
          await someone.evaluate(`JSON.stringify({
        text: ${frameOf(id)}.contentDocument.querySelector('.portcullis-full').innerText,
        box: ${frameOf(id)}.getBoundingClientRect(),
        looks: ${buttonsOf(id)}.map((one) => {
          const { width, height } = one.getBoundingClientRect();
          const { font, color, backgroundColor, borderTopWidth } = getComputedStyle(one);
          return { width: Math.round(width), height: Math.round(height), font, color, backgroundColor, borderTopWidth };
        }),
      })`),
        );
      }
      assert.equal(await someone.evaluate(`document.querySelector('#fallback').getClientRects().length`), 0);
      await someone.barrier();
      assert.deepEqual(someone.asked(), []);
      // What follows, in each frame that is drawn until all have loaded.
      await someone.evaluate(`((places) => {
      const note = () => requestAnimationFrame(note,
      places.add(document.querySelector('#after').getBoundingClientRect().y));
      note(window.places = places);
    })(new Set())`);
      // Where each would be, as the engine draws it.
      for (const id of ids) await someone.click(id, ONCE).then(() => someone.came(id));
      await someone.ask(`!document.querySelector('iframe[data-portcullis=stand-in]')`);
      for (const id of ids) {
        const { text, box, looks } = held[id];
        const failures = [CLIPS.name, CLIPS.vendor].filter((said) => !text.includes(said));
        const loaded = JSON.parse(
          await someone.evaluate(`JSON.stringify(document.querySelector('#${id}').getBoundingClientRect())`),
        );
        for (const [what, one, two] of [
          ['place', box, loaded],
          ['answers', looks[0], looks[1]],
        ]) {
          if (JSON.stringify(one) != JSON.stringify(two))
            failures.push(`${what}: ${JSON.stringify(one)}, ${JSON.stringify(two)}`);
        }
        cases.add(id, failures);
      }
      cases.add(
        'what follows',
        JSON.parse(await someone.evaluate('JSON.stringify([...places])'))
          .slice(1)
          .map((y) => `moved to ${y}`),
      );
      cases.done();
    },
  );

  // `./x test` tries one test in each engine.
  if (!WHOLE) continue;

  test(`load once loads one element, gives it the focus, and keeps nothing, in ${engine}`, LIMIT, async (t) => {
    const cases = new Cases(
      'a placeholder: loaded once, with the focus, and held again',
      'frame, sandboxed frame, embed, object, video',
      engine,
    );
    const someone = await visit(t, ALL);
    for (const id of ids) {
      const [record] = (await someone.cookies()).filter((one) => one.includes(RECORD));
      await someone.drawn(id);
      await someone.click(id, ONCE);
      await someone.came(id);
      const failures = [];
      await someone.ask(`document.activeElement.id == '${id}'`).catch(() => failures.push('no focus'));
      await someone.barrier();
      // WebKit asks for a film by more than one request, until it sees that it is none.
      if (id == 'video') await someone.ask(`!!document.querySelector('#video').error`);
      if ([...new Set(someone.asked())].join() != `/${id}`) failures.push(`asked: ${someone.asked()}`);
      if (!(await someone.cookies()).includes(record)) failures.push('another record');
      cases.add(id, failures);
      await someone.again();
    }
    for (const id of ids) await someone.drawn(id);
    await someone.barrier();
    assert.deepEqual(someone.asked(), []);
    cases.done();
  });

  test(`always allow loads all of the service, on the next page at once, in ${engine}`, LIMIT, async (t) => {
    const someone = await visit(t, ALL);
    await someone.drawn('embed');
    await someone.click('embed', ALWAYS);
    for (const id of ids) await someone.came(id);
    await someone.ask(`document.activeElement.id == 'embed'`);
    await someone.again();
    for (const id of ids) await someone.came(id);
    assert.equal(await someone.evaluate(`document.querySelectorAll('iframe[data-portcullis=stand-in]').length`), 0);
  });

  for (const id of engine == 'Firefox' ? ['frame', 'boxed', 'embed'] : []) {
    test(
      `the keyboard alone reaches both answers, and the focus goes to what loads, in ${engine}: ${id}`,
      LIMIT,
      async (t) => {
        const someone = await visit(t, marked(id));
        await someone.drawn(id);
        const focused = `${frameOf(id)}.contentDocument.querySelector(':focus')?.textContent ?? ''`;
        const texts = await someone.evaluate(
          `JSON.stringify([...${frameOf(id)}.contentDocument.querySelectorAll('.portcullis-full :is(a, ` +
            `button)')].map((one) => one.textContent))`,
        );
        const names = [];
        while (names.length < 3) {
          await someone.press('Tab');
          names.push(await someone.evaluate(focused));
        }
        assert.deepEqual(names, JSON.parse(texts));
        await someone.press('Enter');
        await someone.came(id);
        await someone.ask(`document.activeElement.id == '${id}'`);
      },
    );
  }
}
