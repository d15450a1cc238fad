// Refused is refused: what code asks for fails at a refusal, and no later grant makes up for it, unless a visitor sees
// a place for it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIMIT, LONG, eventually, openShop } from '../e2e/shop.mjs';
import { ACME, builtSite, html, script } from './services.mjs';

const shop = openShop();
const HOST = 'cdn.acme.test';
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==', 'base64');

const serve = () => {
  shop.world.serve(HOST, (request, response, { path }) => {
    if (path.endsWith('.gif')) response.writeHead(200, { 'content-type': 'image/gif' }).end(PIXEL);
    else if (path.endsWith('.js')) script('window.ran = (window.ran ?? 0) + 1')(request, response);
    else if (path.endsWith('.css'))
      response.writeHead(200, { 'content-type': 'text/css', 'access-control-allow-origin': '*' }).end('main {}');
    else html('<title>Frame</title>')(request, response);
  });
};
const make = (tag, attributes, where = 'document.body') =>
  `const one = Object.assign(document.createElement('${tag}'), { ${attributes} }); ${where}.append(one)`;

const APPEND = 'document.body.append(one)';
const INSERT = "document.body.insertAdjacentHTML('beforeend'";
/** Nobody sees a place for these. `n` tells one request from another. */
const PINGS = {
  image: `new Image().src = url + n + '.gif'`,
  srcset: `new Image().srcset = url + n + '.gif 1x'`,
  'pixel in the page': `const one = new Image(1, 1); one.src = url + n + '.gif'; ${APPEND}`,
  'pixel by a style': `const one = new Image(); one.style.width = '1px'; one.src = url + n + '.gif'; ${APPEND}`,
  'hidden image': `const one = new Image(9, 9); one.hidden = true; one.src = url + n + '.gif'; ${APPEND}`,
  script: make('script', `src: url + n + '.js'`, 'document.head'),
  module: make('script', `type: 'module', src: url + n + '.js'`, 'document.head'),
  'style sheet': make('link', `rel: 'stylesheet', href: url + n + '.css'`, 'document.head'),
  preload: make('link', `rel: 'preload', as: 'script', href: url + n + '.js'`, 'document.head'),
  'pixel in markup': `${INSERT}, '<img alt="" width="1" height="1" src="' + url + n + '.gif">')`,
  'hidden image in markup': `${INSERT}, '<img alt="" style="display: none" src="' + url + n + '.gif">')`,
  'script in a fragment':
    `document.body.append(document.createRange().createContextualFragment('<script src="' + url + n ` +
    `+ '.js"></' + 'script>'))`,
  'style sheet in markup': `${INSERT}, '<link rel="stylesheet" href="' + url + n + '.css">')`,
  beacon: `navigator.sendBeacon(url + n)`,
  fetch: `fetch(url + n, { mode: 'no-cors' }).catch(() => {})`,
};
/** These have a place. */
const PLACES = {
  image: `const one = new Image(40, 40); one.src = url + n + '.gif'; ${APPEND}`,
  'image in markup': `${INSERT}, '<img alt="" width="40" height="40" src="' + url + n + '.gif">')`,
  frame: make('iframe', `src: url + n + '/frame'`),
  'frame in markup': `${INSERT}, '<iframe src="' + url + n + '/frame"></iframe>')`,
  video: make('video', `preload: 'auto', src: url + n + '/film'`),
  'source in markup': `${INSERT}, '<video preload="auto" controls>` + `<source src="' + url + n + '/film"></video>')`,
};
const go = (someone, ways, n) =>
  someone.page.evaluate(
    ([all, host, number]) => {
      for (const [way, code] of all)
        new Function('url', 'n', code)(`https://${host}/${way.replaceAll(' ', '-')}/`, number);
    },
    [Object.entries(ways), HOST, n],
  );
const counted = (someone) =>
  someone
    .seen({ host: HOST })
    .map(({ path }) =>
      path
        .split('/')
        .slice(1, 3)
        .join(' ')
        .replace(/\.\w+$/, ''),
    )
    .sort();
const expected = (ways, ...numbers) =>
  Object.keys(ways)
    .flatMap((way) => numbers.map((n) => `${way.replaceAll(' ', '-')} ${n}`))
    .sort();

const visit = async (t) => {
  serve();
  const someone = await shop.visit(t, builtSite(t, shop, [ACME]));
  await someone.banner.waitFor();
  return someone;
};
const grant = async (someone) => {
  await someone.page.evaluate(() => window.portcullis.grant(['acme']));
  await someone.until('acme', 'granted');
};

test('the control: with a grant each of them is sent', LONG, async (t) => {
  const someone = await visit(t);
  await someone.choose('accept');
  await go(someone, { ...PINGS, ...PLACES }, 4);
  const wanted = [...new Set(expected({ ...PINGS, ...PLACES }, 4))];
  await eventually(() => assert.deepEqual([...new Set(counted(someone))], wanted));
});

test('what was asked for before or under a refusal is not made up for by a later grant', LONG, async (t) => {
  const someone = await visit(t);
  await go(someone, PINGS, 1);
  await someone.choose('reject');
  await go(someone, PINGS, 2);
  await someone.barrier();
  await grant(someone);
  await go(someone, PINGS, 4);
  await eventually(() => assert.deepEqual([...new Set(counted(someone))], expected(PINGS, 4)));
  await someone.barrier();
  assert.deepEqual([...new Set(counted(someone))], expected(PINGS, 4));
  await someone.page.evaluate(() => window.portcullis.withdraw());
  await someone.until('acme', 'denied');
  someone.since = shop.world.mark();
  await go(someone, PINGS, 5);
  await someone.barrier();
  await grant(someone);
  await someone.barrier();
  assert.deepEqual(
    counted(someone).filter((one) => one.endsWith('5')),
    [],
  );
});

test('what has a place comes back with the grant', LONG, async (t) => {
  const someone = await visit(t);
  await go(someone, PLACES, 1);
  await someone.choose('reject');
  await go(someone, PLACES, 2);
  await someone.barrier();
  assert.deepEqual(counted(someone), []);
  await grant(someone);
  const wanted = expected(PLACES, 1, 2);
  await eventually(() => assert.deepEqual([...new Set(counted(someone))], wanted));
  assert.deepEqual([...new Set(counted(someone))], wanted);
});

test('a loader hears nothing before a choice, an error at a refusal and at once after it', LONG, async (t) => {
  const someone = await visit(t);
  await someone.page.evaluate((host) => {
    window.heard = {};
    window.ask = (when) => {
      const hear = (what, element) => {
        heard[`${what} ${when}`] = '';
        for (const type of ['load', 'error']) element.addEventListener(type, () => (heard[`${what} ${when}`] += type));
      };
      const put = (tag, properties) => {
        const element = Object.assign(document.createElement(tag), properties);
        hear(`${properties.rel ?? tag} ${element.type}`, element);
        document.head.append(element);
      };
      put('script', { src: `https://${host}/${when}.js` });
      put('script', { type: 'module', src: `https://${host}/${when}m.js` });
      put('link', { rel: 'stylesheet', href: `https://${host}/${when}.css` });
      const image = new Image();
      hear('image', image);
      image.src = `https://${host}/${when}.gif`;
      const box = document.body.appendChild(document.createElement('div'));
      box.innerHTML = `<img alt="" width="1" height="1" src="https://${host}/${when}i.gif">`;
      hear('markup', box.firstChild);
      heard[`decode ${when}`] = '';
      image.decode().then(
        () => (heard[`decode ${when}`] += 'decoded'),
        () => (heard[`decode ${when}`] += 'failed'),
      );
    };
    ask('before');
  }, HOST);
  await someone.barrier();
  const heard = () => someone.page.evaluate(() => heard);
  assert.deepEqual(Object.values(await heard()).join(''), '');
  await someone.choose('reject');
  const ends = (when, count) =>
    someone.page.waitForFunction(
      ([name, n]) => Object.entries(heard).filter(([key, value]) => key.endsWith(name) && value).length === n,
      [when, count],
    );
  await ends('before', 6);
  await someone.page.evaluate(() => ask('refused'));
  await ends('refused', 6);
  const values = await heard();
  for (const [what, value] of Object.entries(values))
    assert.equal(value, what.startsWith('decode') ? 'failed' : 'error', what);
  await grant(someone);
  await someone.page.evaluate(() => ask('granted'));
  await ends('granted', 6);
  await someone.barrier();
  for (const [what, value] of Object.entries(await heard())) {
    if (what.endsWith('granted')) assert.equal(value, what.startsWith('decode') ? 'decoded' : 'load', what);
    else assert.match(value, /^(error|failed)$/, what);
  }
  assert.ok(someone.seen({ host: HOST }).every(({ path }) => path.startsWith('/granted')));
});

test('a picture that waits is decoded with the grant', LIMIT, async (t) => {
  const someone = await visit(t);
  await someone.page.evaluate((host) => {
    const image = new Image();
    image.src = `https://${host}/late.gif`;
    window.decoded = '';
    image.decode().then(
      () => (decoded = 'decoded'),
      ({ message }) => (decoded = message),
    );
  }, HOST);
  await someone.barrier();
  assert.equal(await someone.page.evaluate(() => decoded), '');
  await someone.choose('accept');
  await someone.page.waitForFunction(() => decoded);
  assert.equal(await someone.page.evaluate(() => decoded), 'decoded');
});
