// The bench: a world with the pages of the vectors, and what answers them.
//
//   page --vector--> third party      whatever arrives there is filed under the run's id
//        --twin----> the page's host  what arrives here shows that the vector works, and that the third was asked
//        --hold, rounds, done, once it is loaded   the page has nothing more to say
//
// /gate/hold is answered when the twin is here. Then the page opens new connections to a host that the policy
// allows: each takes as long as one that the vector may still be opening.

import dgram from 'node:dgram';
import { folder } from '../world/folder.mjs';
import { openWorld } from '../world/index.mjs';
import { answerAsset } from './assets.mjs';
import { serveStored } from './stored.mjs';
import { aimAtThird, aimAtTwin, prepare, thirdHost } from './vector.mjs';

export const ORIGIN = 'https://www.shop.test';
const ROUNDS = 3;

/**
 * A vector in a page: one load of it.
 * @typedef {object} Run
 * @property {string} id
 * @property {import('./vector.mjs').Vector} vector
 * @property {boolean} third       it stands in the page as it is
 * @property {boolean} first       and as its twin
 * @property {string[]} leaks      what reached the third party
 * @property {number} twins        what reached the page's host by the twin
 *
 * @typedef {object} Page
 * @property {string} url
 * @property {string} head         the guard: it stands first in the page
 * @property {number} patience     how long twins are waited for, in milliseconds
 * @property {Run[]} runs
 * @property {number} allowed      requests to the host that the policy allows
 * @property {boolean} neighbour   the other service was reached
 * @property {boolean} ended       the last image of the page came
 * @property {boolean} done        the page has nothing more to say
 */

export async function openBench({ folders }) {
  const world = await openWorld();
  const pages = new Map();
  const runs = new Map();
  const waiting = new Set();
  const look = () => [...waiting].forEach((check) => check());
  const udp = await openUdp();
  let next = 0;

  const bench = {
    world,
    look,
    close: () => Promise.all([udp.close(), world.close()]),

    /** Whether that came to be in time. */
    until: (is, within) =>
      new Promise((resolve) => {
        const settle = (value) => (clearTimeout(timer), waiting.delete(check), resolve(value));
        const check = () => is() && settle(true);
        const timer = setTimeout(settle, within, false);
        waiting.add(check);
        check();
      }),

    /** @returns {Promise<Page>} a page to be, for someone to go to */
    async page(vectors, { third = true, first = true, patience, ...rest }) {
      const made = [];
      for (const vector of vectors) {
        const run = {
          id: `${vector.name}-${(next++).toString(36)}`,
          vector,
          third,
          first: first && vector.twin !== 'none',
          leaks: [],
          twins: 0,
        };
        const hear = (bytes) => (run.leaks.push(`${bytes} bytes over UDP`), look());
        if (/\b(stun|turn):/.test(vector.markup)) run.stun = await udp.listen(hear);
        runs.set(run.id, run);
        made.push(run);
      }
      const id = made[0].id;
      const page = {
        id,
        url: `${ORIGIN}/gate/page/${id}/`,
        runs: made,
        patience,
        allowed: 0,
        neighbour: false,
        ended: false,
        done: false,
        ...rest,
      };
      pages.set(id, page);
      return page;
    },

    /** Connections to a run's third party: a hint asks for no more. */
    connected: ({ id }) => world.connects.filter(({ host }) => host === thirdHost(id)).length,
    serve: (path, handler) => world.serve(new URL(ORIGIN).host, path, handler),
  };

  /** Notes what belongs to a run or a page, and answers with what the address names. */
  const note = (all, idOf, write) => (request, response, entry) => {
    const one = all.get(idOf(entry));
    if (one) write(one, entry);
    look();
    return answerAsset(request, response, entry);
  };
  const leak = (run, { method, url, headers }) => run.leaks.push(`${headers.upgrade ?? method} ${url}`);
  const byHost = ({ host }) => host.split('.').at(-3);
  const byPath =
    (at) =>
    ({ path }) =>
      path.split('/')[at];
  world.serve(/\.acme\.test$/, note(runs, byHost, leak));
  world.serve(
    /\.other\.test$/,
    note(pages, byHost, (page) => (page.neighbour = true)),
  );
  world.serve('www.google-analytics.com', '/gate', note(runs, byPath(2), leak));
  // What the module itself loads where Google is granted: nothing that would disturb.
  world.serve('www.googletagmanager.com', answerAsset);
  const allowed = note(pages, byPath(2), (page) => page.allowed++);
  world.serve('allowed.test', (request, response, entry) => {
    // The next request needs a connection of its own, as the vector's does.
    response.setHeader('connection', 'close');
    return allowed(request, response, entry);
  });

  const { serve } = bench;
  for (const [address, built] of folders) serve(address, folder(built, address));
  serve(
    '/gate/twin',
    note(runs, byPath(3), (run) => run.twins++),
  );
  serve(
    '/gate/end',
    note(pages, byPath(3), (page) => (page.ended = true)),
  );
  serve(
    '/gate/done',
    note(pages, byPath(3), (page) => (page.done = true)),
  );
  serve('/gate/redirect', (request, response, { url }) =>
    response.writeHead(302, { location: url.split('?')[1] }).end(),
  );
  serve('/gate/hold', async (request, response, entry) => {
    const page = pages.get(byPath(3)(entry));
    if (page) await bench.until(() => hasTwins(page), page.patience);
    response.writeHead(204).end();
  });
  serve('/gate/page', (request, response, { path }) => {
    const [, , , id, place, file] = path.split('/');
    const page = pages.get(id);
    if (!page) return void response.writeHead(404).end();
    if (place) {
      const [run, name] = [runs.get(place.replace(/^(third|first)-/, '')), file];
      return sendFile(response, run, place.startsWith('third'), name);
    }
    for (const {
      vector: { header },
      ...run
    } of page.runs)
      if (header) response.setHeader(header[0], aimAtThird(header[1], run));
    sendText(response, 'text/html', write(page));
  });
  serve('/gate/after', (request, response, entry) => {
    sendText(
      response,
      'text/html',
      `<!doctype html><title>after</title><img src="https://allowed.test/gate/${byPath(3)(entry)}/x.png" alt="">`,
    );
  });
  serveStored(serve, runs, look);
  return bench;
}

/** Of what is stored, nothing is sent: it is looked for when the page is done. */
export const isStored = ({ vector }) => vector.kind === 'storage';
export const hasTwins = ({ runs }) => runs.every((run) => !run.first || run.twins > 0 || isStored(run));

function write({ id, runs, head, asksNeighbour, javascript = true }) {
  const markup = runs.map((run) => {
    const text = prepare(run.vector);
    return (run.third ? aimAtThird(text, run) : '') + (run.first ? aimAtTwin(text, { ...run, origin: ORIGIN }) : '');
  });
  const last = !javascript
    ? `<img src="/gate/end/${id}/x.png" alt="">`
    : `<script>addEventListener('load', async () => {
  const ask = (url) => fetch(url).catch(() => {});
  await ask('${ORIGIN}/gate/hold/${id}');
  for (let round = 0; round < ${ROUNDS}; round++) await ask('https://allowed.test/gate/${id}/' + round + '.json');
  ${asksNeighbour ? `await ask('https://${id}.other.test/x.json');` : ''}
  await ask('${ORIGIN}/gate/done/${id}');
});</script>`;
  return `<!doctype html>
<html lang="en"><head>${head}<meta charset="utf-8"><title>${id}</title></head><body>
${markup.join('')}${last}
</body></html>`;
}

const TYPES = { html: 'text/html', js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' };

function sendFile(response, run, isThird, name) {
  const text = run?.vector.files.get(name);
  if (text === undefined) return void response.writeHead(404).end();
  sendText(
    response,
    TYPES[name.split('.')[1]],
    isThird ? aimAtThird(text, run) : aimAtTwin(text, { ...run, origin: ORIGIN }),
  );
}

function sendText(response, type, text) {
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' });
  response.end(text);
}

/** Ports that count what comes in: STUN and TURN go past every proxy. */
async function openUdp() {
  const sockets = [];
  return {
    async listen(hear) {
      const socket = dgram.createSocket('udp4', ({ length }) => hear(length));
      sockets.push(socket);
      await new Promise((done) => socket.bind(0, done));
      return socket.address().port;
    },
    close: () => Promise.all(sockets.map((socket) => new Promise((done) => socket.close(done)))),
  };
}
