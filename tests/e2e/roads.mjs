// The roads by which a script of the page can reach a vendor: each a function that runs in the page, with
// the address to reach.

const put = (name) => `document.createElement('${name}')`;

/** What a grant lets go after it was held. */
export const RELEASED = {
  'script src': `const s = ${put('script')}; s.src = url; document.head.append(s)`,
  'script appended first': `const s = ${put('script')}; document.head.append(s); s.src = url`,
  'script by attribute': `const s = ${put('script')}; s.setAttribute('SRC', url); document.head.append(s)`,
  'module script': `const s = ${put('script')}; s.type = 'module'; s.src = url; document.head.append(s)`,
  'image that stands nowhere': `(window.kept ||= []).push(Object.assign(new Image(), { src: url }))`,
  'image srcset':
    `const i = new Image(); i.srcset = '/none.png 1x, ' + url + ' 2x, ' + url + ' 1x'; ` +
    'i.srcset = url; document.body.append(i)',
  'image by namespace': `const i = ${put('img')}; i.setAttributeNS(null, 'src', url); document.body.append(i)`,
  'image by attribute node':
    `const i = ${put('img')}; const a = document.createAttribute('src'); a.value = url; ` +
    'i.setAttributeNode(a); document.body.append(i)',
  'image by its attribute node':
    `const i = ${put('img')}; i.setAttribute('src', 'data:,'); i.attributes.src.value = url; ` +
    'document.body.append(i)',
  frame: `const f = ${put('iframe')}; f.src = url; document.body.append(f)`,
  'frame by srcdoc': `const f = ${put('iframe')}; f.srcdoc = '<img src="' + url + '">'; document.body.append(f)`,
  'style sheet': `const l = ${put('link')}; l.rel = 'stylesheet'; l.href = url; document.head.append(l)`,
  preload: `const l = ${put('link')}; l.rel = 'preload'; l.as = 'image'; l.href = url; document.head.append(l)`,
  object: `const o = ${put('object')}; o.data = url; document.body.append(o)`,
  embed: `const e = ${put('embed')}; e.src = url; document.body.append(e)`,
  video: `const v = ${put('video')}; v.preload = 'auto'; v.src = url; document.body.append(v)`,
  poster: `const v = ${put('video')}; v.poster = url; document.body.append(v)`,
  'image input': `const i = ${put('input')}; i.type = 'image'; i.src = url; document.body.append(i)`,
  'SVG image':
    `const s = document.createElementNS('http://www.w3.org/2000/svg', 'svg'); ` +
    `const i = document.createElementNS('http://www.w3.org/2000/svg', 'image'); ` +
    `i.setAttribute('href', url); s.append(i); document.body.append(s)`,
  'SVG image by xlink':
    `const s = document.createElementNS('http://www.w3.org/2000/svg', 'svg'); ` +
    `const i = document.createElementNS('http://www.w3.org/2000/svg', 'image'); ` +
    `i.setAttributeNS('http://www.w3.org/1999/xlink', 'xlink:href', url); s.append(i); ` +
    'document.body.append(s)',
  innerHTML: `document.body.appendChild(${put('div')}).innerHTML = '<p><img alt="" src="' + url + '"></p>'`,
  outerHTML: `document.body.appendChild(${put('div')}).outerHTML = '<img src=' + url + '>'`,
  insertAdjacentHTML: `document.body.insertAdjacentHTML('beforeend', '<iframe src="' + url + '"></iframe>')`,
  setHTMLUnsafe: `document.body.appendChild(${put('div')}).setHTMLUnsafe('<img src="' + url + '">')`,
  fragment:
    `document.body.append(document.createRange().createContextualFragment(` +
    `'<script src="' + url + '"></' + 'script>'))`,
  'shadow tree':
    `document.body.appendChild(${put('div')}).attachShadow({ mode: 'open' })` +
    '.append(Object.assign(new Image(), { src: url }))',
  'parsed document':
    `document.body.append(new DOMParser().parseFromString('<img src="' + url + '">', ` +
    `'text/html').body.firstChild)`,
  fetch: `fetch(url, { mode: 'no-cors' }).catch(() => {})`,
  'fetch of a request': `fetch(new Request(url, { mode: 'no-cors' })).catch(() => {})`,
  'fetch of a URL': `fetch(new URL(url), { mode: 'no-cors' }).catch(() => {})`,
  XHR: `const x = new XMLHttpRequest(); x.open('GET', url); x.send()`,
  beacon: `navigator.sendBeacon(url, 'x')`,
  "a blank frame's fetch":
    `const f = ${put('iframe')}; document.body.append(f); ` +
    `f.contentWindow.fetch(url, { mode: 'no-cors' }).catch(() => {})`,
  "a blank frame's image":
    `const f = ${put('iframe')}; document.body.append(f); const d = f.contentDocument; ` +
    `const i = d.createElement('img'); i.src = url; d.body.append(i); (window.kept ||= []).push(i)`,
  "a blank frame's fetch by its name":
    `const f = ${put('iframe')}; f.name = 'placed'; document.body.append(f); ` +
    'Promise.resolve().then(() => Promise.resolve()).then(() => window.placed.fetch(url, ' +
    `{ mode: 'no-cors' }).catch(() => {}))`,
};

/** What fails at once, and can be made again after a grant; a source that gets its address late is HTML's to ignore. */
export const FAILING = {
  'source of a video':
    `const v = ${put('video')}; v.preload = 'auto'; const s = ${put('source')}; s.src = url; ` +
    'v.append(s); document.body.append(v); v.load()',
  WebSocket: `new WebSocket(url.replace('https', 'wss'))`,
  EventSource: `new EventSource(url)`,
  'blocking XHR': `const x = new XMLHttpRequest(); x.open('GET', url, false); try { x.send() } catch {}`,
};

export const TEMPLATE = `document.body.append(document.importNode(document.getElementById('shelf').content, true))`;
