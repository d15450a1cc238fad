// A frame of the same origin, or a window that was opened, is a realm of its own, with functions of its own: it gets
// the same hooks as soon as it is reached.

import { hideHooks, hookGetter, hookMethod } from './hook';
import { isInFirstMoment } from './places';

/** Realms that have their hooks, by their `Node`: that stays what it is when a window's document is replaced. */
const hooked = new WeakSet<object>();

/**
 * Hooks a window; returns what hooks those of its frames that have come since. `reach` is called with a frame before
 * code has its window.
 */
export const hookRealm = (
  realm: Realm,
  hooks: ((realm: Realm) => void)[],
  reach: (frame: Element) => void,
): (() => void) => {
  /** `inner` is a frame's window or document. */
  const enter = (inner: Window | Document): void => {
    try {
      const view = ((inner as Document).defaultView ?? inner) as Realm;
      if (!hooked.has(view.Node)) hookRealm(view, hooks, reach);
    } catch {
      // Another origin's: its document is governed by its own page.
    }
  };
  hooked.add(realm.Node);
  hideHooks(realm);
  for (const hook of hooks) hook(realm);
  for (const name of ['contentWindow', 'contentDocument']) {
    hookGetter(realm.HTMLIFrameElement.prototype, name, (call, _, self) => {
      reach(self);
      const inner = call();
      if (inner) enter(inner);
      return isInFirstMoment(self) ? null : inner;
    });
  }
  hookMethod(realm, 'open', (call) => {
    const opened = call();
    if (opened) enter(opened);
    return opened;
  });
  return () => {
    for (let at = realm.length; at--; ) enter(realm[at]!);
  };
};
