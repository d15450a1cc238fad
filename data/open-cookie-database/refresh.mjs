// `node data/open-cookie-database/refresh.mjs FILE.csv`: names.tsv, from the database's own CSV.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What is kept, by what it is called there. */
const KEPT = {
  name: 'Cookie / Data Key name',
  wildcard: 'Wildcard match',
  category: 'Category',
  platform: 'Platform',
  domain: 'Domain',
  retention: 'Retention period',
  controller: 'Data Controller',
};

/** The cells of a CSV: those in quotes may hold commas, line breaks, and quotes written twice. */
export function cells(text) {
  const rows = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/gy;
  for (let found; cell.lastIndex < text.length && (found = cell.exec(text)); ) {
    const [, quoted, plain, end] = found;
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ',') rows.push([]);
  }
  return rows.filter((row) => row.length > 1);
}

/** names.tsv, of the text of that CSV. */
export function names(csv) {
  const [head, ...rows] = cells(csv.replace(/^\uFEFF/, ''));
  const at = Object.values(KEPT).map((title) => {
    const place = head.findIndex((cell) => cell.trim() === title);
    if (place < 0) throw new Error(`no column "${title}": has the database changed?`);
    return place;
  });
  const lines = rows.map((row) => at.map((place) => (row[place] ?? '').replace(/\s+/g, ' ').trim()).join('\t'));
  return [Object.keys(KEPT).join('\t'), ...lines, ''].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = names(readFileSync(process.argv[2], 'utf8'));
  writeFileSync(new URL('names.tsv', import.meta.url), text);
  console.log(`${text.split('\n').length - 2} rows`);
}
