// A frame of the same origin is a realm of its own, with functions of its own: it gets the same hooks as soon as it is
// reached.

import { hideHooks, hookGetter } from './hook';

/** Realms that have their hooks, by their `Node`: that stays what it is when a window's document is replaced. */
const hooked = new WeakSet<object>();

/** Hooks a window; returns what hooks those of its frames that have come since. */
export const hookRealm = (realm: any, hooks: ((realm: any) => void)[]): (() => void) => {
  const enter = (inner: any): void => {
    try {
      if (!hooked.has(inner.Node)) hookRealm(inner, hooks);
    } catch {
      // Another origin's: its document is governed by its own page.
    }
  };
  hooked.add(realm.Node);
  hideHooks(realm);
  for (const hook of hooks) hook(realm);
  for (const name of ['contentWindow', 'contentDocument']) {
    hookGetter(realm.HTMLIFrameElement.prototype, name, (call) => {
      const inner = call();
      if (inner) enter(inner.defaultView ?? inner);
      return inner;
    });
  }
  return () => {
    for (let at = realm.length; at--; ) enter(realm[at]);
  };
};
