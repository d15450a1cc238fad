// What every kind of damage does in every engine, as docs/survive.md says it. Run as a command it measures all of
// them and writes that page.

import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ENGINES } from '../engines/index.mjs';
import { CONTROL, DAMAGES, LOST } from './damages.mjs';
import { STATES, openVisitor } from './visit.mjs';

const PAGE = fileURLToPath(new URL('../../../docs/survive.md', import.meta.url));
const LOST_TITLE = 'Where the gate is lost';
export const GROUPS = { ...DAMAGES, [LOST_TITLE]: LOST };

/**
 * @param {keyof typeof ENGINES} engine
 * @param {import('./damages.mjs').Damage[]} damages
 * @returns {Promise<Map<string, string>>}  row to cell: undecided, and everything granted
 */
export async function measure(engine, damages) {
  const found = await Promise.all(
    STATES.map(async (state) => {
      const visitor = await openVisitor(engine, state);
      try {
        const outcomes = new Map();
        for (const damage of damages) {
          await visitor.recover();
          const { outcome, shim } = await visitor.visit(damage);
          const all = outcomes.get(damage.name) ?? outcomes.set(damage.name, new Set()).get(damage.name);
          all.add(outcome === 'working' && !shim ? 'working, without the shim' : outcome);
        }
        return outcomes;
      } finally {
        await visitor.close();
      }
    }),
  );
  const cell = (name) => found.map((outcomes) => [...outcomes.get(name)].sort().join(' or ')).join(' / ');
  return new Map(damages.map(({ name }) => [name, cell(name)]));
}

/** @param {Record<string, Map<string, string>>} columns  by engine */
const written = (columns) => {
  const names = Object.keys(columns);
  const row = (cells) => `| ${cells.join(' | ')} |`;
  const line = (name) => row([name, ...names.map((engine) => columns[engine].get(name))]);
  const head = (title) =>
    `${row([title, ...names.map((engine) => ENGINES[engine].name)])}\n${row(['---', ...names.map(() => '---')])}`;
  const rows = (damages) => [...new Set(damages.map(({ name }) => name))].map(line).join('\n');
  const tables = Object.entries(DAMAGES).map(([title, damages]) => `## ${title}\n\n${head('')}\n${rows(damages)}\n`);
  return `# What the snippet survives

What a page under the seal becomes when something gets at the snippet: before a choice / with everything granted.
*Locked*: nothing third-party is reached. *Working*: what is granted is reached, and nothing else. *Open*: something
is reached that is not granted. *Blank*: some of the page is not there. Written by \`./x survive\`; do not edit.

${head('The page itself')}
${line(CONTROL.name)}

${tables.join('\n')}
## ${LOST_TITLE}

A policy that is not there, that stands in \`<body>\`, or that comes after something has been asked for cannot hold it.
The shim says so in the console and shuts what is left to shut. So the snippet is pasted whole, first in \`<head>\`,
by the server or in the template, and not in JSX: React's server puts preloads of images before all that stands in
\`<head>\`. WebKit fetches markup beyond a blocking script that stands before the policy.

${head('')}
${rows(LOST)}
`;
};

/** The column of one engine, as the page has it. */
export async function recorded(engine) {
  const lines = (await readFile(PAGE, 'utf8'))
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.slice(2, -2).split(' | '));
  const column = lines[0].indexOf(ENGINES[engine].name);
  return new Map(lines.map((cells) => [cells[0], cells[column]]));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const all = [CONTROL, ...Object.values(GROUPS).flat()];
  const measured = await Promise.all(Object.keys(ENGINES).map(async (engine) => [engine, await measure(engine, all)]));
  await writeFile(PAGE, written(Object.fromEntries(measured)));
}
