// What is stored: a pass that is not what core left, a record out of its time, storage that fails, clocks.

import { script } from '../row.mjs';

/** Each pass, as that expression makes it: `pass` is its text, `it` what it says. */
const passes = (made) => `(() => { for (const key of Object.keys(localStorage)) {
  if (!key.startsWith('portcullis-pass ')) continue;
  const pass = localStorage[key], it = JSON.parse(pass);
  const made = ${made};
  localStorage[key] = typeof made == 'string' ? made : JSON.stringify(made);
} })()`;
const GRANTED =
  `open: "default-src * 'unsafe-inline'", verdicts: ` +
  `Object.fromEntries(Object.keys(it.verdicts).map((id) => [id, 'granted']))`;
const pass = (name, made) => ({ name: `a pass that ${name}`, prepare: passes(made), then: 'decided' });

/** The record, and no pass. */
const record = (value) =>
  `(() => { localStorage.clear(); localStorage.basket = 'full'; ` +
  `document.cookie = '__Host-consent=${value}; Path=/; Secure'; })()`;
const THEN = Math.floor(Date.now() / 6e4);
const YEAR = 365 * 24 * 60;
const all = (minute) => `1.${minute.toString(36)}.a.g~cloudflare-web-analytics~google-analytics~sentry-errors`;

const getter = (names, of = 'window') =>
  names.map((name) => `Object.defineProperty(${of}, '${name}', { configurable: true, get: no, set: no });`).join(' ');
const THROWING = script(`(function () { var no = function () { throw new DOMException('denied', 'SecurityError'); };
  ${getter(['localStorage', 'sessionStorage', 'indexedDB', 'caches', 'cookieStore'])}
  ${getter(['cookie'], 'Document.prototype')} })()`);
// As a browser that keeps nothing: what is written is not there.
const READ_ONLY = script(`(function () { var get = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie').get;
  Object.defineProperty(Document.prototype, 'cookie', { configurable: true, get: get, set: function () {} });
  var still = new Proxy({}, { get: function (_, name) { return name == 'setItem' ? function () {
  throw new DOMException('', 'NoModificationAllowedError');
  } : name == 'removeItem' ? function () {} : undefined; }, set: function () { return true; } });
  Object.defineProperty(window, 'localStorage', { get: function () { return still; } });
  Object.defineProperty(window, 'sessionStorage', { get: function () { return still; } }); })()`);
const FULL = script(
  `(function () { for (var text = 'x'.repeat(1 << 20), at = 0; text; ` +
    `) try { localStorage['fill' + at++] = text; ` +
    '} catch (e) { text = text.slice(text.length / 2 + 1); } })()',
);
const clock = (years) =>
  script(`(function (now) { Date.now = function () { return now() + ${years * YEAR} * 6e4; }; })(Date.now)`);

export const STORED = {
  title: 'Passes and records, after a refusal',
  rows: [
    pass('is torn', 'pass.slice(0, pass.length / 2)'),
    pass('is empty', "''"),
    pass('says nothing', "'null'"),
    pass('is a list', "'[]'"),
    pass('is stale: it follows from another record, which granted', `({ ...it, record: '${all(THEN)}', ${GRANTED} })`),
    pass('grants, and begins with the record’s beginning', `({ ...it, record: it.record.slice(0, -1), ${GRANTED} })`),
    pass('grants, and has no record', `({ ...it, record: undefined, ${GRANTED} })`),
    pass('grants, and has the record in a list', `({ ...it, record: [it.record], ${GRANTED} })`),
    pass('grants, of other decisions', `({ ...it, digest: 'x' + it.digest, ${GRANTED} })`),
    pass('grants, of another guard', `({ ...it, guard: 'marks', ${GRANTED} })`),
    pass('grants, of another visitor', `({ ...it, signals: it.signals + '-', ${GRANTED} })`),
    pass('grants, and is over', `({ ...it, until: 1, ${GRANTED} })`),
    // Under the seal it opens the page: a pass is not signed, and who may write it runs scripts of the page's
    // (SECURITY).
    {
      ...pass('grants, forged to the letter by who may write this origin’s storage', `({ ...it, ${GRANTED} })`),
      guards: ['live'],
    },
    { name: 'a record of three years ago that grants all', prepare: record(all(THEN - 3 * YEAR)), then: 'asks' },
    { name: 'a record of next year that grants all', prepare: record(all(THEN + YEAR)), then: 'asks' },
    { name: 'a record that does not parse', prepare: record(`${all(THEN)}~`), then: 'asks' },
    { name: 'a record of another version', prepare: record(all(THEN).replace('1.', '2.')), then: 'asks' },
  ],
};

export const STORAGE = {
  title: 'Storage and clocks',
  rows: [
    { name: 'storage and cookies throw on every access', head: THROWING, then: 'asks', refuses: true },
    { name: 'storage and cookies keep nothing', head: READ_ONLY, then: 'asks', refuses: true },
    { name: 'localStorage is full', head: FULL, then: 'asks', refuses: true },
    {
      name: 'localStorage is full, and the answer holds by the record alone',
      guards: ['live'],
      head: FULL,
      then: 'asks',
      keeps: true,
    },
    { name: 'the clock is ten years ahead', head: clock(10), then: 'asks', refuses: true },
    { name: 'the clock is thirty years behind', head: clock(-30), then: 'asks', refuses: true },
    { name: 'the clock is before 1970', head: clock(-80), then: 'asks', refuses: true },
  ],
};
