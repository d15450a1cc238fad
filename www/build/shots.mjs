// `./x shots`: the demo as a visitor sees it, into docs/shots/: the banner in every layout, and the rest.

import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { startDemo } from '../demo/server/demo.mjs';

const FOLDER = path.resolve(
  process.argv[2] ?? path.join(path.dirname(new URL(import.meta.url).pathname), '../../docs/shots'),
);
rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });

const demos = {};
for (const layout of ['box', 'corner', 'bar']) demos[layout] = await startDemo({ port: 0, layout });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking'],
});

/** The demo in a layout. */
async function open(layout, [width, height], colorScheme) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  // Each visitor's ledger begins at 0.
  const { address } = demos[layout];
  await fetch(new URL('/ledger/clear', address), { method: 'POST' });
  await page.goto(address);
  await page.waitForSelector('.portcullis-banner');
  const shoot = (what) => page.screenshot({ path: path.join(FOLDER, `${what}-${width}-${colorScheme}.png`) });
  return { page, shoot };
}

for (const size of [
  [390, 844],
  [1280, 800],
]) {
  for (const colorScheme of ['light', 'dark']) {
    for (const layout of Object.keys(demos)) {
      const { page, shoot } = await open(layout, size, colorScheme);
      await shoot(layout);
      if (layout == 'bar') {
        await page.click('[data-action=choose]');
        await page.waitForSelector('dialog[open] input');
        await shoot('preferences');
        await page.click('dialog[open] summary >> nth=-2');
        await page.locator('dialog[open] .portcullis-table').last().scrollIntoViewIfNeeded();
        await shoot('details');
        await page.click('dialog[open] [data-action=accept]');
        await page.waitForSelector('.portcullis-control');
        await shoot('returning');
      }
      await page.context().close();
    }
    const { page, shoot } = await open('corner', size, colorScheme);
    await page.evaluate(() => window.portcullis.inspect());
    // What the demo does not do: somebody calls a vendor, and somebody whom the policy does not know.
    await page.route(/^https:/, (route) => route.fulfill({ status: 204 }));
    await page.addScriptTag({
      content: `navigator.sendBeacon('https://www.google-analytics.com/g/collect'); document.cookie = '_ga=1';
      fetch('https://cdn.heatmaps.example/start', { mode: 'no-cors' }); localStorage.setItem('heatmap-visit', '1');
      document.cookie = 'edition=9';`,
    });
    for (const state of ['Let through', 'Stored'])
      await page.locator('.portcullis-inspector td', { hasText: state }).first().waitFor();
    await shoot('inspector');
    await page.context().close();
  }
}
await browser.close();
for (const demo of Object.values(demos)) await demo.stop();
console.log(`shots: ${FOLDER}`);
