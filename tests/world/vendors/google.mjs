// Google's script host, with fakes of gtag.js and of a container. The hosts that collect need nothing from us: a host
// nobody serves answers 204, as they do.

import { readScript, sendScript } from './script.mjs';

export function serveGoogle(serve, { region }) {
  serve('www.googletagmanager.com', async (request, response, { path }) => {
    if (path === '/ns.html') {
      response.writeHead(200, { 'content-type': 'text/html' });
      return void response.end('<!doctype html><title>ns</title>');
    }
    if (path === '/gtm.js') return sendScript(request, response, await readScript('gtm.js'));
    const source = await readScript('gtag.js');
    sendScript(request, response, source.replace("region = ''", `region = '${region}'`));
  });
}
