// A visitor loads pages of vectors, and what came of each is counted.

import { shuffle } from '../chance.mjs';
import { ENGINES } from './engines/index.mjs';
import { ORIGIN, hasTwins, isStored, openBench } from './bench.mjs';
import { STORED } from './stored.mjs';

/** How many vectors of the markup stand in one page when each is loaded many times. */
const CROWD = 12;

/**
 * What came of a vector in an engine and a state.
 * @typedef {object} Count
 * @property {number} loads
 * @property {number} leaks        loads in which the third party was reached
 * @property {number} connections  loads in which it was connected to and nothing was asked for
 * @property {boolean} twin        the page's own host was reached as without a gate
 * @property {string[]} seen       what reached the third party
 */

/**
 * @param {string} engine
 * @param {import('./states.mjs').State} state
 * @param {import('./vector.mjs').Vector[]} vectors
 * @param {{times?: number, random: () => number, patience?: number, limit?: number}} options  for how many milliseconds
 * twins are waited for, and a page
 * @returns {Promise<{counts: Map<string, Count>, lost: string[]}>}
 */
export async function measure(
  engine,
  state,
  vectors,
  { folders, guards, random, times = 1, patience = 2500, limit = 10000 },
) {
  const bench = await openBench({ folders });
  const visitor = await ENGINES[engine].open(bench.world, { javascript: state.javascript });
  const pages = [];
  try {
    const head = state.head(guards);
    const options = { head, javascript: state.javascript, asksNeighbour: state.asksNeighbour, patience };
    const start = await choose(bench, visitor, state, head, limit);

    const go = async (tab, some, rest) => {
      const page = await bench.page(some, { ...options, ...rest });
      pages.push(page);
      await load(bench, tab, page, state, limit);
      return page;
    };
    const requests = vectors.filter(({ kind }) => kind !== 'storage');
    const jobs = requests.map((vector) => async (tab) => {
      if (vector.twin !== 'apart') return go(tab, [vector]);
      await go(tab, [vector], { first: false });
      await go(tab, [vector], { third: false });
    });
    if (times > 1)
      jobs.push(...crowds(requests, times - 1, random).map((some) => (tab) => go(tab, some, { first: false })));
    const tabs = [visitor];
    while (tabs.length < Math.min(ENGINES[engine].lanes, jobs.length)) tabs.push(await visitor.tab());
    // Another window may be another process, which hears of the choice a little later.
    if (state.asksNeighbour) for (const tab of tabs) while (!(await start(tab)));
    await Promise.all(
      tabs.map(async (tab) => {
        for (let job = jobs.shift(); job; job = jobs.shift()) await job(tab);
      }),
    );
    // One after the other, because they share what they write into.
    for (const vector of vectors.filter(({ kind }) => kind === 'storage')) {
      const {
        runs: [run],
      } = await go(visitor, [vector]);
      // What is stored is seen by nobody else, so the page is asked whether its twin is: what stands before that has
      // been done.
      if (run.first) await eventually(() => visitor.evaluate(STORED), patience);
      await follow(visitor, `${ORIGIN}/gate/stored/${run.id}`);
      await bench.until(() => run.read, limit);
    }
  } finally {
    await visitor.close();
  }
  // Counted when all is over: what came late has come.
  const counts = new Map(vectors.map((vector) => [vector.name, countOf(vector, pages, bench)]));
  const whole = pages.filter((page) => !isGone(page));
  const lost = whole.filter(({ allowed }) => !allowed).map(({ id }) => `${id}: an allowed host was not reached`);
  if (state.asksNeighbour)
    lost.push(
      ...whole.filter(({ neighbour }) => !neighbour).map(({ id }) => `${id}: a granted service was not reached`),
    );
  await bench.close();
  return { counts, lost };
}

/** Asks until that is so, or has had its time. */
async function eventually(is, within) {
  for (const end = Date.now() + within; Date.now() < end && !(await is().catch(() => false)); )
    await new Promise((done) => setTimeout(done, 50));
}

const follow = (tab, url) => tab.goto(url).catch(() => undefined);

/**
 * Makes the choice as a page's own controls would, and comes back once, so that core has left what the next page needs.
 * Returns what loads a page in a tab and says whether it reached the neighbour.
 */
async function choose(bench, visitor, { choice }, head, limit) {
  if (!choice) return;
  bench.serve('/gate/start', (request, response) => {
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end(`<!doctype html><html lang="en"><head>${head}<title>start</title></head><body>
<script>addEventListener('load', async () => {
  await portcullis.ready;
  const reached = await fetch('https://start.other.test/x.json').then(() => 'reached', () => '');
  fetch('/gate/started?' + reached);
});</script></body></html>`);
  });
  const started = [];
  bench.serve('/gate/started', (request, response, { url }) => {
    started.push(url.endsWith('reached'));
    bench.look();
    response.writeHead(204).end();
  });
  const start = async (tab) => {
    const { length } = started;
    await follow(tab, `${ORIGIN}/gate/start`);
    if (!(await bench.until(() => started.length > length, limit)))
      throw new Error('the page with the choice did not start');
    return started.at(-1);
  };
  await start(visitor);
  await visitor.evaluate(`portcullis.${choice}.then(() => true)`);
  await start(visitor);
  const cookies = await visitor.cookies();
  if (!cookies.includes('__Host-consent')) throw new Error(`no choice is on record: ${cookies}`);
  return start;
}

/** A vector that takes the visitor elsewhere has shown itself, and its page does not come to its end. */
const isGone = ({ done, runs }) =>
  !done && runs.some(({ vector, leaks }) => vector.heldBy === 'nothing' && leaks.length);

async function load(bench, tab, page, { javascript = true, leaks }, limit) {
  const arrived = () =>
    page.runs.every((run) => !run.third || isStored(run) || run.leaks.length || bench.connected(run));
  await follow(tab, page.url);
  if (javascript) {
    await bench.until(() => page.done || isGone(page), limit);
  } else {
    // To leave takes back what is still on its way, and a control is to be seen.
    await bench.until(() => page.ended && hasTwins(page) && (!leaks || arrived()), page.patience);
    await follow(tab, `${ORIGIN}/gate/after/${page.id}`);
    await bench.until(() => page.allowed, limit);
  }
  if (leaks) await bench.until(arrived, Math.max(1500, limit - 10000));
}

/** Markup that can stand together in a page, so often, in an order that is new each time. */
function crowds(vectors, times, random) {
  const still = vectors.filter(
    ({ still, twin, kind, heldBy, header }) =>
      still && twin === 'beside' && kind === 'request' && heldBy === 'policy' && !header,
  );
  // A script that is waited for, or that waits for a style sheet, makes Firefox look ahead: `behind-…` are the vectors
  // of that, and what only has such a thing beside it does not mix with others.
  const kinds = [still.filter(waits), still.filter((vector) => !waits(vector))];
  return Array.from({ length: times }, () =>
    kinds.flatMap((kind) => {
      const shuffled = shuffle(kind, random);
      return Array.from({ length: Math.ceil(shuffled.length / CROWD) }, (_, at) =>
        shuffled.slice(at * CROWD, (at + 1) * CROWD),
      );
    }),
  ).flat();
}

const waits = ({ markup }) => /<script(?![^>]*(async|defer|module))[^>]*(src|href)=|stylesheet/.test(markup);

function countOf(vector, pages, bench) {
  const runs = pages.flatMap((page) => page.runs).filter((run) => run.vector === vector);
  const third = runs.filter((run) => run.third);
  const reached = third.filter((run) => run.leaks.length || (vector.kind === 'connection' && bench.connected(run)));
  return {
    loads: third.length,
    leaks: reached.length,
    connections: third.filter((run) => !run.leaks.length && bench.connected(run)).length,
    twin: runs.some((run) => run.first && run.twins > 0),
    seen: [...new Set(third.flatMap((run) => run.leaks))],
  };
}
