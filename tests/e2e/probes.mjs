// What code can ask of the functions that are hooked. Each probe gives a value that must be the same with
// and without the module. They run in the page, after each other; `/own` is an address of the page's own.

/** Every function that is hooked, by how it is reached. */
const HOOKED = [
  'window.fetch',
  'Navigator.prototype.sendBeacon',
  'XMLHttpRequest.prototype.open',
  'XMLHttpRequest.prototype.send',
  'window.WebSocket',
  'window.EventSource',
  'window.Worker',
  'window.SharedWorker',
  'Function.prototype.toString',
  'Element.prototype.setAttribute',
  'Element.prototype.setAttributeNS',
  'Element.prototype.insertAdjacentHTML',
  'Element.prototype.setHTMLUnsafe',
  'DOMParser.prototype.parseFromString',
  'Range.prototype.createContextualFragment',
  'Document.prototype.write',
  'Document.prototype.writeln',
  'CookieStore.prototype.set',
  'Storage.prototype.setItem',
  'IDBFactory.prototype.open',
  'Attr.prototype.value',
  'Document.prototype.importNode',
  'Node.prototype.cloneNode',
  'Document.prototype.cookie',
  'Element.prototype.innerHTML',
  'Element.prototype.outerHTML',
  'ShadowRoot.prototype.innerHTML',
  'HTMLScriptElement.prototype.src',
  'HTMLImageElement.prototype.src',
  'HTMLImageElement.prototype.srcset',
  'HTMLIFrameElement.prototype.src',
  'HTMLIFrameElement.prototype.srcdoc',
  'HTMLLinkElement.prototype.href',
  'HTMLLinkElement.prototype.imageSrcset',
  'HTMLObjectElement.prototype.data',
  'HTMLMediaElement.prototype.src',
  'HTMLVideoElement.prototype.poster',
  'HTMLIFrameElement.prototype.contentWindow',
  'HTMLIFrameElement.prototype.contentDocument',
  'HTMLAnchorElement.prototype.href',
  'document.createElement',
];

const describe = `(path) => {
  const names = path.split('.'); const name = names.pop();
  const owner = names.reduce((at, one) => at[one], window);
  const place = Object.getOwnPropertyDescriptor(owner, name) || {};
  const shape = ({ configurable, enumerable, writable, get, set, value }) => ({
  configurable, enumerable, writable, get: one(get), set: one(set), value: one(value) });
  const one = (f) => typeof f == 'function' ? {
  name: f.name, length: f.length, text: Function.prototype.toString.call(f), own: f.toString(), string: String(f),
    keys: Reflect.ownKeys(f).map(String),
    proto: Object.getPrototypeOf(f) === Function.prototype || Object.getPrototypeOf(f).name,
    prototype: f.prototype ? Reflect.ownKeys(f.prototype).map(String).sort() : Object.hasOwn(f, 'prototype'),
    constructor: f.prototype && f.prototype.constructor === f,
    extensible: Object.isExtensible(f), tag: Object.prototype.toString.call(f) } : typeof f;
  const ours = /^(portcullis|dataLayer|__cfBeacon|Sentry|gtag)$/;
  const keys = Reflect.ownKeys(owner).map(String).filter((key) => !ours.test(key));
  return [shape(place), keys.sort().join()];
}`;

const thrown = (call) =>
  `(() => { try { ${call}; return 'nothing' } catch (e) { return [e.name, e.message, ` +
  'e.constructor === self[e.name], Object.prototype.toString.call(e)] } })()';
const rejected = (promise) => `${promise}.then(() => 'nothing', (e) => [e.name, e.message, e instanceof TypeError])`;
/** How often a value is asked for its text. */
const counted = (call) =>
  `(() => { let n = 0; const v = { toString() { n++; return '/own' } }; let r = ${call}; return [n, String(r)] })()`;

export const PROBES = {
  ...Object.fromEntries(HOOKED.map((path) => [`${path} looks the same`, `(${describe})('${path}')`])),
  'toString of the hooked toString': 'Function.prototype.toString.call(Function.prototype.toString)',
  'toString of what is no function': thrown('Function.prototype.toString.call({})'),
  'toString of own functions':
    '[(() => 1).toString(), String(class A { b() {} }), String(new Proxy(function f() {}, {}))]',
  'fetch without anything': rejected('fetch()'),
  'fetch of nonsense': rejected("fetch('http://[')"),
  'fetch of a symbol': rejected("fetch(Symbol('x'))"),
  'fetch of what throws': rejected("fetch({ toString() { throw new RangeError('mine') } })"),
  'fetch on another object': rejected("fetch.call({}, '/own')"),
  'fetch is a function, not a constructor': thrown('new fetch("/own")'),
  'fetch returns a promise of a Response': "[fetch('/own') instanceof Promise, fetch('/own').constructor === Promise]",
  'fetch answers': "fetch('/own').then((r) => [r instanceof Response, r.status, r.url, r.type])",
  'fetch asks once': counted('fetch(v).constructor.name'),
  'fetch reads its settings':
    "(() => { const seen = []; fetch('/own', new Proxy({}, { get(t, k) { seen.push(String(k)) } })); return seen })()",
  'an aborted fetch': rejected("fetch('/own', { signal: AbortSignal.abort() })"),
  beacon: "[navigator.sendBeacon('/own'), navigator.sendBeacon('/own', 'x')]",
  'beacon without anything': thrown('navigator.sendBeacon()'),
  'beacon of nonsense': thrown("navigator.sendBeacon('http://[')"),
  'beacon on another object': thrown("navigator.sendBeacon.call({}, '/own')"),
  'beacon asks once': counted('navigator.sendBeacon(v)'),
  XHR:
    'new Promise((done) => { const x = new XMLHttpRequest(); const seen = []; ' +
    'x.onreadystatechange = () => seen.push(x.readyState); ' +
    'x.onloadend = () => done([seen, x.status, x.responseURL]); ' +
    "seen.push(x.open('GET', '/own'), x.setRequestHeader('x', 'y'), x.send()) })",
  'XHR that blocks':
    "(() => { const x = new XMLHttpRequest(); x.open('GET', '/own', false); x.send(); return x.status })()",
  'XHR sent before it is opened': thrown('new XMLHttpRequest().send()'),
  'XHR opened with nothing': thrown('new XMLHttpRequest().open()'),
  'XHR of nonsense': thrown("new XMLHttpRequest().open('GET', 'http://[')"),
  'XHR with a bad method': thrown("new XMLHttpRequest().open('TRACE', '/own')"),
  'XHR on another object': thrown("XMLHttpRequest.prototype.open.call({}, 'GET', '/own')"),
  'XHR asks once': counted("new XMLHttpRequest().open('GET', v)"),
  'a class on top of XHR':
    '(() => { class X extends XMLHttpRequest { open(...a) { this.seen = a.length; ' +
    "super.open(...a) } } const x = new X(); x.open('GET', '/own'); " +
    'return [x instanceof XMLHttpRequest, x.seen, x.readyState] })()',
  ...Object.fromEntries(
    ['WebSocket', 'EventSource', 'Worker', 'SharedWorker'].flatMap((name) => [
      [`${name} without new`, thrown(`${name}('/own')`)],
      [`${name} without anything`, thrown(`new ${name}()`)],
      [`${name} of nonsense`, thrown(`new ${name}('http://[')`)],
      [
        `a class on top of ${name}`,
        `(() => { class X extends ${name} { get mine() { return 1 } }
        const url = '${name == 'WebSocket' ? 'wss://www.shop.test/own' : '/own'}'; const x = new X(url);
        const y = new ${name}(url);
      return [x instanceof X, x instanceof ${name}, x.mine, x.constructor === X, y.constructor === ${name},
      Object.getPrototypeOf(y) === ${name}.prototype, Object.prototype.toString.call(y), X.name,
      Object.getPrototypeOf(X) === ${name}, Reflect.construct(${name}, [url], X) instanceof X] })()`,
      ],
      [
        `${name} asks once`,
        counted(`new ${name}(v).constructor.name`).replace(
          "'/own'",
          name == 'WebSocket' ? "'wss://www.shop.test/own'" : "'/own'",
        ),
      ],
    ]),
  ),
  'constants of WebSocket': '[WebSocket.OPEN, WebSocket.prototype.CLOSED]',
  Image:
    "(() => { class I extends Image {} const i = new Image(3, 4); i.src = '/own.png'; " +
    'return [i instanceof HTMLImageElement, new I() instanceof I, i.width, i.src, ' +
    "i.getAttribute('src'), i.outerHTML] })()",
  'an image is given a symbol': thrown("new Image().src = Symbol('x')"),
  'an image is given null': '(() => { const i = new Image(); i.src = null; return i.outerHTML })()',
  'an image asks once': counted('((i) => (i.src = v, i.outerHTML))(new Image())'),
  'a property set on another object': thrown('HTMLImageElement.prototype.src = "/own"'),
  'a property set on a plain object': thrown(
    "Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, 'src').set.call({}, '/own')",
  ),
  setAttribute:
    "(() => { const e = document.createElement('img'); " +
    "return [e.setAttribute('ALT', 1), e.setAttribute('src', '/own'), e.outerHTML] })()",
  'setAttribute with a bad name': thrown("document.body.setAttribute('=', 1)"),
  'setAttribute with one value': thrown("document.body.setAttribute('a')"),
  'setAttribute on nothing': thrown("Element.prototype.setAttribute.call(null, 'a', 'b')"),
  'setAttribute asks once': counted("((i) => (i.setAttribute('src', v), i.outerHTML))(new Image())"),
  setAttributeNS:
    "(() => { const e = document.createElementNS('http://www.w3.org/2000/svg', 'image'); " +
    "e.setAttributeNS('http://www.w3.org/1999/xlink', 'xlink:href', '/own'); " +
    'return [e.outerHTML, e.href.baseVal] })()',
  'setAttributeNS with a bad prefix': thrown("document.body.setAttributeNS(null, 'a:b', 1)"),
  'Attr.value':
    "(() => { const a = document.createAttribute('src'); a.value = '/own'; const i = new Image(); " +
    'const r = i.setAttributeNode(a); return [r, i.outerHTML, a.ownerElement === i] })()',
  innerHTML:
    "(() => { const e = document.createElement('div'); e.innerHTML = '<img src=/own><p>x'; " +
    'const one = e.innerHTML; e.innerHTML = null; return [one, e.innerHTML, e.childNodes.length] })()',
  'innerHTML asks once': counted("((e) => (e.innerHTML = v, e.innerHTML))(document.createElement('div'))"),
  'rows in innerHTML of a table':
    "(() => { const e = document.createElement('tbody'); " +
    "e.innerHTML = '<tr><td><img src=/own></td></tr>'; return e.innerHTML })()",
  'insertAdjacentHTML at a bad place': thrown("document.body.insertAdjacentHTML('nowhere', '<p>')"),
  'outerHTML without a parent':
    "(() => { const e = document.createElement('p'); e.outerHTML = '<b></b>'; return e.outerHTML })()",
  'setHTMLUnsafe with settings':
    "(() => { const e = document.createElement('p'); " +
    "return [e.setHTMLUnsafe('<img src=/own>', { sanitizer: {} }), e.innerHTML] })()",
  'a fragment':
    "(() => { const f = document.createRange().createContextualFragment('<img src=/own>'); " +
    'return [f instanceof DocumentFragment, f.firstChild.outerHTML] })()',
  DOMParser:
    "(() => { const d = new DOMParser().parseFromString('<p>x', 'text/html'); " +
    'return [d instanceof Document, d.body.innerHTML] })()',
  'DOMParser with a bad type': thrown("new DOMParser().parseFromString('', 'x')"),
  cookies: "(() => { const r = (document.cookie = 'mine=1'); return [r, document.cookie.includes('mine=1')] })()",
  'cookies on another object': thrown(
    "Object.getOwnPropertyDescriptor(Document.prototype, 'cookie').set.call({}, 'a=b')",
  ),
  'a cookie asks once': counted('(document.cookie = v, 1)'),
  cookieStore: "cookieStore.set('own', '1').then((r) => [r, cookieStore.set('own', '2') instanceof Promise])",
  'cookieStore without anything': rejected('cookieStore.set()'),
  'cookieStore with a bad name': rejected("cookieStore.set('=', 'x')"),
  storage:
    "[localStorage.setItem('own', 1), localStorage.own, localStorage.getItem('own'), " +
    "sessionStorage.setItem('own', 2), JSON.stringify({ ...sessionStorage })]",
  'storage without anything': thrown('localStorage.setItem()'),
  'storage on another object': thrown("Storage.prototype.setItem.call({}, 'a', 'b')"),
  'storage asks once': counted("localStorage.setItem(v, 'x')"),
  databases:
    "new Promise((done) => { const r = indexedDB.open('own', 3); " +
    'r.onsuccess = () => done([r instanceof IDBOpenDBRequest, r.result.version, r.result.close()]) })',
  'a database of version 0': thrown("indexedDB.open('own', 0)"),
  'a blank frame':
    "(() => { const f = document.createElement('iframe'); document.body.append(f); " +
    'const w = f.contentWindow; return [w === f.contentWindow, w.document === f.contentDocument, ' +
    'w.fetch === fetch, w.fetch.toString(), w.Function.prototype.toString.call(fetch), ' +
    'Function.prototype.toString.call(w.fetch), Object.keys(w).length] })()',
  'a frame that is not there':
    "[document.createElement('iframe').contentWindow, document.createElement('iframe').contentDocument]",
  'a copy':
    "(() => { const f = document.getElementById('shelf').content.cloneNode(); " +
    "const e = document.importNode(document.querySelector('main'), true); " +
    'return [f.nodeName, e.outerHTML] })()',
  'a copy of nothing': thrown('document.importNode()'),
  'a copy on another object': thrown('Node.prototype.cloneNode.call({})'),
  'a custom element':
    "(() => { customElements.define('own-img', class extends HTMLElement { static observedAttributes " +
    "= ['src']; attributeChangedCallback(...a) { (this.seen ||= []).push(a) } }); " +
    "const e = document.createElement('own-img'); e.setAttribute('src', '/own'); return e.seen })()",
  'for…in of window':
    '(() => { const all = []; for (const k in window) all.push(k); ' +
    'const ours = /^(portcullis|dataLayer|__cfBeacon|Sentry|gtag)$/; ' +
    'return all.filter((k) => !ours.test(k)).sort().join() })()',
  'stack of a reflected error':
    "(() => { try { new WebSocket('http://[') } catch (e) { return e instanceof DOMException && e.code } })()",
};
