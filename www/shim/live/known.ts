// What is known to be gated: the built-in table, and what the policy declares, in the page or in the pass.
// It looks up and asks whether the service runs; it judges nothing.

import { type Matcher, type Store, matcher } from '../../gate/matcher';
import { d } from '../document';
import { bare } from '../bare';
import type { State, Step } from '../between';

declare const KNOWN: string;

/** The letters of the stores in the table. */
export const LETTERS: Record<string, Store> = {
  cookie: 'c',
  localStorage: 'l',
  sessionStorage: 's',
  indexedDB: 'd',
  cacheStorage: 'k',
};

// A page's own `var URL` takes the place of the global, and some bring promises of their own.
export const { URL, Promise } = window as any as { URL: typeof globalThis.URL; Promise: PromiseConstructor };

/**
 * A service that runs: the steps that stop it, when those that start it are done, and when the marked tags are that
 * have woken one after the other, once their turn has come in its steps.
 */
export type Running = [stop: Step[], started?: Promise<unknown>, woken?: Promise<unknown>];
/** The services that are granted and started. */
export const running = bare() as Record<string, Running>;
let rules: Matcher;
let denying: boolean;
/** What was told last; at first nothing is decided. */
let told: any = 0;
const reported: Record<string, boolean> = {};

/** The next event of `document` of that name, and one of our own. */
export const heard = (name: string) => new Promise<any>((done) => d.addEventListener(name, done));
const tell = (name: string, detail: object) => d.dispatchEvent(new CustomEvent('portcullis:' + name, { detail }));

/** The table's lines of what is known before any policy is, by service. */
const KNOWN_LINES = KNOWN.split('\n').map((line): [id: string, rules: string] => {
  const [id = ''] = line.split(' ', 1);
  return [id, line.slice(id.length + 1)];
});

/** Takes what a policy declares in place of what was declared before. */
export const learn = (policy?: any) => {
  const { unknown, allow = [], services = [] } = bare(policy);
  const lines = new Map(KNOWN_LINES);
  for (const service of services) {
    const { id, use, class: kind, hosts, paths = [], cookies } = bare(service);
    for (const one of use
      ? KNOWN_LINES.map(([known]) => known).filter((known) => known && known.startsWith(use))
      : [id]) {
      const brought = use ? lines.get(one)!.split(' ') : [];
      const own = [
        ...(hosts ?? brought.filter((rule) => !/^.=/.test(rule))),
        ...paths.map((path: string) => location.hostname + path),
        ...(cookies?.map(({ store = 'cookie', name }: any) => `${LETTERS[store]}=${name}`) ??
          brought.filter((rule) => /^.=/.test(rule))),
      ].join(' ');
      lines.delete(one);
      const owner = kind == 'essential' ? '' : one;
      lines.set(owner, [lines.get(owner) ?? '', own].join(' '));
    }
  }
  lines.set('', [lines.get('') ?? '', ...allow.map((origin: string) => origin.split(/[/:]+/)[1])].join(' '));
  rules = matcher([...lines].map(([id, own]) => `${id} ${own}`).join('\n'));
  denying = unknown == 'deny';
};
learn();

/**
 * Whether one of them runs; what is essential does. As `id+` a service is let through without a grant: in advanced mode, and
 * where a visitor loads it once. By a loop: a page may have methods of its own for lists.
 */
const runs = (services: string[]): boolean | undefined => {
  for (const id of services) if (!id || running[id] || running[id + '+']) return true;
};

/** Those services, none where nobody is known; nothing where one of them runs. */
const waiting = (owners: string[]): string[] | undefined => (runs(owners) ? undefined : owners);

/** The services that an address waits for, none where nobody is known; nothing where it may go. */
export const gatedAddress = (host: string, path: string) => waiting(rules.ofAddress(host, path));

/** The same for a stored name. */
export const gatedName = (store: Store, name: string) => waiting(rules.ofName(store, name));

/** The services that a request waits for; nothing where it may go. */
export const held = (address: string, road: string) => {
  try {
    const { host, hostname, pathname, search } = new URL(address, d.baseURI);
    const found = gatedAddress(hostname, pathname + search)!;
    if (found[0]) return found;
    if (host && host != location.host) {
      reported[host] ||= tell('unknown', { host, road });
      // Nobody's: no grant ever lets it go.
      if (denying) return found;
    }
  } catch {}
};

/** What has been decided; heard as an event too. */
export const settle = (state: State) => tell('change', (told = state));

/**
 * Whether it may go, as soon as that is known: with a grant of one of its services, or, unless it `stays`, when all has
 * been decided. What waits goes in order.
 */
export const verdict = async (services: string[], stays?: boolean): Promise<boolean> =>
  runs(services) || ((stays || !told.decided) && heard('portcullis:change').then(() => verdict(services, stays)));
