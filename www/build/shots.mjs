// `./x shots`: the demo as a visitor sees it, into docs/shots/.

import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { startDemo } from '../demo/server/demo.mjs';

const FOLDER = path.resolve(path.dirname(new URL(import.meta.url).pathname), '../../docs/shots');
mkdirSync(FOLDER, { recursive: true });

const demo = await startDemo({ port: 0 });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-background-networking'] });
for (const [width, height] of [[390, 844], [1280, 800]]) {
  for (const colorScheme of ['light', 'dark']) {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme });
    const shoot = (what) => page.screenshot({ path: path.join(FOLDER, `${what}-${width}-${colorScheme}.png`) });
    // Each visitor's ledger begins at 0.
    await fetch(new URL('/ledger/clear', demo.address), { method: 'POST' });
    await page.goto(demo.address);
    await page.waitForSelector('.portcullis-banner');
    await shoot('banner');
    await page.click('[data-action=choose]');
    await page.waitForSelector('dialog[open] input');
    await page.click('dialog[open] summary >> nth=-2');
    await page.locator('dialog[open] .portcullis-table').last().scrollIntoViewIfNeeded();
    await shoot('preferences');
    await page.click('dialog[open] [data-action=accept]');
    await page.waitForSelector('.portcullis-control');
    await shoot('returning');
    await page.context().close();
  }
}
await browser.close();
await demo.stop();
console.log(`shots: ${FOLDER}`);
