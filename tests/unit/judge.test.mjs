// What waits, and what becomes of it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

const { createJudge } = await load('www/gate/judge.ts');
const TABLE = [
  ' fonts.test',
  'acme cdn.acme.test c=_acme*',
  'ads ads.acme.test c=_acme_ads',
  'other cdn.acme.test/other/',
].join('\n');

const judgeOf = ({ denies = false } = {}) => {
  const unknown = [];
  const judge = createJudge(
    { host: 'www.shop.test' },
    () => 'https://www.shop.test/p/',
    (host, road) => unknown.push([host, road]),
  );
  judge.learn(TABLE, denies);
  return { judge, unknown };
};
const granting = (decided, ...ids) => ({ decided, runs: (id) => ids.includes(id) });

test('an address waits for the service of its longest rule, and goes with its grant alone', () => {
  const { judge } = judgeOf();
  const held = (address) => judge.heldAddress(address, 'fetch');
  assert.deepEqual(held('https://cdn.acme.test/a.js'), ['acme']);
  assert.deepEqual(held('//cdn.acme.test/other/a.js'), ['other']);
  assert.equal(held('https://fonts.test/a.woff2'), undefined);
  assert.equal(held('/own.js'), undefined);
  assert.equal(held('https://['), undefined);
  judge.settle(granting(true, 'acme'));
  assert.equal(held('https://cdn.acme.test/a.js'), undefined);
  assert.deepEqual(held('https://cdn.acme.test/other/a.js'), ['other']);
  assert.deepEqual(held('https://ads.acme.test/'), ['ads']);
});

test('a name waits as an address does', () => {
  const { judge } = judgeOf();
  judge.settle(granting(true, 'acme'));
  assert.equal(judge.isHeldName('c', '_acme_1'), false);
  assert.equal(judge.isHeldName('c', '_acme_ads'), true);
  assert.equal(judge.isHeldName('l', '_acme_ads'), false);
  assert.equal(judge.isHeldName('c', 'cart'), false);
});

test('a third party that nobody declared is told of once, and refused only where the policy says so', () => {
  const { judge, unknown } = judgeOf();
  for (let at = 0; at < 3; at++) assert.equal(judge.heldAddress('https://nobody.test/', 'fetch'), undefined);
  assert.deepEqual(unknown, [['nobody.test', 'fetch']]);
  const denying = judgeOf({ denies: true }).judge;
  assert.deepEqual(denying.heldAddress('https://nobody.test/', 'fetch'), []);
  assert.equal(denying.heldAddress('https://www.shop.test/a', 'fetch'), undefined);
  assert.equal(denying.heldAddress('data:,x', 'fetch'), undefined);
});

test('what waits is answered by a grant or by the end of the question, in the order in which it came', async () => {
  const { judge } = judgeOf();
  const answers = [];
  const ask = (name, owners) => judge.verdict(owners).then((granted) => answers.push([name, granted]));
  ask('one', ['acme']);
  ask('two', ['ads']);
  ask('three', ['acme']);
  judge.settle(granting(false, 'acme'));
  await Promise.resolve();
  assert.deepEqual(answers, [
    ['one', true],
    ['three', true],
  ]);
  judge.settle(granting(true, 'acme'));
  await Promise.resolve();
  assert.deepEqual(answers.at(-1), ['two', false]);
  await ask('later', ['ads']);
  assert.deepEqual(answers.at(-1), ['later', false]);
});

test('what has a place comes back with a later grant, and can stop waiting', () => {
  const { judge } = judgeOf();
  const released = [];
  judge.whenGranted(['acme'], () => released.push('a'));
  const stop = judge.whenGranted(['acme'], () => released.push('b'));
  judge.settle(granting(true));
  assert.deepEqual(released, []);
  stop();
  judge.settle(granting(true, 'acme'));
  judge.settle(granting(true, 'acme'));
  assert.deepEqual(released, ['a']);
});

test('who asks no longer is not kept waiting', () => {
  const { judge } = judgeOf();
  judge.settle(granting(true));
  let asked = 0;
  for (let n = 0; n < 5000; n++)
    judge.whenGranted(
      ['acme'],
      () => {},
      () => (asked++, n === 0),
    );
  assert.ok(asked > 0 && asked < 10000, `${asked}`);
  let settled = 0;
  judge.settle({ decided: true, runs: () => (settled++, false) });
  assert.ok(settled <= 102, `${settled} wait`);
});

test('what is held before the policy is known goes as the policy has it then', async () => {
  const { judge } = judgeOf();
  const answers = [];
  const held = (address) => judge.heldAddress(address, 'fetch');
  const ask = (name, address) => judge.verdict(held(address)).then((granted) => answers.push([name, granted]));
  ask('essential', 'https://cdn.acme.test/pay.js');
  ask('renamed', 'https://ads.acme.test/');
  ask('unknown', 'https://cdn.acme.test/other/a.js');
  const late = held('https://cdn.acme.test/later.js');
  const placed = [];
  judge.whenGranted(held('https://cdn.acme.test/frame'), () => placed.push('frame'));
  judge.learn(' cdn.acme.test\nfilms ads.acme.test\nother cdn.acme.test/other/', false);
  judge.settle(granting(false));
  assert.equal(await judge.verdict(late), true);
  assert.deepEqual([answers, placed], [[['essential', true]], ['frame']]);
  judge.settle(granting(true, 'films'));
  await Promise.resolve();
  assert.deepEqual(answers.slice(1), [
    ['renamed', true],
    ['unknown', false],
  ]);
});

test('five hundred refused requests leave nothing behind', async () => {
  const { judge } = judgeOf();
  judge.settle(granting(true));
  const all = await Promise.all(Array.from({ length: 500 }, () => judge.verdict(['acme'])));
  assert.ok(all.every((granted) => granted === false));
  let settled = 0;
  judge.settle({ decided: true, runs: () => (settled++, false) });
  assert.equal(settled, 0, 'nobody waits any more');
});

test('what waits goes by the table that is learnt meanwhile', async () => {
  const { judge } = judgeOf();
  const pay = judge.verdict(judge.heldAddress('https://cdn.acme.test/pay.js', 'script'));
  const gone = judge.verdict(judge.heldAddress('https://ads.acme.test/', 'fetch'));
  const still = judge.verdict(judge.heldAddress('https://cdn.acme.test/other/a.js', 'script'));
  judge.learn([' cdn.acme.test', 'other cdn.acme.test/other/'].join('\n'), false);
  judge.settle(granting(true));
  assert.deepEqual(await Promise.all([pay, gone, still]), [true, true, false], 'essential, nobody’s, and refused');
  const strict = judgeOf();
  const nobodys = strict.judge.verdict(strict.judge.heldAddress('https://ads.acme.test/', 'fetch'));
  strict.judge.learn('', true);
  strict.judge.settle(granting(true));
  assert.equal(await nobodys, false, 'what nobody declared is refused where the policy says so');
});
