// node tests/run.mjs [--without-browser] [--at-once N] FILE|FOLDER … – runs files of tests, each in a process of its
// own, a few at a time, against one browser server: a Chromium that all of them share, in which every visitor has a
// context of their own.
// Each file is run once. A file that does not pass, a test that is left out and a file without tests fail the run.

import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { run } from 'node:test';
import { inspect } from 'node:util';
import { WHOLE } from './chance.mjs';
import { serveChromium } from './world/browser.mjs';

/** A file that does not end has failed, and must not keep the others from ending. */
const LIMIT = (WHOLE ? 240 : 10) * 60 * 1000;
/** These measure what a processor that is busy with something else changes: they run last, with nothing beside them. */
const ALONE = ['tests/visitor/felt.test.mjs'];

const given = process.argv.slice(2);
const withBrowser = given[0] !== '--without-browser';
if (!withBrowser) given.shift();
const atOnce = given[0] === '--at-once' ? Number(given.splice(0, 2)[1]) : 2;
const files = [...new Set(given.flatMap(filesOf))];
if (!files.length) throw new Error(`no tests in ${given.join(', ')}`);

function filesOf(name) {
  if (!existsSync(name)) throw new Error(`there is no ${name}`);
  if (!statSync(name).isDirectory()) return [path.normalize(name)];
  return readdirSync(name)
    .filter((one) => one.endsWith('.test.mjs'))
    .sort()
    .map((one) => path.join(name, one));
}

const failures = [];
let ended = 0;

/** Runs one file, and says how it went once it has ended. */
async function tried(file) {
  const began = performance.now();
  let passed = 0;
  const mine = [];
  const failed = (name, error) => mine.push(`${file}: ${name}\n${error}`.replace(/\n(?=.)/g, '\n    '));
  const diagnostics = [];
  const stream = run({ files: [path.resolve(file)], timeout: LIMIT, concurrency: 1 });
  stream.on('test:pass', ({ name, skip, todo, details }) => {
    if (details?.type === 'suite') return;
    if (skip !== undefined || todo !== undefined) return failed(name, 'is left out');
    // A file without tests passes under its own name.
    if (path.resolve(name) !== path.resolve(file)) passed++;
  });
  stream.on('test:fail', ({ name, details: { error, type } }) => {
    if (type === 'suite' && error.failureType === 'subtestsFailed') return;
    if (path.resolve(name) === path.resolve(file) && error.failureType === 'subtestsFailed') return;
    failed(name, reasonOf(error));
  });
  stream.on('test:stderr', ({ message }) => diagnostics.push(message));
  await new Promise((done, broken) => stream.on('end', done).on('error', broken).resume());
  if (!passed && !mine.length) failed('no test', 'nothing was tried');
  const seconds = Math.round((performance.now() - began) / 1000);
  const outcome = mine.length ? `FAILED ${mine.length}, passed ${passed}` : `passed ${passed}`;
  console.log(`${`${++ended}`.padStart(`${files.length}`.length)}/${files.length}  ${file}: ${outcome} (${seconds} s)`);
  if (mine.length) console.log([...mine, ...diagnostics].join('\n'));
  failures.push(...mine);
}

const reasonOf = (error) => {
  const cause = error.cause ?? error;
  return typeof cause === 'string' ? cause : (cause.stack ?? inspect(cause)).replace(/\n\s+at .*node:internal.*/g, '');
};

async function inLanes(some, lanes) {
  const waiting = [...some];
  const lane = async () => {
    for (let file; (file = waiting.shift()); ) await tried(file);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

const server = withBrowser ? await serveChromium() : undefined;
if (server) process.env.PORTCULLIS_CHROMIUM = server.wsEndpoint();
try {
  const alone = files.filter((file) => ALONE.includes(file));
  await inLanes(
    files.filter((file) => !alone.includes(file)),
    atOnce,
  );
  await inLanes(alone, 1);
} finally {
  await server?.close();
}
if (failures.length) {
  console.error(`\n${failures.length} failed:\n${failures.map((one) => `  ${one.split('\n')[0]}`).join('\n')}`);
  process.exitCode = 1;
}
