// Cloudflare's script hosts, with fakes of the analytics beacon and of Turnstile. The reports go to
// cloudflareinsights.com, which answers 204 like any host nobody serves.

import { readScript, sendScript } from './script.mjs';

export function serveCloudflare(serve) {
  serve('static.cloudflareinsights.com', async (request, response, { path }) => {
    if (!path.startsWith('/beacon.min.js')) return void response.writeHead(404).end();
    sendScript(request, response, await readScript('beacon.js'));
  });
  serve('challenges.cloudflare.com', async (request, response, { path }) => {
    if (path !== '/turnstile/v0/api.js') return void response.writeHead(404).end();
    sendScript(request, response, await readScript('turnstile.js'));
  });
}
