// Marked elements with a place in the page: frames, pictures, films, objects. While one is held its address is nowhere
// in the markup, where another script would find it; with a grant it loads, and with a withdrawal it is empty again.

import { contains, filtered, first, ownMap } from './own';
import { page } from './document';
import { hasPlace } from './seen';
import { trusted } from './trusted';

/** The attributes that a mark may hold back, under `data-`. */
const HELD_BACK = ['src', 'srcset', 'srcdoc', 'href', 'data', 'poster', 'imagesrcset'];
/** In `data-portcullis`: the mark is of markup that code has made. */
export const BY_CODE = 'by-code';

/** What may have loaded without a mark. */
const LOADED = 'iframe[src],embed[src],object[data],video[src],audio[src],source[src]';
/** What has an address that browsers fetch by themselves. */
const FETCHED =
  'img[src],img[srcset],iframe[src],embed[src],object[data],video[src],video[poster],audio[src],source[src],' +
  'source[srcset],track[src],input[src],link[href]';
/** How many marks' addresses are kept for copies of them. */
const REMEMBERED = 1000;
/** How many marks may be kept before it is asked which of them are still in the page. */
const MANY = 100;
/** How often a held frame that was led elsewhere in its first moment is emptied. */
const RELOCKS = 3;

/** The services that a mark names: all of the first must run, and one of the others. */
export interface Named {
  all: string[];
  any: string[];
}

export interface Place {
  element: HTMLElement;
  /** Whether a script fills it: it loads nothing itself. */
  isFilled?: boolean;
  /** None while it is not known what the mark names. */
  services: string[];
  /** The attributes that load it, which are not in the markup while it is held. */
  attributes: Record<string, string>;
}

/** What is taken out of the markup: a copy of the element needs it too. */
interface Taken {
  attributes: Record<string, string>;
  /** The `sandbox` that a frame has not while it is held: we draw into it. */
  sandbox: string | null;
  byCode: boolean;
}

interface Kept extends Place, Taken {
  named: Named | undefined;
  isAwake: boolean;
  /** Counts how often it woke or was emptied: a task that was set before that has nothing to do. */
  turn: number;
}

export interface PlaceHost {
  /** Whether what a mark names runs. */
  mayWake(named: Named): boolean;
  /** Resolves as soon as it is known whether one of these services is granted. */
  verdict(services: string[]): Promise<boolean>;
  /** The services of an address. */
  ownersOf(address: string): string[];
  /** The document, and the shadow roots in it. */
  roots(): ParentNode[];
  complain(what: string, mark: Element): void;
  onHeldPlace(place: Place): void;
}

export interface Places {
  /** Takes a mark, and wakes it where its services run; `named` is missing where it is not known what it names. */
  see(element: HTMLElement, named: Named | undefined): void;
  wake(element: Element): void;
  withdraw(id: string): void;
  held(): Place[];
}

export const servicesIn = (named: Named | undefined): string[] => (named ? [...named.all, ...named.any] : []);

/** Whether it is code, in place of an address: no mark has that run. */
const isCode = (address: string, base: string): boolean => {
  try {
    return new URL(address, base).protocol === 'javascript:';
  } catch {
    return false;
  }
};

/** Puts an element into the page anew: a frame then has no document, and no history, of before. */
const renew = (element: Element, change: () => void): void => {
  const { parentNode, nextSibling } = element;
  element.remove();
  change();
  parentNode?.insertBefore(element, nextSibling);
};

/** Held frames that are not locked yet. */
const unlocked = new WeakSet<object>();

/**
 * Whether a held frame has its first, blank document yet, which anybody may lead elsewhere: code gets no window of it.
 */
export const isInFirstMoment = (frame: object): boolean => unlocked.has(frame);

/** Whoever leads a held frame elsewhere, leads it nowhere: by its window, its name, a link or a form. */
const lockFrame = (frame: HTMLIFrameElement, isHeld: () => boolean): void => {
  let relocks = 0;
  const lock = (): void => {
    renew(frame, () => {
      frame.removeAttribute('sandbox');
      frame.removeAttribute('src');
      unlocked.add(frame);
      frame.setAttribute('srcdoc', trusted('createHTML', '<!doctype html>'));
    });
  };
  const hear = (): void => {
    if (!isHeld()) {
      frame.removeEventListener('load', hear);
      return;
    }
    unlocked.delete(frame);
    try {
      const { navigation, document: inner } = frame.contentWindow as Realm;
      if (inner.URL === 'about:srcdoc') {
        navigation?.addEventListener('navigate', (event: Event) => isHeld() && event.preventDefault());
        return;
      }
      if (inner.URL === 'about:blank') {
        unlocked.add(frame);
        return;
      }
    } catch {
      // Another origin's document.
    }
    // It was led elsewhere in its first moment, by its place in `window.frames`, or in an engine that knows no such
    // event.
    if (relocks++ < RELOCKS) lock();
  };
  frame.addEventListener('load', hear);
  lock();
};

/** What has to look again for what it plays when one of its sources changes. */
const mediaOf = (element: HTMLElement): HTMLMediaElement | undefined => {
  const media = element.localName === 'source' ? element.parentElement : element;
  return media && 'load' in media ? (media as HTMLMediaElement) : undefined;
};

export const createPlaces = (host: PlaceHost): Places => {
  const kept = ownMap<Element, Kept>();
  /** By the number that stands in an element's `data-portcullis`: a copy of the element finds its addresses there. */
  const numbered = ownMap<string, Taken>();
  let nextNumber = 0;
  let tidyAt = MANY;

  const number = (taken: Taken): string => {
    const own = `${nextNumber++}`;
    numbered.set(own, taken);
    // Pages that make marks for ever need not be remembered for ever.
    if (numbered.size > REMEMBERED) numbered.delete(numbered.keys().next().value!);
    return own;
  };

  /** Forgets what is no longer in the page; comes it back, it is seen like a copy of itself. */
  const tidy = (): void => {
    for (const element of kept.keys()) if (!element.isConnected) kept.delete(element);
    tidyAt = kept.size * 2 + MANY;
  };
  const keep = (place: Kept): void => {
    const { element, attributes, sandbox, byCode } = place;
    kept.set(element, place);
    element.dataset.portcullis = number({ attributes, sandbox, byCode });
    if (kept.size > tidyAt) tidy();
  };

  /** Takes the addresses out of the markup. */
  const takeFrom = (element: HTMLElement, attributes: Record<string, string>): Taken => {
    const { portcullis = '' } = element.dataset;
    const before = numbered.get(portcullis);
    for (const name of HELD_BACK) {
      const value = element.dataset[name];
      if (value === undefined) continue;
      delete element.dataset[name];
      if (isCode(value, element.baseURI)) host.complain(`"${value}" is no address`, element);
      else attributes[name] = value;
    }
    return {
      attributes,
      sandbox: element.getAttribute('sandbox') ?? before?.sandbox ?? null,
      byCode: portcullis === BY_CODE || !!before?.byCode,
    };
  };

  const sayFetched = (element: HTMLElement): void => {
    const name = first(HELD_BACK, (one) => element.hasAttribute(one));
    host.complain(`what this element loads is not held: write data-${name} in place of ${name}`, element);
  };

  const hold = (place: Kept): void => {
    const { element, turn } = place;
    if (element.localName === 'iframe')
      lockFrame(element as HTMLIFrameElement, () => kept.get(element) === place && place.turn === turn);
    host.onHeldPlace(place);
  };

  const load = ({ element, attributes }: Kept): void => {
    for (const [name, value] of Object.entries(attributes)) {
      element.setAttribute(name, name === 'srcdoc' ? trusted('createHTML', value) : value);
    }
  };

  const wake = (place: Kept): void => {
    if (place.isAwake) return;
    place.isAwake = true;
    const turn = ++place.turn;
    const { element } = place;
    unlocked.delete(element);
    // In a task: Chromium forgets where a frame should lead that is told so while the parser is at it.
    setTimeout(() => {
      if (place.turn !== turn) return;
      if (element.localName === 'iframe') {
        renew(element, () => {
          element.removeAttribute('srcdoc');
          if (place.sandbox !== null) element.setAttribute('sandbox', place.sandbox);
          load(place);
        });
        return;
      }
      // Chromium never loads an object that has shown what it holds instead, unless it comes anew.
      if (element.localName === 'object') renew(element, () => load(place));
      else load(place);
      if (element.localName === 'source') mediaOf(element)?.load();
    });
  };

  const empty = (place: Kept): void => {
    place.isAwake = false;
    place.turn++;
    const { element, attributes } = place;
    for (const name of Object.keys(attributes)) {
      // The page may have given it another one since.
      if (name !== 'srcdoc') attributes[name] = element.getAttribute(name) ?? attributes[name]!;
      element.removeAttribute(name);
    }
    // What a film has loaded it lets go of; what an object shows goes with its place in the page.
    const media = mediaOf(element);
    if (media) media.load();
    else if (element.localName !== 'iframe') renew(element, () => {});
    hold(place);
  };

  /** What the page has loaded without a mark is one from now on. */
  const becomeMark = (element: HTMLElement, services: string[], name: string, address: string): void => {
    element.dataset.consentAny = services.join(' ');
    const place: Kept = {
      element,
      services,
      named: { all: [], any: services },
      attributes: { [name]: address },
      sandbox: element.getAttribute('sandbox'),
      byCode: false,
      isAwake: true,
      turn: 0,
    };
    keep(place);
    empty(place);
  };

  /**
   * What code has made and nobody sees fails at a refusal: it is a mark no longer, and no later grant makes up for it.
   */
  const awaitRefusal = async (place: Kept): Promise<void> => {
    const { element } = place;
    const isGranted = await host.verdict(place.services);
    if (isGranted || place.isAwake || kept.get(element) !== place || hasPlace(element)) return;
    kept.delete(element);
    numbered.delete(element.dataset.portcullis ?? '');
    for (const name of ['consent', 'consentAny', 'portcullis']) delete element.dataset[name];
    setTimeout(() => element.dispatchEvent(new Event('error')));
  };

  const mayWake = ({ named }: Kept): boolean => !!named && host.mayWake(named);

  const begin = (place: Kept): void => {
    if (mayWake(place)) wake(place);
    else hold(place);
    if (place.byCode && place.named) void awaitRefusal(place);
  };

  return {
    see(element, named) {
      const known = kept.get(element);
      if (!known) {
        const taken = takeFrom(element, { ...numbered.get(element.dataset.portcullis ?? '')?.attributes });
        if (!Object.keys(taken.attributes).length) {
          if (named && !host.mayWake(named) && element.matches(FETCHED)) sayFetched(element);
          return;
        }
        const place: Kept = { ...taken, element, named, services: servicesIn(named), isAwake: false, turn: 0 };
        keep(place);
        begin(place);
        return;
      }
      // The page has given it another address.
      const given = takeFrom(element, {}).attributes;
      Object.assign(known.attributes, given);
      if (known.isAwake) load({ ...known, attributes: given });
      const isNamed = !known.named && !!named;
      known.named = named;
      known.services = servicesIn(named);
      if (mayWake(known)) wake(known);
      else if (isNamed) {
        host.onHeldPlace(known);
        if (known.byCode) void awaitRefusal(known);
      }
    },
    wake(element) {
      const place = kept.get(element);
      if (place) wake(place);
    },
    withdraw(id) {
      for (const place of [...kept.values()]) {
        if (place.isAwake && contains(place.services, id) && !mayWake(place)) empty(place);
      }
      for (const root of host.roots()) {
        for (const element of page.within(root, LOADED)) {
          const name = element.localName === 'object' ? 'data' : 'src';
          const address = element.getAttribute(name) ?? '';
          const services = kept.has(element) ? [] : host.ownersOf(address);
          if (contains(services, id)) becomeMark(element, services, name, address);
        }
      }
    },
    held() {
      tidy();
      return filtered([...kept.values()], (place) => !place.isAwake);
    },
  };
};
