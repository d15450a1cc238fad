// What is known to be gated: the built-in table, and what the policy declares, in the page or in the pass.
// It looks up and asks whether the service runs; it judges nothing.

import type { State, Step } from '../between';

declare const KNOWN: Record<string, string>;

const { URL } = window;

/** The services that are granted and started, with the steps that stop them. */
export const running = new Map<string, Step[]>();
let patterns: Record<string, RegExp>;
let denying: boolean;
let decided = false;
let waiting: (() => void)[] = [];
const reported = new Set<string>();

/**
 * Rules with spaces between: `host`, `*.host`, `host/path`, or a store's letter, `=` and a name; read as
 * src/classify/pattern.rs does. What has no path ends where the key's first `/` stands.
 */
const pattern = (rules: string) =>
  RegExp(`^(${rules
    .replace(/[^\w*<> ]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('[^/]*\\.', '([^/]*\\.)?')
    .replaceAll('<cc>', '(com|cat|(com?\\.)?[a-z]{2})')
    .replaceAll(' ', '|')})(?<=/.*|(?=/))`);

/** Takes what a policy declares in place of what was declared before. What is essential has no id. */
export const learn = (policy: any) => {
  const table: any = { ...KNOWN };
  for (const { id, use, class: kind, hosts = [], cookies = [] } of policy.services || []) {
    for (const one of use ? Object.keys(KNOWN).filter((known) => known.startsWith(use)) : [id]) {
      table[one] = [table[one], ...hosts, ...cookies.map(({ store = 'cookie', name }: any) => store[0] + '=' + name)].join(' ');
      if (kind == 'essential') table[''] += ' ' + table[one];
    }
  }
  for (const origin of policy.allow || []) table[''] += ' ' + new URL(origin).hostname;
  for (const id in table) table[id] = pattern(table[id]);
  patterns = table;
  denying = policy.unknown == 'deny';
};
learn({});

/** Whether it is granted and started, or loaded ahead of that (`id+`, in advanced mode); or needs no grant. */
const runs = (id: string) => !id || running.has(id) || running.has(id + '+');

/** The services of an address or a stored name, none where nobody is known; nothing where one of them runs. */
export const gated = (key: string) => {
  const found = Object.keys(patterns).filter((id) => patterns[id]!.test(key));
  return found.some(runs) ? undefined : found;
};

/** The services that a request waits for; nothing where it may go. */
export const held = (address: string, road: string) => {
  try {
    const { host, hostname, pathname } = new URL(address, document.baseURI);
    const found = gated(hostname + pathname)!;
    if (found[0]) return found;
    if (host && host != location.host) {
      if (!reported.has(host)) {
        reported.add(host);
        document.dispatchEvent(new CustomEvent('portcullis:unknown', { detail: { host, road } }));
      }
      // Nobody's: no grant ever lets it go.
      if (denying) return found;
    }
  } catch {}
};

/** What waits goes with a grant of one of its services, in order, and is refused once all has been decided. */
export const settle = (state: State) => {
  decided = state.decided;
  for (const ask of waiting.splice(0)) ask();
};

/** Resolves with whether it may go; where it `stays`, once it may. */
export const verdict = (services: string[], stays?: boolean) =>
  new Promise<boolean>((go) => {
    const ask = () => {
      const granted = services.some(runs);
      granted || (decided && !stays) ? go(granted) : waiting.push(ask);
    };
    ask();
  });
