// The three vendors' stand-ins. A demo on one machine cannot own www.googletagmanager.com, so each
// vendor gets a port of its own, which is another origin to the browser just as the real host is.

import { readFile } from 'node:fs/promises';
import { FILES } from './files.mjs';

/** Each with the host it stands in for, the port the page's tags name, and the one script it serves. */
export const STAND_INS = [
  {
    id: 'google',
    name: 'Google Analytics',
    host: 'www.googletagmanager.com',
    port: 8081,
    script: '/gtag/js',
    file: FILES.gtag,
  },
  {
    id: 'sentry',
    name: 'Sentry',
    host: 'browser.sentry-cdn.com',
    port: 8082,
    script: '/bundle.min.js',
    file: FILES.sentry,
  },
  {
    id: 'cloudflare',
    name: 'Cloudflare Web Analytics',
    host: 'static.cloudflareinsights.com',
    port: 8083,
    script: '/beacon.min.js',
    file: FILES.beacon,
  },
];

// Where Sentry's script sends its reports; it reads the answer.
const ENVELOPE = /^\/api\/[0-9]+\/envelope\/?$/;

/** A request listener that notes everything, preflights too: what reached a vendor, reached it. */
export function answerAs(standIn, ledger) {
  return async (request, response) => {
    const path = request.url.split('?', 1)[0];
    ledger.add({ vendor: standIn.id, host: standIn.host, method: request.method, path });
    allowAnyOrigin(request, response);
    // A cached script would be fetched without the ledger seeing it.
    response.setHeader('cache-control', 'no-store');
    // Left unread, a long report would keep the connection busy.
    request.resume();

    if (request.method === 'GET' && path === standIn.script) {
      await sendScript(response, standIn);
    } else if (standIn.id === 'sentry' && request.method === 'POST' && ENVELOPE.test(path)) {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    } else {
      response.writeHead(204).end();
    }
  };
}

async function sendScript(response, { file }) {
  const source = await readFile(file).catch(() => null);
  if (!source) {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end(`${file} is missing: run ./x build\n`);
    return;
  }
  response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' }).end(source);
}

/**
 * Lets any page talk to a stand-in, as the vendors' hosts do. It names the asking origin, because
 * '*' would refuse navigator.sendBeacon, which always sends with credentials.
 */
function allowAnyOrigin(request, response) {
  const { origin } = request.headers;
  response.setHeader('access-control-allow-origin', origin ?? '*');
  response.setHeader('cross-origin-resource-policy', 'cross-origin');
  if (origin) response.setHeader('access-control-allow-credentials', 'true');
  if (request.method !== 'OPTIONS') return;
  // Asked once and not before each report, which would double the counts.
  response.setHeader('access-control-max-age', '600');
  response.setHeader('access-control-allow-methods', 'GET, POST');
  response.setHeader('access-control-allow-headers', request.headers['access-control-request-headers'] ?? '*');
}
