// A page as the checker uses it, driven by Playwright or Puppeteer: by mouse and keyboard, and looked at from outside.

import { eye } from './eye.mjs';
import { picture } from './picture.mjs';
import { buttonWords } from './words.mjs';

const EYE = `(${eye})(${JSON.stringify(buttonWords())})`;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** @param {any} page  of Playwright or Puppeteer */
export function sightOf(page) {
  const resize = (width, height) =>
    page.setViewportSize ? page.setViewportSize({ width, height }) : page.setViewport({ width, height });
  const sight = {
    page,
    goto: (url) => page.goto(url, { waitUntil: 'load' }),
    resize,
    press: (key) => page.keyboard.press(key),
    click: ({ box }) => page.mouse.click(box.x + box.width / 2, box.y + box.height / 2),
    async wheel(down) {
      // Where the banner is not: at the top and the bottom edge banners stand.
      const { box } = (await sight.see('banner')) ?? { box: { y: 1e9, height: 0 } };
      const { height, width } = await page.evaluate('({ height: innerHeight, width: innerWidth })');
      await page.mouse.move(width / 2, box.y > 40 ? box.y / 2 : Math.min(height - 5, box.y + box.height + 20));
      await (page.setViewportSize ? page.mouse.wheel(0, down) : page.mouse.wheel({ deltaY: down }));
    },
    /** What eye.mjs sees: banner, layer, focus, reopen, scroll. */
    see: (what) => page.evaluate(`${EYE}.${what}()`),
    /** The same, when it is there; undefined where it does not come. */
    async await(what, { within = 8000, gone = false } = {}) {
      for (const end = Date.now() + within; ; await pause(60)) {
        const seen = await sight.see(what).catch(() => undefined);
        if (gone ? !seen : seen) return seen ?? true;
        if (Date.now() > end) return undefined;
      }
    },
    /** Once it has come to rest where it stands, for those that slide in. */
    async rest(what) {
      let before;
      for (let tries = 0; tries < 40; tries++, await pause(80)) {
        const seen = await sight.see(what);
        const now = JSON.stringify([seen?.box, seen?.accept?.look, seen?.texts?.map(({ opacity }) => opacity)]);
        if (seen && now === before) return seen;
        before = now;
      }
      return sight.see(what);
    },
    shot: async () => picture(Buffer.from(await page.screenshot({ type: 'png' }))),
  };
  return sight;
}
