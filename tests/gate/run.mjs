// The gate's bench from the command line: `node tests/gate/run.mjs --help`.

import { parseArgs } from 'node:util';
import { ENGINES } from './engines/index.mjs';
import { judge } from './judge.mjs';
import { SEED, seeded } from '../chance.mjs';
import { measure } from './measure.mjs';
import { PEERS, guardOf } from './peers.mjs';
import { STATES, buildGuards, readPolicy } from './states.mjs';
import { Table } from './table.mjs';
import { readVectors } from './vector.mjs';

const HELP = `node tests/gate/run.mjs [options]
  --engine A,B    of ${Object.keys(ENGINES).join(', ')}
  --state A,B     of ${Object.keys(STATES).join(', ')}
  --vector TEXT   a regular expression: vectors whose name fits
  --times N       load the vectors of the markup so often in Firefox, under seal
  --few           what ./x test tries: the same few vectors, engines and states each time
  --peer NAME     instead of our guards one of ${PEERS.join(', ')}
  --write         into docs/gate.md`;

/** States whose races Firefox is loaded many times for. */
const RACED = ['seal', 'refused', 'partly'];
/**
 * What `--few` tries in an engine. What it waits for is known to come, so it waits for as long as a busy machine takes.
 */
const FEW = {
  chromium: { vectors: fewOf, states: ['live', 'seal', 'granted'] },
  firefox: { vectors: handful, states: ['seal'] },
  webkit: { vectors: handful, states: ['seal'] },
};
const PATIENT = { patience: 30000, limit: 60000 };

const { values: options } = parseArgs({
  options: {
    engine: { type: 'string' },
    state: { type: 'string' },
    vector: { type: 'string', default: '' },
    times: { type: 'string', default: '1' },
    few: { type: 'boolean', default: false },
    peer: { type: 'string' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
// Drivers end their browsers on these, and would leave us to measure nothing.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
if (options.help) {
  console.log(HELP);
  process.exit();
}

const pick = (all, names) => {
  const wanted = names?.split(',') ?? all;
  for (const name of wanted) if (!all.includes(name)) throw new Error(`no ${name}: one of ${all.join(', ')}`);
  return wanted;
};
const random = seeded(SEED);
const engines = pick(Object.keys(ENGINES), options.engine);
const everyVector = readVectors();
const fitting = everyVector.filter(({ name }) => new RegExp(options.vector).test(name));
const fittingStates = pick(Object.keys(STATES), options.state);
let [vectors, states] = [fitting, fittingStates];

const { guards, folders, remove } = buildGuards(await readPolicy());
const setUp = { folders, guards, random, ...(options.few && PATIENT) };
const before = await Table.read();
const table = options.write ? before : new Table();
const known = new Map(before.cells);
const failures = [];
try {
  for (const engine of engines) {
    if (options.few) {
      vectors = FEW[engine].vectors(fitting, engine);
      states = fittingStates.filter((state) => FEW[engine].states.includes(state));
    }
    await (options.peer ? comparePeer(engine) : proveEngine(engine));
  }
} finally {
  remove();
}
if (failures.length) {
  console.log(`\n${failures.length} failed:\n${failures.map((failure) => `  ${failure}`).join('\n')}`);
  process.exit(1);
}
process.exit();

/**
 * Of each family of vectors, which their names begin with, the first and every sixth after it, where they count in that
 * engine.
 */
function fewOf(all, engine) {
  const families = new Map();
  for (const vector of all) {
    // Where a control was never seen to leak, nothing is proven; a twin that is lost is waited for in vain.
    const leaks = ['none', 'granted'].every((state) => known.get(`${vector.name} ${state} ${engine}`)?.leaks);
    if (!leaks || known.get(`${vector.name} seal ${engine}`)?.lost) continue;
    const family = vector.name.split('-')[0];
    families.set(family, [...(families.get(family) ?? []), vector]);
  }
  return [...families.values()].flatMap((some) => some.filter((_, at) => at % 6 === 0));
}

/** One vector of each of some families: markup, what script makes, what it calls, a frame, a worker, what is stored. */
function handful(all) {
  const names = [
    'img',
    'script',
    'made-img',
    'made-frame',
    'call-fetch',
    'call-beacon',
    'worker-blob-fetch',
    'store-cookie',
  ];
  return all.filter(({ name }) => names.includes(name));
}

/** Every state, after the control: what does not work without a gate proves nothing with one. */
async function proveEngine(engine) {
  const controls = new Map();
  const wanted = new Set(states.map((state) => STATES[state].control ?? 'none'));
  for (const name of ['none', 'still'].filter((one) => wanted.has(one) || states.includes(one))) {
    controls.set(name, await control(engine, name));
  }
  for (const name of states.filter((one) => !controls.has(one))) {
    const state = STATES[name];
    const working = controls.get(state.control ?? 'none');
    const some = vectors.filter((vector) => working.get(vector.name)?.leaks && (state.only?.(vector) ?? true));
    const times = engine === 'firefox' && RACED.includes(name) ? Number(options.times) : 1;
    const { counts, lost, seconds } = await timed(() => measure(engine, state, some, { ...setUp, times }));
    for (const vector of vectors) {
      const count = counts.get(vector.name);
      const cell = count
        ? { leaks: count.leaks, lost: isTwinExpected(vector, name) && working.get(vector.name).twin && !count.twin }
        : applies(vector, state)
          ? null
          : undefined;
      if (cell !== undefined) note({ engine, name, vector, count, cell });
    }
    failures.push(...lost.map((line) => `${engine} ${name} ${line}`));
    report(engine, name, some, seconds);
    // Each state as it comes: a long run that is stopped has not been for nothing.
    if (options.write) await table.write(everyVector);
  }
}

async function control(engine, name) {
  const some = vectors.filter((vector) => applies(vector, STATES[name]));
  const { counts, seconds } = await timed(() => measure(engine, STATES[name], some, setUp));
  const silent = some.filter(
    (vector) => !counts.get(vector.name).leaks && known.get(`${vector.name} ${name} ${engine}`),
  );
  // What worked before is loaded once more before it counts as broken: engines race there, and a proof is of what was
  // ever seen.
  if (silent.length && !options.few)
    for (const [vector, count] of (await measure(engine, STATES[name], silent, setUp)).counts)
      counts.set(vector, count);
  for (const vector of some) {
    const count = counts.get(vector.name);
    note({ engine, name, vector, count, cell: count.leaks ? { leaks: count.leaks, lost: false } : null });
  }
  report(engine, name, some, seconds);
  return counts;
}

function note({ engine, name, vector, count, cell }) {
  table.set(vector.name, name, engine, cell);
  const failure = judge({
    engine,
    vector,
    state: STATES[name],
    count,
    cell,
    before: known.get(`${vector.name} ${name} ${engine}`),
  });
  if (failure) failures.push(`${engine} ${name} ${vector.name}: ${failure}`);
}

async function comparePeer(engine) {
  const { counts: control } = await measure(engine, STATES.none, vectors, setUp);
  const working = vectors.filter(({ name }) => control.get(name).leaks);
  const state = { ...STATES.none, head: await guardOf(options.peer), leaks: false };
  const { counts } = await measure(engine, state, working, setUp);
  console.log(`\n${options.peer}, ${ENGINES[engine].name}: nothing chosen`);
  for (const kind of ['request', 'connection', 'storage']) {
    const some = working.filter((vector) => vector.kind === kind);
    const through = some.filter(({ name }) => counts.get(name).leaks).map(({ name }) => name);
    console.log(
      `  ${kind}: ${through.length} of ${some.length} came through${through.length ? `: ${through.join(' ')}` : ''}`,
    );
  }
}

/** With JavaScript off only markup does something; --strict is for what it alone holds. */
function applies(vector, state) {
  return state.javascript === false ? vector.still : (state.only?.(vector) ?? true);
}

/** --strict closes the page's own frames and workers too: that is what it is for. */
function isTwinExpected(vector, name) {
  return name !== 'strict' && vector.twin !== 'none';
}

async function timed(work) {
  const begin = Date.now();
  return { ...(await work()), seconds: Math.round((Date.now() - begin) / 1000) };
}

function report(engine, name, some, seconds) {
  const cells = some.map((vector) => [vector, table.get(vector.name, name, engine)]).filter(([, cell]) => cell);
  const through = cells.filter(([, { leaks }]) => leaks).length;
  const lost = cells.filter(([, cell]) => cell.lost).length;
  console.log(
    `${engine.padEnd(9)} ${name.padEnd(10)} ${String(through).padStart(3)} of ` +
      `${String(cells.length).padStart(3)} came through, ${lost} lost (${seconds} s)`,
  );
}
