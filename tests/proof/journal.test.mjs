// The journal as a page writes it, without a page: its bounds, what writing costs, and that the verifier takes it.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { append, exported, hash, sound, verify, decision } from './writer.mjs';

const NOW = Date.UTC(2026, 10, 20);
const SAME = fileURLToPath(new URL('same.json', import.meta.url));

/** A journal of so many decisions. */
async function journal(count, services) {
  let [text] = sound();
  for (let at = 0; at < count; at++) text = await append(text, decision(at, services), NOW);
  return text;
}

test('ten thousand decisions take less than 64 KiB, counted as UTF-16, and what remains of them verifies', async () => {
  const text = await journal(10_000);
  console.log(`# ${text.length * 2} bytes of UTF-16, ${text.split('\n').length - 1} entries kept`);
  assert.ok(text.length * 2 < 64 * 1024, `${text.length * 2}`);
  const { status, said } = verify(await exported(text));
  assert.deepEqual({ status, said }, { status: 0, said: '-: whole' });
  assert.equal(JSON.parse(text.split('\n')[0]).purged, 10_000 - (text.split('\n').length - 1));
});

test('adding to a full journal costs hardly more than adding to an empty one', async () => {
  const [empty, full] = [sound()[0], await journal(200)];
  const of = async (text) => {
    const start = performance.now();
    for (let at = 0; at < 20; at++) await append(text, decision(at), NOW);
    return performance.now() - start;
  };
  // By turns, so that whatever else the machine does befalls both; the best of many is what it takes undisturbed.
  const best = [Infinity, Infinity];
  for (let turn = 0; turn < 40; turn++)
    for (const [at, text] of [empty, full].entries()) best[at] = Math.min(best[at], await of(text));
  const ratio = best[1] / best[0];
  console.log(`# a full journal of ${full.length} characters: ${ratio.toFixed(2)} times an empty one`);
  // Hashing or writing all of it again would cost some thirty times as much.
  assert.ok(ratio < 5, `${ratio}`);
});

test('every byte of an export counts: turned, lost, or another in its place', async () => {
  const export_ = Buffer.from(await exported(await journal(2)));
  // All positions are gone through in src/journal/tests.rs; here, that the command's exit says so.
  for (const at of [0, 7, export_.length >> 1, export_.length - 1]) {
    const bytes = Buffer.from(export_);
    bytes[at] ^= 1;
    assert.notEqual(verify(bytes.toString()).status, 0, `byte ${at}`);
  }
  assert.match(
    verify(export_.toString().replace('"s1","status":"refused"', '"s1","status":"given"')).said,
    /entry 1: `hash` is not that of its content/,
  );
  assert.equal(verify('{').status, 1);
  assert.equal(verify(export_.toString(), '--policy').status, 2);
});

test('a journal that something has damaged is read as far as it is whole, and nothing written later is lost', async () => {
  const text = await journal(3);
  for (const damaged of [text.slice(0, -5), `${text}\nx`, 'x', '{}', text.slice(40)]) {
    const [rest, found] = sound(damaged);
    assert.equal(found, true, damaged);
    const next = await append(
      await append(rest, { kind: 'damage', at: '2026-11-20T00:00:00Z' }, NOW),
      decision(9),
      NOW,
    );
    assert.deepEqual(verify(await exported(next)), { status: 0, said: '-: whole' });
  }
  assert.deepEqual(sound(text), [text, false]);
});

test('the page writes what the core writes, byte for byte', async () => {
  const facts = [
    decision(0),
    decision(1, 0),
    { kind: 'erasure', at: '2026-11-02T00:00:00Z', erased: ['cookie _ga'], survivors: [] },
    ...Array.from({ length: 14 }, (_, at) => decision(2 + at, 25)),
  ];
  let [stored] = sound();
  for (const one of facts) stored = await append(stored, one, NOW);
  assert.ok(JSON.parse(stored.split('\n')[0]).purged > 0);
  const written =
    JSON.stringify({ facts, stored: await hash(stored), exported: await hash(await exported(stored)) }) + '\n';
  if (process.env.PORTCULLIS_WRITE) writeFileSync(SAME, written);
  // tests/journal.rs holds the core to the same file.
  assert.equal(readFileSync(SAME, 'utf8'), written);
});
