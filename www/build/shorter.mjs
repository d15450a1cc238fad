// Looks for the letters by which brotli makes least of what every visit loads, and leaves them in pkg/, from where the
// next build takes them over: `node www/build/shorter.mjs [SECONDS of each script]`.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { seeded } from '../../tests/chance.mjs';
import { LETTERS, exchange, read, same, write } from './letters.mjs';

const PKG = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../../pkg');
const SCRIPTS = ['portcullis.js', 'portcullis-seal.js', 'portcullis-core.js'];
const seconds = Number(process.argv[2] ?? 600);
/** How many bytes more are kept at first, about. */
const WARMTH = 0.5;

const weight = (code) => brotliCompressSync(code, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;

/** The places of a script by what stands around them, in three ways: those that have the same there may as well have the same letter. */
function surroundings({ pieces, places }) {
  const alike = new Map();
  const keys = places.map((_, at) => [pieces[at].slice(-3), `${pieces[at].slice(-2)}\n${pieces[at + 1].slice(0, 2)}`, `\n${pieces[at + 1].slice(0, 3)}`]);
  keys.forEach((three, at) => three.forEach((key) => alike.set(key, [...(alike.get(key) ?? []), at])));
  return { keys, alike };
}

/** Simulated annealing: what is longer by a byte is kept now and then, and ever more seldom. */
function search(code) {
  const script = read(code);
  const { keys, alike } = surroundings(script);
  const random = seeded(1);
  const one = (list) => list[Math.floor(random() * list.length)];
  let letters = [...script.letters];
  let now = weight(code);
  let best = { letters: [...letters], bytes: now };
  const begun = Date.now();
  for (let passed; (passed = (Date.now() - begun) / seconds / 1000) < 1; ) {
    const at = Math.floor(random() * script.places.length);
    const number = random() < 0.6 ? script.places[at] : Math.floor(random() * letters.length);
    const name = number == script.places[at] ? letters[script.places[one(alike.get(one(keys[at])))]] : LETTERS[Math.floor(random() ** 1.7 * LETTERS.length)];
    const changed = name == letters[number] ? [] : exchange(script, letters, number, name);
    if (!changed.length) continue;
    const before = [...letters];
    for (const [each, other] of changed) letters[each] = other;
    const bytes = weight(write(script, letters));
    if (bytes <= now || random() < Math.exp((now - bytes) / WARMTH / (1 - passed))) now = bytes;
    else letters = before;
    if (now < best.bytes) best = { letters: [...letters], bytes: now };
  }
  return same(script, write(script, best.letters));
}

for (const name of SCRIPTS) {
  const file = path.join(PKG, name);
  const code = readFileSync(file, 'utf8');
  const shorter = search(code);
  writeFileSync(file, shorter);
  console.log(`${name}: ${weight(code)} to ${weight(shorter)} bytes`);
}
