// The test world: one Node server that plays every host on the internet.
//
//   browser --SOCKS5--> socks.mjs --by port--> TLS or plain HTTP --> sites.mjs picks who answers
//                          |                                          |
//                          +-------------- log.mjs <------------------+
//
// A browser that uses the proxy asks us for every name, so there is no hosts file, no fixed port
// and no root. What left the page is read from the log here, never from inside the page.

import http from 'node:http';
import https from 'node:https';
import { fileURLToPath } from 'node:url';
import { certificate } from './certificate.mjs';
import { Log } from './log.mjs';
import { Sites } from './sites.mjs';
import { openSocks } from './socks.mjs';
import { serveCloudflare } from './vendors/cloudflare.mjs';
import { isGated } from './vendors/gated.mjs';
import { serveGoogle } from './vendors/google.mjs';
import { serveSentry } from './vendors/sentry.mjs';

const PAGES = fileURLToPath(new URL('./pages', import.meta.url));
const FIRST_PARTY = ['www.shop.test', 'shop.test'];

/**
 * @param {{region?: string}} options  region: where Google believes the visitor is (ISO 3166-2)
 */
export async function openWorld({ region = 'TR' } = {}) {
  const log = new Log();
  const sites = new Sites();

  const answer = (request, response) => {
    const entry = log.request(request);
    sites.answer(request, response, entry);
  };
  const { key, cert } = await certificate();
  // Neither server listens: the proxy hands them sockets. Idle sockets stay open, because a server
  // that hangs up on its own terms races with the browser that is about to use the connection.
  const secure = https.createServer({ key, cert, ALPNProtocols: ['http/1.1'], keepAliveTimeout: 0 }, answer);
  const plain = http.createServer({ keepAliveTimeout: 0 }, answer);

  const socks = await openSocks((socket, { host, port }) => {
    log.connect(host, port);
    if (port !== 80) return void secure.emit('connection', socket);
    plain.emit('connection', socket);
    // Sockets come paused, and only the TLS server fetches what has arrived by itself.
    socket.resume();
  });

  const serve = (host, ...rest) => sites.serve(host, ...rest);
  serveGoogle(serve, { region });
  serveCloudflare(serve);
  serveSentry(serve);
  for (const host of FIRST_PARTY) {
    serve(host, PAGES);
    // Two addresses that stay when a test serves its own folder: the barrier of browser.mjs, and
    // the path that Cloudflare's edge adds to every site behind it.
    for (const path of ['/barrier', '/cdn-cgi/rum']) {
      serve(host, path, (request, response) => response.writeHead(204).end());
    }
  }

  return {
    port: socks.port,
    proxy: `socks5://127.0.0.1:${socks.port}`,
    /** Every CONNECT, in order: a preconnect sends no request but shows here. */
    connects: log.connects,
    /** Every request, in order. */
    log: log.entries,
    /** Parts of the two lists above, without what the browser did for itself (marked `noise`). */
    connections: (filter) => log.connections(filter),
    requests: (filter) => log.requests(filter),
    mark: () => log.mark(),
    until: (filter, options) => log.until(filter, options),
    serve,
    /** All requests to what consent must gate. Preflights count: they reach the vendor too. */
    gated: ({ since = 0 } = {}) => log.entries.filter((entry) => entry.order >= since && isGated(entry)),
    /** Ends every open connection, or one test's requests would be counted in the next. */
    close: () => socks.close(),
  };
}
