// The page survives what gets at the snippet: locked or working, never blank, and never open before a choice.
// Some of each kind in Chromium; all, in three engines, by `./x prove survive`.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WHOLE } from '../chance.mjs';
import { ENGINES } from './engines/index.mjs';
import { CONTROL, DAMAGES, LOST } from './survive/damages.mjs';
import { measure, recorded } from './survive/table.mjs';

const OF_EACH_GROUP = 3;

/** Some of them, from first to last; pieces most of all, as they are alike. */
const some = (damages) => {
  if (WHOLE) return damages;
  const step = Math.max(1, Math.floor(damages.length / OF_EACH_GROUP));
  return damages.filter((_, at) => at % step === 0).slice(0, OF_EACH_GROUP);
};

const SAFE = /^locked \/ (locked|working(, without the shim)?)$/;

for (const engine of WHOLE ? Object.keys(ENGINES) : ['chromium']) {
  test(`${ENGINES[engine].name}: what gets at the snippet neither opens the page nor leaves it blank`, {
    timeout: WHOLE ? 7200000 : 600000,
  }, async () => {
    const [kept, lost] = [Object.values(DAMAGES).flatMap(some), some(LOST)];
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
