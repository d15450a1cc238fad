// What a sighting is: core says it by the policy and the services that we know, and of a stored name that the policy
// does not declare by the table of known names.

import type { Known } from '../generated';
import type { Inside, State } from '../shim/between';
import { namesBy } from '../watch/names';
import type { Sighting } from './sighting';

/** What `portcullis.explain` says: www/portcullis.d.ts. */
export interface Explained {
  class?: string | undefined;
  service?: string;
  rule?: string;
  declared?: boolean;
  verdict?: State['services'][string] | 'no such service' | undefined;
  reason?: string | undefined;
  when?: string | undefined;
}

export interface Answer extends Explained {
  /** What is known besides, of what the policy does not declare. */
  known: Partial<Known>;
}

export type Answering = (sighting: Sighting) => Promise<Answer>;

const filled = (known: Known): Partial<Known> => Object.fromEntries(Object.entries(known).filter(([, value]) => value));

/** What the services that we know say of a host that the policy does not declare. */
const ofHost = ({ class: kind, service }: Explained): Partial<Known> =>
  service ? { class: kind ?? 'tracking', sure: 'known', service } : { class: 'tracking', sure: 'none' };

/** The pattern of a rule, as a name that it fits. */
const fitting = (pattern: string): string => pattern.replace('*', 'x').replace('<cc>', 'com');

/** A name or an address of a service, by which core can be asked about it. */
const sampleOf = (table: string, id: string): string | undefined => {
  const line = table.split('\n').find((line) => line.startsWith(`${id} `));
  const rules = line?.split(' ').slice(1) ?? [];
  const cookie = rules.find((rule) => rule.startsWith('c='));
  if (cookie) return fitting(cookie.slice(2));
  const address = rules.find((rule) => !/^[a-z]=/.test(rule));
  return address && `https://${fitting(address)}`;
};

/** What says what sightings are. */
export const answerer = (inside: Inside): Answering => {
  const { shim } = inside;
  const askNames = namesBy(inside);
  const explain = async (what: string | URL, store?: string): Promise<Explained> =>
    (await (await inside.core()).explain(what, store)) as Explained;

  const knownOf = async ({ store, name }: Sighting, explained: Explained): Promise<Partial<Known>> => {
    if (!store) return ofHost(explained);
    const [said] = await askNames([{ store, name }]);
    return said ? filled(said) : {};
  };
  /** Of a marked tag: it waits for its mark, wherever it leads. */
  const ofMark = async (mark: string): Promise<Explained> => {
    // Core has the policy read, where nobody had.
    await (await inside.core()).page();
    const verdict = shim.state().services[mark];
    const { decisions } = shim.plan();
    if (!decisions.services.some(({ id }) => id === mark))
      return { service: mark, verdict: 'no such service', declared: false };
    const sample = sampleOf(decisions.table, mark);
    const { class: kind, reason, when } = sample ? await explain(sample) : ({} as Explained);
    return { class: kind, service: mark, verdict, reason, when, declared: true };
  };

  return async (sighting) => {
    const { store, name, path, mark } = sighting;
    const marked = mark === undefined ? undefined : await ofMark(mark);
    if (marked && path === undefined) return { ...marked, known: {} };
    const what = path === undefined ? name : new URL(`https://${name}${path}`);
    const explained = await explain(what, store);
    if (marked) return { ...explained, ...marked, known: {} };
    const known = explained.declared ? {} : await knownOf(sighting, explained).catch(() => ({}));
    return { ...explained, known };
  };
};
