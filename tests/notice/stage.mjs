// A policy page of the shop, and who visits it.

import { json, openShop } from '../e2e/shop.mjs';

export const PAGE = '/privacy/index.html';
export const POLICY = '/privacy/own.json';
/** What docs/notice.md says a page may be served with: no inline style or script, and no sink for text. */
export const STRICT =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; " +
  "object-src 'none'; base-uri 'none'";

export const service = (id, more = {}) => ({
  id,
  name: `Service ${id}`,
  vendor: `${id} Inc.`,
  class: 'tracking',
  purpose: `Does what ${id} does`,
  hosts: [`cdn.${id}.test`],
  privacy: `https://${id}.test/privacy`,
  cookies: [{ name: `_${id}`, duration: '30d' }],
  ...more,
});
export const policy = (more = {}) => ({
  site: { name: 'The Shop', contact: 'privacy@shop.test', policy: PAGE },
  updated: '2026-01-10',
  services: ['cloudflare-security', service('acme'), service('bolt', { class: 'functional' })],
  ...more,
});

/** Opens the shop; `page` serves a policy page and its policy, and marked scripts of the two services. */
export function openStage() {
  const shop = openShop();
  const serve = (
    t,
    declared,
    {
      lang = 'en',
      attributes = '',
      inside = '<p>Our policy, without a script.</p>',
      head = '',
      headers = {},
      level = '',
    } = {},
  ) => {
    shop.replace(t, POLICY, json(declared));
    const html = `<!doctype html><html lang="${lang}" ${/^(ar|he)/.test(lang) ? 'dir="rtl"' : ''}><head><meta
    charset="utf-8"><meta name="viewport" content="width=device-width">
      <title>Privacy</title><script src="/portcullis/portcullis.js"
      data-policy="${POLICY}" ${attributes}></script>${head}
      <script type="text/plain" data-consent="acme" data-src="https://cdn.acme.test/a.js"></script>
      <script type="text/plain" data-consent="bolt" data-src="https://cdn.bolt.test/b.js"></script></head>
      <body><main><h1>The shop</h1>
      <div data-portcullis="policy" ${level && `data-level="${level}"`}>${inside}</div></main>
      <script defer src="/portcullis/portcullis-notice.js"></script></body></html>`;
    shop.replace(t, PAGE, (request, response) =>
      response.writeHead(200, { 'content-type': 'text/html', ...headers }).end(html),
    );
  };
  const visit = async (t, declared, options = {}) => {
    serve(t, declared, options);
    const visitor = await shop.visit(t, PAGE, options);
    return Object.assign(visitor, {
      article: visitor.page.locator('article.portcullis-notice'),
      toggle: (id) => visitor.page.locator(`.portcullis-choices input[value=${id}]`),
      both: (value) => visitor.page.locator(`.portcullis-both button[data-action=${value}]`),
    });
  };
  return { shop, serve, visit };
}
