// The latch, in a small document of our own: all its conditions together raise the gate, and each alone keeps it down.
// In browsers: tests/gate.

import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { build } from 'esbuild';
import { load } from './load.mjs';

const { PASS, RECORD_PLAIN, RECORD_SECURE } = await load('www/generated.ts');
const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const { outputFiles } = await build({
  entryPoints: [path.join(ROOT, 'www/shim/latch.ts')],
  bundle: true,
  format: 'iife',
  target: 'es2020',
  write: false,
  tsconfigRaw: {},
  // Not `minifySyntax`, which joins conditions with `&&`.
  minifyWhitespace: true,
  minifyIdentifiers: true,
  legalComments: 'none',
});
const LATCH = outputFiles[0].text;

const NOW = 29_920_000;
const RECORD = '1.ht35s.a.e0.g~acme';
const OPEN = "default-src 'self' https://acme.test";
const visit = () => ({
  pass: {
    record: RECORD,
    digest: 'digest-of-the-plan',
    guard: 'seal',
    signals: ',,,',
    until: NOW + 1,
    verdicts: { acme: 'granted', other: 'denied' },
    open: OPEN,
  },
  dataset: { digest: 'digest-of-the-plan', guard: 'seal' },
  cookie: `a=1; ${RECORD_SECURE}=${RECORD}; b=2`,
  protocol: 'https:',
  gpc: undefined,
  now: NOW * 60_000,
  readyState: 'loading',
  body: null,
  isInHead: true,
  next: null,
  policy: null,
  trustedTypes: undefined,
});

/** What the latch did in a document as `change` leaves it: what it wrote and inserted, in order. */
function run(change = () => {}) {
  const state = visit();
  change(state);
  const head = {};
  const done = [];
  const listeners = [];
  const metas = [];
  const latch = {
    dataset: state.dataset,
    parentNode: state.isInHead ? head : {},
    nextSibling: state.next,
    before: (meta) => done.push(`meta ${meta.httpEquiv}: ${meta.content}`),
  };
  const document = {
    head,
    body: state.body,
    cookie: state.cookie,
    readyState: state.readyState,
    currentScript: latch,
    querySelector: (selector) => {
      assert.equal(selector, 'meta[http-equiv=content-security-policy i]');
      return state.policy;
    },
    createElement: (name) => {
      assert.equal(name, 'meta');
      metas.push({});
      return metas.at(-1);
    },
    write(text) {
      if (state.writeThrows) throw new Error('XML');
      done.push(`write ${text}`);
    },
  };
  const window = { trustedTypes: state.trustedTypes };
  vm.runInNewContext(LATCH, {
    document,
    window,
    location: { protocol: state.protocol },
    navigator: { globalPrivacyControl: state.gpc },
    localStorage: {
      getItem(key) {
        if (state.storageThrows) throw new Error('denied');
        return key === `${PASS} ${state.dataset.guard}` ? (state.stored ?? JSON.stringify(state.pass)) : null;
      },
    },
    Date: { now: () => state.now },
    addEventListener: (name, listener) => listeners.push([name, listener]),
  });
  return { done, metas, listeners };
}

const RAISED = [`meta Content-Security-Policy: ${OPEN}`, 'write <script type="text/plain">'];

test('it raises the gate for the very visit that the pass is of', () => {
  assert.deepEqual(run().done, RAISED);
  for (const change of [
    (state) => (state.cookie = `${RECORD_SECURE}=${RECORD}`),
    (state) => Object.assign(state, { protocol: 'http:', cookie: `${RECORD_PLAIN}=${RECORD}` }),
    (state) => ((state.gpc = true), (state.pass.signals = '1,,,')),
    (state) => (
      Object.assign(state.dataset, { age: 'adult', regime: 'auto', country: 'DE' }),
      (state.pass.signals = ',adult,auto,DE')
    ),
    (state) => (state.dataset.guard = state.pass.guard = 'seal-strict'),
    (state) => (state.now = (NOW + 1) * 60_000 - 1),
  ])
    assert.deepEqual(run(change).done, RAISED, `${change}`);
});

test('each condition alone keeps it down', () => {
  const changes = [
    (state) => (state.stored = 'null'),
    (state) => (state.stored = '{'),
    (state) => (state.stored = '{"record":"x"}'),
    (state) => (state.storageThrows = true),
    (state) => (state.pass.record = '1.ht35s.a.e0.g~other'),
    (state) => (state.pass.record = RECORD.slice(0, -1)),
    (state) => (state.pass.digest = 'another-digest'),
    (state) => (state.dataset.digest = 'another-digest'),
    (state) => (state.dataset.digest = state.pass.digest = ''),
    (state) => (delete state.dataset.digest, delete state.pass.digest),
    (state) => (state.pass.guard = 'seal-strict'),
    (state) => (state.dataset.guard = state.pass.guard = ''),
    (state) => (delete state.dataset.guard, delete state.pass.guard),
    (state) => (state.pass.signals = '1,,,'),
    (state) => (state.gpc = true),
    (state) => (state.dataset.age = 'under13'),
    (state) => (state.dataset.regime = 'us'),
    (state) => (state.dataset.country = 'US'),
    (state) => (state.pass.until = NOW),
    (state) => (state.pass.until = undefined),
    (state) => (state.pass.verdicts = { acme: 'denied', other: 'locked' }),
    (state) => (state.pass.verdicts = {}),
    (state) => (state.pass.open = ''),
    (state) => delete state.pass.open,
    (state) => (state.cookie = ''),
    (state) => (state.cookie = `${RECORD_SECURE}=`),
    (state) => (state.cookie = `${RECORD_PLAIN}=${RECORD}`),
    (state) => (state.protocol = 'http:'),
    (state) => (state.cookie += `; ${RECORD_SECURE}=${RECORD}`),
    (state) => (state.cookie = `x${RECORD_SECURE}=${RECORD}`),
    (state) => (state.cookie = `${RECORD_SECURE}=${RECORD}x`),
    (state) => (state.readyState = 'interactive'),
    (state) => (state.body = {}),
    (state) => (state.isInHead = false),
    (state) => (state.next = {}),
    (state) => (state.policy = {}),
    (state) => {
      state.trustedTypes = {
        createPolicy() {
          throw new TypeError('not allowed');
        },
      };
    },
  ];
  for (const change of changes) {
    const { done, metas, listeners } = run(change);
    assert.deepEqual([done, metas, listeners], [[], [], []], `${change}`);
  }
});

test('it hands the pass, the trusted policy and the way back to the shim', () => {
  const made = [];
  const trustedTypes = {
    createPolicy(name, rules) {
      made.push(name);
      return { createHTML: (text) => `trusted ${rules.createHTML(text)}` };
    },
  };
  const { done, metas, listeners } = run((state) => (state.trustedTypes = trustedTypes));
  assert.deepEqual([made, done.at(-1)], [['portcullis'], 'write trusted <script type="text/plain">']);
  const [{ portcullis }] = metas;
  assert.deepEqual([portcullis.pass.record, typeof portcullis.types.createHTML], [RECORD, 'function']);
  const [[event, listener]] = listeners;
  assert.equal(event, 'pageshow');
  // Before the shim has come nobody is called; then it is.
  listener({ persisted: true });
  const heard = [];
  portcullis.back = ({ persisted }) => heard.push(persisted);
  listener({ persisted: true });
  assert.deepEqual(heard, [true]);
});

test('where the page takes no writing, nothing is said to be open', () => {
  const { done, metas } = run((state) => (state.writeThrows = true));
  assert.deepEqual(done, RAISED.slice(0, 1));
  assert.equal(metas[0].portcullis, undefined);
});

test('it is small, and holds nothing that XML would read as markup', () => {
  assert.doesNotMatch(LATCH, /[<&]/);
  assert.ok(Buffer.from(LATCH).every((byte) => byte < 128));
  assert.ok(LATCH.length < 1300, `${LATCH.length}`);
});
