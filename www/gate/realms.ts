// A frame of the same origin is a realm of its own, with functions of its own: it gets the same hooks as soon as it is
// reached.

import { hideHooks, hookGetter } from './hook';
import { isNotYetLocked } from './places';

/** Realms that have their hooks, by their `Node`: that stays what it is when a window's document is replaced. */
const hooked = new WeakSet<object>();

/** Whether code may have the window or the document of a frame. */
const isOpen = (frame: object, inner: any): boolean => {
  try {
    return !isNotYetLocked(frame, inner.document ?? inner);
  } catch {
    return true;
  }
};

/** Hooks a window; returns what hooks those of its frames that have come since. */
export const hookRealm = (realm: any, hooks: ((realm: any) => void)[]): (() => void) => {
  /** `inner` is a frame's window or document. */
  const enter = (inner: any): void => {
    try {
      const view = inner.defaultView ?? inner;
      if (!hooked.has(view.Node)) hookRealm(view, hooks);
    } catch {
      // Another origin's: its document is governed by its own page.
    }
  };
  hooked.add(realm.Node);
  hideHooks(realm);
  for (const hook of hooks) hook(realm);
  for (const name of ['contentWindow', 'contentDocument']) {
    hookGetter(realm.HTMLIFrameElement.prototype, name, (call, _, self) => {
      const inner = call();
      if (!inner) return inner;
      enter(inner);
      return isOpen(self, inner) ? inner : null;
    });
  }
  return () => {
    for (let at = realm.length; at--; ) enter(realm[at]);
  };
};
