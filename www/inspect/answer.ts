// What a sighting is: `explain()` says it by the policy and the built-in services; of what the policy does not declare
// also what the catalogue and the table of names know.

import type { Known } from '../watch/names';
import { asker } from '../watch/ask';
import { classOf, sampleOf } from './declared';
import type { Sighting } from './sighting';

/** What `portcullis.explain` says: www/portcullis.d.ts. */
export interface Explained {
  class?: string | undefined;
  service?: string;
  rule?: string;
  declared?: boolean;
  verdict?: string | undefined;
  reason?: string | undefined;
  when?: string | undefined;
}

export interface Answer extends Explained {
  /** What is known besides, of what the policy does not declare. */
  known: Partial<Known>;
}

/** The services of www/services, as far as hosts go. */
declare const CATALOGUE: { id: string; vendor: string; class: string; hosts: string[] }[];

/** Whether a rule of a policy's `hosts` has that address. */
const fits = (rule: string, host: string, path: string): boolean => {
  const [name, below] = rule.split(/\/(.*)/) as [string, string?];
  const within = name.startsWith('*.') ? host.endsWith(name.slice(1)) : host == name;
  return within && (!below || `${path}/`.startsWith(`/${below}/`) || path.startsWith('/' + below));
};

const ofHost = (host: string, path: string): Partial<Known> => {
  const found = CATALOGUE.find(({ hosts }) => hosts.some((rule) => fits(rule, host, path)));
  return found
    ? { class: found.class, sure: 'known', vendor: found.vendor, service: found.id }
    : { class: 'tracking', sure: 'none' };
};

const filled = (known: Known): Partial<Known> => Object.fromEntries(Object.entries(known).filter(([, value]) => value));

/** What says what sightings are; `base` is the folder of our scripts. */
export const answerer = (base: string, nonce: string) => {
  const site = (window as any).portcullis;
  let asking: ReturnType<typeof asker> | undefined;
  const knownOf = async ({ store, name, path = '/' }: Sighting, { service }: Explained): Promise<Partial<Known>> => {
    if (!store) return service ? { class: 'tracking', sure: 'known', service } : ofHost(name, path);
    const [said] = await (await (asking ??= asker(base, nonce)))('', `${store}\t${name}`);
    return said ? filled(said) : {};
  };
  /** Of a marked tag: it waits for its mark, wherever it leads. */
  const ofMark = async (mark: string): Promise<Explained> => {
    const { services } = site.state();
    // Before the core has answered there are no services at all.
    if (Object.keys(services)[0] && !services[mark])
      return { service: mark, verdict: 'no such service', declared: false };
    const sample = sampleOf(mark);
    const { reason, when }: Explained = sample ? await site.explain(sample) : {};
    return { class: classOf(mark), service: mark, verdict: services[mark], reason, when, declared: true };
  };
  return async (sighting: Sighting): Promise<Answer> => {
    const { store, name, path, mark } = sighting;
    const marked = mark && (await ofMark(mark));
    if (marked && path == undefined) return { ...marked, known: {} };
    const explained: Explained = await site.explain(
      path == undefined ? name : new URL(`https://${name}${path}`),
      store,
    );
    if (marked) return { ...explained, ...marked, known: {} };
    return { ...explained, known: explained.declared ? {} : await knownOf(sighting, explained).catch(() => ({})) };
  };
};
