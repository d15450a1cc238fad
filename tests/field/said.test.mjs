// A mark that is wrong says so once, in the console with the element and the mend, and `portcullis check --page` says
// the same before. Nothing that is wrong in one entry stops the rest.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { LIMIT, openShop } from '../e2e/shop.mjs';
import { ACME, ADS, CLIPS, builtSite, html, script } from './services.mjs';

const shop = openShop();
const PROGRAM = fileURLToPath(new URL('../../target/debug/portcullis', import.meta.url));
const SERVICES = [ACME, ADS, CLIPS];

/** Tells the shop's own server that it has run. */
const HEAD = `<script>const ran = (what) => navigator.sendBeacon('/ran?' + what);</script>`;
const LAST = `<script type="text/plain" data-consent="acme">ran('last')</script>`;
const ranIn = (visitor) =>
  visitor.seen({ path: '/ran' }).map(({ url }) => decodeURIComponent(new URL(url).search.slice(1)));

const saidIn = ({ consoleErrors }) => consoleErrors.filter((text) => text.startsWith('portcullis'));

/** Tag, what the console says, the rule of `check`, and how often the tag runs or is fetched in all. */
const WRONG = {
  'a script without its type': [
    `<script data-consent="acme" src="https://cdn.acme.test/count.js"></script>`,
    /this script is not held, nor run again: a marked script needs type="text\/plain"/,
    'half-marked',
    1,
  ],
  'an inline script without its type': [
    `<script data-consent="acme">ran('here')</script>`,
    /this script is not held, nor run again: a marked script needs type="text\/plain"/,
    'half-marked',
    1,
  ],
  'a picture with its address': [
    `<img data-consent="acme" alt="" src="https://cdn.acme.test/pixel.gif">`,
    /what this element loads is not held: write data-src in place of src/,
    'half-marked',
    1,
  ],
  'a frame with its address': [
    `<iframe title="A film" data-consent="acme" src="https://cdn.acme.test/film"></iframe>`,
    /what this element loads is not held: write data-src in place of src/,
    'half-marked',
    1,
  ],
  'a name in another case': [
    `<script type="text/plain" data-consent="Acme">ran('here')</script>`,
    /the policy has no service "Acme" that waits for a choice; those that do are: acme, ads, clips/,
    'unknown-service',
    0,
  ],
  'names with commas': [
    `<script type="text/plain" data-consent="acme, ads">ran('here')</script>`,
    /the policy has no service "acme," that waits for a choice; those that do are: acme, ads, clips/,
    'unknown-service',
    0,
  ],
  'a service that nobody declared': [
    `<iframe title="A film" data-consent="films" data-src="https://cdn.acme.test/film"></iframe>`,
    /the policy has no service "films" that waits for a choice; those that do are: acme, ads, clips/,
    'unknown-service',
    0,
  ],
  'no name': [
    `<script type="text/plain" data-consent="">ran('here')</script>`,
    /this mark names no service that waits for a choice; those that do are: acme, ads, clips/,
    'unknown-service',
    0,
  ],
  'an address that is none': [
    `<script type="text/plain" data-consent="acme" data-src="https://["></script>`,
    /"https:\/\/\[" is no address of a script/,
    undefined,
    0,
  ],
  'an attribute that no browser takes from a script': [
    `<script type="text/plain" data-consent="acme" @load="x" ,="" "="">ran('here')</script>`,
    undefined,
    undefined,
    1,
  ],
  'names with spaces around them': [
    `<script type="text/plain" data-consent="  acme  ">ran('here')</script>`,
    undefined,
    undefined,
    1,
  ],
};

/** The rules that `portcullis check --page` says are broken. */
const check = async (page) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'said-'));
  try {
    const [policy, file] = ['policy.json', 'page.html'].map((name) => path.join(folder, name));
    const site = { name: 'The Shop', contact: 'privacy@shop.test' };
    await writeFile(policy, JSON.stringify({ site, updated: '2026-11-22', services: SERVICES }));
    await writeFile(file, page);
    const said = await new Promise((done) =>
      execFile(PROGRAM, ['check', policy, '--page', file, '--format', 'json'], (_, out) => done(out)),
    );
    return said.match(/half-marked|unknown-service/g) ?? [];
  } finally {
    await rm(folder, { recursive: true });
  }
};

/** How often a tag has run, or what it names was fetched. */
const timesOf = (visitor) =>
  ranIn(visitor).filter((what) => what === 'here').length + visitor.seen({ host: 'cdn.acme.test' }).length;

test('the control: each of these runs or is fetched where no module is', LIMIT, async (t) => {
  shop.world.serve('cdn.acme.test', html('<title>Something</title>'));
  for (const [what, [tag]] of Object.entries(WRONG)) {
    if (tag.includes('https://[')) continue;
    const bare = tag.replace('type="text/plain"', '').replace('data-src', 'src');
    shop.replace(t, '/p/control.html', html(`<title>Control</title>${HEAD}${bare}`));
    const visitor = await shop.visit(t, '/p/control.html');
    await visitor.barrier();
    assert.equal(timesOf(visitor), 1, what);
  }
});

test('each wrong mark is said once, and stops no other', LIMIT, async (t) => {
  shop.world.serve('cdn.acme.test', script(''));
  for (const [what, [tag, says, rule, times]] of Object.entries(WRONG)) {
    const page = shop.site(t, SERVICES, { head: HEAD, body: tag + LAST });
    const visitor = await shop.visit(t, page);
    await visitor.choose('accept');
    await visitor.came({ path: '/ran', where: ({ query }) => query.has('last') });
    await visitor.barrier();
    const said = saidIn(visitor);
    assert.equal(said.length, says ? 1 : 0, `${what}: ${said.join('\n')}`);
    if (says) assert.match(said[0], says, what);
    assert.equal(timesOf(visitor), times, what);
    assert.deepEqual(visitor.errors, [], what);
    assert.deepEqual(await check(HEAD + tag + LAST), rule ? [rule] : [], what);
  }
});

test('all of them on one page whose policy was built', LIMIT, async (t) => {
  shop.world.serve('cdn.acme.test', script(''));
  const wrong = Object.values(WRONG);
  const body = wrong.map(([tag]) => tag).join('') + LAST;
  const visitor = await shop.visit(t, builtSite(t, shop, SERVICES, { head: HEAD, body }));
  await visitor.choose('accept');
  await visitor.came({ path: '/ran', where: ({ query }) => query.has('last') });
  await visitor.barrier();
  const said = saidIn(visitor);
  const expected = wrong.filter(([, says]) => says);
  assert.equal(said.length, expected.length, said.join('\n'));
  for (const [tag, says] of expected)
    assert.ok(
      said.some((text) => says.test(text)),
      tag,
    );
  assert.equal(
    timesOf(visitor),
    wrong.reduce((sum, [, , , times]) => sum + times, 0),
  );
});

test('what is said names the element', LIMIT, async (t) => {
  const [tag] = WRONG['a name in another case'];
  const page = shop.site(t, SERVICES, { body: tag + LAST });
  const visitor = await shop.visit(t, '/bare.html');
  const named = new Promise((done) => {
    visitor.page.on('console', (message) => {
      if (/"Acme"/.test(message.text())) done(message.args()[1].evaluate((node) => node.outerHTML));
    });
  });
  await visitor.go(page);
  assert.equal(await named, tag);
});

test('a mark of a group waits for every service of it', LIMIT, async (t) => {
  const body = `<script type="text/plain" data-consent="sentry">ran('here')</script>${LAST}`;
  const services = [{ use: 'sentry-errors' }, { use: 'sentry-replay' }, ACME];
  const page = shop.site(t, services, { head: HEAD, body });
  for (const [granted, times] of [
    [['sentry-errors', 'acme'], 0],
    [['sentry-errors', 'sentry-replay', 'acme'], 1],
    [['sentry', 'acme'], 1],
  ]) {
    const visitor = await shop.visit(t, page);
    await visitor.banner.waitFor();
    await visitor.page.evaluate((ids) => window.portcullis.grant(ids), granted);
    await visitor.came({ path: '/ran', where: ({ query }) => query.has('last') });
    await visitor.barrier();
    assert.equal(timesOf(visitor), times, granted.join());
    assert.deepEqual(saidIn(visitor), []);
  }
});

test(
  'a queue whose entries are wrong: each is said once, the others are made, and who visits is asked',
  LIMIT,
  async (t) => {
    const page = shop.site(t, SERVICES, { head: HEAD });
    const wrong = [['onChange', 1], null, 5, ['when'], [], {}, 'open', ['on', 'choice']];
    const script = `window.portcullis = { queue: [${wrong.map((one) => JSON.stringify(one)).join()},
    ['on', 'change', () => navigator.sendBeacon('/ran?here')], ['deny', ['nobody']]] }`;
    const visitor = await shop.visit(t, page, { script });
    await visitor.banner.waitFor();
    await visitor.came({ path: '/ran' });
    await visitor.page.waitForFunction(() => window.portcullis.state);
    await visitor.page.evaluate(() => window.portcullis.explain('https://cdn.acme.test/'));
    const said = saidIn(visitor);
    assert.equal(said.length, wrong.length + 1, said.join('\n'));
    for (const text of said.slice(0, -1))
      assert.match(text, /an entry of the queue is no call as \["on", "change", listener\] is/);
    assert.match(said.at(-1), /a queued call: .* no service "nobody"/);
    assert.deepEqual(visitor.errors, []);
  },
);
