// The matrix as docs/faults.md has it.

import { fileURLToPath } from 'node:url';

export const DOC = fileURLToPath(new URL('../../docs/faults.md', import.meta.url));

const row = (cells) => `| ${cells.join(' | ')} |`;

/** What the page says of a case: how it ended, or that it fails and is known to. */
const told = (cell, row, guard) =>
  cell.startsWith('FAILS') ? `**fails**${row.known?.[guard] ? ', known' : ''}` : cell;

/**
 * The page of all cases; those that were not measured stay as they were written.
 * @param {{title: string, row: import('./row.mjs').Row, guard: string, key: string}[]} cases
 * @param {Record<string, Map<string, string>>} columns  by engine  @param {string} written  the page as it is
 */
export const page = (cases, columns, written) => {
  const engines = Object.keys(columns);
  const titles = [...new Set(cases.map(({ title }) => title))];
  const tables = titles.map((title) => {
    const mine = cases.filter((one) => one.title == title);
    const [, section = ''] = written.split(`## ${title}\n`);
    const lines = mine.map(({ row: one, guard, key }) => {
      const start = `| ${one.name} | ${guard} |`;
      const before = section
        .split('\n## ')[0]
        .split('\n')
        .find((line) => line.startsWith(start));
      const stood = before?.slice(start.length, -1).split('|') ?? [];
      const cells = engines.map((engine, at) =>
        columns[engine].has(key) ? told(columns[engine].get(key), one, guard) : (stood[at]?.trim() ?? 'not measured'),
      );
      return row([one.name, guard, ...cells]);
    });
    const whys = [...new Set(mine.flatMap(({ row: { known = {} }, guard }) => known[guard] ?? []))].map(
      (why) => `\nKnown: ${why}.\n`,
    );
    const head = [row(['fault', 'guard', ...engines]), row(['---', '---', ...engines.map(() => '---')])];
    return `## ${title}\n\n${[...head, ...lines].join('\n')}\n${whys.join('')}`;
  });
  return `# What breaks, and how it ends

Each row is a page with a fault, in two engines, with the one tag (\`live\`) and under the seal. *Locked*: no request
reached a vendor, nothing was thrown that nobody caught, the page's own script worked before and after, and nothing
that the page keeps was deleted.
*Asks*: the banner stands. *Quiet*: it does not; *decided*: what was refused before holds. *Both answers hold*:
each was given, wrote the record that it always writes, and a later page without the fault went by it. From the
server's log, the cookie jar and what the browser says of errors; under *strict hosts* the browser's reports of
violations count too. Written by \`./x prove faults --write\`; do not edit.

${tables.join('\n')}`;
};
