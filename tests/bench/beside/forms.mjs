// The products, each set up as its documents say, with the same three services. `head` and `end` are what the
// page carries for it, `files` what it loads from the site, `banner` and `accept` how a person finds it.

import { createRequire } from 'node:module';
import path from 'node:path';
import { SERVICES, tags } from './page.mjs';

const require = createRequire(import.meta.url);
const packageOf = (name, file) => path.dirname(require.resolve(`${name}/${file}`));
const inline = (script) => `<script>${script}</script>`;
const ABOUT = 'We would like to use services of other companies, for error reports and for counting visits.';

/** A script tag as a page's own script makes it, for products that hold none. */
const start = SERVICES.map(
  ({ src, after }) =>
    `{ const s = document.createElement('script'); s.src = ${JSON.stringify(src)}; ` +
    `${after ? `s.onload = () => { ${after} };` : ''} document.head.append(s); }`,
).join('\n');

const CATEGORIES = {
  'google-analytics': 'analytics',
  'sentry-errors': 'functionality',
  'cloudflare-web-analytics': 'analytics',
};

const categorised = (id, src) => `data-category="${CATEGORIES[id]}" data-service="${id}"${src ? ` src="${src}"` : ''}`;
const named = (id, src) => `data-type="text/javascript" data-name="${id}"${src ? ` data-src="${src}"` : ''}`;
const marked = tags((id, src) => `data-consent="${id}"${src ? ` data-src="${src}"` : ''}`);

/** Ours: one address each for what is built, and the same marks for all. */
const ours = (name, { prefix, from, head, ...more }) => ({
  name,
  files: { [prefix]: from },
  head: `${head}\n${marked}`,
  banner: '.portcullis-banner',
  accept: '.portcullis-banner [data-action=accept]',
  ...more,
});

/** What only draws, in the place of one of ours and with its marks. */
const floorOf = (name, { files, head }) => ({
  name: `the floor of ${name}`,
  files,
  head: `${head}\n${marked}`,
  banner: '.portcullis-banner',
  floor: name,
});

/**
 * `built` is a site that builds, `printed` one whose pages carry script and plan, `sealed` one under the seal, `floor`
 * what only draws; `pkg` is the folder of one that builds nothing, and `c15t` one with that product's bundle.
 */
export const forms = ({ built, printed, sealed, floor, pkg, c15t }) => [
  { name: 'no module', files: {} },
  floorOf('portcullis', { files: { '/floor': floor.folder }, head: '<script src="/floor/floor.js"></script>' }),
  floorOf('portcullis, printed into the page', { files: {}, head: inline(floor.text) }),
  ours('portcullis', { prefix: '/built', from: built.out, head: built.html }),
  ours('portcullis, printed into the page', { prefix: '/printed', from: printed.out, head: printed.html }),
  ours('portcullis, sealed', { prefix: '/sealed', from: sealed.out, head: sealed.html, sealed: true }),
  ours('portcullis, its plan made in the page', {
    prefix: '/portcullis',
    from: pkg,
    head: '<script src="/portcullis/portcullis.js" data-policy="/policy.json"></script>',
    fetchesPolicy: true,
  }),
  {
    name: 'orejime 3.2.1',
    files: { '/orejime': packageOf('orejime', 'dist/orejime-standard-en.js') },
    head: '<link rel="stylesheet" href="/orejime/orejime-standard.css">',
    end: `${SERVICES.map(
      ({ id, src, after, attributes = '' }) =>
        `<template data-purpose="${id}"><script src="${src}" ${attributes}>` +
        `</script>${after ? `<script>${after}</script>` : ''}</template>`,
    ).join('\n')}
      ${inline(
        `window.orejimeConfig = { privacyPolicyUrl: '/privacy/', ` +
          `purposes: ${JSON.stringify(SERVICES.map(({ id, name }) => ({ id, title: name, cookies: [] })))} ` +
          '}',
      )}
      <script src="/orejime/orejime-standard-en.js"></script>`,
    banner: '.orejime-Banner',
    accept: '.orejime-Banner-saveButton',
  },
  {
    name: 'vanilla-cookieconsent 3.1.0',
    files: { '/vanilla': packageOf('vanilla-cookieconsent', 'dist/cookieconsent.umd.js') },
    head: `<link rel="stylesheet" href="/vanilla/cookieconsent.css">\n${tags(categorised)}`,
    // It hides from automated browsers unless told not to.
    end: `<script src="/vanilla/cookieconsent.umd.js"></script>${inline(`CookieConsent.run({
      hideFromBots: false,
      categories: { necessary: { enabled: true, readOnly: true }, functionality: {}, analytics: {} },
      language: { default: 'en', translations: { en: {
        consentModal: {
          title: 'We use cookies', description: '${ABOUT}',
          acceptAllBtn: 'Accept all', acceptNecessaryBtn: 'Reject all', showPreferencesBtn: 'Manage preferences',
        },
        preferencesModal: {
          title: 'Manage cookie preferences', closeIconLabel: 'Close',
          acceptAllBtn: 'Accept all', acceptNecessaryBtn: 'Reject all', savePreferencesBtn: 'Save',
          sections: [
            { title: 'Necessary', description: '${ABOUT}', linkedCategory: 'necessary' },
            { title: 'Functionality', description: '${ABOUT}', linkedCategory: 'functionality' },
            { title: 'Analytics', description: '${ABOUT}', linkedCategory: 'analytics' },
          ],
        },
      } } },
    })`)}`,
    banner: '#cc-main .cm',
    accept: '#cc-main .cm [data-role=all]',
  },
  {
    name: 'cookieconsent (Osano) 3.1.1, holds nothing itself',
    files: { '/osano': packageOf('cookieconsent', 'build/cookieconsent.min.js') },
    head: '<link rel="stylesheet" href="/osano/cookieconsent.min.css">',
    end: `<script src="/osano/cookieconsent.min.js"></script>${inline(`const begin = () => { ${start} };
      cookieconsent.initialise({
        type: 'opt-in',
        palette: { popup: { background: '#fff', text: '#111' }, button: { background: '#111', text: '#fff' } },
        content: { message: '${ABOUT}', href: '/privacy/' },
        onInitialise(status) { if (this.hasConsented()) begin(); },
        onStatusChange(status, chosenBefore) { if (this.hasConsented()) begin(); },
      })`)}`,
    banner: '.cc-window',
    accept: '.cc-window .cc-allow',
  },
  {
    name: 'tarteaucitronjs 1.34.0',
    files: { '/tac': packageOf('tarteaucitronjs', 'package.json') },
    head: `<script src="/tac/tarteaucitron.min.js"></script>${inline(`tarteaucitron.init({
      privacyUrl: '/privacy/', bodyPosition: 'bottom', hashtag: '#tarteaucitron', cookieName: 'tarteaucitron',
      orientation: 'bottom', groupServices: false, showAlertSmall: false, cookieslist: false, closePopup: false,
      showIcon: true, iconPosition: 'BottomRight', adblocker: false, DenyAllCta: true, AcceptAllCta: true,
      highPrivacy: true, handleBrowserDNTRequest: false, removeCredit: false, moreInfoLink: true, mandatory: true,
    })`)}`,
    end: inline(`${SERVICES.map(
      ({ id, name, src, after }) =>
        `tarteaucitron.services[${JSON.stringify(id)}] = { key: ${JSON.stringify(id)}, type: 'analytic', ` +
        `name: ${JSON.stringify(name)}, needConsent: true, cookies: [], uri: '', ` +
        `js() { tarteaucitron.addScript(${JSON.stringify(src)}, '', () => { ${after ?? ''} }); } };`,
    )
      .join('\n')
      .replace(/^/, 'window.tarteaucitron.services = window.tarteaucitron.services || {};\n')}
      ${SERVICES.map(({ id }) => `(tarteaucitron.job ||= []).push(${JSON.stringify(id)});`).join('\n')}`),
    banner: '#tarteaucitronAlertBig',
    accept: '#tarteaucitronPersonalize2',
  },
  {
    name: 'klaro 0.7.22',
    files: { '/klaro': packageOf('klaro', 'dist/klaro.js') },
    head: `${inline(`var klaroConfig = {
      version: 1, elementID: 'klaro', storageMethod: 'cookie', acceptAll: true,
      services: ${JSON.stringify(SERVICES.map(({ id, name }) => ({ name: id, title: name, purposes: ['analytics'] })))},
      translations: { en: { privacyPolicyUrl: '/privacy/' } },
    }`)}
      <script defer src="/klaro/klaro.js"></script>\n${tags(named)}`,
    banner: '.klaro .cookie-notice',
    accept: '.klaro .cookie-notice .cm-btn-success',
  },
  {
    name: 'c15t 2.2.1, its React banner',
    files: { '/c15t': c15t },
    head: '<link rel="stylesheet" href="/c15t/c15t.css">',
    end: '<div id="c15t"></div><script src="/c15t/c15t.js"></script>',
    banner: '[data-testid=consent-banner-card], [data-testid=consent-banner-root]',
    accept: '[data-testid=consent-banner-accept-button]',
  },
];
