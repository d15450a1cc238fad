// What stands for a held element that nothing can be drawn into: an embed, an object, a film.
// That it has the element's place and size is read off a page on which the same element holds nothing back.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../e2e/axe.mjs';
import { LIMIT, eventually, heldBack } from '../e2e/shop.mjs';
import { snippet } from '../gate/snippet.mjs';
import { AFTER, ALWAYS, CLIPS, MAPS, ONCE, openHeld } from './held.mjs';

const { shop, visit } = openHeld();
const FALLBACK = '<p id="fallback">Open <a href="/paper">the paper</a> instead.</p>';
/** Each kind, as a host marks it; `#` is where the address stands. */
const KINDS = {
  embed: '<embed id="one" title="A film" width="560" height="315" type="text/html" #src>',
  object: '<object id="one" title="A film" width="560" height="315" type="text/html" #data></object>',
  'object with something to show instead':
    '<object id="one" title="A film" width="560" height="315" type="text/html" #data>' + `${FALLBACK}</object>`,
  video: '<video id="one" title="A film" width="560" height="315" controls #src></video>',
  audio: '<audio id="one" title="A song" style="width: 400px; height: 200px" controls #src></audio>',
};
const marked = (html, address = 'https://frame.clips.test/one') =>
  html.replace(/#(\w+)/, `data-consent="clips" data-$1="${address}"`);
const loading = (html, address = 'https://frame.clips.test/one') => html.replace(/#(\w+)/, `$1="${address}"`);
const STAND_IN = 'iframe[data-portcullis=stand-in]';

const standIn = (someone) => someone.page.frameLocator(STAND_IN);
const answer = (someone, at) => standIn(someone).locator('.portcullis-answers button').nth(at);
const boxOf = (someone, selector) =>
  someone.page
    .locator(selector)
    .first()
    .evaluate((one) => JSON.stringify(one.getBoundingClientRect()));
const attributes = (someone) =>
  someone.page.evaluate(() =>
    [...document.querySelector('#one').attributes].map(({ name, value }) => `${name}=${value}`),
  );
const settled = (someone) => eventually(async () => assert.equal(await someone.page.locator(STAND_IN).count(), 0));

for (const [kind, html] of Object.entries(KINDS)) {
  test(
    `${kind}: says what it is and whose at its own size, loads once as it was, has the focus, and is held again`,
    LIMIT,
    async (t) => {
      // The control: what loads asks, and where it then stands.
      const other = await visit(t, loading(html) + AFTER, { guard: 'marks' });
      await other.came({ host: 'frame.clips.test' });
      const [place, after] = [await boxOf(other, '#one'), await boxOf(other, '#after')];

      const someone = await visit(t, marked(html) + AFTER, { refused: true });
      await answer(someone, ONCE).waitFor();
      const text = await standIn(someone).locator('.portcullis-full').innerText();
      for (const said of [CLIPS.name, CLIPS.vendor]) assert.ok(text.includes(said), text);
      assert.equal(await boxOf(someone, STAND_IN), place);
      assert.equal(await boxOf(someone, '#after'), after);
      assert.equal(await someone.page.locator('#one').isVisible(), false);
      assert.equal(await someone.page.locator('#fallback').filter({ visible: true }).count(), 0);
      await someone.barrier();
      assert.deepEqual(someone.asked(), []);
      const before = await attributes(someone);

      await answer(someone, ONCE).click();
      await someone.came({ host: 'frame.clips.test', path: '/one' });
      await settled(someone);
      await eventually(async () => assert.equal(await someone.focused(), 'one'));
      assert.deepEqual([await boxOf(someone, '#one'), await boxOf(someone, '#after')], [place, after]);
      assert.deepEqual((await someone.state()).services, { clips: 'once', maps: 'denied' });
      // What was there is there, and nothing more once the visitor has gone on, but the address.
      await someone.page.evaluate(() => document.activeElement.blur());
      const woken = await attributes(someone);
      assert.deepEqual(
        before.filter((one) => !woken.includes(one)),
        [],
      );
      assert.deepEqual(
        woken.filter((one) => !before.includes(one)).map((one) => one.split('=')[0]),
        [kind.startsWith('object') ? 'data' : 'src'],
      );

      await someone.again();
      await answer(someone, ONCE).waitFor();
      await someone.barrier();
      assert.deepEqual(someone.asked(), []);
    },
  );
}

test(
  'the keyboard alone reaches both answers of an embed, and always allow loads it, on the next page too',
  LIMIT,
  async (t) => {
    const someone = await visit(t, marked(KINDS.embed), { refused: true });
    await answer(someone, ALWAYS).waitFor();
    const names = [];
    for (let at = 0; at < 3; at++) {
      await someone.page.keyboard.press('Tab');
      names.push(await standIn(someone).locator(':focus').textContent());
    }
    assert.deepEqual(names, await standIn(someone).locator('.portcullis-full :is(a, button)').allTextContents());
    await someone.page.keyboard.press('Enter');
    await someone.came({ path: '/one' });
    await eventually(async () => assert.equal(await someone.focused(), 'one'));
    assert.match(await someone.record(), /\.g~clips$/);
    await someone.again();
    await someone.came({ path: '/one' });
    assert.equal(await someone.page.locator(STAND_IN).count(), 0);
  },
);

test(
  'it has the place that the element would have: in flex and grid, by a rule for its kind, in percent, wide and narrow',
  LIMIT,
  async (t) => {
    const head = `<style>
    embed { width: 80%; height: 220px; margin: 4px 9px 12px auto; border: 3px solid; display: block; float: none }
    iframe { width: 11px !important; height: 12px !important; border: 9px solid; position: absolute }
    .flex { display: flex; gap: 10px } .flex object { flex: 2 1 0; min-width: 100px; order: 2;
    align-self: flex-end; height: 180px } .flex p { flex: 1 }
    .grid { display: grid; grid-template-columns: 1fr 2fr 1fr; gap: 5px } .grid embed { grid-column: 2 / 4;
    width: auto; justify-self: stretch; aspect-ratio: 16 / 9 }
    @media (width < 600px) { embed { height: 140px } .flex { flex-direction: column } .flex object {
    flex: none; width: 100%; order: 0 } }
  </style>`;
    const many = [
      '<embed type="text/html" #src>',
      '<div class="flex"><p>One</p><object type="text/html" #data></object><p>Two</p></div>',
      '<div class="grid"><p>One</p><embed type="text/html" #src><p>Two</p></div>',
    ];
    const PARAGRAPHS = '#after, .flex p, .grid p';
    const places = (someone, selector) =>
      someone.page.evaluate(
        (wanted) => [...document.querySelectorAll(wanted)].map((one) => JSON.stringify(one.getBoundingClientRect())),
        selector,
      );
    const other = await visit(t, many.map((one) => loading(one, '/p/blank.html')).join('') + AFTER, { head });
    const someone = await visit(t, many.map((one) => marked(one)).join('') + AFTER, {
      head,
      path: '/p/places.html',
      refused: true,
    });
    for (const viewport of [
      { width: 1280, height: 1600 },
      { width: 390, height: 1600 },
      { width: 1280, height: 1600 },
    ]) {
      await other.page.setViewportSize(viewport);
      await someone.page.setViewportSize(viewport);
      await eventually(async () => {
        assert.deepEqual(await places(someone, STAND_IN), await places(other, 'embed, object'));
        assert.deepEqual(await places(someone, PARAGRAPHS), await places(other, PARAGRAPHS));
      });
    }
    for (let at = 0; at < 3; at++)
      await someone.page.frameLocator(STAND_IN).nth(at).locator('.portcullis-answers button').first().waitFor();
  },
);

test('what the page hides stays hidden, and is said once the page shows it', LIMIT, async (t) => {
  const body =
    marked(KINDS.embed).replace('id="one"', 'id="one" style="display: none"') +
    marked(KINDS.object).replaceAll('one', 'two').replace('type', 'class="gone" type') +
    marked(KINDS.video).replaceAll('one', 'three');
  const someone = await visit(t, body, { refused: true, head: '<style>.gone { visibility: hidden }</style>' });
  const texts = () =>
    someone.page
      .locator(STAND_IN)
      .evaluateAll((all) =>
        all.map((one) => one.contentDocument.querySelectorAll('.portcullis-answers button').length),
      );
  await eventually(async () => assert.deepEqual(await texts(), [0, 0, 2]));
  await someone.page.evaluate(() => (document.querySelector('#one').style.display = 'block'));
  await eventually(async () => assert.deepEqual(await texts(), [2, 0, 2]));
  await someone.page.evaluate(() => (document.querySelector('#three').style.display = 'none'));
  await eventually(async () => assert.equal(await someone.page.locator(STAND_IN).nth(2).isVisible(), false));
});

test('it goes with the element, follows it, and a copy of both is a copy of the element alone', LIMIT, async (t) => {
  const someone = await visit(
    t,
    `<div id="here">${marked(KINDS.object)}</div><div id="there">` +
      '<embed id="mine" type="text/html" src="/p/blank.html"></div>',
    { refused: true },
  );
  await answer(someone, ONCE).waitFor();
  // A next element of its own must not be hidden for a moment either: asked in the frame in which it was moved.
  const moved = await someone.page.evaluate(async () => {
    document.querySelector('#there').prepend(document.querySelector('#one'));
    document.querySelector('#here').append(document.querySelector('#mine'));
    await new Promise(requestAnimationFrame);
    return [document.querySelector('#here').childElementCount, document.querySelector('#mine').checkVisibility()];
  });
  assert.deepEqual(moved, [1, true]);
  await someone.page.locator(`#there ${STAND_IN}`).waitFor();
  await answer(someone, ONCE).waitFor();
  await someone.page.evaluate(() => document.body.append(document.querySelector('#there').cloneNode(true)));
  await eventually(async () => {
    assert.equal(await someone.page.locator(STAND_IN).count(), 2);
    for (const at of [0, 1])
      assert.equal(await someone.page.frameLocator(STAND_IN).nth(at).locator('.portcullis-answers button').count(), 2);
  });
  await someone.page.evaluate(() => document.querySelector('#one').remove());
  await eventually(async () => assert.equal(await someone.page.locator(STAND_IN).count(), 1));
  // And a copy that comes when nothing stands any more.
  await someone.page.evaluate(
    () => (window.copy = document.querySelector('iframe[data-portcullis=stand-in]').parentNode.cloneNode(true)),
  );
  await someone.page.evaluate(() => window.portcullis.grant(['clips']));
  await someone.came({ path: '/one' });
  await settled(someone);
  await someone.page.evaluate(() => document.body.append(window.copy));
  await settled(someone);
  await eventually(async () => assert.equal(await someone.page.locator('#one').last().isVisible(), true));
});

test(
  'what an object holds to show instead is not seen while it waits, nor while it loads, and is seen where it fails',
  LIMIT,
  async (t) => {
    const html = KINDS['object with something to show instead'];
    const fallback = (someone) => someone.page.locator('#fallback');
    // The control: with an object that waits for nobody it is seen. So it is where no type is said: that one would
    // never load.
    for (const other of [html.replace('#data', ''), marked(html)]) {
      const someone = await visit(t, other.replace('type="text/html"', '') + marked(KINDS.embed), { refused: true });
      await answer(someone, ONCE).waitFor();
      assert.equal(await fallback(someone).isVisible(), true);
      assert.equal(await someone.page.locator(STAND_IN).count(), 1);
    }

    const late = heldBack((request, response) => response.writeHead(404, { 'content-type': 'text/html' }).end('no'));
    const someone = await visit(t, marked(html, 'https://frame.maps.test/late').replace('clips', 'maps'), {
      refused: true,
    });
    shop.world.serve('frame.maps.test', late.answer);
    await answer(someone, ONCE).waitFor();
    assert.equal(await fallback(someone).isVisible(), false);
    // From the click on, in each frame that is drawn.
    await someone.page.evaluate(() => {
      window.flashes = 0;
      const note = () =>
        requestAnimationFrame(
          () => ((window.flashes += document.querySelector('#fallback').checkVisibility()), note()),
        );
      note();
    });
    await answer(someone, ONCE).click();
    await someone.came({ path: '/late' });
    await settled(someone);
    assert.equal(await someone.page.evaluate(() => window.flashes), 0);
    late.release();
    await fallback(someone).waitFor();
  },
);

test('markup that code writes is shown and loaded like what is marked', LIMIT, async (t) => {
  const someone = await visit(t, '<div id="box"></div>', { refused: true });
  await someone.page.evaluate((html) => (document.querySelector('#box').innerHTML = html), loading(KINDS.embed));
  await answer(someone, ONCE).waitFor();
  await someone.barrier();
  assert.deepEqual(someone.asked(), []);
  await answer(someone, ONCE).click();
  await someone.came({ path: '/one' });
  await settled(someone);
});

test('under the seal an object is allowed from the next page on, and says so', LIMIT, async (t) => {
  const policy = {
    site: { name: 'The Shop', contact: 'privacy@shop.test', policy: '/privacy/' },
    updated: '2026-11-22',
    services: [CLIPS, MAPS],
  };
  const { html } = snippet(policy, { url: '/p/own.html.json' });
  const someone = await visit(t, marked(KINDS.object), {
    edge: (page) => page.replace(/<script data-cfasync.*?<\/script>/s, () => html),
  });
  await answer(someone, 0).waitFor();
  assert.equal(await standIn(someone).locator('.portcullis-answers button').count(), 1);
  const before = await standIn(someone).locator('.portcullis-about').textContent();
  await answer(someone, 0).click();
  await eventually(async () =>
    assert.notEqual(await standIn(someone).locator('.portcullis-about').textContent(), before),
  );
  await someone.barrier();
  assert.deepEqual(someone.asked(), []);
  await someone.again();
  await someone.came({ path: '/one' });
});

for (const [colorScheme, lang] of [
  ['light', 'en'],
  ['dark', 'ar'],
]) {
  test(`axe finds nothing wrong, and the two answers are twins: ${colorScheme}, ${lang}`, LIMIT, async (t) => {
    const body = [marked(KINDS.embed), marked(KINDS.video), marked(KINDS.object)].join('').replaceAll('id="one"', '');
    const someone = await visit(t, body, {
      context: { colorScheme },
      edge: (html) => html.replace('lang="en"', `lang="${lang}"`),
    });
    for (let at = 0; at < 3; at++) {
      const frame = someone.page.frameLocator(STAND_IN).nth(at);
      await frame.locator('.portcullis-answers button').nth(ALWAYS).waitFor();
      const [one, two] = await frame.locator('.portcullis-answers button').evaluateAll((all) =>
        all.map((button) => {
          const { width, height } = button.getBoundingClientRect();
          const { font, color, backgroundColor, border } = getComputedStyle(button);
          return { width: Math.round(width), height, font, color, backgroundColor, border };
        }),
      );
      assert.deepEqual(one, two);
    }
    assert.deepEqual(await violations(someone.page, 'body'), []);
    for (const frame of await someone.page.locator(STAND_IN).elementHandles())
      assert.deepEqual(await violations(await frame.contentFrame(), 'body'), []);
  });
}
