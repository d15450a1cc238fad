// Scripts and marked tags. A mark is inert by HTML itself until its service is granted.

import { d } from './document';
import { Promise } from './live/known';

// A mark names its service itself; nothing else is asked about it.
const { setAttribute } = Element.prototype;

/** Whether this is a shim for hosts that demand trusted types. */
declare const STRICT: boolean;
const same = (text: unknown) => text;
const rules = { createScript: same, createScriptURL: same };
let policy: any;
/** Takes over the policy that the latch has made, if it has. */
export const trust = (made: unknown) => (policy = made);
/** There what runs has to come through a policy, and a page allows ours by its name. */
const types = () => (policy ||= (window as any).trustedTypes?.createPolicy('portcullis', rules) || rules);

/**
 * Puts a script into the page, in place of its mark where it has one; resolves when it has run or cannot,
 * at once where it has no source.
 */
export const load = (
  attributes: Record<string, any>,
  nonce: string,
  properties?: Record<string, any>,
  mark?: HTMLElement,
) =>
  new Promise((done) => {
    const script = Object.assign(d.createElement('script'), properties);
    for (const name in attributes)
      setAttribute.call(script, name, STRICT ? types().createScriptURL(attributes[name]) : attributes[name]);
    script.onload = script.onerror = done;
    script.nonce = nonce;
    mark ? mark.replaceWith(script) : d.head.append(script);
    // A mark that was removed while it waited loads nothing.
    (attributes.src && script.isConnected) || done(0);
  });

/** A copy of a marked script that runs, or the marked frame or image with its source. */
export const wake = (mark: HTMLElement, nonce: string): unknown => {
  const attributes: Record<string, string> = {};
  for (const { name, value } of mark.attributes)
    if (name != 'type')
      attributes[
        name.replace(/^data-(type|href|src(set|doc)?|data|poster|imagesrcset)$/, '$1').replace('consent', 'consented')
      ] = value;
  // What a page could not link to, a mark does not load.
  if (attributes.src && !/^http/.test(new URL(attributes.src, mark.baseURI) as any)) return;
  // In a task: Chromium forgets where a frame should lead that is told so while the parser is at it.
  if (mark.localName != 'script')
    setTimeout(() => {
      for (const name in attributes) setAttribute.call(mark, name, attributes[name]!);
    });
  // Injected markup does not know the page's nonce, and must not be given it.
  else if (mark.nonce == nonce)
    return load(attributes, nonce, { text: STRICT ? types().createScript(mark.textContent) : mark.textContent }, mark);
};
