// Marked tags: inert by HTML itself until their service is granted. A mark stays the page's own: when its script has
// run it stands where it stood, and a place that has loaded becomes a mark again with a withdrawal.

import { all, any, filtered, first, mapped, ownMap, ownSet } from './own';
import { page } from './document';
import { BY_CODE, type Named, type Place, createPlaces, servicesIn } from './places';
import { isModule, runScript } from './script';

export const MARK = '[data-consent],[data-consent-any]';

/** What marks need to know of the services. */
export interface MarkHost {
  /** The services that a name stands for: one, those of a group, or none where there is no such name. */
  members(name: string): string[];
  /** Whether a service runs, and its marks may. */
  runs(id: string): boolean;
  /** Resolves as soon as it is known whether one of these services is granted. */
  verdict(services: string[]): Promise<boolean>;
  /** The services of an address. */
  ownersOf(address: string): string[];
  /** The document, and the shadow roots in it. */
  roots(): ParentNode[];
  /** Resolves when the scripts of what that service needs have run. */
  afterNeeded(id: string): Promise<unknown> | undefined;
  /** Whether the policy is known: until then no name can be wrong. */
  knowsPolicy(): boolean;
  /** The names of its services that wait for a choice. */
  names(): string[];
  /** The nonce of our own tag. */
  nonce: string;
  /** Says once what is wrong with a mark. */
  complain(what: string, mark: Element): void;
  /** A place waits: what stands for it may be drawn. */
  onHeldPlace(place: Place): void;
}

/** Elements that load something themselves; any other that is marked is filled by a script of its service. */
const LOADS = /^(iframe|embed|object|video|audio|img|image|input|source|track|picture|link)$/;

/** How long one script may keep the next one of its service waiting, in milliseconds. */
const PATIENCE = 10_000;

export interface Marks {
  /** Looks for marks in the page, and wakes those that may. */
  look(): void;
  /** Looks at one mark. */
  see(mark: Element): void;
  /** Whether the page has marked a script of that service. */
  hasScript(id: string): boolean;
  /** Resolves when the scripts of that service that keep their order have run. */
  scriptsRun(id: string): Promise<unknown>;
  /** Makes the places of a service marks again. */
  withdraw(id: string): void;
  /** Lets one place through for this page alone. */
  once(element: Element): void;
  /** The places that wait. */
  heldPlaces(): Place[];
}

/** What we draw goes to the end of the page, wherever the parser is. */
const isDrawn = (node: Node): boolean => node instanceof Element && node.matches('[class^=portcullis-]');

/** Whether the parser may be at it yet, with a part of its text to come: nothing of the page stands behind it. */
const isOpen = (mark: Element): boolean => {
  if (!page.isLoading) return false;
  for (let node: Node | null = mark; node; node = node.parentNode ?? (node as ShadowRoot).host ?? null)
    for (let next = node.nextSibling; next; next = next.nextSibling) if (!isDrawn(next)) return false;
  return true;
};

const words = (text: string | undefined): string[] => filtered(text?.split(/\s+/) ?? [], Boolean);

export const createMarks = (host: MarkHost): Marks => {
  /** Marked scripts that have been dealt with. */
  const done = new WeakSet<Element>();
  const complained = new WeakSet<Element>();
  const withScript = ownSet<string>();
  /** Elements that scripts fill. */
  const filled = ownMap<HTMLElement, Named>();
  /** The last of the scripts that keep their order, by service. */
  const order = ownMap<string, Promise<unknown>>();

  const complainOnce = (what: string, mark: Element): void => {
    if (complained.has(mark)) return;
    complained.add(mark);
    host.complain(what, mark);
  };

  /** The services that a mark names; nothing where a name is wrong, which is said. */
  const servicesOf = (mark: HTMLElement): Named | undefined => {
    const { consent, consentAny } = mark.dataset;
    const unknown = first([...words(consent), ...words(consentAny)], (name) => !host.members(name).length);
    const named = { all: membersOf(words(consent)), any: membersOf(words(consentAny)) };
    if (unknown === undefined && named.all.length + named.any.length) return named;
    if (host.knowsPolicy()) {
      const none = unknown === undefined ? 'this mark names no service' : `the policy has no service "${unknown}"`;
      complainOnce(`${none} that waits for a choice; those that do are: ${host.names().join(', ')}`, mark);
    }
    return undefined;
  };

  const membersOf = (names: string[]): string[] => {
    const members: string[] = [];
    for (const name of names) members.push(...host.members(name));
    return members;
  };

  const mayWake = (named: Named): boolean =>
    servicesIn(named).length > 0 && all(named.all, host.runs) && (!named.any.length || any(named.any, host.runs));
  const places = createPlaces({ ...host, mayWake, complain: complainOnce });

  /** Resolves when a script has run, or has had its time. */
  const turnOf = async (mark: Element, ran: Promise<unknown>, keepsOrder: boolean): Promise<void> => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<boolean>((end) => {
      timer = setTimeout(end, PATIENCE, true);
    });
    if (await Promise.race([ran, patience]))
      complainOnce(`this script has not come${keepsOrder ? '; what follows it does not wait any longer' : ''}`, mark);
    clearTimeout(timer);
  };

  const filledPlace = (element: HTMLElement, named: Named): Place => ({
    element,
    services: servicesIn(named),
    attributes: {},
    isFilled: true,
  });
  const heldFilled = (): Place[] => {
    const held: Place[] = [];
    for (const [element, named] of filled) {
      if (!element.isConnected) filled.delete(element);
      else if (!mayWake(named)) held[held.length] = filledPlace(element, named);
    }
    return held;
  };

  /** Scripts of one service run in the order of the page, where HTML says so; all others wait for nobody. */
  const wakeScript = (mark: HTMLScriptElement, named: Named): void => {
    done.add(mark);
    const services = servicesIn(named);
    const keepsOrder = !mark.hasAttribute('async') && !mark.hasAttribute('defer') && !isModule(mark);
    const needed = mapped(services, host.afterNeeded);
    const before = keepsOrder ? [...needed, ...mapped(services, (id) => order.get(id))] : needed;
    const run = (): Promise<void> | undefined => {
      if (mayWake(named)) {
        const ran = runScript(mark, host.nonce, complainOnce);
        return ran && turnOf(mark, ran, keepsOrder);
      }
      // A service was withdrawn while the mark waited for its turn.
      done.delete(mark);
      return undefined;
    };
    const turn = any(before, Boolean) ? Promise.allSettled(before).then(run) : run();
    if (keepsOrder && turn) for (const id of services) order.set(id, turn);
  };

  /** What code has made fails at a refusal: no later grant makes up for it. */
  const awaitRefusal = async (mark: HTMLScriptElement, services: string[]): Promise<void> => {
    delete mark.dataset.portcullis;
    if ((await host.verdict(services)) || done.has(mark)) return;
    done.add(mark);
    if (mark.dataset.src !== undefined) setTimeout(() => mark.dispatchEvent(new Event('error')));
  };

  const lookAt = (mark: HTMLElement): void => {
    const named = servicesOf(mark);
    if (mark.localName !== 'script' && !LOADS.test(mark.localName)) {
      if (!named) return;
      filled.set(mark, named);
      if (!mayWake(named)) host.onHeldPlace(filledPlace(mark, named));
      return;
    }
    if (mark.localName !== 'script') {
      places.see(mark, named);
      return;
    }
    if (!named) return;
    const script = mark as HTMLScriptElement;
    if (script.type !== 'text/plain') {
      complainOnce('this script is not held, nor run again: a marked script needs type="text/plain"', mark);
      return;
    }
    const services = servicesIn(named);
    for (const id of services) withScript.add(id);
    if (done.has(mark)) return;
    if (mayWake(named)) {
      if (!isOpen(mark)) wakeScript(script, named);
    } else if (mark.dataset.portcullis === BY_CODE) void awaitRefusal(script, services);
  };

  return {
    look() {
      for (const root of host.roots()) for (const mark of page.within(root, MARK)) lookAt(mark);
    },
    see: (mark) => lookAt(mark as HTMLElement),
    hasScript: (id) => withScript.has(id),
    scriptsRun: (id) => order.get(id) ?? Promise.resolve(),
    withdraw(id) {
      order.delete(id);
      places.withdraw(id);
    },
    once: (element) => places.wake(element),
    heldPlaces: () => [...places.held(), ...heldFilled()],
  };
};
