// The services of these pages, and pages whose entry is built from them.

import { serveBuilt } from '../e2e/built.mjs';

export const ACME = {
  id: 'acme',
  name: 'Acme Meter',
  vendor: 'Acme',
  class: 'tracking',
  purpose: 'Counts clicks',
  privacy: 'https://acme.test/privacy',
  hosts: ['cdn.acme.test'],
  cookies: [{ name: '_acme', duration: '1y' }],
};
export const CLIPS = {
  id: 'clips',
  name: 'Clips',
  vendor: 'Clips',
  class: 'functional',
  purpose: 'Shows films',
  privacy: 'https://clips.test/privacy',
  hosts: ['frame.clips.test'],
};
export const ADS = {
  ...ACME,
  id: 'ads',
  name: 'Acme Ads',
  hosts: ['ads.acme.test'],
  cookies: [{ name: '_ads', duration: '90d' }],
};

export const html = (text) => (request, response) =>
  response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><meta charset="utf-8">${text}`);
export const script = (text) => (request, response) =>
  response.writeHead(200, { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' }).end(text);

/** A page whose policy is in its entry already, as `shop.site` is one that names its policy by an address. */
export function builtSite(t, shop, services, { path = '/p/built.html', guard = 'live', head = '', body = '' } = {}) {
  const site = { name: 'The Shop', contact: 'privacy@shop.test' };
  const { html: tags } = serveBuilt(t, shop, { site, updated: '2026-11-22', services }, { guard });
  shop.replace(
    t,
    path,
    html(`<html lang="en"><head>${tags}<title>Own</title>${head}</head><body><main><h1>Own</h1></main>${body}</body>`),
  );
  return path;
}

/** A page of one of three kinds: with its policy at an address, built, or sealed. */
export const siteOf = (kind, t, shop, services, options) =>
  kind === 'a policy by its address'
    ? shop.site(t, services, options)
    : builtSite(t, shop, services, { ...options, guard: kind === 'the seal' ? 'seal' : 'live' });
