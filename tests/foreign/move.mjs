// A site that moves: before, its page runs another product, as its documents set it up, and the visitor answers that
// product's own banner; after, the same markup stands under ours.

import { createRequire } from 'node:module';
import path from 'node:path';
import { json, openShop } from '../e2e/shop.mjs';
import { folder } from '../world/folder.mjs';

export const PAGE = '/p/moving.html';
const POLICY = '/p/moving.json';
/** An old choice without a date counts from this day. */
export const AS_OF = new Date(Date.now() - 30 * 864e5).toISOString().slice(0, 10);

const service = (id, host) => ({
  id,
  name: id,
  vendor: `${id} Inc.`,
  class: 'tracking',
  purpose: `Is for ${id}`,
  hosts: [host],
});
export const STATS = service('stats', 'stats.test');
export const PIXEL = service('pixel', 'pixel.test');
export const FILM = service('film', 'film.test');
const YOUTUBE = service('youtube', 'www.youtube-nocookie.com');
const VIMEO = service('vimeo', 'player.vimeo.com');
/** Whatever a vendor is reached by. */
const HOSTS = [STATS, PIXEL, FILM, YOUTUBE, VIMEO].map(({ hosts }) => hosts[0]);

const packageOf = (name, file) => path.dirname(createRequire(import.meta.url).resolve(`${name}/${file}`));
const ping = (host) => `fetch('https://${host}/hit', { mode: 'no-cors' })`;

/**
 * @typedef {object} Product
 * @property {string} stored  the name of what it stores
 * @property {object} moving  the policy's entry
 * @property {object[]} services
 * @property {() => string} files  the folder of the package
 * @property {string} markup  what it holds and lets go
 * @property {(settings?: string) => string} script  what runs it
 * @property {Record<string, (page: import('playwright-core').Page) => Promise<unknown>>} answers  by its own buttons;
 * `some` lets the first service go
 */
/**
 * Presses a button of tarteaucitron's until it has done so: it stands there before anything hears it, and answers for
 * the services that have been added by then, each of which waits in the cookie.
 */
async function press(page, button, done) {
  await page.waitForFunction(() => document.cookie.split('=wait').length == 4);
  do await page.click(button);
  while (!(await page.waitForFunction(done, undefined, { timeout: 1000 }).catch(() => false)));
}
const answered = () => !document.cookie.includes('=wait');

/** @type {Record<string, Product>} */
export const PRODUCTS = {
  'vanilla-cookieconsent': {
    stored: 'cc_cookie',
    moving: { names: { analytics: 'stats', 'ads/pixel': 'pixel', 'ads/film': 'film' } },
    services: [STATS, PIXEL, FILM],
    files: () => packageOf('vanilla-cookieconsent', 'dist/cookieconsent.umd.js'),
    markup: `<script type="text/plain" data-category="analytics" src="https://stats.test/s.js"></script>
      <script type="text/plain" data-category="ads" data-service="pixel">${ping('pixel.test')}</script>
      <script type="text/plain" data-category="ads" data-service="film"
      data-type="module">${ping('film.test')}</script>`,
    script: (settings = '') => `<link rel="stylesheet" href="/peer/cookieconsent.css"><script
    src="/peer/cookieconsent.umd.js"></script><script>CookieConsent.run({
      hideFromBots: false, revision: 3, ${settings}
      categories: { necessary: { enabled: true, readOnly: true }, analytics: {}, ads: { services: { pixel: {
      label: 'Pixel' }, film: { label: 'Film' } } } },
      language: { default: 'en', translations: { en: {
        consentModal: { title: 'We use cookies', description: 'More about them', acceptAllBtn: 'Accept all',
        acceptNecessaryBtn: 'Reject all', showPreferencesBtn: 'Preferences' },
        preferencesModal: { title: 'Preferences', acceptAllBtn: 'Accept all', acceptNecessaryBtn: 'Reject all',
        savePreferencesBtn: 'Save', closeIconLabel: 'Close',
          sections: [{ title: 'Analytics', linkedCategory: 'analytics' }, {
          title: 'Ads', linkedCategory: 'ads' }] } } } } })</script>`,
    answers: {
      accept: (page) => page.click('#cc-main .cm [data-role=all]'),
      reject: (page) => page.click('#cc-main .cm [data-role=necessary]'),
      async some(page) {
        await page.click('#cc-main .cm [data-role=show]');
        // Not where it is seen to be: it moves in, under a cover of its own.
        await page.locator('#cc-main .pm .section__toggle[value=analytics]').evaluate((box) => box.click());
        await page.click('#cc-main .pm [data-role=save]');
      },
      async oneOfACategory(page) {
        await page.click('#cc-main .cm [data-role=show]');
        await page.evaluate(() => window.CookieConsent.acceptService('pixel', 'ads'));
      },
    },
  },
  klaro: {
    stored: 'klaro',
    moving: { names: { counter: ['stats'], pixel: 'pixel', clips: 'film' }, asOf: AS_OF },
    services: [STATS, PIXEL, FILM],
    files: () => packageOf('klaro', 'dist/klaro.js'),
    markup: `<script type="text/plain" data-type="application/javascript" data-name="counter"
    data-src="https://stats.test/s.js"></script>
      <script type="text/plain" data-type="application/javascript" data-name="pixel">${ping('pixel.test')}</script>
      <iframe title="A film" width="560" height="315" data-name="clips" data-src="https://film.test/f"></iframe>`,
    script: (
      settings = '',
    ) => `<script>var klaroConfig = { version: 1, elementID: 'klaro', storageMethod: 'cookie', acceptAll: true,
    ${settings}
      services: [{ name: 'counter', title: 'Counter', purposes: ['analytics'] }, {
      name: 'pixel', title: 'Pixel', purposes: ['ads'] }, { name: 'clips', title: 'Clips', purposes: ['films'] }],
      translations: { en: { privacyPolicyUrl: '/privacy/' } } }</script><script src="/peer/klaro.js"></script>`,
    answers: {
      accept: (page) => page.click('.klaro .cookie-notice .cm-btn-success'),
      reject: (page) => page.click('.klaro .cookie-notice .cn-decline'),
      async some(page) {
        await page.click('.klaro .cn-learn-more');
        await page.locator('#purpose-item-analytics').evaluate((box) => box.click());
        await page.click('.klaro .cookie-modal .cm-btn-accept');
      },
    },
  },
  tarteaucitron: {
    stored: 'tarteaucitron',
    moving: { names: { youtube: 'youtube', vimeo: 'vimeo', iframe: 'film' }, asOf: AS_OF },
    services: [YOUTUBE, VIMEO, FILM],
    files: () => packageOf('tarteaucitronjs', 'tarteaucitron.js'),
    markup: `<div class="youtube_player" videoID="abc" width="560" height="315" title="A film"></div>
      <div class="vimeo_player" data-videoID="123" width="560" height="315"></div>
      <div class="tac_iframe" url="https://film.test/f" width="560" height="315"></div>`,
    script: () => `<script src="/peer/tarteaucitron.js"></script><script>
      tarteaucitron.init({ privacyUrl: '', orientation: 'middle', highPrivacy: true, AcceptAllCta: true,
      DenyAllCta: true, handleBrowserDNTRequest: false, removeCredit: true });
      (tarteaucitron.job = tarteaucitron.job || []).push('youtube', 'vimeo', 'iframe')</script>`,
    answers: {
      accept: (page) => press(page, '#tarteaucitronPersonalize2', answered),
      reject: (page) => press(page, '#tarteaucitronAllDenied2', answered),
      async some(page) {
        await press(page, '#tarteaucitronCloseAlert', () =>
          document.querySelector('#youtubeAllowed')?.checkVisibility(),
        );
        await page.click('#youtubeAllowed');
        await page.click('#vimeoDenied');
        await page.click('#iframeDenied');
        await page.click('#tarteaucitronClosePanel');
      },
    },
  },
};

const shown = (request, response) =>
  response
    .writeHead(200, { 'content-type': request.url.endsWith('.js') ? 'text/javascript' : 'text/html' })
    .end('// Here');

/** The hosts of those services, in the order of {@link HOSTS}. */
export const hostsOf = (services) => HOSTS.filter((host) => services.some(({ hosts }) => hosts[0] === host));

export function openMove() {
  const shop = openShop();
  const policyOf = (services, moving) => ({
    site: { name: 'The Shop', contact: 'privacy@shop.test', policy: '/privacy/' },
    updated: '2026-11-22',
    services,
    ...(moving && { moving }),
  });

  /** Puts a page in the place of the one that stood there. */
  const publish = (t, html) => {
    for (const host of HOSTS) shop.world.serve(host, shown);
    shop.replace(t, PAGE, (request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(html));
  };
  const move = {
    shop,
    policyOf,
    /** The page with the product. */
    before(t, { files, markup, script }, settings) {
      shop.world.serve('www.shop.test', '/peer', folder(files(), '/peer'));
      publish(
        t,
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Before</title></head><body>' +
          `<h1>Before</h1>${markup}${script(settings)}</body></html>`,
      );
    },
    /** The page with ours; `head` is what goes first there in place of the two tags. */
    after(t, markup, services, moving, { head, renew } = {}) {
      shop.replace(t, POLICY, json({ ...policyOf(services, moving), renew }));
      publish(
        t,
        `<!doctype html><html lang="en"><head><meta charset="utf-8">${
          head ??
          `<script data-cfasync="false" src="/portcullis/portcullis.js" data-policy="${POLICY}"></script>
        <script async src="/portcullis/portcullis-foreign.js"></script>`
        }<title>After</title></head><body><h1>After</h1>${markup}</body></html>`,
      );
    },
    POLICY,
    /** The vendors that are reached: those expected are waited for, and whatever else has come by then is told too. */
    async came(someone, expected) {
      await Promise.all(expected.map((host) => someone.came({ host })));
      await someone.barrier();
      return HOSTS.filter((host) => someone.seen({ host })[0]);
    },
  };
  return move;
}
