// The matrix of faults: every row under each guard, in each engine. It is printed, compared with docs/faults.md
// (a row that fails anew ends it with 1), and written there with --write. --only TEXT takes the rows that have it;
// --few those that `./x test` tries.

import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { openWorld } from '../world/index.mjs';
import { BROWSERS } from './browsers.mjs';
import { GROUPS, controls } from './groups.mjs';
import { openSites } from './site.mjs';
import { DOC, page } from './table.mjs';
import { outcome } from './visit.mjs';

const LANES = 3;
const { values } = parseArgs({
  options: {
    write: { type: 'boolean' },
    only: { type: 'string' },
    few: { type: 'boolean' },
    engine: { type: 'string' },
  },
});

const all = GROUPS.flatMap(({ title, rows }) =>
  [...controls(rows), ...rows].flatMap((row) =>
    (row.guards ?? ['live', 'seal']).map((guard) => ({ title, row, guard, key: `${title}: ${row.name} | ${guard}` })),
  ),
);
/**
 * Of each group the control that leaks, and of its rows the first, the middle one and the last, which are of different
 * kinds; in Firefox the first under the seal.
 */
function isOfFew(engine, { title, row, guard }) {
  // What is known never to come is waited for in vain.
  if (row.known?.[guard]) return false;
  const { rows } = GROUPS.find((group) => group.title == title);
  const some = engine == 'Firefox' ? rows.slice(0, 1) : [rows[0], rows[rows.length >> 1], rows.at(-1)];
  return (guard == 'none' && engine == 'Chromium') || (some.includes(row) && (guard == 'seal' || engine == 'Chromium'));
}
const wanted = all.filter(({ key }) => !values.only || key.includes(values.only));
const casesOf = (engine) => (values.few ? wanted.filter((one) => isOfFew(engine, one)) : wanted);

/** All cases in one engine, several at a time. */
async function measure(engine) {
  const world = await openWorld();
  const sites = await openSites(world);
  const browser = await BROWSERS[engine](world);
  const cells = new Map();
  const waiting = [...casesOf(engine)];
  const lane = async () => {
    const stranger = await browser.visitor();
    for (let one; (one = waiting.shift()); ) {
      const begun = Date.now();
      const cell = await outcome(world, sites, browser, stranger, one.row, one.guard);
      cells.set(one.key, cell);
      console.log(`${engine.padEnd(8)} ${one.guard} ${one.title}: ${one.row.name}: ${cell} (${Date.now() - begun} ms)`);
    }
  };
  try {
    await Promise.all(Array.from({ length: LANES }, lane));
  } finally {
    await browser.close();
    await world.close();
  }
  return cells;
}

const engines = Object.keys(BROWSERS).filter((name) => !values.engine || name == values.engine);
const begun = Date.now();
const columns = Object.fromEntries(await Promise.all(engines.map(async (engine) => [engine, await measure(engine)])));
const tried = engines.map((engine) => `${casesOf(engine).length} cases in ${engine}`).join(' and ');
console.log(`${tried}, ${Math.round((Date.now() - begun) / 1000)} s`);
const fails = (engine, { key }) => columns[engine].get(key).startsWith('FAILS');
const isKnown = ({ row, guard }) => !!row.known?.[guard];
const wrong = engines.flatMap((engine) =>
  casesOf(engine)
    .filter((one) => fails(engine, one) && !isKnown(one))
    .map(({ key }) => `${engine}: ${key}: ${columns[engine].get(key)}`),
);
// What fails in one engine alone is known all the same.
const mended = values.engine
  ? []
  : wanted.filter((one) => {
      const measured = engines.filter((engine) => columns[engine].has(one.key));
      return isKnown(one) && measured.length == engines.length && !engines.some((engine) => fails(engine, one));
    });
wrong.push(
  ...mended.map(({ key }) => `${key}: is listed as known to fail, and does not: take that out of tests/faults/rows`),
);
const written = await readFile(DOC, 'utf8').catch(() => '');
const next = page(all, columns, written);
if (values.engine) console.log('one engine: docs/faults.md has both, and is left as it is');
else if (values.write) await writeFile(DOC, next);
else {
  // Whatever the page of the docs says of it must be so.
  const stood = written.split('\n## ');
  const lines = next.split('\n## ').flatMap((section) => {
    const title = section.split('\n', 1)[0];
    const before = new Set(stood.find((one) => one.split('\n', 1)[0] == title)?.split('\n'));
    return section
      .split('\n')
      .filter((line) => line.startsWith('| ') && !before.has(line))
      .map((line) => `${title}: ${line}`);
  });
  wrong.push(...lines.map((line) => `docs/faults.md has it otherwise (./x prove faults --write): ${line}`));
}
for (const one of wrong) console.error(one);
if (wrong.length) process.exitCode = 1;
