// `node www/build/peers.mjs FOLDER`: vanilla-cookieconsent's own look, in its layouts, on a page of the demo's
// style, to be put beside what `./x shots` makes.

import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import http from 'node:http';
import path from 'node:path';
import { chromium } from 'playwright-core';

const FOLDER = path.resolve(process.argv[2] ?? 'target/peers');
mkdirSync(FOLDER, { recursive: true });
const DIST = path.join(
  path.dirname(createRequire(import.meta.url).resolve('vanilla-cookieconsent/package.json')),
  'dist',
);
const ABOUT =
  'We would like to use services of other companies on The Weir, for error reports, recordings of how pages are used ' +
  'when something fails, counting visits, and remembering which edition you read last.';
const SETTINGS = {
  hideFromBots: false,
  categories: { necessary: { enabled: true, readOnly: true }, analytics: {} },
  language: {
    default: 'en',
    translations: {
      en: {
        consentModal: {
          title: 'We use cookies',
          description: ABOUT,
          acceptAllBtn: 'Accept all',
          acceptNecessaryBtn: 'Reject all',
          showPreferencesBtn: 'Manage preferences',
          footer: '<a href="#">Privacy policy</a>',
        },
        preferencesModal: {
          title: 'Manage cookie preferences',
          acceptAllBtn: 'Accept all',
          acceptNecessaryBtn: 'Reject all',
          savePreferencesBtn: 'Save preferences',
          closeIconLabel: 'Close',
          sections: [
            { title: 'Strictly necessary cookies', description: ABOUT, linkedCategory: 'necessary' },
            { title: 'Performance and analytics', description: ABOUT, linkedCategory: 'analytics' },
          ],
        },
      },
    },
  },
};
const LAYOUTS = { bar: 'bottom', box: 'bottom right', cloud: 'bottom center' };

const server = http
  .createServer(({ url }, response) => {
    const layout = new URL(url, 'http://peer').searchParams.get('layout');
    const guiOptions = { consentModal: { layout, position: LAYOUTS[layout] } };
    if (url == '/style.css')
      return void response.setHeader('content-type', 'text/css').end(readFileSync(`${DIST}/cookieconsent.css`));
    if (url == '/script.js')
      return void response
        .setHeader('content-type', 'text/javascript')
        .end(readFileSync(`${DIST}/cookieconsent.umd.js`));
    response
      .setHeader('content-type', 'text/html')
      .end(`<!doctype html><html lang="en"><meta charset="utf-8"><title>Peer</title>
    <meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/style.css">
    <body style="background: #f7f2ea"><script src="/script.js"></script>
    <script>CookieConsent.run(${JSON.stringify({ ...SETTINGS, guiOptions })})</script>`);
  })
  .listen(0, '127.0.0.1');
await new Promise((listening) => server.once('listening', listening));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking'],
});
for (const [width, height] of [
  [390, 844],
  [1280, 800],
]) {
  for (const layout of Object.keys(LAYOUTS)) {
    const page = await browser.newPage({ viewport: { width, height } });
    const shoot = (what) =>
      page.screenshot({ path: path.join(FOLDER, `${what}-${width}.png`), animations: 'disabled' });
    await page.goto(`http://127.0.0.1:${server.address().port}/?layout=${layout}`);
    await page.waitForSelector('.cm');
    await shoot(layout);
    if (layout == 'bar') {
      await page.click('[data-role=show]');
      await page.waitForSelector('.pm');
      await shoot('preferences');
    }
    await page.close();
  }
}
await browser.close();
server.close();
console.log(`peers: ${FOLDER}`);
