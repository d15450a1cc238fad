// Chromium, with a profile on disk: in the private contexts that Playwright opens else it never preconnects.

import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { QUIET } from '../../world/browser.mjs';

/** @returns {Promise<import('./index.mjs').Visitor>} */
export async function openChromium(world, { javascript = true } = {}) {
  const profile = await mkdtemp(path.join(os.tmpdir(), 'chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: QUIET,
    proxy: { server: world.proxy },
    ignoreHTTPSErrors: true,
    javaScriptEnabled: javascript,
  });
  const tabOf = (page) => ({
    goto: (url) => page.goto(url, { waitUntil: 'commit' }),
    evaluate: (script) => page.evaluate(script),
  });
  return {
    ...tabOf(context.pages()[0]),
    tab: async () => tabOf(await context.newPage()),
    cookies: async () => (await context.cookies()).map(({ name }) => name),
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
