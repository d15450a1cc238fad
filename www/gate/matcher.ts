// Whose an address or a stored name is, by the table that core compiles from the policy (src/classify/table.rs).
//
// The table is a text of one line for each service: its id and its rules, with spaces between. The line without an id
// has what is essential. A rule is a host and the beginning of a path, or the letter of a store, `=` and the pattern of
// a name. Where several rules match, the longer path decides, then the closer host. src/classify/pattern.rs has the
// same algorithm; tests/corpus/matching.json holds the two together.

import { contains, ownMap } from './own';

/** The letter of a store in the table: cookie, localStorage, sessionStorage, IndexedDB, Cache Storage. */
export type Store = 'c' | 'l' | 's' | 'd' | 'k';

/** The id that stands for whatever is essential. */
export const ESSENTIAL = '';

export interface Matcher {
  /** The services of the rules that match an address best; `ESSENTIAL` is one of them where an essential rule does. */
  ofAddress(host: string, pathAndQuery: string): string[];
  /** The same for a stored name. */
  ofName(store: Store, name: string): string[];
}

interface PathRule {
  owner: string;
  path: string;
}

interface NameRule {
  owner: string;
  prefix: string;
  suffix: string;
}

/** An exact match outweighs every wildcard, however long. */
const EXACT = 2 ** 16;
/** A longer path outweighs every host. */
const PATH = EXACT * 2;

const ANY_HOST = '*';
const ANY_COUNTRY = '<cc>';
/** What a vendor's own domains end in, in every country. */
const COUNTRY = /^(com|cat|[a-z]{2}|com?\.[a-z]{2})$/;

/** Collects the owners of the heaviest rules. */
class Best {
  owners: string[] = [];
  private weight = -1;

  offer(owner: string, weight: number): void {
    if (weight < this.weight) return;
    if (weight > this.weight) this.owners = [];
    this.weight = weight;
    if (!contains(this.owners, owner)) this.owners.push(owner);
  }
}

const put = <Rule>(map: Map<string, Rule[]>, key: string, rule: Rule): void => {
  const rules = map.get(key);
  if (rules) rules.push(rule);
  else map.set(key, [rule]);
};

/** The keys under which rules of a host may stand, each with how closely it tells hosts apart. */
const hostKeys = (host: string): [key: string, weight: number][] => {
  const keys: [string, number][] = [
    [host, EXACT],
    [ANY_HOST, 0],
  ];
  const labels = host.split('.');
  for (let at = 0; at < labels.length; at++) {
    const domain = labels.slice(at).join('.');
    keys.push([`*.${domain}`, domain.length]);
  }
  for (const count of [1, 2]) {
    const country = labels.slice(-count).join('.');
    const stem = host.slice(0, -country.length);
    if (stem && COUNTRY.test(country)) keys.push([stem + ANY_COUNTRY, stem.length]);
  }
  return keys;
};

export const matcher = (table: string): Matcher => {
  const hosts = ownMap<string, PathRule[]>();
  const exactNames = ownMap<string, string[]>();
  const patterns = ownMap<string, NameRule[]>();

  for (const line of table.split('\n')) {
    const [owner = ESSENTIAL, ...rules] = line.split(' ');
    for (const rule of rules) {
      const store = /^([a-z])=/.exec(rule)?.[1];
      if (store) {
        const [prefix = '', suffix] = rule.slice(2).split('*');
        if (suffix === undefined) put(exactNames, rule, owner);
        else put(patterns, store, { owner, prefix, suffix });
      } else if (rule) {
        const [host = ''] = rule.split('/', 1);
        put(hosts, host, { owner, path: rule.slice(host.length) });
      }
    }
  }

  return {
    ofAddress(host, pathAndQuery) {
      const best = new Best();
      for (const [key, weight] of hostKeys(host)) {
        for (const { owner, path } of hosts.get(key) ?? []) {
          if (pathAndQuery.startsWith(path)) best.offer(owner, path.length * PATH + weight);
        }
      }
      return best.owners;
    },
    ofName(store, name) {
      const best = new Best();
      for (const owner of exactNames.get(`${store}=${name}`) ?? []) best.offer(owner, EXACT);
      for (const { owner, prefix, suffix } of patterns.get(store) ?? []) {
        const fits = name.length >= prefix.length + suffix.length && name.startsWith(prefix) && name.endsWith(suffix);
        if (fits) best.offer(owner, prefix.length + suffix.length);
      }
      return best.owners;
    },
  };
};
