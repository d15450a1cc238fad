// The seal, from the shim's side: what the page was opened for is all that may run in it, and whatever is
// withdrawn is shut out at once. A policy can be added to a page, never loosened.

import { d } from './document';
import type { Pass } from './between';

/** Where the static policy is missing: what markup asked for has left; the rest stays here. */
const CLOSED = "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'";

/** Also in blank frames, which took the page's policy with them when they were made. */
const tighten = (content: string, view: Window = window) => {
  const meta = d.createElement('meta');
  meta.httpEquiv = 'Content-Security-Policy';
  meta.content = content;
  // As `d` asks, of any realm's document: elsewhere than in its head it would be no policy.
  Reflect.get(Document.prototype, 'head', view.document).append(meta);
  for (let i = 0; i < view.length; i++) {
    try {
      if (!/^http/.test(view[i]!.document.URL)) tighten(content, view[i]);
    } catch {}
  }
};

export const sealed = () => {
  const policies = [
    ...d.querySelectorAll<HTMLMetaElement & { portcullis?: Pass }>('head>meta[http-equiv=Content-Security-Policy i]'),
  ];
  // As the latch left it, and not as it is stored by now.
  const opened = policies.find((meta) => meta.portcullis)?.portcullis;
  let open = opened?.run.map(([service]) => service) || [];
  if (!policies[0]) {
    console.error('portcullis: no policy stands in <head>: put there, first, what `portcullis snippet` prints');
    tighten(CLOSED);
  }
  return {
    opened,
    /** What of a pass may run in this page. A pass that grants less than the page was opened for shuts it further. */
    within({ run, seal }: Pass) {
      const granted = run.filter(([service]) => open.includes(service));
      if (granted.length < open.length) tighten(seal?.[1] || opened!.seal![0]);
      open = granted.map(([service]) => service);
      return granted;
    },
  };
};
