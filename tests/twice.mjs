// node tests/twice.mjs [--at-once N] FOLDER … – the tests of folders; a file that fails is run once more, by itself. Browsers on two
// cores sometimes lose a race with the clock; a product that is wrong is wrong again. What is never asked twice is a leak: where a
// test expected nothing and found something, the file has failed.

import { readdirSync } from 'node:fs';
import path from 'node:path';
import { run } from 'node:test';
import { tap } from 'node:test/reporters';

// A file that does not end has failed, and must not keep the others from ending.
const LIMIT = 12 * 60 * 1000;

const given = process.argv.slice(2);
const atOnce = given[0] === '--at-once' ? Number(given.splice(0, 2)[1]) : 1;
const files = given.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.test.mjs'))
    .sort()
    .map((name) => path.resolve(folder, name)),
);
if (!files.length) throw new Error(`no tests in ${given.join(', ')}`);

const expectedNothing = ({ cause }) =>
  cause?.code === 'ERR_ASSERTION' && Array.isArray(cause.expected) && !cause.expected.length;

/** Runs them; says which failed, and of those which may not be asked again. */
function tried(files, concurrency) {
  const failed = new Set();
  const leaked = new Set();
  return new Promise((done, broken) => {
    const tests = run({ files, concurrency, timeout: LIMIT });
    tests.on('test:fail', ({ file, details, todo }) => {
      if (todo) return;
      failed.add(file);
      if (expectedNothing(details.error)) leaked.add(file);
    });
    tests.on('end', () => done({ failed: [...failed], leaked }));
    tests.on('error', broken);
    tests.compose(tap).pipe(process.stdout, { end: false });
  });
}

const first = await tried(files, atOnce);
const again = first.failed.filter((file) => !first.leaked.has(file));
const second = again.length ? await tried(again, 1) : { failed: [] };
const lasting = [...first.leaked, ...second.failed].map((file) => path.relative('.', file));
for (const file of again) console.log(`asked twice: ${path.relative('.', file)}`);
if (lasting.length) {
  console.error(`failed: ${lasting.join(', ')}`);
  process.exitCode = 1;
}
