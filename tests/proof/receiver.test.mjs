// The receiver of examples/receipts: killed at random while a thousand receipts are posted, it ends with exactly those
// that it acknowledged.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const BINARY = fileURLToPath(new URL('../../examples/receipts/target/debug/receipts', import.meta.url));
const RECEIPTS = 1000,
  KILLS = 12;

/** Starts it on a file; resolves with its address once it listens. */
async function start(file, port = 0) {
  const process = spawn(BINARY, [file, `127.0.0.1:${port}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise((done, failed) => {
    process.stdout.once('data', (line) => done(String(line).trim()));
    process.once('exit', (code) => failed(new Error(`it ended with ${code}`)));
  });
  return { url, process, ended: new Promise((done) => process.once('exit', done)) };
}

const post = async (url, body) => (await fetch(url, { method: 'POST', body })).status;

/**
 * What the file holds, read by the receiver anew: a receipt that it has is answered with 200, and one that it lacks
 * with 201.
 */
function held(file) {
  const { status, stdout, stderr } = spawnSync(
    'python3',
    [
      '-c',
      'import json,sqlite3,sys; print(json.dumps(sqlite3.connect(sys.argv[1]).execute("SELECT id, ' +
        'body FROM receipts").fetchall()))',
      file,
    ],
    { encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  assert.equal(status, 0, stderr);
  return new Map(JSON.parse(stdout));
}

const HASH = 'A'.repeat(43);

/** A receipt as it is handed over, so many minutes after a certain day. */
const receipt = (minute) =>
  JSON.stringify({
    '@context': { dpv: 'https://w3id.org/dpv#' },
    at: new Date(Date.UTC(2026, 10, 1) + minute * 60_000).toISOString().replace('.000', ''),
    conformsTo: 'https://w3id.org/dpv/schema/dpv-27560#receipt',
    controller: { contact: 'privacy@shop.example', name: 'Shöp 🛒 "\u2028' },
    gpc: false,
    how: 'save',
    id: `${String(minute).padStart(8, '0')}-0000-4000-8000-000000000000`,
    kind: 'decision',
    minor: false,
    notice: { hash: HASH, language: 'en', layout: 'bar', policy: HASH, surface: 'banner', updated: '2026-11-22' },
    processes: ['s0', 's1', 's2'].map((service, at) => ({
      purpose: 'audience',
      recipient: 'Acme',
      service,
      status: (minute + at) % 2 ? 'refused' : 'given',
    })),
    regime: 'eu',
  });

const bodies = Array.from({ length: RECEIPTS }, (_, minute) => receipt(minute));

test('killed at random while a thousand receipts are posted, it has exactly those that it acknowledged', {
  timeout: 120000,
}, async (t) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'receipts-'));
  const file = path.join(folder, 'receipts.sqlite');
  let receiver = await start(file);
  const { port } = new URL(receiver.url);
  t.after(() => (receiver.process.kill('SIGKILL'), rmSync(folder, { recursive: true })));

  const acknowledged = new Set();
  const statuses = {};
  let left = bodies.map((body, at) => [at, body]);
  let kills = 0,
    lost = 0;
  const killAt = new Set(Array.from({ length: KILLS }, () => Math.floor(Math.random() * RECEIPTS)));
  while (left.length) {
    const again = [];
    // Eight at a time, as visitors come.
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let next; (next = left.shift()); ) {
          const [at, body] = next;
          if (killAt.delete(at)) {
            kills++;
            receiver.process.kill('SIGKILL');
          }
          try {
            const status = await post(receiver.url, body);
            statuses[status] = (statuses[status] || 0) + 1;
            if (status === 200 || status === 201) acknowledged.add(JSON.parse(body).id);
            else again.push(next);
          } catch {
            lost++;
            again.push(next);
          }
        }
      }),
    );
    if (receiver.process.killed) {
      await receiver.ended;
      // What it had acknowledged is there before it runs again.
      const now = held(file);
      for (const id of acknowledged) assert.ok(now.has(id), `${id} was acknowledged and is gone`);
      receiver = await start(file, port);
    }
    left = again;
  }
  console.log(`# ${kills} kills, ${lost} posts without an answer, answers: ${JSON.stringify(statuses)}`);
  assert.ok(kills > 0 && lost > 0);
  const found = held(file);
  assert.deepEqual([...found.keys()].sort(), [...acknowledged].sort());
  assert.equal(found.size, RECEIPTS);
  for (const body of bodies) assert.equal(found.get(JSON.parse(body).id), body);
});

test('the same receipt twice is one, another under its id is refused, and what is none is not kept', async (t) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'receipts-'));
  const file = path.join(folder, 'receipts.sqlite');
  const { url, process } = await start(file);
  t.after(() => (process.kill('SIGKILL'), rmSync(folder, { recursive: true })));
  const known = JSON.parse(bodies[0]);
  const linked = { ...known, before: HASH };
  const answers = [];
  for (const body of [
    bodies[0],
    bodies[0],
    JSON.stringify({ ...known, gpc: true }),
    JSON.stringify(linked),
    '{',
    'x'.repeat(1 << 19),
    JSON.stringify({ ...known, id: 'me' }),
  ]) {
    answers.push(await post(url, body));
  }
  assert.deepEqual(answers, [201, 200, 409, 400, 400, 413, 400]);
  assert.equal((await fetch(url)).status, 405);
  assert.deepEqual([...held(file).values()], [bodies[0]]);
});
