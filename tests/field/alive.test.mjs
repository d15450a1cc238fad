// Pages that are alive: whatever an app does with its body, exactly one banner or control stands and works, with the
// focus and what was touched. The app finds its own nodes where it left them, and nothing of ours between them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { build } from 'esbuild';
import { LIMIT, LONG, eventually, heldBack, openShop } from '../e2e/shop.mjs';
import { ACME, ADS, CLIPS, html, script, siteOf } from './services.mjs';

const shop = openShop();
const SERVICES = [ACME, ADS, CLIPS];
const FILM = `<iframe title="A film" width="560" height="315" data-consent="clips"
  data-src="https://frame.clips.test/7"></iframe>
  <video title="A film" width="320" height="180" controls data-consent="clips"
  data-src="https://frame.clips.test/7.webm"></video>`;

/** What apps and routers do. */
const CHANGES = {
  'swaps its body for another page': `
    const next = new DOMParser().parseFromString(${JSON.stringify(`<h1>Two</h1>${FILM}`)}, 'text/html');
    document.body.replaceWith(document.adoptNode(next.body))`,
  'puts its body back from text': `
    const kept = document.body.innerHTML; document.body.innerHTML = '<h1>Two</h1>';
    await new Promise(requestAnimationFrame); document.body.innerHTML = kept`,
  'puts a copy of its body in place': 'document.body.replaceWith(document.body.cloneNode(true))',
  'morphs its body': 'for (const one of [...document.body.children]) if (one.localName !== "main") one.remove()',
  'moves its nodes into another body': `
    const next = document.createElement('body'); next.append(...document.body.childNodes);
    document.body.replaceWith(next)`,
  'puts another root in place': `
    const next = new DOMParser().parseFromString('<html lang="en"><h1>Two</h1>', 'text/html');
    document.documentElement.replaceWith(document.adoptNode(next.documentElement))`,
  'opens its document anew': 'document.open(); document.write("<html lang=en><h1>Two</h1>"); document.close()',
};
/** Here our own nodes go along, which leave the focus as any node does that is moved. */
const MOVES = 'moves its nodes into another body';
const change = (someone, what) => someone.page.evaluate(`(async () => { ${CHANGES[what]} })()`);

/** How many of ours there are, and of ids that are there twice. */
const counted = (someone) =>
  someone.page.evaluate(() => {
    const count = (selector) => document.querySelectorAll(selector).length;
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    return {
      banner: count('.portcullis-banner'),
      control: count('.portcullis-control'),
      preferences: count('.portcullis-preferences'),
      status: count('.portcullis-status'),
      twice: ids.filter((id, at) => ids.indexOf(id) !== at),
    };
  });
const standing = (wanted) => ({ banner: 0, control: 0, preferences: 0, status: 1, twice: [], ...wanted });
const isAt = (someone, selector) => someone.page.evaluate((one) => document.activeElement?.matches(one), selector);
const first = (someone) =>
  someone.page.waitForFunction(() => document.body.firstElementChild?.className === 'portcullis');

test('the control: what a page does away with is gone', LIMIT, async (t) => {
  const body = '<p class="portcullis-own">Of the page</p>';
  for (const what of ['swaps its body for another page', 'morphs its body', 'opens its document anew']) {
    const someone = await shop.visit(t, shop.site(t, SERVICES, { body }));
    await someone.banner.waitFor();
    await change(someone, what);
    assert.equal(await someone.page.locator('.portcullis-own').count(), 0, what);
  }
});

for (const what of Object.keys(CHANGES)) {
  test(`a page that ${what} keeps one banner, one control and the preferences, and each works`, LIMIT, async (t) => {
    shop.world.serve('frame.clips.test', html('<title>Film</title>'));
    const path = shop.site(t, SERVICES, { body: FILM });

    const asked = await shop.visit(t, path);
    await asked.banner.waitFor();
    await first(asked);
    await asked.banner.locator('[data-action=reject]').focus();
    await change(asked, what);
    await eventually(async () => assert.deepEqual(await counted(asked), standing({ banner: 1 })));
    if (what !== MOVES)
      await eventually(async () => assert.ok(await isAt(asked, '.portcullis-banner [data-action=reject]')));
    await asked.choose('reject');
    assert.match(await asked.record(), /\.r\./);

    await change(asked, what);
    await eventually(async () => assert.deepEqual(await counted(asked), standing({ control: 1 })));
    await asked.openPreferences();
    await asked.switchOf('acme').check();
    await asked.switchOf('acme').focus();
    await change(asked, what);
    await eventually(async () => assert.deepEqual(await counted(asked), standing({ control: 1, preferences: 1 })));
    if (what !== MOVES) await eventually(async () => assert.ok(await isAt(asked, '[value=acme]')));
    assert.equal(await asked.preferences.evaluate((dialog) => dialog.matches(':modal')), true);
    assert.equal(await asked.switchOf('acme').isChecked(), true);
    await asked.inPreferences('save');
    await asked.until('acme', 'granted');
    await eventually(async () => assert.deepEqual(await counted(asked), standing({ control: 1 })));
    // The page is not left inert.
    await asked.page.evaluate(() =>
      document.body.append(
        Object.assign(document.createElement('a'), { href: '#here', id: 'link', textContent: 'Link' }),
      ),
    );
    await asked.page.click('#link');
    assert.deepEqual(asked.errors, []);
  });
}

/** Code of an app, as the browser loads it. */
const bundled = async (contents) => {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname, loader: 'jsx' },
    bundle: true,
    write: false,
    minify: true,
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  return outputFiles[0].text;
};

for (const when of ['has run', 'is still on its way']) {
  test(`React takes a mark away whose script ${when}, and puts it in again`, LIMIT, async (t) => {
    const held = heldBack(script('navigator.sendBeacon("/ran")'));
    if (when === 'has run') held.release();
    shop.world.serve('cdn.acme.test', held.answer);
    const app = await bundled(`
      import React from 'react'; import { createRoot } from 'react-dom/client';
      const Promo = ({ on }) => <main><h1>Own</h1>{on && <script type="text/plain" data-consent="acme"
      data-src="https://cdn.acme.test/promo.js" />}</main>;
      const root = createRoot(document.getElementById('app'));
      window.show = (on) => root.render(<Promo on={on} />); show(true);`);
    shop.replace(t, '/app.js', script(app));
    const path = shop.site(t, [ACME], { body: '<div id="app"></div><script src="/app.js"></script>' });
    const someone = await shop.visit(t, path);
    await someone.choose('accept');
    await someone.came({ host: 'cdn.acme.test' });
    if (when === 'has run') await someone.came({ path: '/ran' });
    await someone.page.evaluate(() => window.show(false));
    await someone.page.waitForFunction(() => !document.querySelector('#app script'));
    held.release();
    await someone.came({ path: '/ran' });
    await someone.barrier();
    assert.equal(await someone.page.locator('#app').innerHTML(), '<main><h1>Own</h1></main>');
    await someone.page.evaluate(() => window.show(true));
    await someone.came({ path: '/ran' }, { count: 2 });
    assert.deepEqual(someone.errors, []);
  });
}

const APP = `import React from 'react';
  const App = ({ text }) => <html lang="en"><head><title>Own</title></head><body><main><input id="typed" /><p>{text}</p>
    <video title="A film" width={320} height={180}
    controls data-consent="clips" data-src="https://frame.clips.test/7.webm" />
    <iframe sandbox="" title="A film" width={560} height={315}
    data-consent="clips" data-src="https://frame.clips.test/7" /></main></body></html>;`;
const rendered = async () => {
  const code = await build({
    stdin: {
      contents:
        `${APP} import { renderToString } from 'react-dom/server'; ` +
        'export default renderToString(<App text="server" />);',
      resolveDir: import.meta.dirname,
      loader: 'jsx',
    },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
  });
  const module = { exports: {} };
  new Function('module', 'exports', 'require', code.outputFiles[0].text)(
    module,
    module.exports,
    process.getBuiltinModule('module').createRequire(import.meta.url),
  );
  return module.exports.default;
};

for (const [what, text, errors] of [
  ['takes over what the server rendered', 'server', 0],
  ['starts over, because of a difference of its own', 'browser', 1],
]) {
  test(
    `an app that ${what} finds nothing of ours between its nodes, and one banner or control stands`,
    LONG,
    async (t) => {
      const app = await bundled(`${APP} import { hydrateRoot } from 'react-dom/client';
      window.recovered = [];
      window.hydrate = () => hydrateRoot(document, <App text="${text}" />, {
      onRecoverableError: (error) => recovered.push(error.message) });`);
      shop.replace(t, '/app.js', script(app));
      const path = shop.site(t, SERVICES, { path: '/p/hydrated.html' });
      const tags =
        `<script src="/portcullis/portcullis.js" data-policy="${path}.json"></script>` +
        '<script src="/app.js" defer></script>';
      shop.replace(t, path, html((await rendered()).replace('<head>', `<head>${tags}`)));
      for (const answer of [undefined, 'reject']) {
        const someone = await shop.visit(t, path);
        await someone.banner.waitFor();
        if (answer) await someone.choose(answer);
        await someone.page.fill('#typed', 'mail');
        // What stands for the film is there before the app comes.
        const covers = someone.page.locator('iframe[data-portcullis=stand-in]');
        await covers.waitFor();
        await someone.page.evaluate(() => window.hydrate());
        await someone.page.waitForFunction((wanted) => document.querySelector('main p').textContent === wanted, text);
        await eventually(async () => assert.equal(await covers.count(), 1));
        assert.equal((await someone.page.evaluate(() => window.recovered)).length, errors);
        if (!errors) assert.equal(await someone.page.inputValue('#typed'), 'mail');
        assert.equal(await someone.page.locator('main iframe').count(), 1);
        await eventually(async () => {
          const now = await counted(someone);
          assert.deepEqual([now.banner, now.control], answer ? [0, 1] : [1, 0]);
        });
        assert.notEqual(
          await (answer ? someone.control : someone.banner).evaluate((one) => getComputedStyle(one).position),
          'static',
        );
        if (answer) await someone.openPreferences();
        else await someone.choose('accept');
        assert.deepEqual(someone.errors, []);
      }
    },
  );
}

const SAID = { de: 'ltr', ar: 'rtl' };
for (const kind of ['a policy by its address', 'a built policy']) {
  test(`every part follows the page's language, and keeps the focus: ${kind}`, LONG, async (t) => {
    const path = siteOf(kind, t, shop, SERVICES, { body: FILM });
    const tongues = (someone) =>
      someone.page.evaluate(() => [
        ...[...document.querySelectorAll('.portcullis, .portcullis-control')].map(({ lang, dir }) => [lang, dir]),
        ...[...document.querySelectorAll('iframe')].map(({ contentDocument: { documentElement } }) => [
          documentElement.lang,
          documentElement.dir,
        ]),
      ]);
    const turns = async (someone, lang, parts) => {
      await someone.page.evaluate((one) => (document.documentElement.lang = one), lang);
      await eventually(async () => assert.deepEqual(await tongues(someone), Array(parts).fill([lang, SAID[lang]])));
    };
    const someone = await shop.visit(t, path);
    await someone.banner.waitFor();
    await first(someone);
    await someone.page.frameLocator('iframe').first().locator('button').first().waitFor();
    await someone.banner.locator('[data-action=reject]').focus();
    for (const lang of ['de', 'ar']) {
      await turns(someone, lang, 3);
      assert.ok(await isAt(someone, '.portcullis-banner [data-action=reject]'));
    }
    await someone.barrier();
    assert.equal(await someone.record(), undefined);
    await someone.choose('reject');
    await turns(someone, 'de', 3);
    assert.ok(await isAt(someone, '.portcullis-control'));
    await someone.openPreferences();
    await someone.switchOf('acme').check();
    await someone.switchOf('acme').focus();
    await turns(someone, 'ar', 4);
    assert.ok(await isAt(someone, '[value=acme]'));
    assert.equal(await someone.switchOf('acme').isChecked(), true);
    await someone.inPreferences('save');
    await someone.until('acme', 'granted');
    // The other language is no other policy: nobody is asked again.
    await someone.go(path);
    await someone.control.waitFor();
    assert.equal(await someone.banner.count(), 0);
  });
}

const WIDGET =
  'document.querySelector(".widget").append(Object.assign(document.createElement("b"), ' +
  '{ id: "filled", textContent: "Widget" }))';
const FORM = (style) => `<form action="/sent"><label>Mail <input id="typed" name="mail"></label>
  <div class="widget" data-consent="acme" style="${style}"></div><button>Send</button></form>
  <script type="text/plain" data-consent="acme" data-src="https://cdn.acme.test/widget.js"></script>`;

for (const kind of ['a policy by its address', 'a built policy']) {
  for (const [button, at, service] of [
    ['Load once', 0, 'once'],
    ['Always allow', 1, 'granted'],
  ]) {
    test(`what a script fills says what is missing and whose, and "${button}" brings it: ${kind}`, LONG, async (t) => {
      shop.world.serve('cdn.acme.test', script(WIDGET));
      for (const style of ['', 'min-height: 78px; width: 304px']) {
        const path = siteOf(kind, t, shop, [ACME, CLIPS], { body: FORM(style) });
        const someone = await shop.visit(t, path);
        await someone.choose('reject');
        const said = someone.page.frameLocator('iframe[data-portcullis=stand-in]').locator('section:visible');
        await said.locator('button').first().waitFor();
        const text = await said.innerText();
        for (const name of [ACME.name, button]) assert.ok(text.includes(name), text);
        const sizes = await said
          .locator('button')
          .evaluateAll((all) => all.map(({ offsetWidth, offsetHeight }) => [offsetWidth, offsetHeight].join()));
        assert.deepEqual([sizes.length, new Set(sizes).size], [2, 1]);
        assert.equal(await someone.page.locator('form iframe').count(), 0);
        await someone.page.fill('#typed', 'me@shop.test');
        await someone.barrier();
        assert.deepEqual(someone.seen({ host: 'cdn.acme.test' }), []);

        await said.locator('button').nth(at).click();
        await someone.came({ host: 'cdn.acme.test' });
        await someone.page.locator('#filled').waitFor();
        await eventually(async () => assert.equal(await someone.page.locator('iframe').count(), 0));
        assert.equal(await someone.page.inputValue('#typed'), 'me@shop.test');
        assert.equal((await someone.state()).services.acme, service);
        assert.ok(await isAt(someone, '.widget'));
        assert.deepEqual(someone.errors, []);
        // And the next page holds it, or has it.
        await someone.go(path);
        if (service === 'granted') await someone.came({ host: 'cdn.acme.test' });
        else {
          await said.locator('button').first().waitFor();
          await someone.barrier();
          assert.deepEqual(someone.seen({ host: 'cdn.acme.test' }), []);
        }
      }
    });
  }
}

test('what a script has filled is covered again after a withdrawal', LIMIT, async (t) => {
  shop.world.serve('cdn.acme.test', script(WIDGET));
  const someone = await shop.visit(t, shop.site(t, [ACME], { body: FORM('min-height: 78px') }));
  await someone.choose('accept');
  await someone.page.locator('#filled').waitFor();
  assert.equal(await someone.page.locator('iframe').count(), 0);
  await someone.page.evaluate(() => window.portcullis.withdraw());
  await someone.page.frameLocator('iframe[data-portcullis=stand-in]').locator('button').first().waitFor();
  assert.equal(await someone.page.locator('#filled').isVisible(), false);
});
