// Released scripts: their order, what they wait for, and what they find.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIMIT, LONG, eventually, heldBack, openShop } from '../e2e/shop.mjs';
import { ACME, ADS, builtSite, html, script } from './services.mjs';

const shop = openShop();
const HOST = 'cdn.acme.test';
const M = 'type="text/plain" data-consent="acme"';
const SRC = (path) => `data-src="https://${HOST}/${path}"`;
const serve = (files) => {
  for (const [path, answer] of Object.entries(files))
    shop.world.serve(HOST, `/${path}`, typeof answer === 'string' ? script(answer) : answer);
};
const get = (someone, expression) => someone.page.evaluate(expression);
const until = (someone, expression, wanted) =>
  eventually(async () => assert.deepEqual(await get(someone, expression), wanted));

const untilLater = (someone, expression, wanted) =>
  eventually(async () => assert.deepEqual(await get(someone, expression), wanted), 30000);

const EVENTS = `
  const on = (name, target, type, ...options) => target.addEventListener(type, () => saw(name + ' ' + type),
  ...options);
  on('NAME', document, 'DOMContentLoaded');
  on('NAME window', window, 'DOMContentLoaded', { once: true });
  on('NAME', window, 'load');
  on('NAME', document, 'readystatechange');
  addEventListener('load', { handleEvent() { saw('NAME object') } });
  const twice = () => saw('NAME twice');
  addEventListener('load', twice); addEventListener('load', twice);
  const gone = new AbortController(); gone.abort();
  addEventListener('load', () => saw('NAME aborted'), { signal: gone.signal });`;
const wantedOf = (name) => [
  `${name} DOMContentLoaded`,
  `${name} window DOMContentLoaded`,
  `${name} load`,
  `${name} readystatechange`,
  `${name} object`,
  `${name} twice`,
];

test(
  'page events that are over are called once for what a released script adds, and for nobody else',
  LONG,
  async (t) => {
    serve({
      'late.js': `{ ${EVENTS.replaceAll('NAME', 'file')} window.onload = () => saw('onload') }`,
      'module.js': EVENTS.replaceAll('NAME', 'module'),
    });
    const path = builtSite(t, shop, [ACME], {
      head: `<script>
      const seen = {}; const saw = (what) => (seen[what] = (seen[what] ?? 0) + 1);
      for (const type of ['DOMContentLoaded', 'readystatechange']) document.addEventListener(type,
      () => saw('own ' + type));
      addEventListener('load', () => saw('own load'));
      // Added too late, by the page itself.
      addEventListener('portcullis:change',
      () => document.readyState == 'complete' && setTimeout(() => addEventListener('load',
      () => saw('own late'))), true);
    </script>`,
      body: `<script ${M}>{ ${EVENTS.replaceAll('NAME', 'inline')} }</script>
      <script ${M} ${SRC('late.js')}></script>
      <script ${M} data-type="module" ${SRC('module.js')}></script>`,
    });
    const someone = await shop.visit(t, path);
    await someone.choose('accept');
    const wanted = [...['file', 'inline', 'module'].flatMap(wantedOf), 'onload', 'own DOMContentLoaded', 'own load'];
    const counts = () =>
      get(someone, 'Object.fromEntries(Object.entries(seen).filter(([name]) => !/readystate/.test(name)))');
    const expected = (names) =>
      Object.fromEntries(names.filter((name) => !/readystate/.test(name)).map((name) => [name, 1]));
    await eventually(async () => assert.deepEqual(await counts(), expected(wanted)));
    for (const name of ['file', 'inline', 'module'])
      assert.equal(await get(someone, `seen['${name} readystatechange']`), 1);
    assert.equal(await get(someone, "seen['own readystatechange']"), 2);
    // On the next page the marks wake while it is parsed.
    await someone.go(path);
    await eventually(async () => assert.deepEqual(await counts(), expected(wanted)));
  },
);

test('what a released script writes stands at its mark, and never empties the page', LONG, async (t) => {
  serve({
    'badge.js': `document.write('<a id="file">aw'); document.writeln('ard</a>')`,
    'inner.js': `document.write('<i id="nested-file">x</i>')`,
  });
  const path = builtSite(t, shop, [ACME], {
    body: `<p id="keep">Text</p>
      <div id="one"><script ${M}>document.write('<b id="inline">award</b>')</script></div>
      <div id="two"><script ${M} ${SRC('badge.js')}></script></div>
      <div id="three"><script ${M}>
        document.write('<script>document.write("<u id=nested>x</u>")<' + '/script>')</script></div>
      <div id="four"><script ${M}>document.open(); document.write('<s id="opened">x</s>');
      document.close()</script></div>
      <div id="five"><script ${M}>addEventListener('load',
      () => document.write('<q id="listened">x</q>'))</script></div>
      <div id="six"><script ${M}>document.write('<script src="https://${HOST}/inner.js"><' + '/script>')</script></div>
      <div id="seven"></div>
      <script>{
        const root = document.getElementById('seven').attachShadow({ mode: 'open' });
        const mark = Object.assign(document.createElement('script'), {
        type: 'text/plain', text: 'document.write("<b id=shadow>x</b>")' });
        mark.dataset.consent = 'acme';
        root.append(mark);
      }</script>`,
  });
  const someone = await shop.visit(t, path);
  const look = `[...'one two three four five six seven'.split(' ')].map((id) => {
    const box = document.getElementById(id);
    return [...(box?.shadowRoot ?? box)?.querySelectorAll('[id]') ?? []].map((one) => one.id).join();
  }).join(' ')`;
  const wanted = 'inline file nested opened listened nested-file shadow';
  const holds = async () => {
    await until(someone, look, wanted);
    assert.equal(await get(someone, `document.getElementById('keep').textContent`), 'Text');
    assert.equal(await someone.control.count(), 1);
  };
  await someone.choose('accept');
  await holds();
  await someone.go(path);
  await someone.control.waitFor();
  await holds();
});

test('what a mark says of itself reaches the script as it is written', LONG, async (t) => {
  const tell =
    'report({ attributes: Object.fromEntries([...document.currentScript.attributes].map(({ name, ' +
    'value }) => [name, value])), data: { ...document.currentScript.dataset }, ' +
    'async: document.currentScript.async })';
  serve({
    'lib.js': '',
    'widget.js': tell,
    'async.js': tell,
    'missing.js': (request, response) => response.writeHead(404).end(),
  });
  const path = builtSite(t, shop, [ACME], {
    body: `<script>const calls = []; const report = (said) => calls.push(said)</script>
      <script ${M} ${SRC('lib.js')} onload="report('lib')"></script>
      <script ${M} ${SRC('missing.js')} onerror="report('no lib')"></script>
      <script ${M} ${SRC('widget.js')} id="w" class="x" data-account="805" data-type="bubble"
      data-ask-consent="no" data-consented="y"
        crossorigin="anonymous" referrerpolicy="no-referrer" fetchpriority="low"
        charset="utf-8" @click="x" a,b="y"></script>
      <script ${M} ${SRC('async.js')} async data-which="async"></script>
      <script ${M} ${SRC('lib.js')} nomodule></script>
      <script ${M}>report('last')</script>`,
  });
  const someone = await shop.visit(t, path);
  await someone.choose('accept');
  await until(someone, `calls.length`, 5);
  const calls = await get(someone, 'calls');
  assert.deepEqual(
    calls.filter((one) => typeof one === 'string'),
    ['lib', 'no lib', 'last'],
  );
  const tellers = calls.filter((one) => one.attributes);
  const widget = tellers.find(({ data }) => data.account);
  assert.deepEqual(widget.data, { account: '805', type: 'bubble', askConsent: 'no', consented: 'y' });
  const { src, ...rest } = widget.attributes;
  assert.deepEqual(rest, {
    id: 'w',
    class: 'x',
    'data-account': '805',
    'data-type': 'bubble',
    'data-ask-consent': 'no',
    'data-consented': 'y',
    crossorigin: 'anonymous',
    referrerpolicy: 'no-referrer',
    fetchpriority: 'low',
    charset: 'utf-8',
    '@click': 'x',
    'a,b': 'y',
  });
  assert.equal(widget.async, false);
  assert.equal(tellers.find(({ data }) => data.which).async, true);
  assert.equal(someone.seen({ host: HOST, path: '/widget.js' })[0].headers.referer, undefined);
  assert.equal(someone.seen({ host: HOST, path: '/widget.js' })[0].headers.origin, 'https://www.shop.test');
});

test('integrity is checked as it is written', LIMIT, async (t) => {
  serve({ 'whole.js': 'window.ran = 1' });
  const path = builtSite(t, shop, [ACME], {
    body: `<script ${M} ${SRC('whole.js')} crossorigin
    integrity="sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="></script>
      <script ${M}>window.last = 1</script>`,
  });
  const someone = await shop.visit(t, path);
  await someone.choose('accept');
  await someone.page.waitForFunction(() => window.last);
  assert.equal(await get(someone, 'window.ran'), undefined);
  assert.ok(someone.consoleErrors.some((text) => /portcullis: .*whole\.js.* has not loaded/.test(text)));
});

test('a nonce on the mark is enough where the tag has none, and a mark without one stays inert', LIMIT, async (t) => {
  serve({ 'a.js': 'window.file = 1', 'b.js': 'window.injected = 1' });
  const path = '/p/nonce.html';
  const csp =
    "default-src 'self' 'nonce-n0nce' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self' 'unsafe-inline'";
  shop.site(t, [ACME], {
    path,
    body: `<script nonce="n0nce" ${M}>window.inline = 1</script><script nonce="n0nce" ${M} ${SRC('a.js')}></script>
      <script ${M}>window.injected = 1</script><script ${M} ${SRC('b.js')}></script>`,
  });
  const answer = shop.replaced.get(path);
  shop.replace(t, path, (request, response, entry) => {
    response.setHeader('content-security-policy', csp);
    answer(request, response, entry);
  });
  const someone = await shop.visit(t, path);
  await someone.choose('accept');
  await someone.page.waitForFunction(() => window.inline && window.file);
  await someone.barrier();
  assert.equal(await get(someone, 'window.injected'), undefined);
});

test('a script that hangs holds up those that keep its order, for a while, and nothing else', LONG, async (t) => {
  const never = heldBack(script('done.push("hung")'));
  const slow = heldBack(script('done.push("slow")'));
  serve({
    'hang.js': never.answer,
    'slow.js': slow.answer,
    'async.js': 'done.push("async")',
    'defer.js': 'done.push("defer")',
    'module.js': 'done.push("module")',
    'second.js': 'done.push("second")',
  });
  shop.world.serve(HOST, '/frame', html('<title>Frame</title>'));
  shop.world.serve('ads.acme.test', '/other.js', script('done.push("other service")'));
  const path = builtSite(t, shop, [ACME, ADS], {
    head: '<script>const done = []</script>',
    body: `<script ${M} async ${SRC('hang.js?async')}></script><script ${M} defer ${SRC('hang.js?defer')}></script>
      <script ${M} data-type="Module" ${SRC('hang.js?module')}></script>
      <script ${M}>done.push('inline')</script>
      <script ${M} ${SRC('slow.js')}></script>
      <script ${M} ${SRC('second.js')}></script>
      <script ${M} data-src="https://["></script>
      <script ${M}>done.push('third')</script>
      <script ${M} ${SRC('hang.js')}></script>
      <script ${M}>done.push('fourth')</script>
      <script ${M} ${SRC('second.js?again')}></script>
      <script ${M} async ${SRC('async.js')}></script><script ${M} defer ${SRC('defer.js')}></script>
      <script ${M} data-type="module" ${SRC('module.js')}></script>
      <script type="text/plain" data-consent="ads" data-src="https://ads.acme.test/other.js"></script>
      <iframe title="A film" width="300" height="100" data-consent="acme" ${SRC('frame')}></iframe>`,
  });
  const someone = await shop.visit(t, path);
  await someone.answer('accept');
  await until(someone, '[...done].sort()', ['async', 'defer', 'inline', 'module', 'other service']);
  await someone.came({ host: HOST, path: '/frame' });
  slow.release();
  await until(someone, `done.filter((one) => /slow|second|third|fourth/.test(one))`, ['slow', 'second', 'third']);
  // Ten seconds later.
  await untilLater(someone, `done.filter((one) => /slow|second|third|fourth/.test(one))`, [
    'slow',
    'second',
    'third',
    'fourth',
    'second',
  ]);
  const said = someone.consoleErrors.filter((text) => text.startsWith('portcullis: '));
  // Each that hangs is named; one of them held others up.
  assert.equal(said.filter((text) => /has not come/.test(text)).length, 4, said.join('\n'));
  assert.equal(said.filter((text) => /does not wait any longer/.test(text)).length, 1, said.join('\n'));
  assert.equal(said.filter((text) => /no address/.test(text)).length, 1, said.join('\n'));
  never.release();
});

test('what another service needs has run before it', LIMIT, async (t) => {
  const lib = heldBack(script('window.lib = { extend() { done.push("plugin") } }; done.push("lib")'));
  serve({ 'lib.js': lib.answer });
  const path = builtSite(t, shop, [{ ...ADS, id: 'plugin', needs: 'acme' }, ACME], {
    head: '<script>const done = []</script>',
    body:
      `<script type="text/plain" data-consent="plugin">lib.extend('plugin')</script>` +
      `<script ${M} ${SRC('lib.js')}></script>`,
  });
  const someone = await shop.visit(t, path);
  await someone.choose('accept');
  await someone.came({ host: HOST, path: '/lib.js' });
  await someone.barrier();
  lib.release();
  await until(someone, 'done', ['lib', 'plugin']);
  assert.deepEqual(someone.errors.map(String), []);
});

test('a script whose text comes in pieces runs whole', LIMIT, async (t) => {
  const path = builtSite(t, shop, [ACME], {
    body: `<script ${M}>window.one = 1;/*cut*/window.two = 2</script><p>After</p>`,
  });
  const whole = shop.replaced.get(path);
  const someone = await shop.visit(t, path);
  await someone.choose('accept');
  let rest;
  shop.replace(t, path, (request, response, entry) => {
    const double = {
      writeHead: (...all) => (response.writeHead(...all), double),
      end: (text) => {
        const [before, after] = text.split('/*cut*/');
        response.write(before);
        rest = () => response.end(`/*cut*/${after}`);
      },
    };
    whole(request, double, entry);
  });
  await someone.page.goto(`https://www.shop.test${path}`, { waitUntil: 'commit' });
  await someone.page.waitForFunction(
    () => document.querySelector('script[data-consent]') && window.portcullis?.state().services.acme === 'granted',
  );
  await someone.barrier();
  rest();
  await someone.page.waitForFunction(() => document.readyState === 'complete' && window.one);
  assert.deepEqual(await get(someone, '[window.one, window.two]'), [1, 2]);
  assert.deepEqual(someone.errors.map(String), []);
});
