// What code stores: a name of a service that does not run is not written. Deleting is let through.

import { readCookieWrite } from './cookie';
import { hookMethod, hookProperty, textOf } from './hook';
import type { Judge } from './judge';

/** A page may replace this later. */
const { now } = Date;

const COOKIE = ['name', 'value', 'expires', 'domain', 'path', 'sameSite', 'partitioned', 'maxAge'];
/** A copy of what a cookie is set by: a page's own getters may say something else the next time. */
const readOnce = (given: Record<string, unknown>): Record<string, unknown> => {
  const copy: Record<string, unknown> = {};
  for (const name of COOKIE) {
    const value = given[name];
    // A name is a text before it is judged.
    if (value !== undefined) copy[name] = name === 'name' ? `${value}` : value;
  }
  return copy;
};

export const hookStorage = (realm: Realm, judge: Judge): void => {
  hookProperty(realm.Document.prototype, 'cookie', (call, values) => {
    const { name, deletes } = readCookieWrite(textOf(values), now());
    return !deletes && judge.isHeldName('c', name) ? undefined : call();
  });
  hookMethod(realm.CookieStore?.prototype, 'set', (call, values) => {
    if (Object(values[0]) === values[0]) values[0] = readOnce(values[0]);
    const { name = textOf(values), expires } = Object(values[0]);
    const deletes = typeof expires === 'number' && expires <= now();
    return !deletes && judge.isHeldName('c', `${name}`) ? Promise.resolve() : call();
  });
  hookMethod(realm.Storage.prototype, 'setItem', (call, values, self) => {
    const store = self === realm.sessionStorage ? 's' : 'l';
    return judge.isHeldName(store, textOf(values)) ? undefined : call();
  });
  hookMethod(realm.IDBFactory.prototype, 'open', (call, values) => {
    if (!judge.isHeldName('d', textOf(values))) return call();
    // A request that fails by itself and leaves nothing: the making of a database is broken off.
    const request = call(['portcullis']);
    request.addEventListener('upgradeneeded', (event: Event) => {
      event.stopImmediatePropagation();
      request.transaction.abort();
    });
    return request;
  });
  // What a browser answers where a page may keep no caches.
  hookMethod(realm.CacheStorage?.prototype, 'open', (call, values) =>
    judge.isHeldName('k', textOf(values)) ? Promise.reject(new realm.DOMException('', 'SecurityError')) : call(),
  );
};
