// What is said to who hears the page: the live region stands before it is filled, and the question is announced once. A
// dialog of the page's own comes first: while it is modal no answer of ours is seen that could not be given.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openFirefox } from '../gate/engines/firefox.mjs';
import { LIMIT, LONG, ORIGIN, eventually, openShop } from '../e2e/shop.mjs';
import { ACME, siteOf } from './services.mjs';

const shop = openShop();
const QUESTION = 'The Shop asks for your choice';

/** Chromium's own tree: each node of that role, with its name and what stands in it. */
const heard = async (someone, role) => {
  const browser = await someone.context.newCDPSession(someone.page);
  const { nodes } = await browser.send('Accessibility.getFullAXTree');
  await browser.detach();
  const textOf = (node) =>
    node.role?.value === 'StaticText'
      ? node.name.value
      : (node.childIds ?? []).map((id) => textOf(nodes.find(({ nodeId }) => nodeId === id) ?? {})).join('');
  return nodes
    .filter((node) => !node.ignored && node.role?.value === role)
    .map((node) => ({
      name: node.name?.value,
      text: textOf(node),
      live: node.properties?.find(({ name }) => name === 'live')?.value.value,
    }));
};

/** Notes in the page how often our live region was filled, and how many frames it stood empty before that. */
const NOTES = `
  window.said = []; let frames = 0, since;
  const count = () => { frames++; requestAnimationFrame(count); }; requestAnimationFrame(count);
  new MutationObserver(() => {
    const region = document.querySelector('.portcullis-status');
    if (!region) return;
    since ??= frames;
    const text = region.textContent;
    if (text && window.said.at(-1)?.text !== text) window.said.push({ text, frames: frames - since });
  }).observe(document, { childList: true, subtree: true, characterData: true });`;

for (const kind of ['a policy by its address', 'a built policy']) {
  test(`Chromium has the live region empty, and then the question in it, once: ${kind}`, LIMIT, async (t) => {
    const path = siteOf(kind, t, shop, [ACME]);
    const someone = await shop.visit(t, '/bare.html', { script: NOTES });
    await someone.page.clock.install();
    // Else time passes with the machine's.
    await someone.page.clock.pauseAt(Date.now() + 60000);
    await someone.go(path);
    await someone.banner.waitFor();
    assert.deepEqual(await heard(someone, 'status'), [{ name: '', text: '', live: 'polite' }]);
    await someone.page.clock.runFor(1000);
    assert.deepEqual(await heard(someone, 'status'), [{ name: '', text: QUESTION, live: 'polite' }]);
    const [dialog] = await heard(someone, 'dialog');
    assert.equal(dialog.name, QUESTION);
    // Neither a page that swaps its body nor one that adds to it has it said again.
    await someone.page.evaluate(() => document.body.replaceWith(document.body.cloneNode(true)));
    await someone.page.evaluate(() => document.body.append('More'));
    await someone.page.clock.runFor(5000);
    assert.deepEqual(
      (await someone.page.evaluate(() => window.said)).map(({ text }) => text),
      [QUESTION],
    );
  });
}

test('Firefox has the live region before it is filled, and the banner as a dialog of that name', LONG, async (t) => {
  const path = shop.site(t, [ACME]);
  const { browser } = await openFirefox(shop.world);
  t.after(() => browser.close());
  const page = await browser.newPage();
  await page.evaluateOnNewDocument(NOTES);
  await page.goto(ORIGIN + path);
  await page.waitForFunction('window.said.length > 0');
  const [{ text, frames }, ...more] = await page.evaluate('window.said');
  assert.deepEqual([text, more], [QUESTION, []]);
  assert.ok(frames > 0, `${frames}`);
  const found = async (selector) => (await page.$$(selector)).length;
  assert.equal(await found('::-p-aria([role="status"])'), 1);
  assert.equal(await found(`::-p-aria([name="${QUESTION}"][role="dialog"])`), 1);
  // The control: what is not there is not found.
  assert.equal(await found('::-p-aria([role="alert"])'), 0);
});

const DIALOG =
  '<dialog id="news"><h2>News</h2><input aria-label="Mail"><button id="close" onclick="shut()">Close</button></dialog>';
/** How a page puts a dialog of its own before everything else, and when. */
const DIALOGS = {
  'by showModal as it loads': `const shut = () => news.close(); addEventListener('load', () => news.showModal())`,
  'by showModal later': `const shut = () => news.close(); addEventListener('later', () => news.showModal())`,
  'that closes by a click beside it': `news.setAttribute('closedby', 'any');
    const shut = () => news.close(); addEventListener('later', () => news.showModal())`,
  'by inert on all else': `const all = (inert) => {
  for (const one of document.body.children) if (one !== news) one.inert = inert; };
    const shut = () => (news.close(), all(false)); addEventListener('later', () => (news.show(), all(true)))`,
};
for (const [how, code] of Object.entries(DIALOGS)) {
  test(`a dialog of the page ${how}: no answer is seen that is dead, and it is asked afterwards`, LIMIT, async (t) => {
    const path = shop.site(t, [ACME], { body: `${DIALOG}<script>${code}</script>` });
    const someone = await shop.visit(t, path, { script: NOTES });
    const { page } = someone;
    await someone.banner.waitFor({ state: 'attached' });
    if (!how.includes('loads')) {
      await page.waitForFunction(() => window.said.length > 0);
      await page.evaluate(() => dispatchEvent(new Event('later')));
    }
    const shows = () =>
      page.evaluate(() => [document.querySelector('.portcullis-banner').checkVisibility(), window.news.open]);
    await eventually(async () => assert.deepEqual(await shows(), [false, true]));
    await page.fill('#news input', 'me@shop.test');
    if (how.includes('loads')) assert.deepEqual(await page.evaluate(() => window.said), []);
    await page.click('#close');
    await eventually(async () => assert.deepEqual(await shows(), [true, false]));
    await eventually(async () =>
      assert.deepEqual(
        (await page.evaluate(() => window.said)).map(({ text }) => text),
        [QUESTION],
      ),
    );
    await someone.choose('reject');
    assert.match(await someone.record(), /\.r\./);

    // So is the control, and what opens over the dialog works.
    await page.evaluate(() => dispatchEvent(new Event(document.readyState === 'complete' ? 'later' : '')));
    if (how.includes('loads')) return;
    await eventually(async () => assert.equal(await someone.control.isVisible(), false));
    if (how.includes('inert')) return;
    await page.evaluate(() => window.portcullis.open());
    await someone.switchOf('acme').check();
    await someone.inPreferences('save');
    await someone.until('acme', 'granted');
    await page.click('#close');
    await eventually(async () => assert.equal(await someone.control.isVisible(), true));
  });
}

test('the control: without a dialog the banner is seen and answers', LIMIT, async (t) => {
  const someone = await shop.visit(t, shop.site(t, [ACME], { body: DIALOG }));
  assert.equal(await someone.banner.evaluate((one) => one.checkVisibility()), true);
  await someone.choose('reject');
});
