// npm's packages, which build and test and are no part of pkg/; and pkg/ itself, file by file.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

const at = (name) => new URL(`../../${name}`, import.meta.url);
const json = (name) => JSON.parse(readFileSync(at(name), 'utf8'));

test(
  'npm’s packages are pinned, none is a part of ours, none runs at its installation, ' +
    'and docs/decisions/026 says why each is there',
  () => {
    const { dependencies, devDependencies } = json('package.json');
    assert.equal(dependencies, undefined);
    const rows = readFileSync(at('docs/decisions/026-dependencies.md'), 'utf8');
    for (const [name, version] of Object.entries(devDependencies)) {
      assert.match(version, /^\d+\.\d+\.\d+$/, name);
      assert.ok(
        rows.split('\n').some((row) => row.startsWith('| ') && row.includes(`\`${name}\``)),
        `${name} has no row`,
      );
    }
    for (const file of ['.npmrc', 'tests/bench/lighthouse/.npmrc'])
      assert.match(readFileSync(at(file), 'utf8'), /^ignore-scripts=true$/m, file);
  },
);

for (const lock of ['package-lock.json', 'tests/bench/lighthouse/package-lock.json']) {
  test(`${lock}: every package has its hash, and nothing comes from a git or a file`, () => {
    const packages = Object.entries(json(lock).packages).filter(([name]) => name);
    assert.ok(packages.length > 50);
    for (const [name, { integrity, resolved = '', link }] of packages) {
      assert.match(integrity ?? '', /^sha512-/, name);
      assert.ok(!link && (!resolved || resolved.startsWith('https://registry.npmjs.org/')), `${name}: ${resolved}`);
    }
  });
}

test('integrity.json has every file of pkg/, and the hash that it has', () => {
  const { files, tools } = json('pkg/integrity.json');
  const there = readdirSync(at('pkg'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath.slice(at('pkg').pathname.length)}/${entry.name}`.replace(/^\//, ''))
    .filter((name) => name != 'integrity.json');
  assert.deepEqual(Object.keys({ ...files, ...tools }).sort(), there.sort());
  for (const [name, hash] of Object.entries({ ...files, ...tools })) {
    const sum = createHash('sha256')
      .update(readFileSync(at(`pkg/${name}`)))
      .digest('base64');
    assert.equal(hash, `sha256-${sum}`, name);
  }
});
