#!/usr/bin/env node
// `npx portcullis`: the command line of the native program, whose code this is as wasm (src/command, src/node.rs).
// Here is what it has of Node: files, the clock, and pages of the web, which are fetched before it asks.

import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { fetchAnswer } from './answer.mjs';
import { initSync, pages, run } from './command.js';

initSync({ module: readFileSync(new URL('command_bg.wasm', import.meta.url)) });

const answers = new Map();

const process_ = {
  file(name) {
    try {
      return readFileSync(name == '-' ? 0 : name);
    } catch (error) {
      throw error.code == 'ENOENT' ? 'missing' : error.message;
    }
  },
  put(name, bytes) {
    const unfinished = `${name}.${process.pid}`;
    try {
      mkdirSync(path.dirname(name), { recursive: true });
      writeFileSync(unfinished, bytes);
      renameSync(unfinished, name);
    } catch (error) {
      rmSync(unfinished, { force: true });
      throw error.message;
    }
  },
  answer(url) {
    const answer = answers.get(url);
    if (typeof answer == 'string') throw answer;
    return answer;
  },
  brotli: (bytes) => brotliCompressSync(bytes).length,
  now: () => Date.now() / 1000,
  pkg: () => fileURLToPath(new URL('..', import.meta.url)),
};

/** Writes all of it: a pipe takes what it has room for. */
function write(descriptor, text) {
  for (let bytes = Buffer.from(text); bytes.length; ) {
    try {
      bytes = bytes.subarray(writeSync(descriptor, bytes));
    } catch (error) {
      if (error.code == 'EPIPE') return;
      if (error.code != 'EAGAIN') throw error;
    }
  }
}

const given = process.argv.slice(2);
for (const url of pages(given))
  answers.set(url, await fetchAnswer(url).catch((error) => error.message || String(error)));
const { out, err, status } = run(given, process_);
write(1, out);
write(2, err);
process.exitCode = status;
