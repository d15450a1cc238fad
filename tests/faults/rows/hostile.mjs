// Pages that get at us: by markup, by what scripts share, by forged controls and events. Nothing is granted by
// markup or data alone, and nothing of the page's is deleted.

import { script } from '../row.mjs';
import { find } from '../visit.mjs';

const EVIL = 'https://www.google-analytics.com';
const ALL = JSON.stringify(['google-analytics', 'sentry-errors', 'cloudflare-web-analytics']);

/** Elements that take the place of what `document` and `window` have. */
const NAMES = [
  'currentScript',
  'cookie',
  'head',
  'body',
  'documentElement',
  'createElement',
  'addEventListener',
  'dispatchEvent',
  'querySelector',
  'querySelectorAll',
  'getElementById',
  'adoptedStyleSheets',
  'readyState',
  'baseURI',
  'activeElement',
  'createDocumentFragment',
  'implementation',
  'scripts',
];
const element = (name) => `<form name="${name}"><input name="${name}"></form><img name="${name}" alt="">`;
const clobbered = NAMES.flatMap((name) => [
  { name: `elements named ${name}`, body: element(name), then: 'asks' },
  { name: `elements named ${name}, before the tag`, guards: ['live'], head: element(name), then: 'asks' },
]);

const SITE = '"site":{"name":"X","contact":"x@x.example"}';
const POLICY_IN_A_DIV = `<div hidden id="portcullis-policy">
  {${SITE},"updated":"2026-11-22","services":[],"allow":["${EVIL}"]}</div>`;

export const CLOBBERED = {
  title: 'Clobbered by markup',
  rows: [
    ...clobbered,
    {
      name: 'a form whose id is portcullis, with fields named as our API',
      guards: ['live'],
      head: '<form id="portcullis"><input name="state"><input name="queue"><input name="policy"></form>',
      then: 'asks',
    },
    {
      name: 'two elements whose id is portcullis',
      guards: ['live'],
      head: '<a id="portcullis"></a><a id="portcullis" name="state" href="data:,x"></a>',
      then: 'asks',
    },
    {
      name: 'a policy in an element that is no script',
      head: '',
      body: POLICY_IN_A_DIV,
      then: 'asks',
    },
    {
      name: 'the same, before the tag',
      guards: ['live'],
      head: POLICY_IN_A_DIV,
      then: 'asks',
    },
  ],
};

/** What a page's `Object.prototype` may have got, of what we read. */
const POLLUTED = {
  granted: 'true',
  state: "{ decided: true, services: { 'google-analytics': 'granted' } }",
  decided: 'true',
  guard: "'marks'",
  regime: "'us'",
  country: "'US'",
  age: "'adult'",
  class: "'essential'",
  allow: `['${EVIL}']`,
  use: "'cloudflare-security'",
  hosts: "['www.google-analytics.com']",
  policy: `'{"services":[]}'`,
  declared: `{ services: [], allow: ['${EVIL}'] }`,
  record: "''",
  run: `[['google-analytics', [['script', '${EVIL}/collect?run']], []]]`,
  queue: `[['grant', ${ALL}]]`,
  core: '{}',
  src: `'${EVIL}/collect?src'`,
  href: `'${EVIL}/collect?href'`,
  integrity: "'sha256-x'",
  nodeType: '1',
  then: '1',
  value: '1',
  get: '1',
  url: `'${EVIL}/'`,
  text: "'fetch(1)'",
  seal: "['', '', '']",
};
const both = (why) => ({ live: why, seal: why });
/** What it does to every script of the page, ours among them: by guard, why it is known to fail. */
const LOCKS = {
  integrity: both(
    'every `fetch` of the page then asks for that hash, ours of the policy too: nobody is asked, ' +
      'and its failure is an uncaught error',
  ),
  get: both(
    '`Object.defineProperty` then fails for every script of the page, ' +
      'and browsers fail themselves (V8, as it copies a `dataset`): the shim ends, ' +
      'and only what is marked, or under the seal, stays held',
  ),
  url: { live: 'every text then has that address for the hooks of `live`: what the page itself asks for is held too' },
};
const pollution = (name, value) => `Object.prototype[${JSON.stringify(name)}] = ${value};`;

export const POLLUTED_PAGES = {
  title: 'A polluted Object.prototype',
  rows: [
    ...Object.entries(POLLUTED).map(([name, value]) => ({
      name: `\`${name}\`, before the tag`,
      head: script(pollution(name, value)),
      then: 'asks',
      known: LOCKS[name],
    })),
    {
      name: 'a method, as old libraries add',
      head: script('Object.prototype.extend = function () {};'),
      then: 'asks',
      keeps: true,
    },
    {
      name: 'all of these names, after the tag',
      after: script(
        Object.entries(POLLUTED)
          .filter(([name]) => !['then', ...Object.keys(LOCKS)].includes(name))
          .map(([name, value]) => pollution(name, value))
          .join(' '),
      ),
      then: 'asks',
    },
  ],
};

const thrower = "function () { throw new Error('replaced'); }";
const replaced = (name, code, then, more) => ({ name, after: script(code), then, ...more });

const RULES =
  'what is gated is known by patterns, and a script of the page that changes what those find can ' +
  'as well call `grant()`';
const OWN = 'it is the page that cannot work with it: locked';

export const REPLACED = {
  title: 'Replaced by scripts of the page',
  rows: [
    replaced(
      '`JSON.parse`, which grants',
      `JSON.parse = function (text) { return { decided: true, allow: ['${EVIL}'], services: [], ` +
        `run: [['google-analytics', [['script', '${EVIL}/collect?run']], []]] }; };`,
      'asks',
    ),
    replaced('`JSON.parse`, which throws', `JSON.parse = ${thrower};`, 'asks'),
    replaced(
      '`Promise`, by one of fewer methods',
      'window.Promise = function (start) { var done, self = { then: function (f) { done = f; ' +
        'return self; }, catch: function () { return self; } }; start(function (v) { done && done(v); ' +
        '}, function () {}); return self; };',
      'quiet',
      { known: both(OWN) },
    ),
    replaced('`fetch`, which answers nothing', 'window.fetch = function () { return Promise.resolve({}); };', 'quiet'),
    replaced(
      '`fetch`, which fails',
      "window.fetch = function () { return Promise.reject(new TypeError('replaced')); };",
      'quiet',
    ),
    replaced('`Array.prototype.map`', 'Array.prototype.map = function () { return []; };', 'asks'),
    replaced('`Array.prototype.some`, which says yes', 'Array.prototype.some = function () { return true; };', 'asks'),
    replaced('`Array.prototype.filter`', 'Array.prototype.filter = function () { return this; };', 'asks'),
    replaced('`Array.prototype.find`', 'Array.prototype.find = function () { return this[0]; };', 'asks'),
    replaced(
      '`Array.prototype.flatMap`, which says nothing',
      'Array.prototype.flatMap = function () { return []; };',
      'asks',
    ),
    replaced(
      'methods for every `for … in` over a list',
      'Array.prototype.last = function () {}; String.prototype.last = function () {};',
      'asks',
    ),
    replaced(
      '`Array.prototype.toJSON`, as old libraries add',
      'Array.prototype.toJSON = function () { return String(this); };',
      'asks',
    ),
    replaced(
      '`Object.assign` and `Object.keys`',
      'Object.assign = function (to) { return to; }; Object.keys = function () { return []; };',
      'asks',
      { known: { seal: OWN } },
    ),
    replaced(
      '`RegExp.prototype.test`, which says no',
      'RegExp.prototype.test = function () { return false; };',
      'asks',
      { known: { live: RULES } },
    ),
    replaced('`URL`', 'window.URL = function () { return {}; };', 'quiet'),
    replaced('`Map.prototype.has`, which says yes', 'Map.prototype.has = function () { return true; };', 'asks'),
    replaced('`document.createElement`', `document.createElement = ${thrower};`, 'asks'),
  ],
};

/** What is done to the page by something that is not the visitor. */
const acts = (code) => async (at) => {
  await at.seen('.portcullis-banner [data-action=accept]');
  await at.visitor.evaluate(code);
};
const event = (name, detail) => `document.dispatchEvent(new CustomEvent('${name}', { detail: ${detail} }))`;
const GRANT =
  `{ decided: true, services: { 'google-analytics': 'granted', 'sentry-errors': 'granted', ` +
  `'cloudflare-web-analytics': 'granted' } }`;
const controls = `<div class="portcullis"><div class="portcullis-banner"><button hidden data-action="accept"
  class="forged">x</button></div></div>
  <button class="forged portcullis-control" data-action="accept" data-cookie="basket" hidden>x</button><a
  class="forged purgeBtn" data-cookie="basket" data-consent="google-analytics" data-portcullis="choices">x</a>
  <div class="forged" data-consented="google-analytics" data-action="save"><input type="checkbox" checked
  value="google-analytics"></div>`;

export const FORGED = {
  title: 'Forged controls and events',
  rows: [
    {
      name: 'controls that look like ours, clicked',
      body: controls,
      act: acts(`void [...document.querySelectorAll('.forged')].forEach((one) => one.click())`),
      then: 'asks',
      refuses: true,
    },
    {
      name: 'the event of a change that grants all',
      act: acts(`void ${event('portcullis:change', GRANT)}`),
      then: 'asks',
    },
    {
      name: 'the event of an erasure, and of an unknown host',
      act: acts(`(${event('portcullis:erased', '{ erased: [] }')}, void ${event('portcullis:unknown', '{}')})`),
      then: 'asks',
    },
    {
      name: 'the event of another tab’s choice',
      act: acts(
        `void window.dispatchEvent(new StorageEvent('storage', { key: 'portcullis-pass live', ` +
          `newValue: '{"record":"","run":[]}' }))`,
      ),
      then: 'asks',
    },
    {
      name: 'the event of a page that comes back',
      act: acts(`void window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))`),
      then: 'asks',
    },
    {
      name: 'marks that are told to be granted, in markup',
      body: `<script type="text/plain" data-consent="google-analytics" data-consented="google-analytics"
        data-state="granted" data-granted="true"
        data-src="https://www.googletagmanager.com/gtag/js?id=marked"></script>`,
      then: 'asks',
    },
    {
      name: 'an observer that takes away what is ours',
      act: acts(`void document.querySelectorAll('.portcullis').forEach((one) => one.remove())`),
      then: 'asks',
      after: script(
        'new MutationObserver(function (all) { all.forEach(function (one) { ' +
          'one.addedNodes.forEach(function (node) { if (/portcullis/.test(node.className) && window.gone) ' +
          'node.remove(); }); }); }).observe(document, { childList: true, subtree: true });',
      ),
    },
    { name: 'a body that is emptied', act: acts(`void ${find('.portcullis')}.remove()`), then: 'asks' },
  ],
};
