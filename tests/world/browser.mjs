// Chromium, sent through the world's proxy: the browser server's, where the runner has started one, or one of our own.

import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

// What each window of Chromium's own interface draws for itself, as pages in processes of their own: the reload button,
// the address bar's lists, menus ahead of their use. No page sees any of it, and it takes more of a processor than the
// page under test. The switch counts once, so Playwright's own list stands here too: browser.test.mjs holds the two
// together.
const INTERFACE = ['PreloadTopChromeWebUI', 'WebUIReloadButton', 'WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'];
const PLAYWRIGHTS = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'msForceBrowserSignIn',
  'msEdgeUpdateLaunchServicesPreferredVersion',
];

export const QUIET = [
  `--disable-features=${[...PLAYWRIGHTS, ...INTERFACE].join()}`,
  '--no-sandbox',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-sync',
  '--disable-quic',
  // Contexts ignore certificate errors as well, but service workers and preconnects heed only this.
  '--ignore-certificate-errors',
];
const TRUSTING = { ignoreHTTPSErrors: true };

/**
 * @typedef {object} Visitor
 * @property {import('playwright-core').BrowserContext} context
 * @property {import('playwright-core').Page} page
 * @property {Error[]} errors           uncaught in any page of the context
 * @property {string[]} consoleErrors
 * @property {() => Promise<void>} barrier
 * @property {() => Promise<void>} close
 */

/** How Chromium is launched: without a window, without what it does for itself. */
export function launchOptions() {
  const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    throw new Error(`no Chromium at ${executablePath}: run "apt-get install chromium", or set CHROMIUM to its path`);
  }
  return { executablePath, headless: true, args: QUIET };
}

/** Chromium without its interface: the same engine at the same version, for half of the processor's time. */
const SHELL = '/usr/bin/chromium-headless-shell';

/** The browser server: a Chromium for several processes, whose address they find in PORTCULLIS_CHROMIUM. */
export function serveChromium() {
  const launch = launchOptions();
  if (!process.env.CHROMIUM && existsSync(SHELL)) launch.executablePath = SHELL;
  return chromium.launchServer(launch);
}

/**
 * @param {Awaited<ReturnType<import('./index.mjs').openWorld>>} world
 */
export async function openChromium(world) {
  const launch = launchOptions();
  const proxy = { server: world.proxy };
  const server = process.env.PORTCULLIS_CHROMIUM;
  const browser = server ? await chromium.connect(server) : await chromium.launch(launch);

  world.serve(/^barrier-[0-9]+\.test$/, (request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>barrier</title>');
  });
  let barriers = 0;
  let sharedStranger;
  const stranger = () =>
    (sharedStranger ??= browser.newContext({ ...TRUSTING, proxy }).then((context) => context.newPage()));

  /**
   * Someone who has never been here: no cookies, no storage.
   * @returns {Promise<Visitor>}
   */
  async function visitor(contextOptions = {}) {
    const context = await browser.newContext({ ...TRUSTING, proxy, ...contextOptions });
    return attend(context, await context.newPage(), stranger);
  }

  /**
   * The same in a browser of their own, with a profile on disk. Slower by a second, and the only
   * one who preconnects: Chromium does not in the private contexts that the others get.
   * @returns {Promise<Visitor>}
   */
  async function visitorWithProfile(contextOptions = {}) {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'visitor-'));
    const context = await chromium.launchPersistentContext(folder, {
      ...launch,
      ...TRUSTING,
      proxy,
      ...contextOptions,
    });
    let own;
    const someone = attend(context, context.pages()[0], () => (own ??= context.newPage()));
    const close = async () => {
      await someone.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    };
    return { ...someone, close };
  }

  function attend(context, page, findStranger) {
    const errors = [];
    const consoleErrors = [];
    context.on('weberror', (event) => errors.push(event.error()));
    context.on('console', (message) => message.type() === 'error' && consoleErrors.push(message.text()));

    /**
     * Returns once whatever the page has sent before must have arrived, so that a test can say
     * "nothing came" without sleeping. First the page itself sends again by both roads; then a
     * stranger opens a new connection, which takes as long as a new connection of the page does.
     */
    async function barrier() {
      const name = `barrier-${++barriers}`;
      const since = world.mark();
      const left = await page.evaluate(async (query) => {
        navigator.sendBeacon(`/barrier?${query}&by=beacon`);
        return fetch(`/barrier?${query}&by=fetch`, { keepalive: true }).then(
          () => true,
          () => false,
        );
      }, name);
      // A page whose own policy forbids it to send can only be overtaken by the stranger.
      if (left) await world.until({ path: '/barrier', where: ({ query }) => query.has(name), since }, { count: 2 });
      await (await findStranger()).goto(`https://${name}.test/`);
    }

    return { context, page, errors, consoleErrors, barrier, close: () => context.close() };
  }

  return { browser, visitor, visitorWithProfile, close: () => browser.close() };
}
