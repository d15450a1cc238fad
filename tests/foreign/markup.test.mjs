// Markup that was written for other products, under ours: inert until what its names stand for is granted. Cookiebot's
// and OneTrust's is as their documents have it. Who came is read from the server's log.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIMIT } from '../e2e/shop.mjs';
import { snippet } from '../gate/snippet.mjs';
import { AS_OF, FILM, PAGE, PIXEL, PRODUCTS, STATS, hostsOf, openMove } from './move.mjs';

const move = openMove();
const ALL = [STATS, PIXEL, FILM];
const ping = (host) => `fetch('https://${host}/hit', { mode: 'no-cors' })`;
const frame = (attributes, host = 'film.test') =>
  `<iframe title="A film" width="560" height="315" ${attributes}="https://${host}/f"></iframe>`;

/** The first service's mark, the second's, and one that waits for the last two. */
const PAGES = {
  'vanilla-cookieconsent': {
    names: { analytics: 'stats', 'ads/pixel': 'pixel', media: ['pixel', 'film'] },
    markup: `<script type="text/plain" data-category="analytics" data-src="https://stats.test/s.js"></script>
      <script type="text/plain" data-category="ads" data-service="pixel"
      data-type="module">${ping('pixel.test')}</script>
      ${frame('data-category="media" data-src')}`,
  },
  klaro: {
    names: { counter: 'stats', pixel: 'pixel', clips: ['pixel', 'film'] },
    asOf: AS_OF,
    markup: `<link rel="stylesheet" data-name="counter" data-href="https://stats.test/s.css">
      <img data-name="pixel" data-src="https://pixel.test/p.gif" alt="">
      ${frame('data-name="clips" data-src')}`,
  },
  cookiebot: {
    names: { statistics: ['stats'], marketing: ['pixel'], preferences: 'film' },
    markup: `<script type="text/plain" data-cookieconsent="statistics" src="https://stats.test/s.js"></script>
      <script type="text/plain" data-cookieconsent="marketing">${ping('pixel.test')}</script>
      ${frame('data-cookieconsent="preferences, marketing" data-cookieblock-src')}`,
  },
  onetrust: {
    names: { C0002: 'stats', C0004: 'pixel', C0005: 'film' },
    markup: `<script type="text/plain" class="optanon-category-C0002" src="https://stats.test/s.js"></script>
      <script type="text/plain" class="other optanon-category-C0004">${ping('pixel.test')}</script>
      ${frame('class="optanon-category-C0004-C0005" data-src')}`,
  },
  tarteaucitron: {
    names: { youtube: 'stats', vimeo: 'pixel', iframe: ['pixel', 'film'] },
    asOf: AS_OF,
    markup: `<div class="youtube_player" videoID="abc" width="560" height="315"></div>
      <div class="vimeo_player" data-videoID="123" width="560" height="315"></div>
      <div class="tac_iframe" url="https://film.test/f" width="560" height="315"></div>`,
    services: [{ ...STATS, hosts: ['www.youtube-nocookie.com'] }, { ...PIXEL, hosts: ['player.vimeo.com'] }, FILM],
  },
};

/** Someone at a page with that markup. */
async function visit(t, from, { markup, services, head, mapping } = {}) {
  const { markup: own, services: brought = ALL, ...moving } = PAGES[from];
  services ??= brought;
  move.after(t, markup ?? own, services, mapping ?? [{ from, ...moving }], { head });
  const someone = await move.shop.visit(t, PAGE);
  await someone.banner.waitFor();
  const [stats, pixel, film] = brought.map((one) => hostsOf([one])[0]);
  const only = async (...hosts) => {
    const services = brought.filter((one) => hosts.includes(hostsOf([one])[0]));
    assert.deepEqual(await move.came(someone, hostsOf(services)), hostsOf(services));
  };
  const grant = (...ids) => someone.page.evaluate((ids) => window.portcullis.grant(ids), ids);
  return Object.assign(someone, { stats, pixel, film, only, grant });
}

for (const from of Object.keys(PAGES)) {
  test(`${from}: marks wait for what their names stand for, and for all of it`, LIMIT, async (t) => {
    const someone = await visit(t, from);
    await someone.only();
    await someone.grant('stats');
    await someone.only(someone.stats);
    await someone.grant('film');
    await someone.only(someone.stats);
    await someone.grant('pixel');
    await someone.only(someone.stats, someone.pixel, someone.film);
    assert.deepEqual(someone.errors, []);
    // The next page, where no core is asked.
    await someone.go(PAGE);
    await someone.only(someone.stats, someone.pixel, someone.film);
    await someone.page.evaluate(() => window.portcullis.deny(['pixel']));
    await someone.go(PAGE);
    await someone.only(someone.stats);
  });

  test(`${from}: a refusal leaves all of it inert`, LIMIT, async (t) => {
    const someone = await visit(t, from);
    await someone.choose('reject');
    await someone.only();
    await someone.go(PAGE);
    await someone.control.waitFor();
    await someone.only();
  });

  test(`${from}: without the mapping nothing of it wakes for anyone: the control`, LIMIT, async (t) => {
    const someone = await visit(t, from, { mapping: [] });
    await someone.choose('accept');
    await someone.only();
  });
}

test('a name that the policy does not know stays held, and is told of once', LIMIT, async (t) => {
  const told = [];
  const mark = (category) => `<script type="text/plain" data-category="${category}">${ping('stats.test')}</script>`;
  move.after(t, ['unknown', 'unknown', '!analytics', 'constructor'].map(mark).join(''), ALL, [
    { from: 'vanilla-cookieconsent', names: { analytics: 'stats' } },
  ]);
  const someone = await move.shop.visit(t, '/p/');
  someone.page.on('console', (message) => told.push(message.text()));
  await someone.go(PAGE);
  await someone.choose('accept');
  assert.deepEqual(await move.came(someone, []), []);
  for (const name of ['"unknown"', '"!analytics"', '"constructor"'])
    assert.equal(told.filter((text) => text.includes(name)).length, 1, `${name}: ${told}`);
});

test('marks that come later wake as those that were there', LIMIT, async (t) => {
  const someone = await visit(t, 'cookiebot', { markup: '' });
  await someone.choose('accept');
  await someone.page.evaluate(
    (markup) => document.body.insertAdjacentHTML('beforeend', markup),
    PAGES.cookiebot.markup,
  );
  await someone.only(someone.stats, someone.pixel, someone.film);
});

test('what waits for two stays held where one is withdrawn before its turn has come', LIMIT, async (t) => {
  // What it asks is nobody's, so that nothing but the mark holds it. The mark waits behind a script that does not
  // arrive until the other service is withdrawn.
  let release;
  const arrived = new Promise((done) => (release = done));
  const slow = {
    id: 'slow',
    ...{ name: 'Slow', vendor: 'Slow Inc.', class: 'tracking', purpose: 'Is slow', hosts: ['slow.test'] },
  };
  move.shop.world.serve(
    'slow.test',
    async (request, response) => (
      await arrived,
      response
        .writeHead(200, { 'content-type': 'text/javascript' })
        .end('fetch("https://stats.test/after", { mode: "no-cors" })')
    ),
  );
  const names = { one: 'slow', both: ['slow', 'pixel'] };
  const markup = `<script type="text/plain" data-cookieconsent="one" data-src="https://slow.test/s.js"></script>
    <script type="text/plain" data-cookieconsent="both">${ping('film.test')}</script>`;
  const someone = await visit(t, 'cookiebot', {
    markup,
    services: [slow, PIXEL, STATS],
    mapping: [{ from: 'cookiebot', names }],
  });
  await someone.grant('slow', 'pixel', 'stats');
  await someone.until('pixel', 'granted');
  await someone.page.waitForFunction(() => document.querySelector('script:not([type])[src*="slow.test"]'));
  void someone.page.evaluate(() => void window.portcullis.deny(['pixel']));
  await someone.until('pixel', 'denied');
  release();
  await someone.came({ host: 'stats.test' });
  await someone.barrier();
  assert.deepEqual(someone.seen({ host: 'film.test' }), []);
});

test("a single service's frame has its placeholder, as a mark of ours", LIMIT, async (t) => {
  const someone = await visit(t, 'cookiebot', {
    markup: frame('id="film" data-cookieconsent="preferences" data-cookieblock-src'),
  });
  await someone.page.frameLocator('#film').locator('[data-action=once]').click();
  await someone.only(someone.film);
});

test('under the seal the marks wait for the next page', LIMIT, async (t) => {
  const { names, markup } = PAGES.onetrust;
  const { html } = snippet(move.policyOf(ALL, [{ from: 'onetrust', names }]), { url: move.POLICY });
  const someone = await visit(t, 'onetrust', { head: html, markup });
  await someone.choose('accept');
  await someone.only();
  await someone.go(PAGE);
  await someone.only(someone.stats, someone.pixel, someone.film);
});
