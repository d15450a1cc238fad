// Layouts, schemes and the site's own colours, from the smallest phone to the largest screen: as pictures and
// as places on the screen.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { violations } from '../e2e/axe.mjs';
import { WHOLE } from '../chance.mjs';
import { LIMIT, openShop } from '../e2e/shop.mjs';
import { assertSame, differ, picture } from './pictures.mjs';

const shop = openShop();
const LAYOUTS = ['bar', 'box', 'corner'];
const SERVICES = [
  'sentry',
  { use: 'google-analytics', id: 'G-TEST123456' },
  'cloudflare-web-analytics',
  'cloudflare-security',
];

async function visit(t, { css = '', tag = '', lang = 'en', header = {}, body = '', ...context } = {}) {
  const edge = (html) => html.replace('<script ', `<script ${tag} `).replace('lang="en"', `lang="${lang}"`);
  const path = shop.site(t, SERVICES, { path: '/p/look.html', head: css && `<style>${css}</style>`, body, edge });
  const answer = shop.replaced.get(path);
  shop.replace(t, path, (request, response) => {
    for (const [name, value] of Object.entries(header)) response.setHeader(name, value);
    return answer(request, response);
  });
  const visitor = await shop.visit(t, path, { context: { viewport: { width: 1100, height: 760 }, ...context } });
  await visitor.banner.waitFor();
  return visitor;
}

/** The banner, the preferences and the control, as pictures. */
async function looks(t, options) {
  const visitor = await visit(t, options);
  const { page, banner, preferences, control } = visitor;
  const seen = { banner: await picture(page, banner, 14) };
  await visitor.openPreferences();
  seen.preferences = await picture(page, preferences, 14);
  await visitor.inPreferences('reject');
  await control.waitFor();
  seen.control = await picture(page, control, 8);
  return seen;
}
async function assertLookSame(found, wanted, what) {
  for (const part of Object.keys(wanted))
    await assertSame(shop.chromium.browser, found[part], wanted[part], `${what}: ${part}`);
}
async function assertLookOther(found, wanted) {
  for (const part of Object.keys(wanted))
    assert.ok(await differ(shop.chromium.browser, found[part], wanted[part]), `${part} looks otherwise`);
}

test('it follows the scheme that the visitor prefers, and data-scheme says otherwise', LIMIT, async (t) => {
  const light = await looks(t, { colorScheme: 'light' });
  const dark = await looks(t, { colorScheme: 'dark' });
  await assertLookOther(light, dark);
  await assertLookSame(await looks(t, { tag: 'data-scheme="auto"', colorScheme: 'dark' }), dark, 'auto');
  await assertLookSame(await looks(t, { tag: 'data-scheme="dark"', colorScheme: 'light' }), dark, 'dark by the tag');
  await assertLookSame(await looks(t, { tag: 'data-scheme="light"', colorScheme: 'dark' }), light, 'light by the tag');
});

const OWN = `:root { --portcullis-ground: #fdf6e3; --portcullis-text: #2b2118; --portcullis-line: #c9b98f;
  --portcullis-accent: #7a2e12;
  --portcullis-on-accent: #fff4e0; --portcullis-radius: 0; --portcullis-font: serif }`;
test("the site's own colours stand in either scheme, everywhere", LIMIT, async (t) => {
  const own = await looks(t, { css: OWN });
  await assertLookOther(own, await looks(t));
  await assertLookSame(await looks(t, { css: OWN, colorScheme: 'dark' }), own, 'in the dark');
});

test("each of the site's properties is seen", LIMIT, async (t) => {
  const look = async (css) => {
    const { page, banner } = await visit(t, { css });
    return picture(page, banner);
  };
  const plain = await look('');
  for (const declaration of OWN.match(/--[^;}]+/g)) {
    assert.ok(await differ(shop.chromium.browser, await look(`:root { ${declaration} }`), plain), declaration);
  }
});

test("a light ground of the site's never meets our dark text, whatever the visitor prefers", LIMIT, async (t) => {
  const css = ':root { --portcullis-ground: #fdf6e3 }';
  const light = await looks(t, { css });
  await assertLookSame(await looks(t, { css, colorScheme: 'dark' }), light, 'in the dark');
  const visitor = await visit(t, { css, colorScheme: 'dark' });
  assert.deepEqual(await violations(visitor.page, '.portcullis'), []);
});

/** Where everything stands on the screen. */
const PLACES = () => {
  const banner = document.querySelector('.portcullis-banner');
  const box = (element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x, y, width, height, right: x + width, bottom: y + height };
  };
  const buttons = [...banner.querySelectorAll('button')].map((button) => {
    const place = box(button);
    const hit = (x, y) => button.contains(document.elementFromPoint(x, y));
    const inset = 9;
    const corners = [
      [place.x + inset, place.y + inset],
      [place.right - inset, place.bottom - inset],
    ];
    return {
      ...place,
      action: button.dataset.action,
      hit: corners.every(([x, y]) => hit(x, y)),
      cut: button.scrollWidth > button.clientWidth || button.scrollHeight > button.clientHeight,
    };
  });
  const cut = [...banner.querySelectorAll('*')].filter(
    (element) => element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display != 'inline',
  );
  const root = document.documentElement;
  return {
    banner: box(banner),
    buttons,
    cut: cut.map(({ className, localName }) => className || localName),
    sideways: root.scrollWidth > innerWidth,
    wide: innerWidth,
    high: innerHeight,
  };
};

const SIZES = [
  [320, 256],
  [320, 568],
  [390, 844],
  [844, 390],
  [768, 1024],
  [1280, 800],
  [1920, 1080],
  [3840, 2160],
];
for (const layout of LAYOUTS) {
  for (const lang of WHOLE ? ['en', 'de', 'el', 'ar'] : ['de', 'ar']) {
    test(
      `${layout}, ${lang}: on every screen the answers are in sight and alike, and nothing is cut or sticks out`,
      LIMIT,
      async (t) => {
        const { page } = await visit(t, { tag: `data-layout="${layout}"`, lang });
        for (const [width, height] of SIZES) {
          await page.setViewportSize({ width, height });
          const { banner, buttons, cut, sideways, wide, high } = await page.evaluate(PLACES);
          const at = `${width}×${height}`;
          assert.ok(
            !sideways && banner.x >= 0 && banner.right <= wide && banner.bottom <= high && banner.y >= 0,
            `${at}: within the screen`,
          );
          assert.ok(banner.height <= high * 0.76, `${at}: a quarter of the screen is left`);
          assert.deepEqual(cut, [], `${at}: nothing is cut`);
          for (const { action, hit, cut, x, right, bottom } of buttons) {
            assert.ok(hit && !cut, `${at}: ${action} is in sight as a whole`);
            assert.ok(x >= banner.x && right <= banner.right && bottom <= banner.bottom, `${at}: ${action} is inside`);
          }
          const [accept, reject] = buttons;
          assert.equal(accept.y, reject.y, `${at}: in one row`);
          assert.ok(
            Math.abs(accept.width - reject.width) < 0.1 && accept.height == reject.height,
            `${at}: of one size`,
          );
          assert.ok(accept.height >= 44, `${at}: for a thumb`);
          assert.equal(accept.x < reject.x, lang != 'ar', `${at}: in the order of reading`);
          if (width < 1000) continue;
          const left = banner.x,
            right = wide - banner.right;
          if (layout == 'bar') assert.deepEqual([left, right, banner.bottom], [0, 0, high], `${at}: along the bottom`);
          else if (layout == 'box') assert.ok(Math.abs(left - right) < 1 && left > 100, `${at}: in the middle`);
          else assert.ok(lang == 'ar' ? left < 40 && right > 400 : right < 40 && left > 400, `${at}: in the corner`);
        }
      },
    );
  }
}

test(
  'only the layout that is asked for is fetched, and with one that there is not the bar stands',
  LIMIT,
  async (t) => {
    const bar = await visit(t);
    assert.deepEqual(bar.seen({ path: /\/sheets\/(?!banner)/ }), []);
    const place = (visitor) => visitor.banner.boundingBox();
    const corner = await visit(t, { tag: 'data-layout="corner"' });
    assert.deepEqual(
      corner.seen({ path: /\/sheets\/(?!banner)/ }).map(({ path }) => path),
      ['/portcullis/sheets/corner.css'],
    );
    assert.notDeepEqual(await place(corner), await place(bar));
    assert.deepEqual(await place(await visit(t, { tag: 'data-layout="none"' })), await place(bar));
  },
);

test('no style of ours is refused by a policy that allows none', LIMIT, async (t) => {
  const header = {
    'content-security-policy':
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'none'; connect-src 'self'",
  };
  const free = await visit(t, { tag: 'data-layout="box"' });
  const strict = await visit(t, { tag: 'data-layout="box"', header });
  await assertSame(
    shop.chromium.browser,
    await picture(strict.page, strict.banner, 14),
    await picture(free.page, free.banner, 14),
    'strict',
  );
  assert.deepEqual(
    strict.consoleErrors.filter((text) => /style/i.test(text)),
    [],
  );
});

test('what the page puts on top of everything does not cover the answers', LIMIT, async (t) => {
  const free = await visit(t);
  const body = '<div style="position: fixed; inset: 0; z-index: 2147483647; background: red"></div>';
  const covered = await visit(t, { body });
  await assertSame(
    shop.chromium.browser,
    await picture(covered.page, covered.banner, 14),
    await picture(free.page, free.banner, 14),
    'covered',
  );
  await covered.choose('reject');
});

test('print shows the page alone', LIMIT, async (t) => {
  const visitor = await visit(t);
  const { page, banner } = visitor;
  const shoot = () => page.screenshot();
  await page.emulateMedia({ media: 'print' });
  const printed = await shoot();
  await page.emulateMedia({ media: 'screen' });
  assert.ok(await differ(shop.chromium.browser, await shoot(), printed), 'the screen shows the banner');
  await visitor.choose('reject');
  const choosing = await shoot();
  await page.emulateMedia({ media: 'print' });
  assert.ok(await differ(shop.chromium.browser, choosing, await shoot()), 'the screen shows the control');
  await assertSame(shop.chromium.browser, await shoot(), printed, 'print');
  assert.equal(await banner.count(), 0);
});

test('with forced colours the answers have an edge, and a switch shows what it is', LIMIT, async (t) => {
  const visitor = await visit(t, { forcedColors: 'active' });
  const { page, banner } = visitor;
  for (const action of ['accept', 'reject', 'choose']) {
    const button = banner.locator(`[data-action=${action}]`);
    const { x, y, width } = await button.boundingBox();
    const spot = (dy) =>
      page.screenshot({ clip: { x: Math.round(x + width / 2), y: Math.round(y) + dy, width: 1, height: 1 } });
    assert.ok(await differ(shop.chromium.browser, await spot(0), await spot(-4)), `${action} has an edge`);
  }
  await visitor.openPreferences();
  const one = visitor.switchOf('google-analytics');
  await one.scrollIntoViewIfNeeded();
  const off = await picture(page, one, 3);
  await one.check();
  assert.ok(await differ(shop.chromium.browser, await picture(page, one, 3), off));
});

test('docs/look.md says the defaults that the style sheet has', async () => {
  const read = (file) => readFile(new URL(`../../${file}`, import.meta.url), 'utf8');
  const [css, docs] = [await read('www/page/base.css'), await read('docs/look.md')];
  const declared = [...css.matchAll(/var\((--portcullis-[\w-]+), (?:light-dark\((#\w+), (#\w+)\)|([^()]+))\)/g)].filter(
    ([, , , , plain]) => plain != 'light dark',
  );
  assert.equal(declared.length, 7);
  for (const [, name, light, dark, plain] of declared) {
    const row = docs.split('\n').find((line) => line.startsWith(`| \`${name}\` |`));
    assert.ok(
      row?.startsWith(`| \`${name}\` | \`${light ?? plain}\` | `) && row.includes(dark ?? ''),
      `${name}: ${light ?? plain} ${dark ?? ''}`,
    );
  }
});

test('nothing of ours moves', LIMIT, async (t) => {
  const { page, banner } = await visit(t, { reducedMotion: 'no-preference' });
  const first = await picture(page, banner, 1);
  assert.deepEqual(await page.evaluate(() => document.getAnimations().length), 0);
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
  await assertSame(shop.chromium.browser, await picture(page, banner, 1), first, 'still');
});
