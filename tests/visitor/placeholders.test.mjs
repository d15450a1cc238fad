// What stands in a held frame's place: who would be asked, and two equal ways to have it. Whether anything was
// asked is read from the server's log, and what is kept from the browser.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../e2e/axe.mjs';
import { LIMIT, eventually } from '../e2e/shop.mjs';
import { snippet } from '../gate/snippet.mjs';
import { AFTER, ALWAYS, CLIPS, MAPS, ONCE, openHeld } from './held.mjs';

const { visit } = openHeld();
const FILM =
  '<iframe id="film" title="A film" width="560" height="315" data-consent="clips" ' +
  'data-src="https://frame.clips.test/film"></iframe>';
const SECOND = FILM.replaceAll('film', 'second');
const MAP =
  '<iframe id="map" title="A map" style="width: 100%; ' +
  'height: 450px" data-consent="maps" data-src="https://frame.maps.test/map"></iframe>';
const PLACES = { path: '/portcullis/portcullis-places.js' };

/** Where everything stands. */
const geometry = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('iframe, p')].map((one) => JSON.stringify(one.getBoundingClientRect())),
  );

test('a frame that is not marked is asked for: the control', LIMIT, async (t) => {
  const someone = await visit(t, FILM.replace('data-consent="clips" data-', ''), { guard: 'marks' });
  await someone.came({ host: 'frame.clips.test' });
});

for (const refused of [false, true]) {
  test(
    `a held frame says what it is and whose ${refused ? 'after a refusal' : 'before a choice'}, and nothing is asked`,
    LIMIT,
    async (t) => {
      const someone = await visit(t, FILM + AFTER, { refused });
      await someone.button('film', ALWAYS).waitFor();
      const text = await someone.inside('film').locator('.portcullis-full').innerText();
      for (const said of [CLIPS.name, CLIPS.vendor]) assert.ok(text.includes(said), text);
      assert.equal(await someone.inside('film').locator('a').getAttribute('href'), CLIPS.privacy);
      await someone.barrier();
      assert.deepEqual(someone.asked(), []);
      if (refused)
        assert.deepEqual(someone.seen({ path: '/portcullis/portcullis-core.js' }), [], 'no core is needed for that');
    },
  );
}

test('load once loads this frame on this page, keeps nothing, and the next page holds it again', LIMIT, async (t) => {
  const someone = await visit(t, FILM + SECOND + MAP, { refused: true });
  await someone.button('film', ONCE).waitFor();
  const [stored, record] = [await someone.stored(), await someone.record()];
  await someone.button('film', ONCE).click();
  await someone.came({ host: 'frame.clips.test', path: '/film' });
  await someone.inside('film').getByText('Here').waitFor();
  await someone.button('second', ONCE).waitFor();
  await someone.barrier();
  assert.deepEqual(someone.asked(), ['/film']);
  assert.deepEqual((await someone.state()).services, { clips: 'once', maps: 'denied' });
  assert.deepEqual([await someone.stored(), await someone.record()], [stored, record]);
  assert.equal(await someone.focused(), 'film');
  // The gate lets that service through, and no other.
  const reach = (url) =>
    someone.page.evaluate(
      (to) =>
        fetch(to, { mode: 'no-cors' }).then(
          () => 'sent',
          () => 'refused',
        ),
      url,
    );
  assert.deepEqual(
    [await reach('https://frame.clips.test/more'), await reach('https://frame.maps.test/more')],
    ['sent', 'refused'],
  );

  await someone.button('second', ONCE).click();
  await someone.came({ path: '/second' });

  await someone.again();
  await someone.button('film', ONCE).waitFor();
  await someone.barrier();
  assert.deepEqual(someone.asked(), []);
});

test('load once before the choice leaves the question open', LIMIT, async (t) => {
  const someone = await visit(t, FILM + AFTER);
  await someone.button('film', ONCE).click();
  await someone.came({ host: 'frame.clips.test' });
  assert.equal(await someone.banner.count(), 1);
  assert.deepEqual(await someone.stored(), { cookies: [], local: [], session: [], databases: [] });
  await someone.choose('accept');
  await someone.barrier();
  assert.deepEqual(someone.asked(), ['/film'], 'what is loaded is not loaded again');
});

test(
  'always allow grants that service alone, as the record says, and the next page needs nothing to load it',
  LIMIT,
  async (t) => {
    const someone = await visit(t, FILM + MAP, { refused: true });
    await someone.button('film', ALWAYS).click();
    await someone.came({ path: '/film' });
    await someone.until('clips', 'granted');
    assert.match(await someone.record(), /\.g~clips$/);
    await eventually(async () => assert.equal(await someone.focused(), 'film'));
    await someone.again();
    await someone.came({ path: '/film' });
    await someone.button('map', ONCE).waitFor();
    await someone.barrier();
    assert.deepEqual(someone.asked(), ['/film']);
  },
);

test('a page without a held frame, and one whose frames are granted, fetch nothing for it', LIMIT, async (t) => {
  const empty = await visit(t, `<iframe title="blank"></iframe>${AFTER}`, { refused: true });
  await empty.control.waitFor();
  await empty.barrier();
  assert.deepEqual(empty.seen(PLACES), []);

  const someone = await visit(t, FILM);
  await someone.choose('accept');
  await someone.came({ path: '/film' });
  await someone.again();
  await someone.came({ path: '/film' });
  await someone.barrier();
  assert.deepEqual(someone.seen(PLACES), []);
});

test('nothing moves when a placeholder comes, nor when the frame does', LIMIT, async (t) => {
  const sandboxed = MAP.replace('id="map"', 'id="map" sandbox="allow-scripts" class="way"');
  const someone = await visit(t, FILM + sandboxed + AFTER, {
    refused: true,
    head: '<style>.way { border: 5px solid; margin: 7px; aspect-ratio: 2 }</style>',
  });
  const shown = async () => (await geometry(someone.page)).filter((one) => JSON.parse(one).width);
  await someone.page.evaluate(() => {
    window.shifts = [];
    new PerformanceObserver((list) =>
      window.shifts.push(
        ...list.getEntries().map(({ value, sources }) => ({
          value,
          sources: sources.map(({ node, previousRect, currentRect }) => [
            node?.outerHTML ?? node?.data,
            previousRect.y,
            currentRect.y,
          ]),
        })),
      ),
    ).observe({ type: 'layout-shift', buffered: true });
  });
  await someone.button('film', ONCE).waitFor();
  // A frame has no sandbox for as long as it is drawn into, and has it again before it loads.
  await someone.button('map', ONCE).waitFor();
  const held = await shown();
  await someone.button('film', ONCE).click();
  await someone.button('map', ONCE).click();
  await someone.came({ path: '/film' });
  await someone.came({ path: '/map' });
  assert.equal(await someone.page.locator('#map').getAttribute('sandbox'), 'allow-scripts');
  assert.equal(await someone.page.locator('iframe').count(), 2);
  assert.deepEqual(await shown(), held);
  // As it is reported: to the second decimal. What is less is told, with what moved.
  const shifts = await someone.page.evaluate(() => window.shifts);
  if (shifts[0]) t.diagnostic(JSON.stringify(shifts));
  assert.equal(shifts.reduce((sum, { value }) => sum + value, 0).toFixed(2), '0.00');
});

test(
  'a frame that nobody sees says nothing, and one too small for two answers leads to the preferences',
  LIMIT,
  async (t) => {
    const hidden = [
      'style="display: none"',
      'width="1" height="1"',
      'style="position: absolute; left: -9999px"',
      'style="opacity: 0"',
      'aria-hidden="true"',
    ];
    const body = hidden
      .map(
        (how, at) =>
          `<iframe id="hidden${at}" ${how} data-consent="clips" data-src="https://frame.clips.test/hidden"></iframe>`,
      )
      .join('');
    const someone = await visit(
      t,
      `${body}<iframe id="little" title="Little" width="120" height="60" data-consent="clips" ` +
        `data-src="https://frame.clips.test/little"></iframe>${FILM}`,
      { refused: true },
    );
    await someone.button('film', ONCE).waitFor();
    for (const at of hidden.keys())
      assert.equal(await someone.inside(`hidden${at}`).locator('button').count(), 0, hidden[at]);
    const seen = await someone
      .inside('little')
      .locator('button')
      .evaluateAll((all) => all.filter((one) => one.checkVisibility()).length);
    assert.equal(seen, 1);
    await someone.inside('little').locator('.portcullis-small button').click();
    await someone.preferences.waitFor();
    await someone.inPreferences('close');
    // Shown later, it says who it is.
    await someone.page.evaluate(() => (document.querySelector('#hidden0').style.display = 'block'));
    await someone.inside('hidden0').locator('button').first().waitFor();
  },
);

const SIZES = [
  [560, 315],
  [300, 250],
  [300, 150],
  [1000, 450],
  [320, 180],
  [728, 90],
  [200, 400],
];
for (const [lang, dir] of [
  ['en', 'ltr'],
  ['de', 'ltr'],
  ['bg', 'ltr'],
  ['ar', 'rtl'],
]) {
  test(`the two answers are twins at every size, and nothing is cut: ${lang}`, LIMIT, async (t) => {
    const body = SIZES.map(
      ([width, height]) =>
        `<iframe id="at${width}x${height}" title="Film" width="${width}" height="${height}" ` +
        'data-consent="clips" data-src="https://frame.clips.test/"></iframe>',
    ).join('');
    const someone = await visit(t, body, { edge: (html) => html.replace('lang="en"', `lang="${lang}" dir="${dir}"`) });
    for (const [width, height] of SIZES) {
      const id = `at${width}x${height}`;
      await someone.button(id, ALWAYS).waitFor();
      const looks = await someone
        .inside(id)
        .locator('.portcullis-answers button')
        .evaluateAll((all) =>
          all.map((one) => {
            const { width, height } = one.getBoundingClientRect();
            const { font, color, backgroundColor, border } = getComputedStyle(one);
            return { width: Math.round(width), height, font, color, backgroundColor, border, large: height >= 44 };
          }),
        );
      assert.equal(looks.length, 2);
      assert.deepEqual(looks[0], looks[1], id);
      assert.ok(looks[0].large, id);
      const cut = await someone
        .inside(id)
        .locator('html')
        .evaluate((root) => [
          root.ownerDocument.body.scrollHeight - root.clientHeight,
          root.ownerDocument.body.scrollWidth - root.clientWidth,
        ]);
      assert.ok(
        cut.every((more) => more <= 0),
        `${id}: ${cut}`,
      );
    }
  });
}

test(
  'a frame whose address code set, and one in markup that code wrote, are shown and loaded like marked ones',
  LIMIT,
  async (t) => {
    const someone = await visit(t, '<div id="box"></div>', { refused: true });
    await someone.page.evaluate(() => {
      const made = document.createElement('iframe');
      made.id = 'made';
      made.src = 'https://frame.clips.test/made';
      document
        .querySelector('#box')
        .insertAdjacentHTML('beforeend', '<iframe id="written" src="https://frame.maps.test/written"></iframe>');
      document.querySelector('#box').append(made);
    });
    await someone.button('written', ONCE).waitFor();
    await someone.button('made', ONCE).click();
    await someone.came({ path: '/made' });
    await someone.barrier();
    assert.deepEqual(someone.asked(), ['/made']);
    await someone.button('written', ONCE).click();
    await someone.came({ path: '/written' });
  },
);

test('the keyboard alone reaches both answers, and the focus goes to the frame', LIMIT, async (t) => {
  const someone = await visit(t, FILM, { refused: true });
  await someone.button('film', ONCE).waitFor();
  await someone.page.keyboard.press('Tab');
  const names = [];
  for (let at = 0; at < 3; at++) {
    names.push(await someone.inside('film').locator(':focus').textContent());
    if (at < 2) await someone.page.keyboard.press('Tab');
  }
  const texts = await someone.inside('film').locator('.portcullis-full :is(a, button)').allTextContents();
  assert.deepEqual(names, texts);
  await someone.page.keyboard.press('Shift+Tab');
  await someone.page.keyboard.press('Enter');
  await someone.came({ path: '/film' });
  await eventually(async () => assert.equal(await someone.focused(), 'film'));
});

test('a child is not offered what is locked for children', LIMIT, async (t) => {
  const someone = await visit(t, FILM + MAP, {
    edge: (html) => html.replace('data-guard', 'data-age="13-15" data-guard'),
  });
  await someone.button('film', ONCE).waitFor();
  await someone.inside('map').locator('.portcullis-full').waitFor();
  assert.equal(await someone.inside('map').locator('.portcullis-answers').count(), 0);
});

test(
  'under the seal a frame cannot be let through once: it is allowed from the next page on, and says so',
  LIMIT,
  async (t) => {
    const policy = {
      site: { name: 'The Shop', contact: 'privacy@shop.test', policy: '/privacy/' },
      updated: '2026-11-22',
      services: [CLIPS, MAPS],
    };
    const { html } = snippet(policy, { url: '/p/own.html.json' });
    const someone = await visit(t, FILM, {
      edge: (page) => page.replace(/<script data-cfasync.*?<\/script>/s, () => html),
    });
    await someone.inside('film').locator('.portcullis-answers button').first().waitFor();
    assert.equal(await someone.inside('film').locator('.portcullis-answers button').count(), 1);
    const before = await someone.inside('film').locator('.portcullis-about').textContent();
    await someone.inside('film').locator('.portcullis-answers button').click();
    await eventually(async () =>
      assert.notEqual(await someone.inside('film').locator('.portcullis-about').textContent(), before),
    );
    assert.equal(await someone.inside('film').locator('.portcullis-answers').count(), 0);
    await someone.barrier();
    assert.deepEqual(someone.asked(), []);
    await someone.again();
    await someone.came({ path: '/film' });
  },
);

for (const [colorScheme, lang] of [
  ['light', 'en'],
  ['dark', 'en'],
  ['dark', 'ar'],
]) {
  test(`axe finds nothing wrong with a placeholder: ${colorScheme}, ${lang}`, LIMIT, async (t) => {
    const someone = await visit(t, FILM, {
      context: { colorScheme },
      edge: (html) => html.replace('lang="en"', `lang="${lang}"`),
    });
    await someone.button('film', ONCE).waitFor();
    const frame = someone.page.frames().find((one) => one !== someone.page.mainFrame());
    assert.deepEqual(await violations(frame, 'body'), []);
  });
}
