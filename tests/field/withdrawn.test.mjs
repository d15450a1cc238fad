// A withdrawal empties the places of a service: they are marks again, with what stands for them, and wake anew.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIMIT, LONG, ORIGIN, eventually, openShop } from '../e2e/shop.mjs';
import { ACME, ADS, CLIPS, builtSite, html } from './services.mjs';

const shop = openShop();
const HOST = 'frame.clips.test';
const SIZE = 'width="320" height="180"';
const FILM = '<title>Film</title><script>setInterval(() => fetch("/tick?" + location.pathname), 100)</script>';

const serve = () => {
  shop.world.serve(HOST, (request, response, entry) => {
    if (entry.path === '/tick') response.writeHead(204).end();
    // A film that goes on for as long as somebody listens.
    else if (entry.path.startsWith('/film')) {
      response.writeHead(200, { 'content-type': 'video/webm' }).write(Buffer.from('1A45DFA3', 'hex'));
      shop.films = (shop.films ?? 0) + 1;
      response.on('close', () => shop.films--);
    } else html(FILM)(request, response);
  });
};

const mark = 'data-consent="clips"';
const KINDS = {
  frame: (attributes) => `<iframe id="frame" title="A film" ${SIZE} ${attributes('src', '/frame')}></iframe>`,
  sandboxed: (attributes) =>
    `<iframe id="sandboxed" sandbox="allow-scripts allow-same-origin" title="A film" ${SIZE} ` +
    `${attributes('src', '/sandboxed')}></iframe>`,
  object: (attributes) =>
    `<object id="object" type="text/html" title="A film" ${SIZE} ${attributes('data', '/object')}></object>`,
  embed: (attributes) => `<embed id="embed" type="text/html" title="A film" ${SIZE} ${attributes('src', '/embed')}>`,
  video: (attributes) =>
    `<video id="video" preload="auto" controls title="A film" ${SIZE} ${attributes('src', '/film-video')}></video>`,
  source: (attributes) =>
    `<video id="sourced" preload="auto" controls title="A film" ${SIZE}>` +
    `<source ${attributes('src', '/film-source')}></video>`,
};
const bodyOf = (attributes) =>
  Object.values(KINDS)
    .map((kind) => `<div>${kind(attributes)}</div>`)
    .join('');
const marked = bodyOf((name, path) => `${mark} data-${name}="https://${HOST}${path}"`);
const PATHS = ['/embed', '/film-source', '/film-video', '/frame', '/object', '/sandboxed'];
const asked = (someone) =>
  [...new Set(someone.seen({ host: HOST, where: ({ path }) => path !== '/tick' }).map(({ path }) => path))].sort();
const ticks = (someone) => someone.seen({ host: HOST, path: '/tick' }).length;
/** How many placeholders are drawn. */
const drawn = (someone) =>
  someone.page.evaluate(
    () =>
      [...document.querySelectorAll('iframe')].filter((frame) => {
        try {
          return frame.contentDocument.querySelector('.portcullis-answers');
        } catch {
          return false;
        }
      }).length,
  );

const withdraw = async (someone) => {
  await someone.page.evaluate(() => window.portcullis.withdraw());
  await someone.until('clips', 'denied');
  await someone.barrier();
  someone.since = shop.world.mark();
};
/** Waits while a frame of the page's own ticks on, at the same pace. */
const settled = async (someone) => {
  await someone.page.evaluate(() => {
    const frame = document.createElement('iframe');
    frame.hidden = true;
    frame.srcdoc = '<script>setInterval(() => fetch("/own-tick"), 100)</' + 'script>';
    document.body.append(frame);
  });
  await someone.came({ path: '/own-tick' }, { count: 3 });
  await someone.barrier();
};

const ROADS = {
  'with marks alone': { guard: 'marks', body: marked },
  'with live': { guard: 'live', body: marked },
  'with the seal': { guard: 'seal', body: marked },
  'without a mark': {
    guard: 'live',
    body: `<div id="box"></div>`,
    // After the grant: before it the browser would have loaded it.
    put: bodyOf((name, path) => `${name}="https://${HOST}${path}"`),
  },
};
for (const [road, { guard, body, put }] of Object.entries(ROADS)) {
  test(`a withdrawal empties every place, and a second grant fills it, ${road}`, LONG, async (t) => {
    serve();
    const site = { guard, body };
    const path = guard === 'marks' ? shop.site(t, [CLIPS], site) : builtSite(t, shop, [CLIPS], site);
    const someone = await shop.visit(t, path);
    await someone.choose('accept');
    // Under the seal a grant is for the next page.
    if (guard === 'seal') await someone.go(path, { waitUntil: 'commit' });
    if (put) await someone.page.evaluate((markup) => (document.querySelector('#box').innerHTML = markup), put);
    await eventually(() => assert.deepEqual(asked(someone), PATHS));
    await someone.came({ host: HOST, path: '/tick' }, { count: 6 });
    const length = await someone.page.evaluate(() => history.length);
    await withdraw(someone);
    await settled(someone);
    assert.equal(ticks(someone), 0, 'nothing goes on');
    await eventually(() => assert.equal(shop.films, 0, 'no film is loaded any more'));
    // A source has no box of its own.
    await eventually(async () => assert.equal(await drawn(someone), 5, 'what stands for them is back'));
    assert.deepEqual(asked(someone), []);
    if (guard === 'seal') return;
    await someone.page.evaluate(() => window.portcullis.grant(['clips']));
    await eventually(() => assert.deepEqual(asked(someone), PATHS));
    await someone.came({ host: HOST, path: '/tick' }, { count: 6 });
    assert.equal(await someone.page.evaluate(() => history.length), length, 'no entry of history more');
    assert.equal(
      await someone.page.evaluate(() => document.getElementById('sandboxed').getAttribute('sandbox')),
      'allow-scripts allow-same-origin',
    );
    assert.equal(await drawn(someone), 0);
  });
}

test('a place that was loaded once is empty again after the next choice', LONG, async (t) => {
  serve();
  const path = builtSite(t, shop, [ACME, CLIPS], {
    body: KINDS.frame((name, at) => `${mark} data-${name}="https://${HOST}${at}"`),
  });
  const someone = await shop.visit(t, path);
  const inside = someone.page.frameLocator('#frame');
  const buttons = inside.locator('.portcullis-answers button');
  await buttons.first().click();
  await someone.came({ host: HOST, path: '/tick' }, { count: 3 });
  await someone.choose('reject');
  await someone.barrier();
  someone.since = shop.world.mark();
  await settled(someone);
  assert.equal(ticks(someone), 0);
  await buttons.first().click();
  await someone.came({ host: HOST, path: '/tick' }, { count: 3 });
  await someone.page.evaluate(() => window.portcullis.grant(['acme']));
  await someone.until('acme', 'granted');
  await someone.barrier();
  someone.since = shop.world.mark();
  await settled(someone);
  assert.equal(ticks(someone), 0, 'another choice ends it too');
  await buttons.first().waitFor();
});

test(
  'a place of any of several services stays while one of them runs, and one of all of them does not',
  LONG,
  async (t) => {
    serve();
    const body = `<iframe id="any" title="A film" ${SIZE} data-consent-any="clips ads"
    data-src="https://${HOST}/any"></iframe>
    <iframe id="all" title="A film" ${SIZE} data-consent="clips ads" data-src="https://${HOST}/all"></iframe>`;
    const path = builtSite(t, shop, [CLIPS, ADS], { body });
    const someone = await shop.visit(t, path);
    await someone.choose('accept');
    await eventually(() => assert.deepEqual(asked(someone), ['/all', '/any']));
    const before = someone.since;
    await someone.page.evaluate(() => window.portcullis.deny(['ads']));
    await someone.until('ads', 'denied');
    await someone.barrier();
    someone.since = shop.world.mark();
    await someone.came({ host: HOST, path: '/tick', where: ({ url }) => url.endsWith('/any') }, { count: 4 });
    assert.ok(someone.seen({ host: HOST, path: '/tick' }).every(({ url }) => url.endsWith('/any')));
    someone.since = before;
    assert.equal(someone.seen({ host: HOST, path: '/any' }).length, 1, 'it was not loaded again');
    await someone.page.evaluate(() => window.portcullis.deny(['clips']));
    await someone.until('clips', 'denied');
    await eventually(async () => assert.equal(await drawn(someone), 2));
  },
);

test('a place is loaded by its newest address', LIMIT, async (t) => {
  serve();
  const path = builtSite(t, shop, [CLIPS], {
    body: KINDS.frame((name, at) => `${mark} data-${name}="https://${HOST}${at}"`),
  });
  const someone = await shop.visit(t, path);
  await someone.choose('accept');
  await someone.came({ host: HOST, path: '/frame' });
  await someone.page.evaluate((host) => (document.getElementById('frame').src = `https://${host}/second`), HOST);
  await someone.came({ host: HOST, path: '/second' });
  await withdraw(someone);
  await someone.page.evaluate(() => window.portcullis.grant(['clips']));
  await someone.came({ host: HOST, path: '/second' });
  await someone.barrier();
  assert.deepEqual(asked(someone), ['/second']);
});

test(
  'a sandboxed frame that leaves the page while it is held, or is copied, is in its sandbox when it loads',
  LIMIT,
  async (t) => {
    serve();
    const path = builtSite(t, shop, [CLIPS], {
      body: `<div id="box">${KINDS.sandboxed((name, at) => `${mark} data-${name}="https://${HOST}${at}"`)}</div>`,
    });
    const someone = await shop.visit(t, path);
    await eventually(async () => assert.equal(await drawn(someone), 1));
    await someone.page.evaluate(async () => {
      const frame = document.getElementById('sandboxed');
      const copy = frame.cloneNode();
      copy.id = 'copy';
      frame.remove();
      // What stands for it looks whether it is still there.
      for (let n = 0; n < 3; n++) await new Promise((done) => requestIdleCallback(done));
      document.getElementById('box').append(frame, copy);
    });
    await someone.choose('accept');
    await someone.came({ host: HOST, path: '/sandboxed' }, { count: 2 });
    for (const id of ['sandboxed', 'copy']) {
      const sandbox = await someone.page.evaluate((one) => document.getElementById(one).getAttribute('sandbox'), id);
      assert.equal(sandbox, 'allow-scripts allow-same-origin', id);
    }
  },
);

test('the back button leads away at once after a frame was let in', LIMIT, async (t) => {
  serve();
  shop.replace(t, '/p/list.html', html('<title>List</title><a href="/p/built.html">Film</a>'));
  const path = builtSite(t, shop, [CLIPS], {
    body: ['1', '2']
      .map((n) => `<iframe title="${n}" ${SIZE} ${mark} data-src="https://${HOST}/${n}"></iframe>`)
      .join(''),
  });
  const someone = await shop.visit(t, '/p/list.html');
  await someone.page.goto(ORIGIN + path);
  const length = await someone.page.evaluate(() => history.length);
  await someone.page.frameLocator('iframe[title="1"]').locator('.portcullis-answers button').first().click();
  await someone.came({ host: HOST, path: '/1' });
  await someone.choose('accept');
  await someone.came({ host: HOST, path: '/2' });
  assert.equal(await someone.page.evaluate(() => history.length), length);
  await someone.page.goBack();
  assert.match(someone.page.url(), /list\.html$/);
});
