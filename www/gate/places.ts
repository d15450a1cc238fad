// Marked elements with a place in the page: frames, pictures, films, objects. While one is held its address is nowhere
// in the markup, where another script would find it; with a grant it loads, and with a withdrawal it is empty again.

import { trusted } from './trusted';
import { contains, filtered, first, ownMap } from './own';

/** The attributes that a mark may hold back, under `data-`. */
const HELD_BACK = ['src', 'srcset', 'srcdoc', 'href', 'data', 'poster', 'imagesrcset'];

/** What may have loaded without a mark. */
const LOADED = 'iframe[src],embed[src],object[data],video[src],audio[src]';
/** What has an address that browsers fetch by themselves. */
const FETCHED =
  'img[src],img[srcset],iframe[src],embed[src],object[data],video[src],video[poster],audio[src],source[src],' +
  'source[srcset],track[src],input[src],link[href]';
/** How many marks' addresses are kept for copies of them. */
const REMEMBERED = 1000;

export interface Place {
  element: HTMLElement;
  /** Whether a script fills it: it loads nothing itself. */
  isFilled?: boolean;
  services: string[];
  /** The attributes that load it, which are not in the markup while it is held. */
  attributes: Record<string, string>;
}

interface Kept extends Place {
  isAwake: boolean;
  /** The `sandbox` that a frame has not while it is held: we draw into it. */
  sandbox: string | null;
}

interface PlaceHost {
  /** The services of an address. */
  ownersOf(address: string): string[];
  complain(what: string, mark: Element): void;
  onHeldPlace(place: Place): void;
}

export interface Places {
  /** Takes a mark, and wakes it where its services run. */
  see(element: HTMLElement, services: string[], mayWake: boolean): void;
  wake(element: Element): void;
  withdraw(id: string): void;
  held(): Place[];
}

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

/** Frames that are held. */
const heldFrames = new WeakSet<object>();

/**
 * Whether a frame is held and its first, blank document stands yet, which anybody may lead elsewhere: then it has no
 * window to show.
 */
export const isNotYetLocked = (frame: object, inner: Document): boolean =>
  heldFrames.has(frame) && inner.URL === 'about:blank';

/** Whoever leads a held frame elsewhere, leads it nowhere: by its window, its name, a link or a form. */
const lockFrame = (frame: HTMLIFrameElement, isHeld: () => boolean): void => {
  frame.addEventListener('load', () => {
    if (!isHeld()) return;
    try {
      const { navigation } = frame.contentWindow as any;
      navigation?.addEventListener('navigate', (event: Event) => isHeld() && event.preventDefault());
    } catch {
      // It was led elsewhere in that moment, by its place in `window.frames`.
    }
  });
  heldFrames.add(frame);
  renew(frame, () => {
    frame.removeAttribute('sandbox');
    frame.removeAttribute('src');
    frame.setAttribute('srcdoc', trusted('createHTML', '<!doctype html>'));
  });
};

export const createPlaces = (host: PlaceHost): Places => {
  const kept = ownMap<Element, Kept>();
  /** By the number that stands in an element's `data-portcullis`: a copy of the element finds its addresses there. */
  const numbered = ownMap<string, Record<string, string>>();
  let nextNumber = 0;

  const number = (attributes: Record<string, string>): string => {
    const own = `${nextNumber++}`;
    numbered.set(own, attributes);
    // Pages that make marks for ever need not be remembered for ever.
    if (numbered.size > REMEMBERED) numbered.delete(numbered.keys().next().value!);
    return own;
  };

  /** Takes the addresses out of the markup. */
  const takeAddresses = (element: HTMLElement): Record<string, string> => {
    const attributes: Record<string, string> = { ...numbered.get(element.dataset.portcullis ?? '') };
    for (const name of HELD_BACK) {
      const value = element.dataset[name];
      if (value === undefined) continue;
      delete element.dataset[name];
      if (isCode(value, element.baseURI)) host.complain(`"${value}" is no address`, element);
      else attributes[name] = value;
    }
    return attributes;
  };

  const sayFetched = (element: HTMLElement): void => {
    const name = first(HELD_BACK, (one) => element.hasAttribute(one));
    host.complain(`what this element loads is not held: write data-${name} in place of ${name}`, element);
  };

  const hold = (place: Kept): void => {
    const { element } = place;
    if (element.localName === 'iframe')
      lockFrame(element as HTMLIFrameElement, () => kept.get(element) === place && !place.isAwake);
    host.onHeldPlace(place);
  };

  const wake = (place: Kept): void => {
    if (place.isAwake) return;
    place.isAwake = true;
    const { element, attributes, sandbox } = place;
    heldFrames.delete(element);
    const load = (): void => {
      for (const [name, value] of Object.entries(attributes)) {
        element.setAttribute(name, name === 'srcdoc' ? trusted('createHTML', value) : value);
      }
    };
    // In a task: Chromium forgets where a frame should lead that is told so while the parser is at it.
    setTimeout(() => {
      if (!place.isAwake) return;
      if (element.localName === 'iframe') {
        renew(element, () => {
          element.removeAttribute('srcdoc');
          if (sandbox !== null) element.setAttribute('sandbox', sandbox);
          load();
        });
        return;
      }
      // Chromium never loads an object that has shown what it holds instead, unless it comes anew.
      if (element.localName === 'object') renew(element, load);
      else load();
    });
  };

  /** What the page has loaded without a mark is one from now on. */
  const becomeMark = (element: HTMLElement, services: string[], name: string, address: string): void => {
    element.dataset.consentAny = services.join(' ');
    const sandbox = element.getAttribute('sandbox');
    const place: Kept = { element, services, attributes: { [name]: address }, isAwake: true, sandbox };
    kept.set(element, place);
    element.dataset.portcullis = number(place.attributes);
    empty(place);
  };

  const empty = (place: Kept): void => {
    place.isAwake = false;
    const { element, attributes } = place;
    for (const name of Object.keys(attributes)) element.removeAttribute(name);
    // What a film has loaded it lets go of; what an object shows goes with its place in the page.
    if ('load' in element) (element as HTMLMediaElement).load();
    else if (element.localName !== 'iframe') renew(element, () => {});
    hold(place);
  };

  return {
    see(element, services, mayWake) {
      const known = kept.get(element);
      const attributes = takeAddresses(element);
      const hasNew = Object.keys(attributes).length > 0;
      if (known) {
        // The page has given it another address.
        if (hasNew) Object.assign(known.attributes, attributes);
        if (mayWake) wake(known);
        return;
      }
      if (!hasNew) {
        if (!mayWake && element.matches(FETCHED)) sayFetched(element);
        return;
      }
      const place: Kept = { element, services, attributes, isAwake: false, sandbox: element.getAttribute('sandbox') };
      kept.set(element, place);
      element.dataset.portcullis = number(attributes);
      if (mayWake) wake(place);
      else hold(place);
    },
    wake(element) {
      const place = kept.get(element);
      if (place) wake(place);
    },
    withdraw(id) {
      for (const place of kept.values()) if (place.isAwake && contains(place.services, id)) empty(place);
      for (const element of document.querySelectorAll<HTMLElement>(LOADED)) {
        const name = element.localName === 'object' ? 'data' : 'src';
        const address = element.getAttribute(name) ?? '';
        const services = kept.has(element) ? [] : host.ownersOf(address);
        if (contains(services, id)) becomeMark(element, services, name, address);
      }
    },
    held() {
      for (const element of kept.keys()) if (!element.isConnected) kept.delete(element);
      return filtered([...kept.values()], (place) => !place.isAwake);
    },
  };
};
