// What starts and stops a service, and in which order.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

const { createServices } = await load('www/shim/services.ts');
const settled = () => new Promise((done) => setTimeout(done, 5));

const stage = (known, { marks = [], fails = new Set(), tells = [], signals = [] } = {}) => {
  const log = [];
  let parse;
  const parsed = new Promise((done) => (parse = done));
  const services = createServices({
    root: { note: (what, value) => log.push(value ? `${what} ${JSON.stringify(value)}` : what) },
    doers: { errors: () => log.push('errors'), event: () => new Promise(() => {}) },
    loadScript: async (id, url) => {
      log.push(`load ${id} ${url}`);
      return !fails.has(url);
    },
    parsed,
    hasMark: (id) => marks.includes(id),
    wakeMarks: () => log.push('marks'),
    marksRun: async (id) => log.push(`marks of ${id} ran`),
    emptyPlaces: (id) => log.push(`empty ${id}`),
  });
  services.learn({ services: known, tells, signals });
  return { services, log, parse };
};
const ACME = {
  id: 'acme',
  start: [['call', 'note', 'start']],
  load: [
    ['script', 'https://a.test/a.js'],
    ['call', 'note', 'loaded'],
  ],
  after: [['call', 'note', 'after']],
  stop: [
    ['call', 'note', 'stop'],
    ['push', 'queue', 'stop'],
  ],
};

test('start, marks, load once the page is parsed, after', async () => {
  const { services, log, parse } = stage([ACME]);
  services.run(['acme'], [], false);
  assert.ok(services.runs('acme') && !services.marksMayWake('acme'));
  assert.deepEqual(log, ['start'], 'a tag that the parser comes to reads it; all else has tasks of its own');
  await settled();
  assert.deepEqual(log, ['start', 'marks']);
  parse();
  await settled();
  assert.deepEqual(log, ['start', 'marks', 'load acme https://a.test/a.js', 'loaded', 'marks of acme ran', 'after']);
});

test('a marked tag is what is loaded, where the page has one', async () => {
  const { services, log, parse } = stage([ACME], { marks: ['acme'] });
  services.run(['acme'], [], false);
  parse();
  await settled();
  assert.deepEqual(log, ['start', 'marks', 'marks of acme ran', 'after']);
});

test('a withdrawal stops, and again when what was on its way has arrived', async () => {
  const { services, log, parse } = stage([ACME]);
  services.run(['acme'], [], false);
  await settled();
  services.run([], [], false);
  assert.deepEqual(log, ['start', 'marks', 'empty acme', 'stop']);
  assert.ok(!services.runs('acme'));
  parse();
  await settled();
  assert.deepEqual(log.slice(4), ['marks of acme ran', 'stop'], 'nothing was loaded, and it is told once more');
});

test('a second grant starts anew, and loads no script twice', async () => {
  const { services, log, parse } = stage([ACME]);
  parse();
  services.run(['acme'], [], false);
  await settled();
  services.run([], [], false);
  services.run(['acme'], [], false);
  await settled();
  assert.equal(log.filter((line) => line.startsWith('load acme')).length, 1);
  assert.equal(log.filter((line) => line === 'start').length, 2);
});

test('a script that did not come is tried again at the next grant', async () => {
  const { services, log, parse } = stage([ACME], { fails: new Set(['https://a.test/a.js']) });
  parse();
  services.run(['acme'], [], false);
  await settled();
  services.run([], [], false);
  services.run(['acme'], [], false);
  await settled();
  assert.equal(log.filter((line) => line.startsWith('load acme')).length, 2);
});

test('advanced mode loads without a grant only where it may, once, and is let through as denied', async () => {
  const advanced = { ...ACME, advanced: true, start: undefined };
  const { services, log, parse } = stage([advanced]);
  parse();
  services.run([], [], false);
  await settled();
  assert.deepEqual(log, [], 'not under a signal');
  services.run([], ['acme'], true);
  await settled();
  assert.deepEqual(log, ['load acme https://a.test/a.js', 'loaded']);
  assert.ok(services.runs('acme') && !services.isGranted('acme'));
  services.run(['acme'], ['acme'], false);
  await settled();
  assert.equal(log.filter((line) => line === 'loaded').length, 1, 'a grant tells the vendor nothing twice');
});

test('advanced mode loads after a refusal too', async () => {
  const { services, log, parse } = stage([{ ...ACME, advanced: true }]);
  parse();
  services.run([], ['acme'], false);
  await settled();
  assert.deepEqual(log, ['load acme https://a.test/a.js', 'loaded']);
});

test('what a service needs has loaded first', async () => {
  const { services } = stage([ACME, { id: 'plugin', needs: 'acme' }]);
  assert.equal(services.afterNeeded('plugin'), undefined);
  services.run(['acme', 'plugin'], [], false);
  assert.ok(services.afterNeeded('plugin') instanceof Promise);
  assert.equal(services.afterNeeded('acme'), undefined);
});

test('one that is let through once ends with the next change', async () => {
  const { services, log } = stage([{ id: 'clips' }]);
  services.letThrough('clips');
  assert.ok(services.runs('clips') && !services.marksMayWake('clips'), 'each mark waits for a click of its own');
  services.run([], [], false);
  assert.ok(!services.runs('clips'));
  assert.deepEqual(log, ['empty clips']);
});

test('a decision tells what has changed, before what it grants starts', async () => {
  const tells = [
    ['call', 'note', 'signals', '$signals'],
    ['call', 'note', 'granted', '$granted'],
  ];
  const signals = [
    ['ad_storage', ['ads', 'adsense']],
    ['analytics_storage', ['analytics']],
  ];
  const { services, log } = stage([{ id: 'ads' }, { id: 'adsense' }, { id: 'analytics' }], { tells, signals });
  const tell = (granted, isUndecided = false) => {
    log.length = 0;
    services.run(granted, [], isUndecided);
    return log.filter((line) => /^(signals|granted)/.test(line));
  };
  assert.deepEqual(tell([], true), [], 'nothing is decided');
  assert.deepEqual(tell([]), ['granted []'], 'all was denied before');
  assert.deepEqual(tell(['analytics']), ['signals {"analytics_storage":"granted"}', 'granted ["analytics"]']);
  assert.deepEqual(tell(['analytics', 'ads']), ['signals {"ad_storage":"granted"}', 'granted ["analytics","ads"]']);
  assert.deepEqual(
    tell(['analytics', 'adsense']),
    ['granted ["analytics","adsense"]'],
    'another service stands for the type',
  );
  assert.deepEqual(tell([]), ['signals {"ad_storage":"denied","analytics_storage":"denied"}', 'granted []']);
});

test('a page may call what has no grant: nothing is thrown, and nothing is sent later', async () => {
  const known = [{ id: 'acme', stubs: ['acme', 'own'], start: [['call', 'acme.start']] }];
  const root = { own: () => 'mine' };
  const log = [];
  const services = createServices({
    root,
    doers: { errors() {}, event: async () => {} },
    loadScript: async () => true,
    parsed: Promise.resolve(),
    hasMark: () => false,
    wakeMarks: () => (root.acme ??= { start: () => log.push('start') }),
    marksRun: async () => {},
    emptyPlaces() {},
  });
  services.learn({ services: known, tells: [], signals: [] });
  root.acme('track', 'x');
  root.acme.push(['y']);
  assert.equal(root.acme.people.set({ a: 1 }), undefined);
  assert.equal(`${await root.acme}`.length > 0, true);
  assert.equal(root.own(), 'mine', 'the page’s own stands');
  services.run(['acme'], [], false);
  assert.equal(root.acme, undefined, 'it makes room for the vendor');
});

test('a queue is a function that keeps what it is called with, where the page has none', async () => {
  const root = {};
  const { runSteps } = await load('www/shim/steps.ts');
  const doers = { script: async () => {}, errors() {}, after() {}, event: async () => {} };
  await runSteps(root, [['queue', 'gtag', 'dataLayer']], doers, () => true);
  root.gtag('event', 'buy');
  assert.deepEqual(
    root.dataLayer.map((one) => [...one]),
    [['event', 'buy']],
  );
  const own = { gtag: () => 'own' };
  await runSteps(own, [['queue', 'gtag', 'dataLayer']], doers, () => true);
  assert.equal(own.gtag(), 'own');
});
