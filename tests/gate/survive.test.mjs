// The page survives what gets at the snippet: locked or working, never blank, and never open before a choice.
// A sample that is chosen anew each time; SURVIVE=all takes everything, SURVIVE=<seed> a sample again.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ENGINES } from './engines/index.mjs';
import { CONTROL, DAMAGES, LOST } from './survive/damages.mjs';
import { measure, recorded } from './survive/table.mjs';

const OF_EACH_GROUP = 4;
const { SURVIVE: seed = String(Math.floor(Math.random() * 1e9)) } = process.env;

/** Some of them, by the seed; pieces most of all, as they are alike. */
const sample = (damages, salt) => {
  let state = [...`${seed} ${salt}`].reduce((hash, char) => (Math.imul(hash, 33) ^ char.charCodeAt(0)) >>> 0, 7);
  const drawn = damages.map((damage) => [(state = (Math.imul(state, 1664525) + 1013904223) >>> 0), damage]);
  return seed === 'all'
    ? damages
    : drawn
        .sort(([a], [b]) => a - b)
        .slice(0, OF_EACH_GROUP)
        .map(([, damage]) => damage);
};

const SAFE = /^locked \/ (locked|working(, without the shim)?)$/;

for (const engine of Object.keys(ENGINES)) {
  test(`${ENGINES[engine].name}: what gets at the snippet neither opens the page nor leaves it blank`, {
    timeout: 600000,
  }, async (t) => {
    t.diagnostic(`SURVIVE=${seed} repeats this choice`);
    const [kept, lost] = [Object.entries(DAMAGES).flatMap(([title, all]) => sample(all, title)), sample(LOST, '')];
    const known = await recorded(engine);
    const found = await measure(engine, [CONTROL, ...kept, ...lost]);
    assert.equal(found.get(CONTROL.name), 'open / open');
    for (const { name, place = '' } of kept) {
      assert.match(found.get(name), SAFE, `${name} ${place}`);
      assert.equal(
        found.get(name),
        known.get(name),
        `${name} ${place}: as docs/survive.md has it; ./x survive writes it anew`,
      );
    }
    // What is lost may be lost less: browsers race there.
    for (const { name } of lost) {
      if (SAFE.test(known.get(name))) assert.match(found.get(name), SAFE, `${name}: docs/survive.md has it as safe`);
    }
  });
}
