// Lighthouse's performance score of a page, as a phone has it. Its packages are installed into the cache by `./x
// bench`, apart from the tests' (LIGHTHOUSE names their folder).

import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { QUIET } from '../../world/browser.mjs';

/** What scores addresses of the world; Lighthouse wants a Chromium of its own. */
export async function openLighthouse(world) {
  const require = createRequire(path.join(process.env.LIGHTHOUSE, 'package.json'));
  const load = async (name) => import(pathToFileURL(require.resolve(name)));
  const { default: lighthouse } = await load('lighthouse');
  const chromeLauncher = await load('chrome-launcher');
  const profile = await mkdtemp(path.join(os.tmpdir(), 'lighthouse-'));
  const chrome = await chromeLauncher.launch({
    chromePath: process.env.CHROMIUM || '/usr/bin/chromium',
    userDataDir: profile,
    logLevel: 'error',
    chromeFlags: ['--headless=new', `--proxy-server=${world.proxy}`, ...QUIET],
  });
  return {
    async score(url) {
      const { lhr } = await lighthouse(url, {
        port: chrome.port,
        logLevel: 'error',
        onlyCategories: ['performance', 'accessibility', 'best-practices'],
      });
      if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
      return Object.fromEntries(
        Object.entries(lhr.categories).map(([name, { score }]) => [name, Math.round(score * 100)]),
      );
    },
    async close() {
      chrome.kill();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
