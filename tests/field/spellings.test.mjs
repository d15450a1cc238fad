// An address is what the browser makes of it, however a page spells it, and whatever object says it: with one service
// granted none of these reaches the other, which is refused.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LONG, eventually, openShop } from '../e2e/shop.mjs';
import { ACME, ADS, builtSite } from './services.mjs';

const shop = openShop();
const HOST = /^ads\.acme\.test\.?$/;
const MODE = '{ mode: "no-cors" }';
/** A blank frame whose document resolves what it says against the vendor. */
const BASE = `const frame = document.body.appendChild(document.createElement('iframe')), inner = frame.contentDocument;
  inner.head.append(Object.assign(inner.createElement('base'), { href: 'https://ads.acme.test/' }));`;
const path = 'u.replace("https://ads.acme.test", "")';
/** Says it is our own, and then is not. */
const LIAR = '{ url: "/own", toString() { return u } }';
const TWICE = '{ toJSON() {}, n: 0, toString() { return this.n++ ? u : "/own" } }';

/** Each with the address `u`. */
const WAYS = {
  'a dot behind the host': `fetch(u.replace(".test/", ".test./"), ${MODE}).catch(() => {})`,
  'a tab in the host': 'new Image().src = u.replace("ads", "a\\tds")',
  backslashes: 'new Image().src = u.replace("https://", "https:\\\\\\\\")',
  'a request whose class says another address':
    'class Other extends Request { get url() { return "/own" } } ' + `fetch(new Other(u, ${MODE})).catch(() => {})`,
  'a request that says another address':
    `const one = new Request(u, ${MODE}); Object.defineProperty(one, "url", { value: "/own" }); ` +
    'fetch(one).catch(() => {})',
  'fetch of a liar': `fetch(${LIAR}, ${MODE}).catch(() => {})`,
  'fetch of two texts': `fetch(${TWICE}, ${MODE}).catch(() => {})`,
  'image of a liar': `new Image().src = ${LIAR}`,
  'image of two texts': `new Image().src = ${TWICE}`,
  'image of a function':
    'const one = () => 1; one.n = 0; one.toString = () => (one.n++ ? u : "/own"); new Image().src = one',
  'attribute of a liar': `new Image().setAttribute("src", ${LIAR})`,
  'XHR of a liar': `const one = new XMLHttpRequest(); one.open("GET", ${LIAR}); one.send()`,
  'beacon of a liar': `navigator.sendBeacon(${LIAR})`,
  'markup of a liar':
    'document.body.appendChild(document.createElement("div")).innerHTML = { url: "x", ' +
    'toString() { return "<img src=" + u + ">" } }',
  nodeValue: 'const one = new Image(); one.setAttribute("src", "data:,"); one.attributes.src.nodeValue = u',
  textContent: 'const one = new Image(); one.setAttribute("src", "data:,"); one.attributes.src.textContent = u',
  insertHTML:
    'const one = document.body.appendChild(document.createElement("div")); ' +
    'one.contentEditable = true; one.focus(); document.execCommand("insertHTML", false, ' +
    '"<img src=" + u + ">")',
  insertImage:
    'const one = document.body.appendChild(document.createElement("div")); ' +
    'one.contentEditable = true; one.focus(); document.execCommand("insertImage", false, u)',
  'new Audio': 'new Audio(u)',
  'background of the body': 'document.body.background = u',
  'background of a table':
    'document.body.insertAdjacentHTML("beforeend", "<table background=" + u + "><tr><td>x</table>")',
  'image by another base': `${BASE} inner.body.append(Object.assign(inner.createElement("img"), { src: ${path} }))`,
  'fetch by another base': `${BASE} frame.contentWindow.fetch(${path}, ${MODE}).catch(() => {})`,
  'markup by another base': `${BASE} inner.body.innerHTML = "<img src=" + ${path} + ">"`,
  'markup with another base':
    'const frame = document.createElement("iframe"); ' +
    `frame.srcdoc = "<base href=https://ads.acme.test/><img src=" + ${path} + ">"; ` +
    'document.body.append(frame)',
  transformation: `const parse = (text) => new DOMParser().parseFromString(text, "text/xml"), one = new XSLTProcessor();
    const sheet = "<x:stylesheet version='1.0' xmlns:x='http://www.w3.org/1999/XSL/Transform'>";
    one.importStylesheet(parse(sheet + "<x:template match='/'><img src='" + u + "'/></x:template></x:stylesheet>"));
    document.body.append(one.transformToFragment(parse("<a/>"), document))`,
  "an opened window's fetch": `open("").fetch(u, ${MODE}).catch(() => {})`,
};
const go = async (someone) => {
  for (const [way, code] of Object.entries(WAYS)) {
    await someone.page.evaluate(
      ([text, address]) => new Function('u', text)(address),
      [code, `https://ads.acme.test/?${encodeURIComponent(way)}`],
    );
  }
};
const reached = (someone) =>
  [...new Set(someone.seen({ host: HOST }).map(({ url }) => decodeURIComponent(new URL(url).search.slice(1))))].sort();

test('the control: with a grant of its own each of them reaches the service', LONG, async (t) => {
  const someone = await shop.visit(t, builtSite(t, shop, [ACME, ADS]));
  await someone.choose('accept');
  await go(someone);
  await eventually(() =>
    assert.deepEqual(
      // What says two texts is asked once, and says that it is our own.
      Object.keys(WAYS).filter((way) => !/two texts|a function/.test(way) && !reached(someone).includes(way)),
      [],
    ),
  );
});

test("with another service's grant none of them does", LONG, async (t) => {
  const someone = await shop.visit(t, builtSite(t, shop, [ACME, ADS]));
  await someone.choose('reject');
  await someone.page.evaluate(() => window.portcullis.grant(['acme']));
  await someone.until('acme', 'granted');
  await go(someone);
  await someone.barrier();
  assert.deepEqual(reached(someone), []);
});

test('a cookie whose name says another the second time is not written', LONG, async (t) => {
  const someone = await shop.visit(t, builtSite(t, shop, [ACME, ADS]));
  await someone.choose('reject');
  await someone.page.evaluate(async () => {
    let asked = 0;
    await window.cookieStore.set({
      get name() {
        return asked++ ? '_ads' : 'cart';
      },
      value: '1',
    });
  });
  const names = await someone.cookies();
  assert.ok(!names.includes('_ads') && names.includes('cart'), names.join());
});
