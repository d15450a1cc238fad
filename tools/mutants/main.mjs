// Which changes of core no test of it sees: cargo-mutants, into docs/mutants.md beside why each that is left may be
// (tools/mutants/left.txt). `./x mutants [FILE…]` runs these files; `--read FOLDER…` takes what runs left there, the
// later first.

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** The record, the decision, the erasure, the seal, the plan and the matcher. */
const ROOMS = {
  consent: ['record', 'mask', 'decision', 'choice', 'erasure', 'seal/*'],
  plan: ['mod', 'answers', 'digest', 'embed', 'pass', 'steps', 'wording'],
  classify: ['pattern', 'rule', 'table'],
};
const FILES = Object.entries(ROOMS).flatMap(([room, names]) => names.map((name) => `src/${room}/${name}.rs`));
/** Only the tests of these rooms: what they do not see, another room's test should not be the only one to see. */
const TESTS = Object.keys(ROOMS).map((room) => `${room}::`);
const KINDS = ['caught', 'timeout', 'missed', 'unviable'];

const given = process.argv.slice(2);
let folders = given.slice(1);
if (given[0] != '--read') {
  folders = [path.join(ROOT, 'target')];
  const files = (given.length ? given : FILES).flatMap((file) => ['--file', file]);
  const run = spawnSync(
    'cargo',
    [
      'mutants',
      '-j1',
      '--no-shuffle',
      '--minimum-test-timeout',
      '60',
      '-o',
      folders[0],
      ...files,
      '--',
      '--locked',
      '--lib',
      '--',
      ...TESTS,
    ],
    { cwd: ROOT, stdio: 'inherit' },
  );
  if (run.error || run.status == 101) throw new Error('cargo-mutants is missing: cargo install cargo-mutants --locked');
}

/** Each change that was to be tried, and what became of it. */
const became = new Map();
for (const folder of folders.toReversed()) {
  const read = (name) => readFileSync(path.join(folder, 'mutants.out', name), 'utf8');
  for (const { name } of JSON.parse(read('mutants.json'))) if (!became.has(name)) became.set(name, 'untried');
  for (const kind of KINDS) for (const name of read(`${kind}.txt`).split('\n').filter(Boolean)) became.set(name, kind);
}
const fileOf = (name) => name.slice(0, name.indexOf(':'));
const all = [...became];
const rows = [...new Set(all.map(([name]) => fileOf(name)))].sort().map((file) => {
  const mine = all.filter(([name]) => fileOf(name) == file);
  const counts = [...KINDS, 'untried'].map((kind) => mine.filter(([, what]) => what == kind).length);
  return `| ${[file, ...counts].join(' | ')} |`;
});
/** A change without the place that it stands at, which moves. */
const left = all.filter(([, what]) => what == 'missed').map(([name]) => name.replace(/^([^:]+):\d+:\d+: /, '$1: '));
const why = new Map(
  readFileSync(path.join(import.meta.dirname, 'left.txt'), 'utf8')
    .split('\n')
    .filter((line) => line.includes(' # '))
    .map((line) => line.split(' # ')),
);
writeFileSync(
  path.join(ROOT, 'docs/mutants.md'),
  `# Changes of core that no test of it sees

Written by \`./x mutants\`: cargo-mutants makes one change after the other, and runs the tests of these rooms
(\`cargo test --lib -- ${TESTS.join(' ')}\`), not those of the other rooms,
the mutated policies or the browser, which see more.

| file | seen | seen by time | not seen | not Rust | not tried |
|---|---|---|---|---|---|
${rows.join('\n')}

## Not seen, and why that may be

${left.length ? left.map((line) => `- \`${line}\`: ${why.get(line) ?? '**not argued**'}`).join('\n') : 'None.'}
`,
);
const unargued = left.filter((line) => !why.has(line));
for (const line of unargued) console.error(`not seen, and tools/mutants/left.txt does not say why: ${line}`);
if (unargued.length) process.exitCode = 1;
