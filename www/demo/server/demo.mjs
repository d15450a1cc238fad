// Puts the demo together: three stand-ins, the ledger of what reached them, and the page.

import http from 'node:http';
import { createBuild } from './build.mjs';
import { Ledger } from './ledger.mjs';
import { listen, listenFrom } from './listen.mjs';
import { answerPage } from './page.mjs';
import { answerAs, STAND_INS } from './stand-ins.mjs';

/**
 * Starts everything, or nothing: where the page's port is taken, the error is Node's own and no
 * port stays open.
 *
 * @param {{ port: number, layout?: string }} options  0 takes any free port; `layout` is that of the banner
 */
export async function startDemo({ port, layout = 'bar' }) {
  const ledger = new Ledger();
  const build = createBuild(layout);
  const servers = [];
  const vendors = [];

  async function stop() {
    // The ledger's streams never end by themselves.
    for (const server of servers) server.closeAllConnections();
    await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
    await build.remove();
  }

  for (const standIn of STAND_INS) {
    const server = http.createServer(answerAs(standIn, ledger));
    const taken = await listenFrom(server, standIn.port, { except: port });
    servers.push(server);
    vendors.push({ id: standIn.id, name: standIn.name, host: standIn.host, usual: standIn.port, port: taken });
  }

  const page = http.createServer(answerPage({ ledger, vendors, build }));
  try {
    port = await listen(page, port);
  } catch (error) {
    await stop();
    throw error;
  }
  servers.push(page);

  return { address: `http://127.0.0.1:${port}/`, vendors, stop };
}
