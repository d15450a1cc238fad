// `portcullis scan` against sites that hold real SDKs: what it must say stands in expected.mjs, and what really left is
// in the world's log.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { draft } from '../../tools/scan/draft.mjs';
import { PROGRAM } from '../../tools/scan/known.mjs';
import { scan } from '../../tools/scan/scan.mjs';
import { lasts } from '../../tools/scan/lasts.mjs';
import { copyBuild } from '../e2e/build.mjs';
import { openChromium } from '../world/browser.mjs';
import { folder } from '../world/folder.mjs';
import { openWorld } from '../world/index.mjs';
import { SDKS } from './expected.mjs';
import { bundles, serveSite, serveVendors } from './sites.mjs';

const LIMIT = { timeout: 170000 };
const EARLY = ['sentry', 'plausible'];
const LATER = Object.keys(SDKS).filter((name) => !EARLY.includes(name));
let world, chromium, files, copied;

before(async () => {
  [world, files, copied] = await Promise.all([openWorld(), bundles(), copyBuild()]);
  chromium = await openChromium(world);
  serveVendors(world);
});
after(async () => {
  await chromium?.close();
  await world?.close();
  await copied?.remove();
});

const fresh = async () => (await chromium.visitor({ reducedMotion: 'reduce' })).context;
const fits = (pattern, name) => new RegExp(`^${pattern.replace(/[.]/g, '\\.').replaceAll('*', '.*')}$`).test(name);
const nameOf = ({ store, name }) => `${store} ${name}`;
/** The foreign hosts that were asked since, by the log. */
const asked = (since, site) =>
  [...new Set(world.requests({ since }).map(({ host }) => host))]
    .filter((host) => host !== site && !/^barrier-/.test(host))
    .sort();

test('a site with another’s banner: each SDK’s hosts and names, in the states in which they come', LIMIT, async (t) => {
  serveSite(world, 'sdks.test', files, { early: EARLY, later: LATER });
  const since = world.mark();
  const scanned = await scan(fresh, ['https://sdks.test/'], { still: 4000, within: 25000 });
  assert.deepEqual(scanned.states, ['before', 'reject', 'accept']);
  const of = (kind) => scanned.things.filter((thing) => thing.kind === kind);
  t.diagnostic(
    scanned.things
      .map(
        (thing) => `${thing.store ?? 'host'} ${thing.name} [${thing.states}] ${thing.is.sure} ${thing.is.vendor ?? ''}`,
      )
      .join('\n'),
  );
  // Nothing left that the scan does not say, and nothing is said that did not leave.
  assert.deepEqual(
    of('host')
      .map(({ name }) => name)
      .sort(),
    asked(since, 'sdks.test'),
  );
  const expected = Object.values(SDKS);
  assert.deepEqual(
    of('host')
      .map(({ name }) => name)
      .sort(),
    expected.flatMap(({ hosts }) => hosts).sort(),
  );
  for (const [sdk, { hosts, names, service }] of Object.entries(SDKS)) {
    const states = EARLY.includes(sdk) ? ['before', 'reject', 'accept'] : ['accept'];
    const mine = [
      ...of('host').filter(({ name }) => hosts.includes(name)),
      ...of('name').filter((thing) => names.some((pattern) => fits(pattern, nameOf(thing)))),
    ];
    for (const pattern of names)
      assert.ok(
        mine.some((thing) => thing.store && fits(pattern, nameOf(thing))),
        `${sdk}: no ${pattern}`,
      );
    for (const thing of mine) assert.deepEqual(thing.states, states, `${sdk}: ${thing.name}`);
    for (const thing of mine) assert.equal(thing.is.class, 'tracking', `${sdk}: ${thing.name}`);
    const known = service ? [service, 'known'] : [undefined, 'none'];
    for (const thing of mine) assert.deepEqual([thing.is.service, thing.is.sure], known, thing.name);
  }
  const left = of('name').filter(
    (thing) => !expected.some(({ names }) => names.some((pattern) => fits(pattern, nameOf(thing)))),
  );
  assert.deepEqual(left.map(nameOf), ['cookie choice'], 'only the banner’s own record is nobody’s');
  const rules = (rule) =>
    scanned.findings
      .filter((one) => one.rule === rule)
      .map(({ name }) => name)
      .sort();
  const leaks = EARLY.flatMap((sdk) => SDKS[sdk].hosts).sort();
  assert.deepEqual([rules('before-a-choice'), rules('after-a-refusal')], [leaks, leaks]);

  // The draft: what the scan says is missing is all that `portcullis check` misses.
  const { policy, missing, left: none } = draft(scanned, '2026-11-22');
  assert.deepEqual(none, []);
  const unfilled = check(policy);
  assert.equal(unfilled.status, 1, 'a draft is no policy yet');
  assert.ok(
    missing.some((path) => unfilled.said.includes(path)),
    unfilled.said,
  );
  for (const path of missing) fill(policy, path);
  const filled = check(policy);
  assert.equal(filled.status, 0, filled.said);
  const ids = policy.services.map((one) => one.id ?? one.use ?? one);
  const named = Object.values(SDKS).flatMap(({ service }) => service ?? []);
  assert.deepEqual(
    ids.map((id) => id.replace('services/', '')).sort(),
    [...named, 'recorder-example', 'undeclared'].sort(),
  );
});

test('a site with Portcullis: what its policy does not declare, and nothing else', LIMIT, async () => {
  const policy = {
    site: { name: 'Guarded', contact: 'privacy@guarded.test', policy: '/privacy/' },
    updated: '2026-11-22',
    services: ['services/mixpanel'],
  };
  serveSite(world, 'guarded.test', files, {
    early: ['recorder'],
    later: ['mixpanel'],
    portcullis: folder(copied.folder, '/portcullis'),
    policy,
  });
  const scanned = await scan(fresh, ['https://guarded.test/'], { still: 3000, within: 20000 });
  assert.deepEqual(scanned.states, ['before', 'reject', 'accept']);
  const mixpanel = scanned.things.filter(({ is }) => is.service === 'mixpanel');
  assert.ok(mixpanel.length >= 2, JSON.stringify(scanned.things));
  for (const thing of mixpanel) assert.deepEqual([thing.states, thing.is.sure], [['accept'], 'declared'], thing.name);
  const undeclared = scanned.findings.filter(({ rule }) => rule === 'undeclared').map(({ name }) => name);
  assert.deepEqual(undeclared.sort(), ['in.recorder.example', 'replaySession']);
  const entries = draft(scanned).policy.services;
  assert.deepEqual(
    entries.flatMap(({ hosts = [], cookies = [] }) => [...hosts, ...cookies.map(({ name }) => name)]).sort(),
    ['in.recorder.example', 'replaySession'],
  );
});

test('how long a cookie stays is said as a policy says it', () => {
  const day = 86400;
  assert.deepEqual(
    [-1, 1800, day, 30 * day, 365 * day, 395 * day, 730 * day].map((seconds) =>
      lasts(seconds < 0 ? -1 : 1e9 + seconds, 1e9),
    ),
    ['session', '30m', '1d', '30d', '1y', '395d', '2y'],
  );
});

/** `portcullis check` of that policy. */
function check(policy) {
  const { status, stdout, stderr } = spawnSync(PROGRAM, ['check', '-', '--today', '2026-11-23'], {
    input: JSON.stringify(policy),
    encoding: 'utf8',
  });
  return { status, said: stdout + stderr };
}

/** What a person would write there. */
function fill(policy, path) {
  const steps = path.split(/[.[\]]+/).filter(Boolean);
  const field = steps.pop();
  const at = steps.reduce((node, step) => node[step], policy);
  at[field] = {
    contact: 'privacy@sdks.test',
    vendor: 'Somebody Ltd',
    purpose: 'Counts which of our pages are read, and how',
    privacy: 'https://vendor.example/privacy',
    duration: '1y',
    id: 'G-TEST123456',
  }[field];
}
