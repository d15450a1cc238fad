// What waits. Marked tags and held attributes are found in the page, however late somebody looks; of calls that wait
// only those are seen that were made since. Whether a call waits is asked of the shim's own judge.

import { hookClass, hookMethod, hookProperty, type Native, textOf } from '../gate/hook';
import { MARK } from '../gate/marks';
import type { Shim } from '../shim/between';
import { page } from '../gate/document';
import { caller } from '../watch/written';
import { type See, toHost } from './sighting';

const ATTRIBUTES = ['src', 'srcset', 'href', 'data', 'poster'];
const LOADING = 'script,img,iframe,link,source,audio,video,embed,object,input,track';

/** The properties that load what a visitor may miss, by their interface. */
const SETTERS: [name: string, property: string][] = [
  ['HTMLImageElement', 'src'],
  ['HTMLImageElement', 'srcset'],
  ['HTMLScriptElement', 'src'],
  ['HTMLIFrameElement', 'src'],
  ['HTMLLinkElement', 'href'],
];
/** What cannot wait, and fails. Of the first two no list of the browser's tells that they were let through. */
const CLASSES = ['WebSocket', 'EventSource', 'Worker', 'SharedWorker'];

/** What of an element is held: it has the value, and no such attribute. */
const heldBy = (element: Element): string[] =>
  ATTRIBUTES.filter((name) => !element.hasAttribute(name))
    .map((name): unknown => Reflect.get(element, name))
    .filter((value): value is string => typeof value === 'string' && value !== '');

/** The services that a mark names. */
const servicesOf = (shim: Shim, { dataset }: HTMLElement): string[] => {
  const names = `${dataset.consent ?? ''} ${dataset.consentAny ?? ''}`.split(/\s+/).filter(Boolean);
  const { groups } = shim.plan().decisions;
  return names
    .map((name) => name.replace(/^services\//, ''))
    .flatMap((name) => groups.find(([group]) => group === name)?.[1] ?? [name]);
};

/** Where a marked tag leads, which is not in the markup while its place is held. */
const addressOf = (shim: Shim, mark: HTMLElement): string => {
  const place = shim.marks.heldPlaces().find(({ element }) => element === mark);
  const { src, href, data } = mark.dataset;
  return Object.values(place?.attributes ?? {})[0] ?? src ?? href ?? data ?? '';
};

/** Those that were told of. */
const told = new WeakSet<Element>();

const seeMark = (shim: Shim, mark: HTMLElement, base: string, see: See): void => {
  const address = addressOf(shim, mark);
  const host = address ? toHost(address, base) : undefined;
  const road = `marked ${mark.localName}`;
  for (const service of servicesOf(shim, mark)) {
    see({ kind: 'held', ...(host ?? { name: `inline ${mark.localName}` }), road, mark: service });
  }
};

/** Looks through the page for what waits there. */
export const lookForHeld = (shim: Shim, base: string, see: See): void => {
  for (const element of new Set([...page.all(MARK), ...page.all(LOADING)])) {
    if (told.has(element)) continue;
    const isMark = element.matches(MARK);
    const found = isMark ? [] : heldBy(element);
    if (isMark || found.length) told.add(element);
    if (isMark) seeMark(shim, element, base, see);
    for (const address of found) {
      const host = toHost(address, base);
      if (host) see({ kind: 'held', ...host, road: element.localName });
    }
  }
};

/** Hooks what scripts call, outside of the shim's own hooks; `isLive` is whether the shim holds calls. */
export const watchCalls = (shim: Shim, base: string, isLive: boolean, see: See): void => {
  /** Sees that a call waits; what else there is to do where it does not. */
  const watch = (
    call: Native,
    address: string,
    road: string,
    letThrough = (_made: EventTarget): void => {},
  ): unknown => {
    const host = toHost(address, base);
    if (!host) return call();
    const script = caller(base);
    if (isLive && shim.judge.heldAddress(address, road)) {
      see({ kind: 'held', ...host, road, script });
      return call();
    }
    const made = call();
    letThrough(made);
    return made;
  };
  hookMethod(window, 'fetch', (call, values) => watch(call, textOf(values), 'fetch'));
  hookMethod(Navigator.prototype, 'sendBeacon', (call, values) => watch(call, textOf(values), 'sendBeacon'));
  hookMethod(XMLHttpRequest.prototype, 'open', (call, values) => watch(call, textOf(values, 1), 'XMLHttpRequest'));
  for (const road of CLASSES) {
    hookClass(window, road, (call, values) => {
      const address = textOf(values);
      return watch(call, address, road, (made) => {
        if (!/^(WebSocket|EventSource)$/.test(road)) return;
        const seeOpen = (): void => see({ kind: 'through', ...toHost(address, base)!, road });
        made.addEventListener('open', seeOpen, { once: true });
      });
    });
  }

  const seeAfter = (element: Element, name: string, value: string): void => {
    const host = value && !element.hasAttribute(name) && toHost(value.split(/[\s,]+/)[0] ?? '', base);
    if (!host) return;
    told.add(element);
    see({ kind: 'held', ...host, road: element.localName, script: caller(base) });
  };
  for (const [name, property] of SETTERS) {
    hookProperty((window as Realm)[name]?.prototype, property, (call, values, self) => {
      const value = values.length ? textOf(values) : '';
      const done = call();
      seeAfter(self, property, value);
      return done;
    });
  }
  hookMethod(Element.prototype, 'setAttribute', (call, values, self) => {
    const name = textOf(values).toLowerCase();
    const value = ATTRIBUTES.includes(name) ? textOf(values, 1) : '';
    const done = call();
    if (value && self.matches(LOADING)) seeAfter(self, name, value);
    return done;
  });
};
