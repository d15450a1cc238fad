// What waits. Marked tags and held attributes are found in the page, however late somebody looks; of calls that wait only
// those are seen that were made since. Whether a call waits is looked up as the shim does, by the same code.

import { caller } from '../watch/written';
import { gatedAddress } from '../shim/live/known';
import { hook, text } from '../shim/live/hook';
import { type See, toHost } from './sighting';

const ATTRIBUTES = ['src', 'srcset', 'href', 'data', 'poster'];
const LOADING = 'script,img,iframe,link,source,audio,video,embed,object,input,track';

/** What of an element is held: it has the value, and no such attribute. */
const heldOf = (element: any): [string, string][] =>
  ATTRIBUTES.flatMap((name) =>
    typeof element[name] == 'string' && element[name] && !element.hasAttribute(name)
      ? [[name, element[name]] as [string, string]]
      : [],
  );

/** Those that were told of. */
const told = new WeakSet<Element>();

/** Looks through the page for what waits there. */
export const lookForHeld = (base: string, see: See): void => {
  const all = new Set([
    ...document.querySelectorAll<HTMLElement>('[data-consent]'),
    ...document.querySelectorAll<HTMLElement>(LOADING),
  ]);
  for (const element of all) {
    if (told.has(element)) continue;
    const { consent, src, href, data } = element.dataset;
    const found = consent ? [['', src ?? href ?? data ?? ''] as const] : heldOf(element);
    if (found.length) told.add(element);
    for (const [, address] of found) {
      const host = address && toHost(address, base);
      const mark = consent && { mark: consent.replace(/\+$/, '') };
      if (host)
        see({ kind: 'held', ...host, road: consent ? `marked ${element.localName}` : element.localName, ...mark });
      else if (mark)
        see({ kind: 'held', name: `inline ${element.localName}`, road: `marked ${element.localName}`, ...mark });
    }
  }
};

/** Whether the shim holds a call of that address. */
const waits = (address: string, denies: () => boolean): boolean => {
  const { host, hostname, pathname, search } = new URL(address, document.baseURI);
  const found = gatedAddress(hostname, pathname + search);
  return !!found && (!!found[0] || (denies() && !!host && host != location.host));
};

const CALLS = 'fetch Navigator.sendBeacon XMLHttpRequest.open WebSocket EventSource Worker SharedWorker';
const SETTERS =
  'HTMLImageElement.src HTMLImageElement.srcset HTMLScriptElement.src HTMLIFrameElement.src HTMLLinkElement.href';

/** Hooks what scripts call, outside of the shim's own hooks; `denies` is whether the policy keeps the unknown out. */
export const watchCalls = (base: string, live: () => boolean, denies: () => boolean, see: See): void => {
  hook(window, CALLS, (go, values, _, name) => {
    const address = text(values, name == 'open' ? 1 : 0);
    const road = name == 'open' ? 'XMLHttpRequest' : name;
    const host = toHost(address, base);
    const script = host ? caller(base) : '';
    if (host && live() && waits(address, denies)) {
      see({ kind: 'held', ...host, road, script });
      return go();
    }
    const made = go();
    // No list of the browser's has sockets and event streams: they say themselves that they were let through.
    if (host && /^(WebSocket|EventSource)$/.test(name))
      made.addEventListener('open', () => see({ kind: 'through', ...host, road, script }), { once: true });
    return made;
  });
  const after = (element: Element, name: string, value: string) => {
    const host = value && !element.hasAttribute(name) && toHost(value.split(/[\s,]+/)[0]!, base);
    if (!host) return;
    told.add(element);
    see({ kind: 'held', ...host, road: element.localName, script: caller(base) });
  };
  hook(window, SETTERS, (go, values, self, name) => {
    const value = values.length ? text(values) : '';
    const done = go();
    if (value) after(self, name, value);
    return done;
  });
  hook(window, 'Element.setAttribute', (go, values, self) => {
    const name = text(values).toLowerCase();
    const value = ATTRIBUTES.includes(name) ? text(values, 1) : '';
    const done = go();
    if (value && self.matches(LOADING)) after(self, name, value);
    return done;
  });
};
