// The shop that a fault befalls: a host of its own for each visitor, so that what reaches a vendor tells by its
// Referer whose page has sent it, though several pages are open at once.

import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { copyBuild } from '../e2e/build.mjs';
import { snippet } from '../gate/snippet.mjs';

export const POLICY = {
  site: { name: 'The Shop', contact: 'privacy@shop.test', policy: '/privacy/' },
  updated: '2026-11-22',
  services: ['sentry-errors', { use: 'google-analytics', id: 'G-TEST123456' }, 'cloudflare-web-analytics'],
};
const SNIPPETS = { seal: snippet(POLICY).html, live: snippet(POLICY, { guard: 'live' }).html };
const TYPES = {
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.css': 'text/css',
};

// What the shop has marked, and what it asks for by itself: by markup, which only the browser can hold, and by code.
const MARKED = `<script type="text/plain" data-consent="google-analytics"
  data-src="https://www.googletagmanager.com/gtag/js?id=G-TEST123456"></script>
<script type="text/plain" data-consent="google-analytics">window.dataLayer = window.dataLayer || [];
  function gtag() { dataLayer.push(arguments); } gtag('js', new Date()); gtag('config', 'G-TEST123456');</script>
<script type="text/plain" data-consent="sentry-errors"
  data-src="https://browser.sentry-cdn.com/11.12.0/bundle.min.js"></script>`;
const BY_MARKUP =
  '<img src="https://www.google-analytics.com/collect?by=markup" alt="">' +
  '<script async src="https://static.cloudflareinsights.com/beacon.min.js?by=markup"></script>';
/** What code asks for, of which something comes without us. */
export const LEAKS = 'www.google-analytics.com';
const BY_CODE = `fetch('https://www.google-analytics.com/g/collect?by=code', { mode: 'no-cors' }).catch(function () {});
new Image().src = 'https://www.google-analytics.com/collect?by=code';`;

/** What the page keeps of its own, as early as can be. */
const OWN =
  `try { document.cookie = 'basket=full; Path=/'; ` +
  `} catch (e) {} try { localStorage.basket = 'full'; } catch (e) {}`;
// The page's own script. It takes nothing of `document` for granted, as what clobbers that is no fault of ours.
const OWN_SCRIPT = `(function () {
  var byId = Document.prototype.getElementById;
  var tell = function (what) {
    var kept = [byId.call(document, 'keep') ? 'node' : ''];
    try { kept.push(/basket=full/.test(Object.getOwnPropertyDescriptor(Document.prototype,
    'cookie').get.call(document)) ? 'cookie' : ''); } catch (e) {}
    try { kept.push(localStorage.basket == 'full' ? 'storage' : ''); } catch (e) {}
    navigator.sendBeacon('/own/' + what, kept.join(' '));
  };
  byId.call(document, 'buy').onclick = function () { tell('bought'); };
  setTimeout(function () { tell('runs'); });
  // Nobody clicks in a frame.
  if (top != self) addEventListener('load', function () { setTimeout(function () {
  byId.call(document, 'buy').click(); }); });
})();`;

/** Of all engines together: what a row keeps of a shop is that shop's alone. */
let count = 0;

/** @param {Awaited<ReturnType<import('../world/index.mjs').openWorld>>} world */
export async function openSites(world) {
  const build = await copyBuild();
  const names = {};
  for (const name of readdirSync(build.folder, { recursive: true })) {
    if (path.extname(name)) names[name] = readFileSync(path.join(build.folder, name));
  }
  await build.remove();
  const sites = new Map();
  world.serve(/^shop-\d+\.test$/, (request, response, entry) => sites.get(entry.host).answer(request, response, entry));
  world.serve(/^barrier-\d+\.test$/, (request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>'),
  );

  return {
    names,
    /** @param {import('./row.mjs').Row} row @param {import('./row.mjs').Guard | 'none'} guard */
    site(row, guard) {
      const host = `shop-${++count}.test`;
      const site = {
        host,
        origin: `https://${host}`,
        /** Whether the fault is there. */
        faulty: true,
        names,
        page() {
          const { head = '', after = '', body = '', inert, page = (html) => html } = site.faulty ? row : {};
          const tag = guard == 'none' ? '' : SNIPPETS[guard];
          const code = inert && guard == 'live' ? '' : `<script>${BY_CODE}</script>`;
          const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><script>${OWN}</script>${head}
${tag}${after}<title>Shop</title>${MARKED}</head><body>${body}<main id="keep"><h1>Shop</h1><button
  id="buy">Buy</button></main>
${guard == 'live' ? '' : BY_MARKUP}${code}<script src="/own.js"></script></body></html>`;
          return site.faulty ? page(html) : html;
        },
        answer(request, response, { path: asked }) {
          if (asked.startsWith('/own/') || asked == '/violation') return response.writeHead(204).end();
          if (asked == '/own.js') return response.writeHead(200, { 'content-type': TYPES['.js'] }).end(OWN_SCRIPT);
          if (asked == '/page') {
            return response
              .writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...(site.faulty && row.headers) })
              .end(site.page());
          }
          if (asked == '/framed') {
            return response
              .writeHead(200, { 'content-type': 'text/html' })
              .end(`<!doctype html><title>Around</title><iframe sandbox="${row.framed}" src="/page"></iframe>`);
          }
          if (asked == '/bare')
            return response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>bare</title>');
          const name = asked == '/privacy/policy.json' ? 'policy.json' : asked.replace('/portcullis/', '');
          const bytes =
            name == 'policy.json'
              ? Buffer.from(JSON.stringify(POLICY))
              : (names[name] ?? names[name.replace(/^old\//, '')]);
          const file = { bytes, type: TYPES[path.extname(name)] ?? 'text/plain', names };
          const otherwise = site.faulty && (row.files?.[name] ?? row.files?.['*']);
          if (otherwise) return otherwise(request, response, file);
          if (!bytes) return response.writeHead(404).end();
          response.writeHead(200, { 'content-type': file.type, 'cache-control': 'no-store' }).end(bytes);
        },
        /** What reached a vendor from here, or from nobody knows where. */
        gated: (since) =>
          world.gated({ since }).filter((entry) => {
            const from = entry.headers.referer ?? entry.headers.origin;
            return entry.host == host || !from || from == 'null' || new URL(from).hostname == host;
          }),
        close: () => sites.delete(host),
      };
      sites.set(host, site);
      return site;
    },
  };
}
