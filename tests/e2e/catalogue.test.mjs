// The catalogue: a policy names a service of www/services, and it is asked about, held and listed as any other;
// a policy that names none fetches nothing of it.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { GOOGLE, LIMIT, SENTRY, assertNothingGated, eventually, json, openShop } from './shop.mjs';

const shop = openShop();
const PAGE = '/p/films.html';
const POLICY = '/privacy/films.json';
const HOST = 'www.youtube.com';
const FILM = { host: HOST, path: '/embed/film' };
const PLAYER =
  `document.body.append(Object.assign(document.createElement('iframe'), ` +
  `{ src: 'https://${HOST}/embed/film', title: 'A film' }))`;

const deployed = async (name) => JSON.parse(await readFile(`${shop.build.folder}/${name}.json`, 'utf8'));
const policy = (services, more) => ({
  site: { name: 'The Shop', contact: 'privacy@shop.test' },
  updated: '2026-11-22',
  services,
  ...more,
});

async function visit(t, services, { lang = 'en', attributes = '', body = '', tag = true, more } = {}) {
  shop.world.serve(HOST, (request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Film</title>'),
  );
  shop.replace(t, POLICY, json(policy(services, more)));
  const shim = tag ? `<script src="/portcullis/portcullis.js" data-policy="${POLICY}" ${attributes}></script>` : '';
  shop.replace(t, PAGE, (request, response) =>
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end(
        `<!doctype html><html lang="${lang}"><meta charset="utf-8">` +
          `<title>Films</title>${shim}<main>Films</main>${body}`,
      ),
  );
  return shop.visit(t, PAGE, { context: { locale: 'en-GB' } });
}
const play = (visitor) => visitor.page.evaluate(PLAYER);
const ofCatalogue = (visitor) =>
  visitor
    .seen({ path: /^\/portcullis\/.*(services|catalogue)/ })
    .map(({ path }) => path.slice('/portcullis/'.length))
    .sort();

test('without the module the film is fetched', LIMIT, async (t) => {
  const visitor = await visit(t, [], { tag: false });
  await play(visitor);
  await visitor.came(FILM);
});

test('a frame that script makes waits for the choice, and comes after a grant', LIMIT, async (t) => {
  const visitor = await visit(t, ['services/youtube']);
  await visitor.banner.waitFor();
  await play(visitor);
  await visitor.barrier();
  assert.deepEqual(visitor.seen({ host: HOST }), []);
  await visitor.choose('accept');
  await visitor.came(FILM);
  assert.deepEqual(visitor.errors.map(String), []);
});

test('a frame that script makes before anything else is held by what the tag declares', LIMIT, async (t) => {
  const {
    service: { id, hosts, cookies },
  } = await deployed('services/youtube');
  const attributes = `data-declared='${JSON.stringify({ services: [{ id, hosts, cookies }] })}'`;
  const visitor = await visit(t, ['services/youtube'], { attributes, body: `<script>${PLAYER}</script>` });
  await visitor.banner.waitFor();
  await visitor.barrier();
  assert.deepEqual(visitor.seen({ host: HOST }), []);
  await visitor.choose('accept');
  await visitor.came(FILM);
});

test('after a refusal the frame never comes, on this page or the next', LIMIT, async (t) => {
  const visitor = await visit(t, ['services/youtube']);
  await visitor.choose('reject');
  for (const go of [() => {}, () => visitor.go(PAGE)]) {
    await go();
    await visitor.control.waitFor();
    await play(visitor);
    await visitor.barrier();
    assert.deepEqual(visitor.seen({ host: HOST }), []);
  }
});

test('a marked frame wakes by the last part of the name', LIMIT, async (t) => {
  const visitor = await visit(t, ['services/youtube'], {
    body: `<iframe data-consent="youtube" data-src="https://${HOST}/embed/film" title="A film"></iframe>`,
  });
  await visitor.banner.waitFor();
  await visitor.barrier();
  assert.deepEqual(visitor.seen({ host: HOST }), []);
  await visitor.choose('accept');
  await visitor.came(FILM);
});

test('who comes back fetches neither core nor catalogue, and the policy is known as it was', LIMIT, async (t) => {
  const visitor = await visit(t, ['services/youtube']);
  await visitor.choose('accept');
  await visitor.go(PAGE);
  await visitor.control.waitFor();
  await play(visitor);
  await visitor.came(FILM);
  // The policy is compared with what was decided on, as it was fetched.
  await visitor.came({ path: POLICY });
  await visitor.barrier();
  assert.deepEqual(
    visitor.seen({ path: /portcullis-core|services|catalogue/ }).map(({ path }) => path),
    [],
  );
});

test(
  'the banner says what it is for, in the language of the page, and the preferences what it stores',
  LIMIT,
  async (t) => {
    const visitor = await visit(t, ['services/youtube', { use: 'services/google-maps', purpose: 'Der Weg zu uns' }], {
      lang: 'de',
    });
    await visitor.banner.waitFor();
    const words = await deployed('locales/de.services');
    assert.deepEqual(await visitor.banner.locator('li').allTextContents(), [words['purpose.video'], 'Der Weg zu uns']);
    await visitor.openPreferences();
    const { service } = await deployed('services/youtube');
    const films = visitor.preferences.locator('.portcullis-service', { hasText: service.name });
    await films.locator('summary').first().click();
    // Names that are alike in all else share a row.
    assert.deepEqual(
      (await films.locator('tbody th code').allTextContents()).sort(),
      service.cookies.map(({ name }) => name).sort(),
    );
    assert.equal(await films.locator('a').getAttribute('href'), service.privacy);
    assert.deepEqual(
      new Set(await films.locator('tbody td:nth-child(3)').allTextContents()),
      new Set([service.vendor]),
    );
  },
);

test('a purpose can be worded by the site, as every other text can', LIMIT, async (t) => {
  const visitor = await visit(t, ['services/youtube'], {
    more: { texts: { en: { 'purpose.video': 'Our own films' } } },
  });
  await visitor.banner.waitFor();
  assert.deepEqual(await visitor.banner.locator('li').allTextContents(), ['Our own films']);
});

test('only what the policy names is fetched, once', LIMIT, async (t) => {
  const visitor = await visit(t, ['sentry-errors', 'services/youtube', { use: 'services/stripe', class: 'essential' }]);
  await visitor.banner.waitFor();
  assert.deepEqual(ofCatalogue(visitor), ['locales/en.services.json', 'services/stripe.json', 'services/youtube.json']);
  assert.equal(await visitor.banner.locator('li').count(), 2);
});

test('a policy that names nothing of the catalogue fetches nothing of it', LIMIT, async (t) => {
  const own = {
    id: 'films',
    name: 'services/youtube',
    vendor: 'V',
    class: 'tracking',
    purpose: 'Films',
    hosts: [HOST],
  };
  const visitor = await visit(t, ['sentry-errors']);
  await visitor.banner.waitFor();
  await visitor.openPreferences();
  const ofServices = (someone) => ofCatalogue(someone).filter((path) => path.startsWith('services/'));
  assert.deepEqual(ofServices(visitor), []);
  // Words that only look like a name of it are no name.
  const other = await visit(t, [own]);
  await other.banner.waitFor();
  assert.deepEqual(ofServices(other), []);
});

const MISTAKES = {
  'a service that the catalogue lacks': [
    ['services/you-tube'],
    /films\.json: services\[0\]: `you-tube` is no service that is known: did you mean `youtube`\?/,
  ],
  'a folder above the catalogue': [
    ['services/../locales/en'],
    /films\.json: services\[0\]: `\.\.\/locales\/en` is no service that is known/,
  ],
  'a field told wrongly': [
    [{ use: 'services/youtube', class: 'harmless' }],
    /films\.json: services\[0\]\.class: expected "essential", .* \(line 1, column \d+\)$/,
  ],
  'a service twice': [
    ['services/youtube', 'services/youtube'],
    /films\.json: services\[1\]: declared twice \(line 1, column \d+\)$/,
  ],
};
for (const [what, [services, says]] of Object.entries(MISTAKES)) {
  test(`${what} is one line in the console, and everything stays out`, LIMIT, async (t) => {
    const body = `<iframe data-consent="youtube" data-src="https://${HOST}/embed/film" title="A film"></iframe>
      <script type="text/plain" data-consent="google-analytics"
      data-src="https://${GOOGLE.script.host}/gtag/js?id=G-TEST123456"></script>`;
    const visitor = await visit(t, services, { body });
    const said = () => visitor.consoleErrors.filter((text) => !text.startsWith('Failed to load resource'));
    await eventually(() => assert.equal(said().length, 1, said().join('\n')));
    assert.match(said()[0], says);
    await assertNothingGated(visitor);
    assert.deepEqual([...visitor.seen({ host: HOST }), ...visitor.seen(SENTRY.script)], []);
    assert.equal(await visitor.banner.count(), 0);
    assert.deepEqual(await visitor.stored(), { cookies: [], local: [], session: [], databases: [] });
  });
}
