// A frame of the same origin is a realm of its own, with functions of its own: it gets the same hooks as soon
// as it is reached.

import { hook, natives } from './hook';

/** Hooks a window and its frames; returns what hooks the frames that came since. */
export const guard = (w: any, hooks: ((w: any) => void)[]) => {
  const enter = (inner: any) => {
    try {
      if (!natives.has(inner.Node)) guard(inner, hooks);
    } catch {}
  };
  // A realm is known by its Node, which stays what it is.
  natives.set(w.Node, w.Node);
  // As `hide` does: to call that is 15 bytes of brotli more.
  hook(w, 'Function.toString', (go, values, self) => go(values, natives.get(self) || self));
  for (const one of hooks) one(w);
  hook(w, 'HTMLIFrameElement.contentWindow HTMLIFrameElement.contentDocument', (go) => {
    const inner = go();
    enter(inner?.defaultView || inner);
    return inner;
  });
  return () => {
    for (let at = w.length; at--; ) enter(w[at]);
  };
};
