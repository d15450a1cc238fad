// Small screens: the control is never wider than the screen, in any language, and at 320 × 568 with text of twice its
// size banner and preferences can be read, reached and answered.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LONG, openShop } from '../e2e/shop.mjs';
import { load } from '../unit/load.mjs';
import { ACME, ADS, CLIPS } from './services.mjs';

const shop = openShop();
const { LANGUAGES } = await load('www/generated.ts');
const WIDTH = 320;
const HEIGHT = 568;
const SMALL = { context: { viewport: { width: WIDTH, height: HEIGHT } } };

/** As a visitor's own setting has it. */
const enlargeText = async (someone) => {
  const browser = await someone.context.newCDPSession(someone.page);
  await browser.send('Page.enable');
  await browser.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
};
const boxes = (within, selector) =>
  within.locator(selector).evaluateAll((all) =>
    all
      .filter((one) => one.checkVisibility())
      .map((one) => {
        const { left, right, top, bottom } = one.getBoundingClientRect();
        return {
          what: one.textContent.slice(0, 40),
          left,
          right,
          top,
          bottom,
          overflows: one.scrollWidth > one.clientWidth + 1,
        };
      }),
  );

/** In which language of ours the page is. */
const speaks = async (someone, language) => {
  await someone.page.evaluate((one) => (document.documentElement.lang = one), language);
  await someone.page.waitForFunction(
    (one) => document.querySelector('.portcullis, .portcullis-control')?.lang === one,
    language,
  );
};

for (const size of ['usual', 'large']) {
  test(`the control is no wider than the screen in any language, with ${size} text`, LONG, async (t) => {
    const someone = await shop.visit(t, '/bare.html', SMALL);
    if (size === 'large') await enlargeText(someone);
    await someone.go(shop.site(t, [ACME], { body: '<p>Text</p>' }));
    await someone.choose('reject');
    for (const language of LANGUAGES) {
      await speaks(someone, language);
      const [control] = await boxes(someone.page, '.portcullis-control');
      assert.ok(control.left >= 0 && control.right <= WIDTH, `${language}: ${JSON.stringify(control)}`);
      assert.ok(control.bottom <= HEIGHT && !control.overflows, `${language}: ${JSON.stringify(control)}`);
    }
  });
}

for (const language of ['en', 'de', 'fi', 'ar']) {
  test(`at ${WIDTH} × ${HEIGHT} with text of twice its size: ${language}`, LONG, async (t) => {
    const someone = await shop.visit(t, '/bare.html', SMALL);
    await enlargeText(someone);
    await someone.go(shop.site(t, [ACME, ADS, CLIPS]));
    await someone.banner.waitFor();
    await speaks(someone, language);
    // The control: the text is large.
    assert.ok(Number.parseFloat(await someone.banner.evaluate((one) => getComputedStyle(one).fontSize)) > 25);
    const [said] = await boxes(someone.page, '.portcullis-said');
    assert.ok(said.bottom - said.top > 90, JSON.stringify(said));
    for (const button of await boxes(someone.banner, 'button')) {
      assert.ok(button.left >= 0 && button.right <= WIDTH && button.bottom <= HEIGHT, JSON.stringify(button));
      assert.ok(!button.overflows, JSON.stringify(button));
    }

    await someone.openPreferences();
    const { preferences } = someone;
    const [dialog] = await boxes(someone.page, '.portcullis-preferences');
    assert.ok(dialog.left >= 0 && dialog.right <= WIDTH && dialog.top >= 0 && dialog.bottom <= HEIGHT);
    // The part that scrolls is most of the screen, and nothing has to be scrolled sideways.
    const scrolls = await preferences.evaluate((one) => {
      const parts = [one, ...one.querySelectorAll('*')];
      const down = parts.filter(
        (part) => /auto|scroll/.test(getComputedStyle(part).overflowY) && part.scrollHeight > part.clientHeight + 1,
      );
      return { heights: down.map((part) => part.clientHeight), sideways: one.scrollWidth > one.clientWidth + 1 };
    });
    assert.ok(Math.max(...scrolls.heights) > HEIGHT / 2, JSON.stringify(scrolls));
    assert.equal(scrolls.sideways, false);
    // By the keyboard alone: to each switch in turn, and to "Save".
    for (const service of ['acme', 'ads', 'clips']) {
      const box = someone.switchOf(service);
      await box.focus();
      const { top, bottom } = await box.evaluate((one) => one.getBoundingClientRect().toJSON());
      assert.ok(top >= 0 && bottom <= HEIGHT, `${service}: ${top} to ${bottom}`);
    }
    await someone.page.keyboard.press('Space');
    const save = preferences.locator('[data-action=save]');
    await save.focus();
    const { top, bottom, left, right } = await save.evaluate((one) => one.getBoundingClientRect().toJSON());
    assert.ok(top >= 0 && bottom <= HEIGHT && left >= 0 && right <= WIDTH, `${top} to ${bottom}`);
    await someone.page.keyboard.press('Enter');
    await someone.until('clips', 'granted');
    assert.equal((await someone.state()).services.acme, 'denied');
  });
}
