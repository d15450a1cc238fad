// A frame of the same origin is a realm of its own, with functions of its own: it gets the same hooks as soon
// as it is reached.

import { hide, hook } from './hook';

const entered = new WeakSet<object>();

/** Hooks a window and its frames; returns what hooks the frames that came since. */
export const guard = (w: any, hooks: ((w: any) => void)[]) => {
  const enter = (inner: any) => {
    try {
      if (!entered.has(inner.Node)) guard(inner, hooks);
    } catch {}
  };
  entered.add(w.Node);
  for (const one of [hide, ...hooks]) one(w);
  hook(w, 'HTMLIFrameElement.contentWindow HTMLIFrameElement.contentDocument HTMLObjectElement.contentWindow HTMLObjectElement.contentDocument', (go) => {
    const inner = go();
    enter(inner?.defaultView || inner);
    return inner;
  }, 'get');
  return () => {
    for (let at = 0; at < w.length; at++) enter(w[at]);
  };
};
