import assert from 'node:assert/strict';
import test from 'node:test';
import { runInNewContext } from 'node:vm';
import { seeded } from '../../tests/chance.mjs';
import { LETTERS, exchange, read, takeOver, write } from './letters.mjs';

/** Every way in which one name may be in another's way. */
const CODE = `(() => {
  var said = [], twice = (one) => one * 2, { host, path: [first, ...rest] = [7, 8, 9], ...others } = { host: 'h', deep: 1 };
  function count(one, two = () => one + host) { let three = two(); for (let one of [1, 2]) { said.push(one + three); var late = one; } return late; }
  said.push(count(3), twice(first), rest, others);
  try { null.x; } catch (error) { let name = error.constructor.name; said.push(name, { host, first }); }
  try { null.x; } catch ({ message }) { said.push(typeof message); }
  let named = function self(depth) { return depth ? self(depth - 1) + depth : 0; };
  said.push(named(4), (function () { return arguments.length; })(1, 2), ((host) => { { let host = 5; said.push(host); } return host; })(6));
  class Box { static made = 0; value = said.length; grow(by) { Box.made += by; return this.value + by; } }
  said.push(new Box().grow(2), Box.made, Math.max(...rest), typeof unknown, ((a, e) => [e, a])(1, 2));
  outer: for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) { if (j == 1) continue outer; said.push(() => i + j); }
  return JSON.stringify(said.map((each) => (typeof each == 'function' ? each() : each)));
})()`;
const says = (code) => runInNewContext(code);

test('whatever letters are exchanged, the script says the same', () => {
  const script = read(CODE);
  const random = seeded(7);
  const seen = new Set();
  let letters = [...script.letters];
  for (let step = 0; step < 2000; step++) {
    const number = Math.floor(random() * letters.length);
    // Few names, so that they meet often.
    const name = LETTERS[Math.floor(random() * 12)];
    if (name != letters[number]) for (const [each, other] of exchange(script, letters, number, name)) letters[each] = other;
    const code = write(script, letters);
    assert.equal(says(code), says(CODE), code);
    seen.add(code);
  }
  assert.ok(seen.size > 1000, `${seen.size} scripts`);
});

test('a script takes its letters over from a former one, and after a change all that stayed', () => {
  const script = read(CODE);
  const letters = [...script.letters];
  for (const number of letters.keys()) for (const [each, other] of exchange(script, letters, number, LETTERS[number % 20])) letters[each] = other;
  const former = write(script, letters);
  assert.equal(takeOver(CODE, former), former);
  const changed = CODE.replace('said.push(count(3)', 'let more = [host, first]; said.push(more, count(3)');
  const over = takeOver(changed, former);
  assert.equal(says(over), says(changed));
  assert.notEqual(says(over), says(CODE));
  // One variable is new; the others are named as they were.
  const names = (code) => read(code).letters;
  const kept = names(over).filter((name, at) => name == names(former)[at > 12 ? at - 1 : at]);
  assert.ok(kept.length > letters.length / 2, `${kept.length} of ${letters.length}`);
});
