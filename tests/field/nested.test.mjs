// Marks in shadow trees, and tags of several services.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIMIT, LONG, eventually, openShop } from '../e2e/shop.mjs';
import { ACME, ADS, CLIPS, builtSite, html, script } from './services.mjs';

const shop = openShop();
const FRAME = 'frame.clips.test';
const inside = (name) =>
  `<iframe title="${name}" width="300" height="120" data-consent="clips" data-src="https://${FRAME}/${name}"></iframe>
   <script type="text/plain" data-consent="clips">ran.push('${name}')</script>`;
const ofCode = (name, mode, when = '') => `<${name}-box></${name}-box><script>
  customElements.define('${name}-box', class extends HTMLElement {
    constructor() { super(); this.inner = this.attachShadow({ mode: '${mode}' }); ${when ? '' : 'this.fill()'} }
    connectedCallback() { ${when} }
    fill() {
      const box = document.createElement('div');
      box.innerHTML = ${JSON.stringify(inside(name)).replaceAll('</script>', '<\\/script>')};
      this.inner.append(box);
    }
  });
</script>`;
const PLACES = {
  declared: `<div><template shadowrootmode="open">${inside('declared')}</template></div>`,
  nested:
    '<div><template shadowrootmode="open"><div><template ' +
    `shadowrootmode="open">${inside('nested')}</template></div></template></div>`,
  open: ofCode('open', 'open'),
  closed: ofCode('closed', 'closed'),
  late: ofCode('late', 'closed', 'setTimeout(() => this.fill(), 100)'),
};
const names = Object.keys(PLACES);
const later = `<script>addEventListener('load', () => {
  // Made outside of the page, with a closed root, and put in when it is whole.
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'closed' });
  const frame = Object.assign(document.createElement('iframe'), { title: 'made', width: 300, height: 120 });
  frame.dataset.consent = 'clips';
  frame.dataset.src = 'https://${FRAME}/made';
  const deep = root.appendChild(document.createElement('div')).attachShadow({ mode: 'closed' });
  deep.append(frame);
  setTimeout(() => document.body.append(host), 200);
})</script>`;

test('marks in shadow trees wait, say so, and wake', LONG, async (t) => {
  shop.world.serve(FRAME, html('<title>Film</title>'));
  const body = `<script>const ran = []</script>${Object.values(PLACES).join('')}${later}`;
  const someone = await shop.visit(t, builtSite(t, shop, [CLIPS], { body }));
  await someone.banner.waitFor();
  const drawn = () =>
    Promise.all(
      someone.page
        .frames()
        .slice(1)
        .map((frame) => frame.locator('.portcullis-answers').count()),
    ).then((counts) => counts.filter(Boolean).length);
  await eventually(async () => assert.equal(await drawn(), names.length + 1));
  await someone.barrier();
  assert.deepEqual(someone.seen({ host: FRAME }), []);
  await someone.choose('accept');
  const wanted = [...names, 'made'].map((name) => `/${name}`).sort();
  const asked = () =>
    someone
      .seen({ host: FRAME })
      .map(({ path }) => path)
      .sort();
  await eventually(() => assert.deepEqual(asked(), wanted));
  await eventually(async () => assert.deepEqual(await someone.page.evaluate(() => ran.sort()), [...names].sort()));
  await someone.page.evaluate(() => window.portcullis.withdraw());
  await eventually(async () => assert.equal(await drawn(), names.length + 1));
  await someone.page.evaluate(() => window.portcullis.grant(['clips']));
  await eventually(() => assert.equal(asked().length, wanted.length * 2));
});

test('a shadow tree whose markup comes after its element is seen', LIMIT, async (t) => {
  shop.world.serve(FRAME, html('<title>Film</title>'));
  let rest;
  const path = builtSite(t, shop, [CLIPS], {
    body: `<div id="host"><!--cut--><template shadowrootmode="open">${inside('cut')}</template></div>`,
    head: '<script>const ran = []</script>',
  });
  const whole = shop.replaced.get(path);
  shop.replace(t, path, (request, response, entry) => {
    const double = {
      writeHead: (...all) => (response.writeHead(...all), double),
      end(text) {
        const [before, after] = text.split('<!--cut-->');
        response.write(before);
        rest = () => response.end(after);
      },
    };
    whole(request, double, entry);
  });
  const someone = await shop.visit(t, path, { waitUntil: 'commit' });
  await someone.page.waitForFunction(() => document.getElementById('host'));
  await someone.barrier();
  rest();
  await someone.choose('accept');
  await someone.came({ host: FRAME, path: '/cut' });
});

/** A host of neither: what has one of a service waits for that one too. */
const TAGS = 'tags.test';
const scriptOf = (attributes, name) =>
  `<script type="text/plain" ${attributes} data-src="https://${TAGS}/${name}.js"></script>`;
for (const [granted, wanted] of Object.entries({
  '': [],
  acme: ['/any', '/any-of-three'],
  ads: ['/any', '/any-of-three'],
  clips: ['/any-of-three'],
  'acme ads': ['/all', '/any', '/any-of-three', '/both'],
  'acme clips': ['/any', '/any-of-three', '/both'],
})) {
  test(`a tag of several services runs as it says: granted "${granted}"`, LIMIT, async (t) => {
    shop.world.serve(TAGS, script(''));
    const body =
      scriptOf('data-consent="acme ads"', 'all') +
      scriptOf('data-consent-any="acme ads"', 'any') +
      scriptOf('data-consent-any=" acme  ads clips "', 'any-of-three') +
      scriptOf('data-consent="acme" data-consent-any="ads clips"', 'both') +
      scriptOf('data-consent="acme nobody"', 'unknown');
    const someone = await shop.visit(t, builtSite(t, shop, [ACME, ADS, CLIPS], { body }));
    await someone.choose('reject');
    await someone.page.evaluate(
      (ids) => ids.length && window.portcullis.grant(ids),
      granted.split(' ').filter(Boolean),
    );
    const asked = () =>
      someone
        .seen({ host: TAGS })
        .map(({ path }) => path.replace('.js', ''))
        .sort();

    await eventually(() => assert.deepEqual(asked(), wanted));
    await someone.barrier();
    assert.deepEqual(asked(), wanted);
    const said = someone.consoleErrors.filter((text) => /no service "nobody"/.test(text));
    assert.equal(said.length, 1);
  });
}
