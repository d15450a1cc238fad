// The bench: a world with the pages of the vectors, and what answers them.
//
//   page --vector--> third party      whatever arrives there is filed under the run's id
//        --twin----> the page's host  what arrives here shows that the vector works, and that the third was asked
//        --load, hold, rounds, done   says that the page has nothing more to say
//
// /gate/hold is answered when the twin is here. Then the page opens new connections to a host that the policy allows:
// each takes as long as one that the vector may still be opening.

import dgram from 'node:dgram';
import os from 'node:os';
import { folder } from '../world/folder.mjs';
import { openWorld } from '../world/index.mjs';
import { answerAsset } from './assets.mjs';
import { aimAtThird, aimAtTwin, apart, thirdHost, twinPath } from './vector.mjs';

export const ORIGIN = 'https://www.shop.test';
const ROUNDS = 3;

/**
 * One load of a vector's page.
 * @typedef {object} Run
 * @property {string} id
 * @property {import('./vector.mjs').Vector} vector
 * @property {'both' | 'third' | 'first'} part
 * @property {string} head         the guard, first in the page
 * @property {string[]} leaks      what reached the third party
 * @property {number} twins        requests of the twin
 * @property {number} allowed      requests to what the policy allows
 * @property {boolean} neighbour   the other service was reached
 * @property {boolean} done
 */

export async function openBench({ build, policy, headers = {} }) {
  const world = await openWorld();
  const runs = new Map();
  const waiting = new Set();
  const look = () => [...waiting].forEach((one) => one());

  const until = (is, within) => new Promise((resolve) => {
    const settle = (value) => (clearTimeout(timer), waiting.delete(check), resolve(value));
    const check = () => is() && settle(true);
    const timer = setTimeout(settle, within, false);
    waiting.add(check);
    check();
  });
  /** A handler for what belongs to a run. */
  const file = (idOf, note) => (request, response, entry) => {
    const run = runs.get(idOf(entry));
    if (run) note(run, entry);
    look();
    return answerAsset(request, response, entry);
  };
  const third = (run, { method, url, headers: asked }) => run.leaks.push(`${asked.upgrade ?? method} ${url}`);

  world.serve(/\.acme\.test$/, file(({ host }) => host.split('.').at(-3), third));
  world.serve('www.google-analytics.com', '/gate', file(({ path }) => path.split('/')[2], third));
  world.serve(/\.other\.test$/, file(({ host }) => host.split('.').at(-3), (run) => (run.neighbour = true)));
  world.serve('allowed.test', (request, response, entry) => {
    // The next request needs a connection of its own.
    response.setHeader('connection', 'close');
    return file(({ path }) => path.split('/')[2], (run) => run.allowed++)(request, response, entry);
  });

  const host = new URL(ORIGIN).host;
  const serve = (path, handler) => world.serve(host, path, handler);
  serve('/gate/twin', file(({ path }) => path.split('/')[3], (run) => run.twins++));
  serve('/gate/redirect', (request, response, { url }) => response.writeHead(302, { location: url.split('?')[1] }).end());
  serve('/gate/policy.json', (request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(policy));
  serve('/gate/hold', async (request, response, { path }) => {
    const run = runs.get(path.split('/')[3]);
    if (run && needsTwin(run)) await until(() => run.twins > 0, run.patience);
    response.writeHead(204).end();
  });
  serve('/gate/done', (request, response, { path }) => {
    const run = runs.get(path.split('/')[3]);
    if (run) run.done = true;
    look();
    response.writeHead(204).end();
  });
  serve('/gate/page', (request, response, { path }) => {
    const [, , , id, place, name] = path.split('/');
    const run = runs.get(id);
    if (!run) return void response.writeHead(404).end();
    if (place) return sendFile(response, run, place, name);
    const { header } = run.vector;
    if (header) response.setHeader(header[0], aimAtThird(header[1], run));
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', ...headers });
    response.end(pageOf(run));
  });
  serve('/portcullis', folder(build, '/portcullis'));

  const udp = await openUdp();
  let next = 0;
  return {
    world,
    address: udp.address,
    until,
    serve,
    /** A run to be, at its address. `patience`: how long the twin is waited for. */
    async start(vector, { head, part = 'both', patience = 2500, ...rest }) {
      const id = `${vector.name}-${(next++).toString(36)}`;
      const run = { id, vector, head, part, patience, origin: ORIGIN, leaks: [], twins: 0, allowed: 0, neighbour: false, done: false, ...rest };
      run.since = { connects: world.connects.length };
      runs.set(id, run);
      if (/\b(stun|turn):/.test(vector.markup)) run.stun = await udp.listen((bytes) => (run.leaks.push(`${bytes} bytes over UDP`), look()));
      return { run, url: `${ORIGIN}/gate/page/${id}/` };
    },
    /** Connections count for what has no requests; of the rest a connection is no more than a hint. */
    connected: (run) => world.connects.filter((one) => one.host === thirdHost(run.id)).length,
    close: async () => {
      await udp.close();
      await world.close();
    },
  };
}

export const needsTwin = ({ vector, part }) => vector.twin === 'beside' || part === 'first';

function pageOf(run) {
  const { vector, part, head, id } = run;
  const once = part === 'both' && vector.twin === 'beside' ? apart : (markup) => markup;
  const markup = [
    part === 'first' ? '' : once(aimAtThird(vector.markup, run)),
    part === 'third' || vector.twin !== 'beside' && part !== 'first' ? '' : once(aimAtTwin(vector.markup, run)),
  ];
  return `<!doctype html>
<html lang="en"><head>${head}<meta charset="utf-8"><title>${vector.name}</title></head><body>
${markup.join('')}
<script>addEventListener('load', async () => {
  const ask = (url) => fetch(url).catch(() => {});
  await ask('/gate/hold/${id}');
  for (let round = 0; round < ${ROUNDS}; round++) await ask('https://allowed.test/gate/${id}/' + round + '.json');
  ${run.asksNeighbour ? `await ask('https://${id}.other.test/x.json');` : ''}
  await ask('/gate/done/${id}');
});</script>
<img src="/gate/twin/end-of-${id}/x.png" hidden alt="">
</body></html>`;
}

function sendFile(response, run, place, name) {
  const text = run.vector.files.get(name);
  if (text === undefined) return void response.writeHead(404).end();
  const type = { html: 'text/html', js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' }[name.split('.')[1]];
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' });
  response.end(place === 'third' ? aimAtThird(text, run) : aimAtTwin(text, run));
}

/** Ports that count what comes in: STUN and TURN go past every proxy. */
async function openUdp() {
  const sockets = [];
  const outside = Object.values(os.networkInterfaces()).flat().find(({ family, internal }) => family === 'IPv4' && !internal);
  return {
    address: outside?.address ?? '127.0.0.1',
    async listen(hear) {
      const socket = dgram.createSocket('udp4', ({ length }) => hear(length));
      sockets.push(socket);
      await new Promise((done) => socket.bind(0, done));
      return socket.address().port;
    },
    close: () => Promise.all(sockets.map((socket) => new Promise((done) => socket.close(done)))),
  };
}
