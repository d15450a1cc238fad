// The hooks on network and storage, on a realm made of doubles.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

globalThis.location ??= { hostname: 'www.shop.test' };
const { createJudge } = await load('www/gate/judge.ts');
const { hookMethod, hookProperty, hookClass, hideHooks } = await load('www/gate/hook.ts');
const { hookNetwork } = await load('www/gate/network.ts');
const { hookStorage } = await load('www/gate/storage.ts');

const judgeOf = () => {
  const judge = createJudge(
    { host: 'www.shop.test' },
    () => 'https://www.shop.test/',
    () => {},
  );
  judge.learn('acme cdn.acme.test c=_acme l=_acme s=_acme d=_acme k=_acme', false);
  return judge;
};

const realmOf = () => {
  const log = [];
  class XMLHttpRequest {
    open(...values) {
      log.push(['open', ...values]);
    }
    send(...values) {
      log.push(['send', ...values]);
    }
  }
  class Navigator {
    sendBeacon(url) {
      log.push(['beacon', `${url}`]);
      return true;
    }
  }
  const classOf = (name) =>
    class {
      constructor(...values) {
        log.push([name, ...values]);
      }
    };
  class Storage {
    setItem(name, value) {
      log.push(['setItem', name, value]);
    }
  }
  class Document {
    get cookie() {
      return 'jar';
    }
    set cookie(text) {
      log.push(['cookie', text]);
    }
  }
  class CookieStore {
    async set(...values) {
      log.push(['cookieStore', ...values]);
    }
  }
  class CacheStorage {
    async open(name) {
      log.push(['cache', name]);
    }
  }
  class IDBFactory {
    open(name) {
      log.push(['database', name]);
      return { addEventListener() {}, transaction: { abort() {} } };
    }
  }
  const realm = {
    location: 'https://www.shop.test/',
    fetch: async (...values) => void log.push(['fetch', ...values]),
    XMLHttpRequest,
    Navigator,
    Storage,
    Document,
    CookieStore,
    CacheStorage,
    IDBFactory,
    WebSocket: classOf('WebSocket'),
    EventSource: classOf('EventSource'),
    Worker: classOf('Worker'),
    SharedWorker: classOf('SharedWorker'),
    Function,
    DOMException,
  };
  realm.localStorage = new Storage();
  realm.sessionStorage = new Storage();
  return { realm, log };
};
const GATED = 'https://cdn.acme.test/a';

test('a fetch waits, goes with a grant, and fails at a refusal', async () => {
  for (const granted of [true, false]) {
    const { realm, log } = realmOf();
    const judge = judgeOf();
    hookNetwork(realm, judge);
    const done = realm.fetch(GATED, { method: 'POST' });
    assert.deepEqual(log, []);
    judge.settle({ decided: true, runs: () => granted });
    await done;
    assert.deepEqual(log, [granted ? ['fetch', GATED, { method: 'POST' }] : ['fetch', 'blob:https://www.shop.test/']]);
    await realm.fetch('/own');
    assert.deepEqual(log.at(-1), ['fetch', '/own']);
  }
});

test('a request is asked for its address once', async () => {
  const { realm } = realmOf();
  hookNetwork(realm, judgeOf());
  let asked = 0;
  await realm.fetch({ toString: () => (asked++, '/own') });
  assert.equal(asked, 1);
});

test('a beacon says true, and is sent with a grant alone', async () => {
  for (const granted of [true, false]) {
    const { realm, log } = realmOf();
    const judge = judgeOf();
    hookNetwork(realm, judge);
    assert.equal(new realm.Navigator().sendBeacon(GATED), true);
    judge.settle({ decided: true, runs: () => granted });
    await Promise.resolve();
    assert.equal(log.length, granted ? 1 : 0);
  }
});

test('a request that was opened is sent with the grant, and to nowhere at a refusal', async () => {
  for (const granted of [true, false]) {
    const { realm, log } = realmOf();
    const judge = judgeOf();
    hookNetwork(realm, judge);
    const request = new realm.XMLHttpRequest();
    request.open('POST', GATED);
    request.send('body');
    assert.deepEqual(log, [['open', 'POST', GATED]]);
    judge.settle({ decided: true, runs: () => granted });
    await Promise.resolve();
    const sent = granted ? [] : [['open', 'POST', 'blob:https://www.shop.test/']];
    assert.deepEqual(log.slice(1), [...sent, ['send', 'body']]);
  }
});

test('one that blocks the page does not wait: it fails', () => {
  const { realm, log } = realmOf();
  hookNetwork(realm, judgeOf());
  const request = new realm.XMLHttpRequest();
  request.open('GET', GATED, false);
  request.send();
  assert.deepEqual(log, [['open', 'GET', 'blob:https://www.shop.test/', false], ['send']]);
});

test('one that the page has opened again meanwhile is that one', async () => {
  const { realm, log } = realmOf();
  const judge = judgeOf();
  hookNetwork(realm, judge);
  const request = new realm.XMLHttpRequest();
  request.open('GET', GATED);
  request.send();
  request.open('GET', '/own');
  request.send();
  judge.settle({ decided: true, runs: () => true });
  await Promise.resolve();
  assert.deepEqual(log, [['open', 'GET', GATED], ['open', 'GET', '/own'], ['send']]);
});

test('sockets and workers of what waits are made for nowhere', () => {
  const { realm, log } = realmOf();
  hookNetwork(realm, judgeOf());
  for (const name of ['WebSocket', 'EventSource', 'Worker', 'SharedWorker']) {
    new realm[name](GATED);
    new realm[name]('/own');
  }
  assert.ok(log.every(([, address]) => address !== GATED) && log.length === 8, JSON.stringify(log));
  class Mine extends realm.WebSocket {}
  assert.ok(new Mine('/own') instanceof Mine);
});

test('names of what waits are not written, and those of nobody are', async () => {
  const { realm, log } = realmOf();
  const judge = judgeOf();
  hookStorage(realm, judge);
  const jar = new realm.Document();
  const store = async (name) => {
    jar.cookie = `${name}=1; Path=/`;
    realm.localStorage.setItem(name, '1');
    realm.sessionStorage.setItem(name, '1');
    await new realm.CookieStore().set(name, '1');
    await new realm.CookieStore().set({ name, value: '1' });
    await new realm.CacheStorage().open(name).catch(() => {});
    new realm.IDBFactory().open(name);
  };
  await store('_acme');
  assert.deepEqual(log, [['database', 'portcullis']]);
  assert.equal(jar.cookie, 'jar');
  log.length = 0;
  await store('cart');
  assert.equal(log.length, 7);
  log.length = 0;
  jar.cookie = '_acme=; Max-Age=0';
  await new realm.CookieStore().set({ name: '_acme', value: '', expires: 1 });
  assert.equal(log.length, 2, 'deletions go through');
  log.length = 0;
  judge.settle({ decided: true, runs: () => true });
  await store('_acme');
  assert.equal(log.length, 7);
});

test('a hook looks like what it stands for', () => {
  const owner = {
    method(_one, _two) {},
    get place() {
      return 1;
    },
    set place(_value) {},
  };
  const realm = { Function: { prototype: { toString: Function.prototype.toString } } };
  const [method, place] = ['method', 'place'].map((name) => Object.getOwnPropertyDescriptor(owner, name));
  hookMethod(owner, 'method', (call) => call());
  hookProperty(
    owner,
    'place',
    (call) => call(),
    (call) => call(),
  );
  hookMethod(owner, 'missing', (call) => call());
  hookMethod(undefined, 'method', (call) => call());
  hideHooks(realm);
  const text = (one) => realm.Function.prototype.toString.call(one);
  const now = Object.getOwnPropertyDescriptor(owner, 'method');
  assert.notEqual(now.value, method.value);
  assert.deepEqual([now.value.name, now.value.length, now.enumerable, now.writable], ['method', 2, true, true]);
  assert.ok(!('prototype' in now.value));
  assert.throws(() => new now.value());
  assert.equal(text(now.value), Function.prototype.toString.call(method.value));
  const accessor = Object.getOwnPropertyDescriptor(owner, 'place');
  assert.deepEqual([accessor.get.name, accessor.set.name, accessor.set.length], ['get place', 'set place', 1]);
  assert.equal(text(accessor.set), Function.prototype.toString.call(place.set));
  assert.ok(!('missing' in owner));
  const holder = {
    Thing: class Thing {
      static of = 1;
      is = 2;
    },
  };
  const { Thing } = holder;
  hookClass(holder, 'Thing', (call) => call());
  assert.deepEqual([holder.Thing.name, holder.Thing.of, new holder.Thing().constructor], ['Thing', 1, holder.Thing]);
  assert.ok(new Thing() instanceof holder.Thing);
});
