// docs/gate.md: what was measured, as a table that people read and the next run is held against.

import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ENGINES } from './engines/index.mjs';
import { STATES } from './states.mjs';

const FILE = fileURLToPath(new URL('../../docs/gate.md', import.meta.url));
const NOT_COUNTED = '–';
const LOST = '!';

const isGoverned = ({ kind, heldBy }) => kind === 'request' && heldBy === 'policy';
/** Whether a vector is held everywhere, or in that engine. */
const isHeld = ({ notHeldIn }, engine) => (engine ? !notHeldIn.includes(engine) : !notHeldIn.length);
const GROUPS = [
  ['What a policy in the page governs', (vector, engine) => isGoverned(vector) && isHeld(vector, engine)],
  [
    'What it governs in some engines, counted in those where it does not',
    (vector, engine) => isGoverned(vector) && !isHeld(vector, engine),
  ],
  ["What `--strict` governs besides: documents and workers of the site's own", ({ heldBy }) => heldBy === 'strict'],
  ['What the shim holds by hooks, once it runs', ({ kind, heldBy }) => kind === 'request' && heldBy === 'hook'],
  ['Connections and name look-ups', ({ kind }) => kind === 'connection'],
  ['Storage', ({ kind }) => kind === 'storage'],
  ['What a page cannot hold', ({ kind, heldBy }) => kind === 'request' && heldBy === 'nothing'],
];

/**
 * Cells by vector, state and engine.
 * @typedef {{leaks: number, lost: boolean} | null} Cell  null: it does not work there, so it is not counted
 */
export class Table {
  /** @type {Map<string, Cell>} */
  cells = new Map();

  static async read() {
    const table = new Table();
    const text = await readFile(FILE, 'utf8').catch(() => '');
    let states = [];
    for (const line of text.split('\n')) {
      const parts = line
        .split('|')
        .map((part) => part.trim())
        .slice(1, -1);
      if (parts[0] === 'vector') states = parts.slice(1);
      const [, name] = /^\[([a-z0-9-]+)\]\(\.\.\/tests\/gate\/vectors\//.exec(parts[0]) ?? [];
      if (!name) continue;
      parts.slice(1).forEach((part, at) => {
        const values = part.split(' ');
        Object.keys(ENGINES).forEach((engine, place) => table.#readCell(name, states[at], engine, values[place]));
      });
    }
    return table;
  }

  #readCell(vector, state, engine, value) {
    if (!value || value === '.') return;
    const cell = value === NOT_COUNTED ? null : { leaks: parseInt(value, 10), lost: value.endsWith(LOST) };
    this.set(vector, state, engine, cell);
  }

  get = (vector, state, engine) => this.cells.get(`${vector} ${state} ${engine}`);
  set = (vector, state, engine, cell) => this.cells.set(`${vector} ${state} ${engine}`, cell);

  /** Vectors that are counted in a state and an engine, and those of them that came through. */
  sum(vectors, state, engine) {
    const cells = vectors.map(({ name }) => this.get(name, state, engine)).filter(Boolean);
    return {
      counted: cells.length,
      leaking: cells.filter(({ leaks }) => leaks).length,
      lost: cells.filter(({ lost }) => lost).length,
    };
  }

  /** @param {import('./vector.mjs').Vector[]} vectors */
  print(vectors) {
    const states = Object.keys(STATES);
    const lines = [
      '# What gets out',
      '',
      'Written by `./x prove gate`; do not edit. `./x test gate` measures a few anew and fails on a new leak.',
      `Each vector is a page, loaded in ${Object.values(ENGINES)
        .map(({ name }) => name)
        .join(', ')}; what reached the third party is read from`,
      "the test server's log. The three numbers of a cell are the three engines, " +
        'in that order: loads in which it was reached.',
      `\`${NOT_COUNTED}\`: without a gate it is not reached either, ` +
        `so it is not counted. \`.\`: not measured. \`${LOST}\`: the same vector aimed at the`,
      "page's own host was lost.",
      '',
      '| state | |',
      '|---|---|',
      ...states.map((state) => `| ${state} | ${STATES[state].title} |`),
      '',
      '## Vectors that came through, of those counted',
    ];
    for (const [title, isIn] of GROUPS) {
      lines.push(
        '',
        `### ${title}`,
        '',
        `| state | ${Object.values(ENGINES)
          .map(({ name }) => name)
          .join(' | ')} |`,
        '|---|---|---|---|',
      );
      for (const state of states) {
        const sums = Object.keys(ENGINES).map((engine) =>
          this.sum(
            vectors.filter((vector) => isIn(vector, engine)),
            state,
            engine,
          ),
        );
        if (sums.every(({ counted }) => !counted)) continue;
        lines.push(
          `| ${state} | ${sums
            .map(
              ({ counted, leaking, lost }) =>
                `${leaking} of ${counted}${
                  lost
                    ? `,
${lost} lost`
                    : ''
                }`,
            )
            .join(' | ')} |`,
        );
      }
    }
    lines.push('', '## Every vector');
    for (const [title, isIn] of GROUPS) {
      lines.push(
        '',
        `### ${title}`,
        '',
        `| vector | ${states.join(' | ')} |`,
        `|---|${states.map(() => '---|').join('')}`,
      );
      for (const vector of vectors.filter((one) => isIn(one))) {
        const cells = states.map((state) =>
          Object.keys(ENGINES)
            .map((engine) => print(this.get(vector.name, state, engine)))
            .join(' '),
        );
        lines.push(`| [${vector.name}](../tests/gate/vectors/${vector.name}.html) | ${cells.join(' | ')} |`);
      }
    }
    const why = new Map();
    for (const { name, notHeldIn, why: reason } of vectors) {
      const where = notHeldIn.map((engine) => ENGINES[engine].name).join(', ');
      if (reason) why.set(reason, [...(why.get(reason) ?? []), `\`${name}\`${where && ` (${where})`}`]);
    }
    lines.push(
      '',
      '## Why nothing holds some',
      '',
      ...[...why].map(([reason, names]) => `- ${names.join(', ')}: ${reason}.`),
      '',
    );
    return lines.join('\n');
  }

  write = (vectors) => writeFile(FILE, this.print(vectors));
}

function print(cell) {
  if (cell === undefined) return '.';
  return cell === null ? NOT_COUNTED : `${cell.leaks}${cell.lost ? LOST : ''}`;
}
