// Chromium and Firefox, one of each for all rows; every visitor has a profile of their own in it.

import { chromium } from 'playwright-core';
import { launchFirefox } from '../gate/engines/firefox.mjs';
import { QUIET } from '../world/browser.mjs';

/**
 * Someone who has never been here, in one tab. What they see of errors is told by the browser, not by the page.
 * @typedef {object} Visitor
 * @property {(url: string) => Promise<unknown>} goto  resolves when the document is parsed
 * @property {(script: string) => Promise<any>} evaluate  the value of an expression
 * @property {() => Promise<{name: string, value: string}[]>} cookies
 * @property {() => Promise<unknown>} back  one step in the history
 * @property {() => Promise<unknown>} print
 * @property {(is: boolean) => Promise<unknown>} offline
 * @property {string[]} errors  uncaught, rejections included
 * @property {string[]} said  all of the console
 * @property {() => Promise<unknown>} close
 */

async function openChromium(world) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: QUIET,
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    proxy: { server: world.proxy },
  });
  return {
    /** @returns {Promise<Visitor>} */
    async visitor({ javascript = true } = {}) {
      const context = await browser.newContext({ ignoreHTTPSErrors: true, javaScriptEnabled: javascript });
      const page = await context.newPage();
      const [errors, said] = [[], []];
      context.on('weberror', (event) => errors.push(event.error().message));
      context.on('console', (message) => said.push(message.text()));
      return {
        errors,
        said,
        goto: (url) => page.goto(url, { waitUntil: 'domcontentloaded' }),
        evaluate: (script) => page.evaluate(script),
        cookies: () => context.cookies(),
        back: () => page.goBack({ waitUntil: 'commit' }),
        print: () => page.pdf(),
        offline: (is) => context.setOffline(is),
        close: () => context.close(),
      };
    },
    close: () => browser.close(),
  };
}

/** What Firefox says of what it refused, by the road on which it tells of uncaught errors. */
const NOTICE = /^(Content-Security-Policy|None of the “sha|Ignoring)/;

async function openFirefox(world) {
  const browser = await launchFirefox(world);
  /** @type {Promise<import('puppeteer-core').Browser> | undefined} */
  let unscripted;
  return {
    /** @returns {Promise<Visitor>} */
    async visitor({ javascript = true } = {}) {
      const home = javascript ? browser : await (unscripted ??= launchFirefox(world, false));
      const context = await home.createBrowserContext();
      // A window: a tab behind another is put to sleep.
      const page = await context.newPage({ type: 'window' });
      const [errors, said] = [[], []];
      page.on('pageerror', ({ message }) => (NOTICE.test(message) ? said : errors).push(message));
      page.on('console', (message) => said.push(message.text()));
      return {
        errors,
        said,
        // With JavaScript off, the load's end is sometimes never told.
        goto: (url) =>
          page
            .goto(url, { waitUntil: 'domcontentloaded', ...(!javascript && { timeout: 5000 }) })
            .catch((error) => javascript && Promise.reject(error)),
        evaluate: (script) => page.evaluate(script),
        cookies: () => context.cookies(),
        // A page out of the cache is not loaded, and puppeteer waits for that.
        back: () => page.evaluate('void setTimeout(() => history.back())'),
        print: () => page.pdf(),
        offline: (is) => page.setOfflineMode(is),
        close: () => context.close(),
      };
    },
    async close() {
      await browser.close();
      await (await unscripted)?.close();
    },
  };
}

export const BROWSERS = { Chromium: openChromium, Firefox: openFirefox };
