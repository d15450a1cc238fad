// Marked tags: inert by HTML itself until their service is granted. A mark stays the page's own: when its script has
// run it stands where it stood, and a place that has loaded becomes a mark again with a withdrawal.

import { type Place, createPlaces } from './places';
import { runScript } from './script';
import { all, any, filtered, first, mapped, ownMap, ownSet } from './own';

export const MARK = '[data-consent],[data-consent-any]';

/** What marks need to know of the services. */
export interface MarkHost {
  /** The services that a name stands for: one, those of a group, or none where there is no such name. */
  members(name: string): string[];
  /** Whether a service runs, and its marks may. */
  runs(id: string): boolean;
  /** The services of an address. */
  ownersOf(address: string): string[];
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
  /** Looks for marks below a node, and wakes those that may. */
  look(root: ParentNode): void;
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

/** The services that a mark names: all of the first must run, and one of the others. */
interface Named {
  all: string[];
  any: string[];
}

const servicesIn = ({ all, any }: Named): string[] => [...all, ...any];

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
  const places = createPlaces({ ...host, complain: complainOnce });

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
    all(named.all, host.runs) && (!named.any.length || any(named.any, host.runs));

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
    const services = [...named.all, ...named.any];
    const keepsOrder = !mark.hasAttribute('async') && !mark.hasAttribute('defer') && mark.dataset.type !== 'module';
    const needed = mapped(services, host.afterNeeded);
    const before = keepsOrder ? [...needed, ...mapped(services, (id) => order.get(id))] : needed;
    const waits = any(before, Boolean) ? Promise.allSettled(before) : undefined;
    const run = (): Promise<unknown> | undefined => {
      if (mayWake(named)) return runScript(mark, host.nonce, complainOnce);
      // A service was withdrawn while the mark waited for its turn.
      done.delete(mark);
      return undefined;
    };
    const ran = waits ? waits.then(run) : run();
    if (!keepsOrder || !ran) return;
    const patience = new Promise<boolean>((end) => setTimeout(end, PATIENCE, false));
    const turn = Promise.race([ran.then(() => true), patience]).then((hasRun) => {
      if (!hasRun) complainOnce('this script has not come; what follows it does not wait any longer', mark);
    });
    for (const id of services) order.set(id, turn);
  };

  const lookAt = (mark: HTMLElement): void => {
    const named = servicesOf(mark);
    if (!named) return;
    const services = servicesIn(named);
    if (mark.localName !== 'script' && !LOADS.test(mark.localName)) {
      filled.set(mark, named);
      if (!mayWake(named)) host.onHeldPlace(filledPlace(mark, named));
      return;
    }
    if (mark.localName !== 'script') {
      places.see(mark, services, mayWake(named));
      return;
    }
    const script = mark as HTMLScriptElement;
    if (script.type !== 'text/plain') {
      complainOnce('this script is not held, nor run again: a marked script needs type="text/plain"', mark);
      return;
    }
    for (const id of services) withScript.add(id);
    if (!done.has(mark) && mayWake(named)) wakeScript(script, named);
  };

  return {
    look(root) {
      for (const mark of root.querySelectorAll<HTMLElement>(MARK)) lookAt(mark);
    },
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
