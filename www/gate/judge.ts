// What waits, and for whom: looks addresses and stored names up in the plan's table, and asks whether a service of
// theirs runs. Everything that is held waits here, in one queue, so that nothing has to listen for itself.

import { ESSENTIAL, type Matcher, type Store, matcher } from './matcher';
import { filtered, ownSet } from './own';

/** What the shim has been told of the services. */
export interface Settled {
  /** Whether every service has an answer. */
  decided: boolean;
  /** Whether a service runs, or is let through for this page. */
  runs(id: string): boolean;
}

interface Waiter {
  owners: string[];
  /** Whether it goes on waiting after a refusal. */
  stays: boolean;
  answer(granted: boolean): void;
  /** Whether somebody still asks. */
  isAsked(): boolean;
}

export interface Judge {
  /** Takes another table in place of the present one. What waits for an address is judged by that one from then on. */
  learn(table: string, deniesUnknown: boolean): void;
  /**
   * The services that a request of that address waits for; nothing where it may go. An empty list is a third party that
   * nobody declared and the policy refuses: no grant ever lets it go.
   * `base` is given where it is not the page's.
   */
  heldAddress(address: string, road: string, base?: string): string[] | undefined;
  /** Whether a stored name may not be written. */
  isHeldName(store: Store, name: string): boolean;
  /** The services of an address, whether they run or not. */
  ownersOf(address: string): string[];
  /** Whether one of these services runs. */
  mayGo(owners: string[]): boolean;
  /** Whether these services have been refused: nothing is left to wait for. */
  isRefused(owners: string[]): boolean;
  /** Resolves as soon as it is known whether they may go. */
  verdict(owners: string[]): Promise<boolean>;
  /**
   * Calls back when one of them is granted, however late, for as long as somebody still asks; returns what ends that.
   */
  whenGranted(owners: string[], then: () => void, isAsked?: () => boolean): () => void;
  /** Answers whatever has waited for this. */
  settle(state: Settled): void;
}

const MANY = 100;
const always = (): boolean => true;
const NOBODY: Settled = { decided: false, runs: () => false };

/**
 * `baseOf` is what addresses are resolved against; `tellUnknown` hears of each third party that nobody declared, once.
 * `home` is the address of our own files, which may be another host's: they are not unknown.
 */
export const createJudge = (
  location: { readonly host: string },
  baseOf: () => string,
  tellUnknown: (host: string, road: string) => void,
  home?: string,
): Judge => {
  // A page may replace these later.
  const { apply } = Reflect;
  const { startsWith } = String.prototype;
  // A page's own `var URL` takes the place of the global.
  const Address = URL;
  /** Read where it is first asked for: most pages show their banner before. */
  let rules: Matcher | undefined;
  let rulesText = '';
  let deniesUnknown = false;
  let settled = NOBODY;
  let waiters: Waiter[] = [];
  const told = ownSet<string>();
  /** The address that owners were found for: a page may hold it before it knows that the policy calls it essential. */
  const addressOf = new WeakMap<string[], URL>();

  const table = (): Matcher => {
    rules ??= matcher(rulesText);
    return rules;
  };
  const mayGo = (owners: string[]): boolean => {
    for (const id of owners) if (id === ESSENTIAL || settled.runs(id)) return true;
    return false;
  };
  /** How many may wait before it is asked who of them still does. */
  let many = MANY;
  const wait = (waiter: Waiter): void => {
    waiters.push(waiter);
    if (waiters.length < many) return;
    waiters = filtered(waiters, (other) => other.isAsked());
    many = waiters.length * 2 + MANY;
  };
  const parsed = (address: string, base = baseOf()): URL | undefined => {
    try {
      return new Address(address, base);
    } catch {
      return undefined;
    }
  };

  const isOurs = ({ href }: URL): boolean => !!home && apply(startsWith, href, [home]);
  const ownersAt = (url: URL): string[] => {
    const owners = [...table().ofAddress(url.hostname.replace(/\.$/, ''), url.pathname + url.search)];
    addressOf.set(owners, url);
    return owners;
  };
  /** Whether they may go by the present table. */
  const mayGoNow = (owners: string[]): boolean => {
    const url = addressOf.get(owners);
    if (!url) return mayGo(owners);
    const present = ownersAt(url);
    return present.length ? mayGo(present) : !deniesUnknown || isOurs(url);
  };

  return {
    learn(table, denies) {
      rulesText = table;
      rules = undefined;
      deniesUnknown = denies;
    },
    heldAddress(address, road, base) {
      const url = parsed(address, base);
      if (!url) return undefined;
      const owners = ownersAt(url);
      if (owners.length) return mayGo(owners) ? undefined : owners;
      if (!url.host || url.host === location.host || isOurs(url)) return undefined;
      if (!told.has(url.host)) {
        told.add(url.host);
        tellUnknown(url.host, road);
      }
      return deniesUnknown ? owners : undefined;
    },
    isHeldName(store, name) {
      const owners = table().ofName(store, name);
      return owners.length > 0 && !mayGo(owners);
    },
    ownersOf(address) {
      const url = parsed(address);
      return url ? ownersAt(url) : [];
    },
    mayGo,
    isRefused: (owners) => settled.decided && !mayGoNow(owners),
    verdict(owners) {
      if (mayGoNow(owners)) return Promise.resolve(true);
      if (settled.decided) return Promise.resolve(false);
      return new Promise((answer) => wait({ owners, stays: false, answer, isAsked: always }));
    },
    whenGranted(owners, then, isAsked = always) {
      const waiter: Waiter = { owners, stays: true, answer: then, isAsked };
      wait(waiter);
      return () => {
        waiters = filtered(waiters, (other) => other !== waiter);
      };
    },
    settle(state) {
      settled = state;
      const asked = waiters;
      waiters = [];
      for (const waiter of asked) {
        if (mayGoNow(waiter.owners)) waiter.answer(true);
        else if (waiter.stays || !state.decided) wait(waiter);
        else waiter.answer(false);
      }
    },
  };
};
