// The seal, from the shim's side: what the page was opened for is all that may run in it, and whatever is withdrawn is
// shut out at once. A policy can be added to a page, never loosened.

import type { Pass } from '../generated';
import type { TrustedPolicy } from '../gate/trusted';
import { page } from '../gate/document';
import { contains, filtered, first } from '../gate/own';
import { grantedOf } from './verdicts';

/** What the latch leaves on the policy that it put into the page. */
export interface Opened {
  pass: Pass;
  types?: TrustedPolicy;
  /** What the latch calls when the page comes back from the cache, before anyone else hears of it. */
  back?(event: PageTransitionEvent): void;
}

/** Where the static policy is missing: what markup asked for has left; the rest stays here. */
const CLOSED = "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'";
const IS_POLICY = 'head>meta[http-equiv=Content-Security-Policy i]';

/** Also in blank frames, which took the page's policy with them when they were made. */
const tighten = (content: string, view: Window = window): void => {
  const meta = page.create('meta');
  meta.httpEquiv = 'Content-Security-Policy';
  meta.content = content;
  // Elsewhere than in its head it would be no policy.
  Reflect.get(Document.prototype, 'head', view.document).append(meta);
  for (let at = 0; at < view.length; at++) {
    try {
      const frame = view[at]!;
      if (!/^http/.test(frame.document.URL)) tighten(content, frame);
    } catch {
      // Another origin's document has a policy of its own.
    }
  }
};

export interface Sealed {
  opened: Opened | undefined;
  /**
   * What of these services may run in this page. One that grants less than the page was opened for shuts it further.
   */
  within(granted: string[], open: string): string[];
}

export const sealed = (closed: string): Sealed => {
  const policies = [...page.all<HTMLMetaElement & { portcullis?: Opened }>(IS_POLICY)];
  const opened = first(policies, (meta) => meta.portcullis)?.portcullis;
  let running = grantedOf(opened?.pass.verdicts ?? {});
  if (!policies.length) {
    console.error('portcullis: no policy stands in <head>: put there, first, what `portcullis snippet` prints');
    tighten(closed || CLOSED);
  }
  return {
    opened,
    within(wanted, open) {
      const kept = filtered(wanted, (id) => contains(running, id));
      if (kept.length < running.length) tighten((kept.length && open) || closed || CLOSED);
      running = kept;
      return kept;
    },
  };
};
