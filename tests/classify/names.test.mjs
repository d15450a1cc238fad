// The table of known names in a browser: what a visitor loads of it, and how its answers and its pace are beside
// regular expressions. src/classify/names/tests.rs has the matcher's own tests.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { LIMIT, SHOES, openShop } from '../e2e/shop.mjs';
import { names } from '../../data/open-cookie-database/refresh.mjs';

const shop = openShop();
const OURS = /^\/portcullis\/portcullis-(names|watch|inspect)\b/;

/** The patterns of the table, read by its plain description. */
async function patterns() {
  const text = await readFile(path.join(shop.build.folder, 'portcullis-names.txt'), 'utf8');
  let before = '';
  return text
    .split('\n\n')[3]
    .split('\n')
    .map((line) => {
      const [letters, , store] = line.split('\t');
      before = before.slice(0, letters.charCodeAt(0) - 33) + letters.slice(1);
      return { pattern: before, store };
    });
}

/** In the page: `ask` what the watchdog and the inspector ask, of names as "store, tab, name". */
const load = (page) =>
  page.evaluate(async () => {
    const core = await window.portcullis.inside.core();
    const table = await (await fetch('/portcullis/portcullis-names.txt')).text();
    window.ask = (names) =>
      core.names(
        table,
        names.map((one) => {
          const [store, name] = one.split('\t');
          return { store, name };
        }),
      );
  });

test('a visitor who answers, opens the preferences and changes the choice loads nothing of it', LIMIT, async (t) => {
  const someone = await shop.visit(t);
  await someone.choose('accept');
  await someone.openPreferences();
  await someone.inPreferences('reject');
  await someone.page.reload();
  await someone.control.waitFor();
  await someone.barrier();
  const loaded = shop.world.requests({ host: 'www.shop.test', path: /^\/portcullis\// }).map((entry) => entry.path);
  assert.ok(loaded.includes('/portcullis/portcullis.wasm'), 'the log shows what is loaded');
  assert.deepEqual(
    loaded.filter((one) => OURS.test(one)),
    [],
  );
  // And the log would show it: here it is asked for, by the watchdog.
  await someone.page.evaluate(() => localStorage.setItem('zork', '1'));
  await someone.page.addScriptTag({ url: '/portcullis/portcullis-watch.js' });
  await someone.came({ path: '/portcullis/portcullis-names.txt' });
  const asked = shop.world.requests({ host: 'www.shop.test', path: OURS }).map((entry) => entry.path);
  assert.deepEqual(asked, ['/portcullis/portcullis-watch.js', '/portcullis/portcullis-names.txt']);
});

test('what it knows is what one regular expression of all patterns says, ' +
  'in a time that grows no faster than what is asked', {
  timeout: 120000,
}, async (t) => {
  const { page } = await shop.visit(t, SHOES);
  await load(page);
  const cookies = (await patterns()).filter(({ store }) => !store || store === '0').map(({ pattern }) => pattern);
  assert.ok(cookies.length > 2000);
  const measured = await page.evaluate(async (cookies) => {
    const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace('\\*', '.*');
    const oracle = new RegExp(`^(?:${cookies.map(escaped).join('|')})$`, 's');
    const jar = (count) =>
      Array.from({ length: count }, (_, at) => {
        const name = cookies[(at * 7) % cookies.length].replace('*', at);
        // Of three names one is known, one nearly, and one is a stranger's.
        return at % 3 ? name.slice((at % 3) - 1) + (at % 3 == 2 ? at.toString(36) : '') : `q${at.toString(36)}zx`;
      });
    const ask = (jar) => window.ask(jar.map((name) => 'cookie\t' + name));
    const timed = async (work) => {
      const start = performance.now();
      const result = await work();
      return [Math.max(performance.now() - start, 0.1), result];
    };
    /**
     * How much longer one takes than another, by turns, so that a busy machine is as busy for both: the median of some
     * turns.
     */
    const ratio = async (one, other) => {
      const ratios = [];
      for (let turns = 0; turns < 7; turns++) ratios.push((await timed(one))[0] / (await timed(other))[0]);
      return ratios.sort((one, other) => one - other)[3];
    };
    const fourTimes = (work) => async () => {
      for (let times = 0; times < 4; times++) await work();
    };
    await ask(['_ga']);
    const jars = { small: jar(10000), large: jar(40000) };
    const said = await ask(jars.small);
    const expected = jars.small.map((name) => oracle.test(name));
    const wrong = jars.small.filter((_, at) => (said[at].rule != '') != expected[at]);
    const known = expected.filter(Boolean).length;
    const long = (size) => '_ga_' + 'x'.repeat(size);
    const names = { one: long(2 ** 20), four: long(2 ** 22) };
    const toOracle = await ratio(
      () => ask(jars.small),
      () => jars.small.map((name) => oracle.test(name)),
    );
    const jarsGrow = await ratio(
      () => ask(jars.large),
      fourTimes(() => ask(jars.small)),
    );
    const longToOracle = await ratio(
      () => ask([names.one]),
      () => oracle.test(names.one),
    );
    const namesGrow = await ratio(
      () => ask([names.four]),
      fourTimes(() => ask([names.one])),
    );
    const [answer, stranger] = await ask([names.one, 'x'.repeat(2 ** 20)]);
    return {
      wrong,
      known,
      toOracle,
      jarsGrow,
      longToOracle,
      namesGrow,
      service: answer.service,
      stranger: stranger.class,
    };
  }, cookies);
  const { toOracle, jarsGrow, longToOracle, namesGrow } = measured;
  t.diagnostic(
    `10,000 cookies: ${toOracle.toFixed(1)} times as long as one regular expression; ` +
      `40,000 take ${jarsGrow.toFixed(2)} of four times that`,
  );
  t.diagnostic(
    `a name of 1 MB: ${longToOracle.toFixed(1)} times as long; ` +
      `one of 4 MB takes ${namesGrow.toFixed(2)} of four times that`,
  );
  assert.deepEqual(measured.wrong, []);
  assert.ok(measured.known > 2000, `${measured.known} known`);
  assert.deepEqual([measured.service, measured.stranger], ['google-analytics', 'tracking']);
  // In proportion it is 1; squared it would be 4.
  assert.ok(jarsGrow < 2.5 && namesGrow < 2.5, 'in proportion');
});

test('what a policy declares is declared: by a service, a group, and names of its own', LIMIT, async (t) => {
  const cart = {
    id: 'cart',
    name: 'Basket',
    vendor: 'The Shop',
    class: 'essential',
    purpose: 'Keeps what is in it',
    cookies: [
      { name: 'cart*', duration: 'session' },
      { name: 'theme', duration: '1y', store: 'localStorage' },
    ],
  };
  const path = shop.site(t, ['sentry', 'services/microsoft-advertising', cart]);
  const { page } = await shop.visit(t, path);
  await load(page);
  const asked = [
    'sessionStorage\tsentryReplaySession',
    'cookie\tMUID',
    'cookie\tcart_7',
    'localStorage\ttheme',
    'cookie\ttheme',
    'cookie\t_clck',
  ];
  const sure = await page.evaluate((asked) => window.ask(asked).then((said) => said.map((one) => one.sure)), asked);
  assert.deepEqual(sure, ['declared', 'declared', 'declared', 'declared', 'none', 'known']);
});

test('the table’s source is written from the database’s own columns, in whatever order they come', async () => {
  const kept = await readFile(new URL('../../data/open-cookie-database/names.tsv', import.meta.url), 'utf8');
  const [, ...rows] = kept
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  const quoted = (cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  const head =
    'ID,Platform,Category,Cookie / Data Key name,Domain,Description,Retention period,Data ' +
    'Controller,User Privacy & GDPR Rights Portals,Wildcard match';
  const csv = rows.map(([name, wildcard, category, platform, domain, retention, controller], at) =>
    [
      `id-${at}`,
      platform,
      category,
      name,
      domain,
      'Says "this", and\nthat',
      retention,
      controller,
      'https://x.example/',
      wildcard,
    ]
      .map(quoted)
      .join(','),
  );
  assert.equal(names([head, ...csv].join('\r\n')), kept);
  assert.throws(() => names('ID,Platform\n1,2\n'), /no column "Cookie/);
});
