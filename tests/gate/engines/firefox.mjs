// Firefox ESR, driven over WebDriver BiDi.

import puppeteer from 'puppeteer-core';

// What puppeteer switches off for tests' sake and visitors have on, and Firefox's own traffic off.
const LIKE_A_VISITOR = {
  'network.http.speculative-parallel-limit': 20,
  'network.dns.disablePrefetch': false,
  'network.dns.disablePrefetchFromHTTPS': false,
  'network.prefetch-next': true,
  'browser.send_pings': true,
  'beacon.enabled': true,
  // The STUN server of the bench is on this machine.
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  // Pages open windows, and a tab that stands behind another is put to sleep.
  'dom.disable_open_during_load': false,
  'dom.min_background_timeout_value': 4,
};
const QUIET = {
  'app.normandy.enabled': false,
  'app.update.disabledForTesting': true,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.region.network.url': '',
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.getAddons.cache.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,',
};

/** A Firefox of its own, sent through the world's proxy. */
export const launchFirefox = (world, javascript = true) =>
  puppeteer.launch({
    browser: 'firefox',
    executablePath: process.env.FIREFOX || '/usr/bin/firefox-esr',
    headless: true,
    acceptInsecureCerts: true,
    extraPrefsFirefox: {
      'network.proxy.type': 1,
      'network.proxy.socks': '127.0.0.1',
      'network.proxy.socks_port': world.port,
      'network.proxy.socks_version': 5,
      'network.proxy.socks_remote_dns': true,
      'network.proxy.no_proxies_on': '',
      'javascript.enabled': javascript,
      ...QUIET,
      ...LIKE_A_VISITOR,
    },
  });

/** @returns {Promise<import('./index.mjs').Visitor>} */
export async function openFirefox(world, { javascript = true } = {}) {
  const browser = await launchFirefox(world, javascript);
  const tabOf = (page) => ({
    // It waits for the load, which a page that is left before does not see.
    // With JavaScript off, its end is sometimes never told.
    goto: (url) =>
      page.goto(url, { waitUntil: 'domcontentloaded', timeout: javascript ? 0 : 5000 }).catch(() => undefined),
    evaluate: (script) => page.evaluate(script),
  });
  const page = await browser.newPage({ type: 'window' });
  return {
    ...tabOf(page),
    browser,
    // Windows, because a tab behind another is not seen, and loads no lazy image.
    tab: async () => tabOf(await browser.newPage({ type: 'window' })),
    cookies: async () => (await page.browserContext().cookies()).map(({ name }) => name),
    close: () => browser.close(),
  };
}
