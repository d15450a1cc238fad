// What is known to be gated: the built-in table, and what the policy declares, in the page or in the pass.
// It looks up and asks whether the service runs; it judges nothing.

import { d } from '../document';
import { bare } from '../bare';
import type { State, Step } from '../between';

declare const KNOWN: Record<string, string>;

// A page's own `var URL` takes the place of the global, and some bring promises of their own.
export const { URL, Promise } = window as any as { URL: typeof globalThis.URL; Promise: PromiseConstructor };

/**
 * A service that runs: the steps that stop it, when those that start it are done, and when the marked tags are that
 * have woken one after the other, once their turn has come in its steps.
 */
export type Running = [stop: Step[], started?: Promise<unknown>, woken?: Promise<unknown>];
/** The services that are granted and started. */
export const running = bare() as Record<string, Running>;
/** Each rule with the service that it is of: essential ones have the empty id. */
let known: [id: string, rule: RegExp][];
let denying: boolean;
/** What was told last; at first nothing is decided. */
let told: any = 0;
const reported: Record<string, boolean> = {};

/** The next event of `document` of that name, and one of our own. */
export const heard = (name: string) => new Promise<any>((done) => d.addEventListener(name, done));
const tell = (name: string, detail: object) => d.dispatchEvent(new CustomEvent('portcullis:' + name, { detail }));

/**
 * Rules are `host`, `*.host`, `host/path`, or a store's letter, `=` and a name; a key is `.host/path`, or the letter,
 * `=`, the name and `/`. What has no path ends where the key's first `/` stands.
 */
const know = (id: string, rules: string[]) => {
  for (const rule of rules)
    known.push([
      id,
      RegExp('^\\.?' + rule.replace(/\/|$/, '/').replace(/\W/g, (char) => (char == '*' ? '[^/]*' : '\\' + char))),
    ]);
};

/** Takes what a policy declares in place of what was declared before. */
export const learn = (policy?: any) => {
  known = [];
  for (const id of Object.keys(KNOWN)) know(id, KNOWN[id]!.split(' '));
  const { unknown, allow = [], services = [] } = bare(policy);
  for (const service of services) {
    const { id, use, class: kind, hosts = [], paths = [], cookies = [] } = bare(service);
    for (const one of use ? Object.keys(KNOWN).filter((one) => one.startsWith(use)) : [id]) {
      know(kind == 'essential' ? '' : one, [
        ...hosts,
        ...paths.map((path: string) => location.hostname + path),
        ...cookies.map(({ store = 'cookie', name }: any) => store[0] + '=' + name),
      ]);
    }
  }
  know(
    '',
    allow.map((origin: string) => origin.split(/[/:]+/)[1]),
  );
  denying = unknown == 'deny';
};
learn();

/** Whether one of them runs; what is essential does. By a loop: a page may have methods of its own for lists. */
const runs = (services: string[]): boolean | undefined => {
  for (const id of services) if (!id || running[id]) return true;
};

/** The services of an address or a stored name, none where nobody is known; nothing where one of them runs. */
export const gated = (key: string) => {
  // In advanced mode a service is loaded ahead of its grant, as `id+`.
  const found: string[] = [];
  for (const [id, rule] of known) {
    if (rule.test(key)) found.push(id, id + '+');
  }
  return runs(found) ? undefined : found;
};

/** The services that a request waits for; nothing where it may go. */
export const held = (address: string, road: string) => {
  try {
    const { host, hostname, pathname } = new URL(address, d.baseURI);
    const found = gated('.' + hostname + pathname)!;
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
