// The page that damage is done to. It asks third parties by markup and by script, and its last script tells
// its own server what can be seen; what reached a third party, the log says.

import { snippet } from '../snippet.mjs';

export const POLICY = {
  site: { name: 'The Shop', contact: 'privacy@shop.test', policy: '/privacy/' },
  updated: '2026-11-22',
  services: ['sentry-errors', { use: 'google-analytics', id: 'G-TEST123456' }, 'cloudflare-web-analytics'],
};
export const SERVICES = ['sentry-errors', 'google-analytics', 'cloudflare-web-analytics'];

/** What `./x snippet` prints, and its four parts. */
export const { html: SNIPPET } = snippet(POLICY);
export const [LATCH, META, MARKER, SHIM] = SNIPPET.trim().split('\n');
export const CODE = LATCH.match(/^<script[^>]*>([^]*)<\/script>$/)[1];

// Who is asked: a vendor that can be granted, and one that nobody declared. Each by an image in the markup, by a
// script half way, and once more at the very end.
export const GRANTABLE = 'www.google-analytics.com';
export const UNDECLARED = 'cdn.player.test';
const BOTH = [GRANTABLE, UNDECLARED];
export const ROADS = ['image', 'early', 'late'];

const asking = (visit, road) => BOTH.map((host) => `https://${host}/${road}?visit=${visit}`);

/** An inline script, without what XML would take for markup. */
export const early = (
  visit,
) => `window.asked = Promise.all(${JSON.stringify(asking(visit, 'early'))}.map(function (url) {
  return fetch(url, { mode: 'no-cors' }).catch(function () {});
}));`;

/** What the page's last script does: when everything has been answered or refused, it says so. */
export const END = `(async () => {
  const visit = new URLSearchParams(location.search).get('visit');
  if (document.readyState !== 'complete') await new Promise((done) => addEventListener('load', done));
  const settled = (image) => image.complete || new Promise((done) => (image.onload = image.onerror = done));
  await Promise.all([window.asked, ...[...document.images].map(settled)]);
  await Promise.all(${JSON.stringify(BOTH)}.map((host) =>
    fetch('https://' + host + '/late?visit=' + visit, { mode: 'no-cors' }).catch(() => {})));
  const seen = [...document.querySelectorAll('h1, #end')]
  .map((one) => one.getBoundingClientRect().height > 0 && one.innerText);
  fetch('/survive/seen?visit=' + visit, { method: 'POST', body: JSON.stringify({
  seen, shim: !!window.portcullis?.state }) });
})();`;

export const WHOLE = ['Shoes', 'The end of the page'];

export const images = (visit) =>
  asking(visit, 'image')
    .map((url) => `<img src="${url}" alt="" />`)
    .join('\n');

/** Its markup is also XML. */
export const page = (visit, head = SNIPPET, { before = '', after = '' } = {}) => `<!DOCTYPE html>
<html lang="en" xmlns="http://www.w3.org/1999/xhtml">
<head>
<meta charset="utf-8" />
${head}<title>Shoes</title>
<style>main { min-height: 900px; }</style>
</head>
<body>
${before}<main>
<h1>Shoes</h1>
<p>Boots, clogs and <a href="#sandals">sandals</a>.</p>
${images(visit)}
</main>
<script>${early(visit)}</script>
<p id="end">The end of the page</p>
<script src="/survive/end.js"></script>
${after}</body>
</html>
`;
