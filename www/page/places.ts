// portcullis-places.js: fetched on pages where something with a place of its own is held. There stands what it is and
// whose, and how to have it. docs/placeholders.md says what a visitor sees.

import type { Placeholder } from '../generated';
import type { Inside } from '../shim/between';
import { page } from '../gate/document';
import { onLanguageChange } from '../shim/language';
import type { Place } from '../gate/places';
import { type Drawn, drawInto } from './placeholder';
import SHEET from './stand-in.css';
import { cover } from './cover';
import { type StandIn, standIn, standIns } from './stand-in';
import { all, filtered, mapped } from '../gate/own';

const { shim, core } = (page.currentScript as HTMLScriptElement & { portcullis: Inside }).portcullis;

type Held = HTMLElement;

/** What loads something, and has a place that can be drawn into, before or over. */
const PLACE = 'iframe,embed,object,video,audio';
/**
 * Chromium never loads an object that has shown what it holds instead, as it does where its type is not said; nor
 * WebKit one that led somewhere else before it was hidden.
 */
const FIT_TO_WAIT = 'iframe,embed,object:is([type],:empty):not([data]),video,audio';
/** What code may have given an address that is held: it has it, and no such attribute. */
const HELD_BY_CODE = 'iframe:not([src],[srcdoc]),embed:not([src]),object:is([type],:empty):not([data])';
/** Below that nothing would be seen, in pixels. */
const SMALLEST = 24;

const isOfUse = ({ element, isFilled }: Place): boolean =>
  isFilled || (element.matches(PLACE) && element.matches(FIT_TO_WAIT));

/** The services that an element waits for whose address code has set. */
const heldByCode = (element: Element): string[] => {
  const address =
    element.localName === 'object' ? (element as HTMLObjectElement).data : (element as HTMLIFrameElement).src;
  const owners = address ? shim.judge.ownersOf(address) : [];
  return owners.length && !shim.judge.mayGo(owners) ? owners : [];
};

/** What waits now, and for which services. */
const waiting = (): Map<Held, string[]> => {
  const { services } = shim.state();
  const found = new Map<Held, string[]>();
  for (const place of shim.marks.heldPlaces()) if (isOfUse(place)) found.set(place.element, place.services);
  for (const element of page.all<Held>(HELD_BY_CODE)) {
    const ids = found.has(element) ? [] : heldByCode(element);
    if (ids.length) found.set(element, ids);
  }
  for (const [element, ids] of found) {
    const known = filtered(ids, (id) => services[id]);
    const asked = filtered(known, (id) => services[id] !== 'granted');
    // Where all of them are granted, a grant waits for the next page.
    if (known.length && element.isConnected) found.set(element, asked.length ? asked : known);
    else found.delete(element);
  }
  return found;
};

const isGranted = (ids: string[]): boolean => all(ids, (id) => shim.state().services[id] === 'granted');

const idle = (): Promise<unknown> =>
  new Promise((done) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(done);
    else setTimeout(done);
  });

/** The frame that a held element's placeholder is drawn into, once somebody sees it. */
interface Spot {
  frame: HTMLIFrameElement;
  /** What stands before the element, or over it, where it is no frame or one that nobody can draw into. */
  standIn?: StandIn;
  drawn?: Drawn;
  /** What the drawing says: what says the same stays as it is, under a visitor's hand. */
  said?: string;
}
const spots = new Map<Held, Spot>();

const spotOf = (element: Held): Spot => {
  if (element.localName === 'iframe' && !element.hasAttribute('sandbox'))
    return { frame: element as HTMLIFrameElement };
  // An embed or object has no place of its own while it is held.
  const isInPlace = /^(embed|object)$/.test(element.localName);
  const other = isInPlace ? standIn(element, () => tidy()) : cover(element);
  return { frame: other.frame, standIn: other };
};

/** What a visitor has asked for gets the focus when it loads. */
let asked: Held | undefined;
const focus = (element: HTMLElement): void => {
  element.focus({ preventScroll: true });
  if (page.focused === element) return;
  // No engine gives the focus to every kind; it keeps it until the visitor goes on.
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
  element.addEventListener('blur', () => element.removeAttribute('tabindex'), { once: true });
};

const say = async (key: string): Promise<void> => shim.surfaces.announce((await (await core()).page('more')).say(key));

/** What is put into the page anew loses the focus: it gets it back as it loads. */
const focusWhenLoaded = (element: Held): void => {
  const hear = (): void => {
    if (element === asked && page.focused === page.body) focus(element);
  };
  element.addEventListener('load', hear, { once: true });
};

/** Lets this element's services through until another choice or the next page, and wakes this one of its marks. */
const loadOnce = (element: Held, ids: string[]): void => {
  // What a script fills comes with the scripts of its service.
  shim.letThrough(ids, !element.matches(PLACE));
  shim.marks.once(element);
  say('held.loaded');
};

const act = async (action: string, element: Held, ids: string[]): Promise<void> => {
  const inside = await core();
  if (action === 'open') return inside.open();
  asked = element;
  focusWhenLoaded(element);
  if (action === 'once') return loadOnce(element, ids);
  await inside.grant(ids);
  if (waiting().has(element)) await say('held.next');
};

const draw = (element: Held, ids: string[], spot: Spot, placeholder: Placeholder): void => {
  const said = JSON.stringify([placeholder, ids]);
  if (said === spot.said) return;
  spot.said = said;
  if (spot.standIn) spot.frame.title = element.title || placeholder.title;
  spot.drawn?.remove();
  const fail = (error: Error): void => console.error('portcullis:', error.message);
  spot.drawn = drawInto(spot.frame, placeholder, shim.setting('scheme'), (action) => {
    act(action, element, ids).catch(fail);
  });
  // Never to nowhere: the button that was pressed may be gone.
  if (element === asked) focus(spot.frame);
};

const place = async (element: Held, ids: string[], spot: Spot): Promise<void> => {
  const placeholder = (await (await core()).page('more')).placeholder(ids, isGranted(ids));
  // It may have been granted meanwhile, or have gone.
  if (placeholder && spots.get(element) === spot) draw(element, ids, spot, placeholder);
};

/** Where nothing would be seen there is nothing to say: a tracker's frame, or one behind a tab that is not open. */
const isSeen = (element: Held, { frame }: Spot): boolean => {
  const { width, height, right, bottom } = frame.getBoundingClientRect();
  const isLarge = width >= SMALLEST && height >= SMALLEST;
  const isOnPage = right + scrollX > 0 && bottom + scrollY > 0;
  const isShown = frame.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  return isLarge && isOnPage && isShown && !element.closest('[aria-hidden=true],[inert]');
};

const placeSeen = (frames: Set<Element> | undefined): void => {
  const held = waiting();
  for (const [element, spot] of spots) {
    const ids = held.get(element);
    const isMeant = frames ? frames.has(spot.frame) && !spot.drawn : !!spot.drawn;
    if (!ids || !isMeant || !isSeen(element, spot)) continue;
    place(element, ids, spot).catch((error) => console.error('portcullis: a placeholder:', error.message));
  }
};
const sizes = new ResizeObserver((entries) => placeSeen(new Set(entries.map(({ target }) => target))));

/**
 * Takes away what stands for an element that waits no longer, is gone, or is somewhere else; and the page's copies of
 * it.
 */
const tidy = (): void => {
  const held = waiting();
  for (const [element, spot] of spots) {
    const stands = spot.standIn ? spot.standIn.stands() : spot.frame.isConnected;
    if (stands && (held.has(element) || spot.standIn?.isLate())) continue;
    spot.drawn?.remove();
    spot.standIn?.remove();
    sizes.unobserve(spot.frame);
    spots.delete(element);
    if (element === asked) focus(element);
  }
  const ours = new Set<Element>(mapped([...spots.values()], ({ frame }) => frame));
  for (const frame of standIns()) if (!ours.has(frame)) frame.remove();
};

let looking: Promise<void> | undefined;
const look = (): Promise<void> => {
  looking ??= idle().then(() => {
    looking = undefined;
    tidy();
    for (const element of waiting().keys()) {
      const spot = spots.get(element) ?? spotOf(element);
      spots.set(element, spot);
      spot.standIn?.fit();
      sizes.observe(spot.frame);
    }
  });
  return looking;
};

/** Resolves when it is known which services there are. */
const services = async (): Promise<void> => {
  while (!Object.keys(shim.state().services).length)
    await new Promise((done) => page.listen('portcullis:change', done, { once: true }));
};

const start = async (): Promise<void> => {
  await services();
  await shim.parsed;
  await idle();
  shim.surfaces.adopt(SHEET);
  page.listen('portcullis:change', () => {
    placeSeen(undefined);
    look();
  });
  new MutationObserver(() => {
    // Before it is painted: nothing may stand for what the page has taken away.
    if (spots.size) tidy();
    look();
  }).observe(document, { childList: true, subtree: true, attributeFilter: ['src', 'data', 'data-consent'] });
  onLanguageChange(() => placeSeen(undefined));
  look();
};
start().catch((error) => console.error('portcullis: placeholders:', error.message));
