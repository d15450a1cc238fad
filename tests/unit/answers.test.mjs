// What the plan foresees, by the shim's own code, over the cases that Rust has made and judged (src/plan/tests.rs).

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { load } from './load.mjs';

const { DAY, editionAt, foreseen, recordOf, untilOf } = await load('www/shim/answers.ts');
const cases = JSON.parse(readFileSync(new URL('../corpus/foreseen.json', import.meta.url), 'utf8'));
const NAME = '__Host-consent=';

const copiesIn = (jar) =>
  jar
    .split('; ')
    .filter((pair) => pair.startsWith(NAME))
    .map((pair) => pair.slice(NAME.length));
/** As www/shim/visitor.ts says it of a browser. */
const isUnknown = ({ gpc, age, regime }) => !gpc && !age && regime !== 'us';

test('foreseen implies what core says', () => {
  let found = 0;
  for (const one of cases) {
    const copies = copiesIn(one.jar);
    const answer =
      copies.length === 1 && isUnknown(one.visitor) ? foreseen(copies[0], one.decisions, one.now) : undefined;
    assert.equal(answer !== undefined, one.foreseen, JSON.stringify(one));
    if (!answer) continue;
    found++;
    const expected = answer === 'accept' ? 'granted' : 'denied';
    for (const verdict of one.verdicts) assert.equal(verdict, expected, JSON.stringify(one));
  }
  assert.ok(found > 50, `${found} of ${cases.length} were foreseen`);
});

const decisions = {
  answers: {
    accept: { record: '1.{when}.a.e{edition}.g~a', granted: ['a'] },
    reject: { record: '1.{when}.r.e{edition}.g', granted: [] },
    withdraw: { record: '1.{when}.w.e{edition}.g', granted: [] },
  },
  editions: [100, 200],
  days: [100, 150, 200],
  lifetime: 180,
  former: [],
};

test('an answer says its time and the edition in force', () => {
  assert.equal(editionAt(decisions, 99 * DAY), 0);
  assert.equal(editionAt(decisions, 199 * DAY), 100);
  assert.equal(recordOf(decisions.answers.accept, decisions, 100 * DAY), `1.${(100 * DAY).toString(36)}.a.e2s.g~a`);
  assert.equal(foreseen(recordOf(decisions.answers.accept, decisions, 101 * DAY), decisions, 102 * DAY), 'accept');
});

test('it stands until something changes, or the choice is over', () => {
  assert.equal(untilOf(decisions, 101 * DAY, 101 * DAY), 150 * DAY);
  assert.equal(untilOf(decisions, 160 * DAY, 160 * DAY), 200 * DAY);
  assert.equal(untilOf(decisions, 300 * DAY, 300 * DAY), 480 * DAY + 1);
});

test('what is not the one spelling of a record is not foreseen', () => {
  const now = 120 * DAY;
  const when = (110 * DAY).toString(36);
  assert.equal(foreseen(`1.${when}.a.e2s.g~a`, decisions, now), 'accept');
  for (const record of [
    '',
    `1.${when}.a.g~a`,
    `1.${when}.a.e2s.g`,
    `1.${when}.a.e2s.g~a~b`,
    `1.${when}.ax.e2s.g~a`,
    `1.0${when}.a.e2s.g~a`,
    `1.${when.toUpperCase()}.a.e2s.g~a`,
    `1.${when}.a.e02s.g~a`,
    `1.${when}.a.2s.g~a`,
    `1.${when}.a.ezzzz.g~a`,
    `1.${when}.a.e2s.g~a.`,
    `2.${when}.a.e2s.g~a`,
    `1.zzzzzz.a.e2s.g~a`,
    `1..a.e2s.g~a`,
    `1.{when}.a.e{edition}.g~a`,
  ])
    assert.equal(foreseen(record, decisions, now), undefined, record);
});
