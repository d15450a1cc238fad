// What a vector file must be, so that it measures what it says.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aimAtThird, aimAtTwin, prepare, readVectors } from './vector.mjs';

const vectors = readVectors();
const RUN = { id: 'x-1', origin: 'https://www.shop.test', stun: 9 };

test('there are as many roads as we say', () => {
  const count = (kind) => vectors.filter((vector) => vector.kind === kind).length;
  assert.ok(count('request') >= 110, `${count('request')} requests`);
  assert.ok(count('storage') >= 10, `${count('storage')} storage writes`);
  assert.ok(count('connection') >= 5, `${count('connection')} connections`);
});

for (const vector of vectors) {
  test(`${vector.name} is a vector: ${vector.title}`, () => {
    assert.match(vector.title, /^\S.*\.$/);
    assert.ok(vector.name.length <= 50, 'a host begins with its name');
    assert.ok(['request', 'connection', 'storage'].includes(vector.kind));
    assert.ok(['policy', 'strict', 'hook', 'nothing'].includes(vector.heldBy));
    assert.ok(['beside', 'apart', 'none'].includes(vector.twin));
    assert.equal(
      Boolean(vector.why),
      vector.heldBy === 'nothing' || vector.notHeldIn.length > 0,
      'a reason, where one is needed',
    );
    const whole = [prepare(vector), ...vector.files.values(), vector.header?.[1] ?? ''].join('\n');
    const third = aimAtThird(whole, RUN);
    if (vector.kind !== 'storage') assert.notEqual(third, whole, 'aims at nothing');
    assert.doesNotMatch(third, /cdn\.acme|PLACE/);
    if (vector.kind === 'storage') assert.match(whole, /_acme/);
    if (vector.twin !== 'none') assert.doesNotMatch(aimAtTwin(whole, RUN), /acme\.test|google-analytics|_acme|PLACE/);
  });
}
