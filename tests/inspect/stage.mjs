// A page that does what the inspector is to list, and how the list is read: from what the panel shows.

import { json } from '../e2e/shop.mjs';

export const PAGE = '/p/inspected.html';
export const POLICY = {
  site: { name: 'The Shop', contact: 'privacy@shop.test', policy: '/privacy/' },
  updated: '2026-11-22',
  allow: ['https://fonts.example'],
  services: [
    { use: 'google-analytics', id: 'G-TEST123' },
    'services/matomo',
    {
      id: 'cart',
      name: 'Cart',
      vendor: 'Us',
      class: 'essential',
      purpose: 'Keeps what you want to buy',
      privacy: '/privacy/',
      hosts: ['api.shop.test'],
      cookies: [{ name: 'cart_*', duration: '7d' }],
    },
  ],
};

/** What the page does: of a known vendor, of one that is allowed, of the site's own, and of strangers. */
const DOES = `
  fetch('https://www.google-analytics.com/g/collect?v=2&secret=1', { mode: 'no-cors' }).catch(() => {});
  const pixels = ['https://stranger.example/pixel.gif?secret=1', 'https://fonts.example/dot.gif',
  'https://us.i.posthog.com/pixel.gif', 'https://www.googletagmanager.com/a.gif?id=G-TEST123'];
  for (const src of pixels) { const image = new Image(); image.src = src;
  window.kept = [...(window.kept ?? []), image]; }
  document.cookie = 'PHPSESSID=secret-value; path=/'; document.cookie = 'cart_7=1; path=/';
  document.cookie = '_ga=1; path=/'; document.cookie = '_pk_id.1.ab=1; path=/';
  localStorage.setItem('zork', 'secret-value'); sessionStorage.direct = '1';`;

const send = (type, body) => (request, response) =>
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(body);

/** Serves it; `head` is what stands before the page's own script. */
export function serve(shop, t, { policy = POLICY, head, does = DOES, body = '', headers = {} } = {}) {
  head ??= '<script data-cfasync="false" src="/portcullis/portcullis.js" data-policy="/p/inspected.json"></script>';
  shop.replace(t, '/p/inspected.json', json(policy));
  shop.replace(t, '/p/does.js', send('text/javascript', does));
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Inspected</title>${head}
    <script type="text/plain" data-consent="google-analytics"
    data-src="https://www.googletagmanager.com/gtag/js?id=G-TEST123"></script>
    <script src="/p/does.js"></script></head><body><main><h1>Inspected</h1><button
    id="before">Before</button></main>${body}</body></html>`;
  shop.replace(t, PAGE, (request, response) =>
    response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', ...headers })
      .end(html),
  );
}

export const EARLY = '<script data-cfasync="false" src="/portcullis/portcullis-inspect.js"></script>';
export const SHIM =
  '<script data-cfasync="false" src="/portcullis/portcullis.js" data-policy="/p/inspected.json"></script>';

/** What the panel says, a row each. Runs in the page. */
const read = () =>
  [...document.querySelector('.portcullis-inspector').shadowRoot.querySelectorAll('tbody tr')].map((line) => {
    const [state, name, kind, service, decision, by] = [...line.cells].map((cell) => [
      cell.firstChild?.textContent ?? '',
      cell.querySelector('small')?.textContent ?? '',
    ]);
    return {
      state: state[0],
      name: name[0],
      how: name[1],
      class: kind[0],
      known: kind[1],
      service: service[0],
      rule: service[1],
      verdict: decision[0],
      when: decision[1].slice(0, 10),
      by: by[0],
    };
  });
export const rowsOf = (page) => page.evaluate(`(${read})()`);
/** The names of the rows in that state, sorted. */
export const named = (rows, ...states) =>
  [...new Set(rows.filter(({ state }) => states.includes(state)).map(({ name }) => name))].sort();
