// `./x size`: what a first and a returning visit load, and whether that is within budget.json.
// With `--check`, over the budget is a failure.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const ROOT = path.resolve(path.dirname(new URL(import.meta.url).pathname), '../..');
const budget = JSON.parse(readFileSync(path.join(ROOT, 'budget.json'), 'utf8'));
const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
const row = (name, raw, gzip, brotlied) =>
  console.log(
    `  ${name.padEnd(34)}${String(raw).padStart(8)}${String(gzip).padStart(8)}${String(brotlied).padStart(8)}`,
  );

let over = 0;
for (const [visit, { files, ceiling }] of Object.entries(budget)) {
  console.log(`\n${visit}`);
  row('file', 'raw', 'gzip 9', 'br 11');
  const total = [0, 0, 0];
  for (const file of files) {
    const bytes = readFileSync(path.join(ROOT, 'pkg', file));
    const sizes = [bytes.length, gzipSync(bytes, { level: 9 }).length, brotli(bytes)];
    sizes.forEach((size, at) => (total[at] += size));
    row(file, ...sizes);
  }
  row('all', ...total);
  if (!ceiling) continue;
  const left = ceiling - total[2];
  over += left < 0;
  console.log(
    left < 0
      ? `  over the budget of ${ceiling} bytes by ${-left}`
      : `  within the budget of ${ceiling} bytes, ${left} left`,
  );
}
if (over && process.argv.includes('--check')) process.exit(1);
