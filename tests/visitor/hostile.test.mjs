// Whatever a page's style sheet says, the banner and the preferences look as on a page without one, can be
// used, and leave the page's own look as it is. Looks are compared as pixels.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WHOLE } from '../chance.mjs';
import { LIMIT, openShop } from '../e2e/shop.mjs';
import { CORNERS, assertSame, picture } from './pictures.mjs';
import { FRAMEWORKS, HOSTILE, MOVING } from './sheets.mjs';

const shop = openShop();
const SHEETS = Object.entries({ ...FRAMEWORKS, ...HOSTILE });
const SERVICES = [
  'sentry-errors',
  { use: 'google-analytics', id: 'G-TEST123456' },
  'cloudflare-web-analytics',
  'cloudflare-security',
];
const VIEW = { width: 1000, height: 760 };
/** What a page has that the sheets style. */
const BODY = `<header class="navbar bg-primary"><h1>Shoes</h1><a href="#end" class="btn button">To the end</a></header>
  <p class="lead">Boots, clogs and <a
  href="#end">sandals</a>.</p><ul><li>one<li>two</ul><form><label>Size <input value="42"></label>
  <input type="checkbox" checked><button class="btn btn-primary button is-primary">Add</button></form><table
  class="table"><tr><th>Size<td>42</table>
  <details open><summary>More</summary>Leather</details><footer id="end">The Shop</footer>`;

async function visit(t, css, { module = true, layout = 'bar', script } = {}) {
  const edge = (html) =>
    html.replace(/<script data-cfasync([^]*?<\/script>)/, module ? `<script data-layout="${layout}"$1` : '');
  const path = `/p/${module ? 'with' : 'without'}.html`;
  shop.site(t, SERVICES, { path, head: `<style>${css}</style>`, body: BODY, edge });
  return shop.visit(t, path, { context: { viewport: VIEW }, script });
}

/**
 * Both layers as a visitor sees them, the first with the focus on an answer, and the control; in the end all is
 * refused.
 */
async function looks(t, css, options) {
  const visitor = await visit(t, css, options);
  const { page, banner, preferences, control } = visitor;
  await banner.waitFor();
  const seen = { banner: await picture(page, banner, 14) };
  // It stands first in the page as soon as nothing may hydrate any more.
  await page.waitForFunction(() => document.body.firstElementChild.className === 'portcullis');
  for (let stop = 0; stop < 3; stop++) await page.keyboard.press('Tab');
  seen['the focus on an answer'] = await picture(page, banner, 14);
  await visitor.openPreferences();
  await visitor.switchOf('google-analytics').check();
  await preferences.locator('summary').first().click();
  seen.preferences = await picture(page, preferences, 14);
  await page.keyboard.press('Escape');
  await preferences.waitFor({ state: 'detached' });
  await visitor.choose('reject');
  assert.match(await visitor.record(), /\.r\.e\w+\.g$/);
  // A page that moves its body takes the control along with it.
  if (!MOVING.includes(css)) seen.control = await picture(page, control, 7);
  return seen;
}

for (const layout of WHOLE ? ['bar', 'corner'] : ['bar']) {
  let alone;
  for (const [name, css] of SHEETS) {
    test(`the ${layout} looks as without a style sheet, and can be used: ${name}`, LIMIT, async (t) => {
      const wanted = await (alone ??= looks(t, '', { layout }));
      const found = await looks(t, css, { layout });
      for (const what of Object.keys(found))
        await assertSame(shop.chromium.browser, found[what], wanted[what], `${layout}, ${name}: ${what}`, CORNERS);
    });
  }
}

for (const [name, css] of SHEETS) {
  test(`the page itself stays as it was, to the pixel: ${name}`, LIMIT, async (t) => {
    const without = await visit(t, css, { module: false });
    const { page, ...visitor } = await visit(t, css);
    await visitor.banner.waitFor();
    /** Of the page, what is above a box, and what is beside it, each clear of the box's shadow. */
    const compare = async (thing, shadow, when) => {
      // What is measured stands where it will be seen: what moves for ever begins again in a picture, and the control
      // with it.
      await page.evaluate(() => {
        for (const animation of document.getAnimations())
          if (animation.effect.getComputedTiming().iterations === Infinity) animation.cancel();
      });
      await (await thing.elementHandle()).waitForElementState('stable');
      const box = await thing.boundingBox();
      const [y, x] = [Math.max(Math.floor(box.y - shadow), 1), Math.ceil(box.x + box.width + shadow)];
      const parts = {
        above: { x: 0, y: 0, width: VIEW.width, height: y },
        beside: { x, y, width: VIEW.width - x, height: VIEW.height - y },
      };
      for (const [part, clip] of Object.entries(parts)) {
        if (clip.width <= 0) continue;
        // What moves is stopped where it ends, for both.
        const shoot = (page) => page.screenshot({ clip, animations: 'disabled' });
        await assertSame(
          shop.chromium.browser,
          await shoot(page),
          await shoot(without.page),
          `${name}: ${when}, ${part}`,
          // A sheet that rounds the page's own corners: their edge is not drawn the same each time.
          css.includes('border-radius') ? CORNERS : 0,
        );
      }
    };
    await compare(visitor.banner, 80, 'the banner stands');
    await visitor.choose('reject');
    await compare(visitor.control, 4, 'after a choice');
  });
}
