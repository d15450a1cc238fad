// No line of source is longer than 120 columns: formatters break code, and leave comments, strings and scripts alone.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const LONGEST = 120;
const SOURCE = ['*.rs', '*.ts', '*.mjs', '*.js', '*.jsx', '*.css', '*.sh', '*.toml', '*.yml', '*.conf', 'x', '.ci/run'];
/** What others wrote, and what the build writes. */
const NOT_OURS = [/^pkg\//, /\/vendors\//, /^www\/generated\.ts$/];

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...SOURCE], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file && !NOT_OURS.some((pattern) => pattern.test(file)));

for (const file of files) {
  for (const [at, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    const columns = [...line].length;
    if (columns <= LONGEST) continue;
    console.error(`${file}:${at + 1}: ${columns} columns, and ${LONGEST} are the most`);
    process.exitCode = 1;
  }
}
