// A marked frame stays empty whoever leads it elsewhere, and what stands in its place stays.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openFirefox } from '../gate/engines/firefox.mjs';
import { LIMIT, LONG, ORIGIN, eventually, openShop } from '../e2e/shop.mjs';
import { CLIPS, html, siteOf } from './services.mjs';

const shop = openShop();
const HOST = 'frame.clips.test';
const KINDS = ['a policy by its address', 'a built policy', 'the seal'];

/** In a frame's first moment nobody can stand between: its blank document is there before any other is. */
const UNHOOKABLE = ['place', 'named'];

/** Each leads the frame `film` to `url`. */
const WAYS = {
  replace: 'film.contentWindow.location.replace(url)',
  assign: 'film.contentWindow.location.assign(url)',
  href: 'film.contentWindow.location.href = url',
  location: 'film.contentWindow.location = url',
  document: 'film.contentDocument.location = url',
  place: 'frames[[...document.querySelectorAll("iframe")].indexOf(film)].location.replace(url)',
  named: 'window[film.name].location = url',
  open: 'open(url, film.name)',
  'own open': 'film.contentWindow.open(url, "_self")',
  'another open': 'blank.contentWindow.open(url, film.name)',
  link:
    'const a = Object.assign(document.createElement("a"), { href: url, target: film.name }); ' +
    'document.body.append(a); a.click()',
  form:
    'const f = Object.assign(document.createElement("form"), { action: url, target: film.name }); ' +
    'f.append(Object.assign(document.createElement("input"), { name: "form" })); ' +
    'document.body.append(f); f.submit()',
  refresh:
    'film.contentDocument.head.append(Object.assign(film.contentDocument.createElement("meta"), ' +
    '{ httpEquiv: "refresh", content: "0;url=" + url }))',
  eval: 'film.contentWindow.eval("location.replace(" + JSON.stringify(url) + ")")',
  src: 'film.src = url',
  attribute: 'film.setAttribute("src", url)',
  srcdoc: 'film.srcdoc = "<img src=" + url + ">"',
  inner: 'film.contentDocument.body.innerHTML = "<img src=" + url + ">"',
  write: 'film.contentDocument.write("<img src=" + url + ">"); film.contentDocument.close()',
  'lazy loader': 'if (film.dataset.src) film.contentWindow.location.replace(film.dataset.src)',
};
const names = Object.keys(WAYS);
const film = (way) =>
  `<iframe id="film-${names.indexOf(way)}" name="film${names.indexOf(way)}" title="A film" ` +
  'width="300" height="150" data-consent="clips" ' +
  `data-src="https://${HOST}/marked?${encodeURIComponent(way)}"></iframe>`;
const go = (way, when) =>
  `((film, url, blank) => { try { ${WAYS[way]} } catch {} ` +
  `})(document.getElementById('film-${names.indexOf(way)}'), ` +
  `'https://${HOST}/led?' + encodeURIComponent(${JSON.stringify(`${way} ${when}`)}), ` +
  `document.getElementById('blank'));`;
const MOMENTS = {
  'while the page is parsed': (way) => `<script>${go(way, 'parsed')}</script>`,
  'at DOMContentLoaded': (way) =>
    `<script>document.addEventListener('DOMContentLoaded', () => { ${go(way, 'DOMContentLoaded')} })</script>`,
  'at load': (way) => `<script>addEventListener('load', () => { ${go(way, 'load')} })</script>`,
  later: () => '',
};
/** What code fetches into a blank document waits once the policy is known, which a page that names it learns late. */
const INTO_DOCUMENT = ['inner', 'write'];
const isTried = (way, moment, kind) => {
  if (kind === KINDS[0] && moment !== 'later' && INTO_DOCUMENT.includes(way)) return false;
  return /^(at load|later)$/.test(moment) || !UNHOOKABLE.includes(way);
};
const bodyOf = (moment, kind) => {
  const leader = (way) => (isTried(way, moment, kind) ? MOMENTS[moment](way) : '');
  return `<iframe id="blank" hidden></iframe>${names.map((way) => film(way) + leader(way)).join('')}`;
};
const led = (someone) => someone.seen({ host: HOST }).map(({ url }) => decodeURIComponent(new URL(url).search));

const serveFilm = () => shop.world.serve(HOST, html('<title>Film</title>'));

test('the control: a frame that is not marked goes where it is led', LONG, async (t) => {
  serveFilm();
  const body = bodyOf('at load').replaceAll(/data-consent="clips" data-src="[^"]*"/g, 'src="about:blank"');
  const path = shop.site(t, [], { body });
  const someone = await shop.visit(t, path);
  await eventually(() => assert.ok(new Set(led(someone)).size >= names.length - 1, led(someone).join('\n')));
});

for (const kind of KINDS) {
  for (const moment of Object.keys(MOMENTS)) {
    test(`with ${kind} a marked frame is led nowhere ${moment}`, LONG, async (t) => {
      serveFilm();
      const path = siteOf(kind, t, shop, [CLIPS], { body: bodyOf(moment, kind) });
      const someone = await shop.visit(t, path);
      await someone.banner.waitFor();
      await someone.page.frameLocator('#film-0').locator('.portcullis-answers').waitFor();
      if (moment === 'later') for (const way of names) await someone.page.evaluate(go(way, 'later'));
      await someone.barrier();
      assert.deepEqual(led(someone), []);
      // What stands in its place stays: of each that nobody has put markup of their own into.
      for (const way of names) {
        if (/^(srcdoc|inner|write|src|attribute)$/.test(way)) continue;
        const inside = someone.page.frameLocator(`#film-${names.indexOf(way)}`);
        assert.ok(await inside.locator('.portcullis-answers button').count(), way);
      }
    });
  }
}

test('what a lazy loader would load comes once, with the grant', LIMIT, async (t) => {
  serveFilm();
  const body = `<iframe class="lazy" title="A film" width="300" height="150" data-consent="clips"
  data-src="https://${HOST}/frame"></iframe>
    <img class="lazy" width="9" height="9" alt="" data-consent="clips" data-src="https://${HOST}/image">
    <script>addEventListener('DOMContentLoaded', () => {
      for (const one of document.querySelectorAll('.lazy')) {
        if (!one.dataset.src) continue;
        if (one.localName == 'iframe') one.contentWindow.location.replace(one.dataset.src);
        else one.src = one.dataset.src;
      }
    })</script>`;
  const someone = await shop.visit(t, siteOf(KINDS[0], t, shop, [CLIPS], { body }));
  await someone.banner.waitFor();
  await someone.barrier();
  const paths = () =>
    someone
      .seen({ host: HOST })
      .map(({ path }) => path)
      .sort();
  assert.deepEqual(paths(), []);
  await someone.choose('accept');
  await someone.came({ host: HOST }, { count: 2 });
  await someone.barrier();
  assert.deepEqual(paths(), ['/frame', '/image']);
});

test('in Firefox a marked frame is led nowhere', { timeout: 180000 }, async (t) => {
  serveFilm();
  const visitor = await openFirefox(shop.world);
  t.after(() => visitor.close());
  const until = (script) =>
    eventually(async () => assert.ok(await visitor.evaluate(script), `never true: ${script}`), 30000);
  for (const moment of ['at DOMContentLoaded', 'later']) {
    const since = shop.world.mark();
    const path = siteOf('a built policy', t, shop, [CLIPS], { body: bodyOf(moment) });
    await visitor.goto(`${ORIGIN}${path}?${since}`);
    await until(`document.readyState == 'complete' && !!document.querySelector('.portcullis-banner')`);
    await until(`!!document.querySelector('#film-0').contentDocument?.querySelector('.portcullis-answers')`);
    if (moment === 'later') for (const way of names) await visitor.evaluate(go(way, moment));
    await visitor.evaluate(`void fetch('/barrier?${since}')`);
    await shop.world.until({ path: '/barrier', since });
    assert.deepEqual(
      shop.world.requests({ host: HOST, since }).map(({ url }) => url),
      [],
      moment,
    );
    assert.ok(
      await visitor.evaluate(
        `!!document.querySelector('#film-0').contentDocument?.querySelector('.portcullis-answers')`,
      ),
    );
  }
});
