// The same in Firefox and WebKit, by what each engine computes for every part of the banner and the
// preferences: under a hostile sheet to the last property what it is without one.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WHOLE } from '../chance.mjs';
import { ENGINES } from '../gate/engines/index.mjs';
import { ORIGIN, RECORD, eventually, openShop } from '../e2e/shop.mjs';
import { HOSTILE } from './sheets.mjs';

const shop = openShop();
const SERVICES = ['sentry', 'cloudflare-security'];
const LIMIT = { timeout: 600000 };
/** Those that reach for most: all that `./x test` tries. */
const WORST = ['all: unset !important', 'text is set otherwise'];
const SHEETS = Object.entries(HOSTILE).filter(([name]) => WHOLE || WORST.includes(name));
/** A page that becomes longer gets a scroll bar, and a narrower window. */
const NO_BARS = ':is(#none, html) { scrollbar-width: none !important }';

/** Every property and the place of every part of that, a line each; nothing while it is not there. */
const LOOKS = (selector) => `(() => {
  const top = document.querySelector(${JSON.stringify(selector)});
  if (!top || !top.getBoundingClientRect().height) return '';
  return [top, ...top.querySelectorAll('*')].flatMap((part, at) => ['', '::before', '::after'].map((pseudo) => {
    const style = getComputedStyle(part, pseudo);
    const { x, y, width, height } = part.getBoundingClientRect();
    const names = [...style].filter((name) => !name.startsWith('--'));
    const declared = names.map((name) => name + ': ' + style.getPropertyValue(name));
    return [at, part.localName + pseudo, x, y, width, height, ...declared].join('; ');
  })).join('\\n');
})()`;
const CLICK = (selector) => `document.querySelector(${JSON.stringify(selector)}).click()`;

for (const engine of ['firefox', 'webkit']) {
  test(
    `a hostile sheet changes no property of the banner or the preferences in ${ENGINES[engine].name}`,
    LIMIT,
    async (t) => {
      const visitor = await ENGINES[engine].open(shop.world);
      t.after(() => visitor.close());
      const there = (selector) =>
        eventually(
          async () => (await visitor.evaluate(LOOKS(selector))) || Promise.reject(Error(`no ${selector}`)),
          30000,
        );
      const looks = async (css) => {
        const path = shop.site(t, SERVICES, {
          path: '/p/engine.html',
          head: `<style>${css}</style><style>${NO_BARS}</style>`,
        });
        // A page of its own each: the last one's banner would be found.
        await visitor.goto('about:blank');
        await visitor.goto(`${ORIGIN}${path}?${encodeURIComponent(css).length}`);
        const banner = await there('.portcullis-banner');
        const top = await visitor.evaluate(`document.querySelector('.portcullis-banner').matches(':popover-open')`);
        await visitor.evaluate(CLICK('[data-action=choose]'));
        const preferences = await there('dialog.portcullis-preferences');
        return { banner, preferences, top };
      };
      const alone = await looks('');
      assert.equal(alone.top, true, 'in the top layer');
      for (const [name, css] of SHEETS) {
        const found = await looks(css);
        for (const part of ['banner', 'preferences']) {
          const [are, were] = [found[part], alone[part]].map((text) => text.split('\n'));
          const at = are.findIndex((line, at) => line != were[at]);
          const [is, was] = [are, were].map((lines) => (lines[at] ?? '').split('; '));
          assert.equal(
            at,
            -1,
            `${name}, ${part}: ${is
              .filter((one) => !was.includes(one))
              .slice(0, 9)
              .join('; ')}`,
          );
          assert.equal(are.length, were.length);
        }
      }
      // And it is used: by a click, to a refusal.
      await visitor.evaluate(CLICK('dialog.portcullis-preferences [data-action=reject]'));
      await eventually(async () => assert.ok((await visitor.cookies()).includes(RECORD)));
    },
  );
}
