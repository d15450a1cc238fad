// The catalogue's files, against what is written and built from them. src/policy/catalogue/tests.rs says what a file
// must be.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { PAGE, page, readServices } from '../www/build/services.mjs';

const services = readServices();

test('docs/services.md says what the files say', async () => {
  assert.equal(await readFile(PAGE, 'utf8'), page(), 'run ./x services');
});

test('every host, name, duration and source of a file stands on that page', () => {
  const said = page();
  for (const { service, sources } of services) {
    const [line] = said.split('\n').filter((line) => line.startsWith(`| \`services/${service.id}\``));
    const facts = [
      service.name,
      service.vendor,
      service.class,
      service.privacy,
      ...service.hosts.map((host) => `\`${host}\``),
    ];
    for (const { name, duration } of service.cookies) facts.push(`\`${name}\` ${duration}`);
    for (const fact of facts) assert.ok(line.includes(fact), `${service.id}: no ${fact}`);
    for (const source of Object.values(sources))
      assert.ok(said.includes(`: ${source}\n`), `${service.id}: no ${source}`);
  }
});

test('what is deployed is what the files say, without where it is from', async () => {
  for (const { service } of services) {
    const deployed = await readFile(new URL(`../pkg/services/${service.id}.json`, import.meta.url), 'utf8');
    assert.equal(deployed, JSON.stringify({ service }));
  }
});
