// What the inspector sees, before anybody is asked what it is.

import type { StoreName } from '../generated';

/**
 * `held`: it waits for a choice, or was refused. `through`: it left. `blocked`: the page's policy stopped it.
 * `written`: it is stored.
 */
export type Kind = 'held' | 'through' | 'blocked' | 'written';

/** A thing that was seen, without its values. */
export interface Sighting {
  kind: Kind;
  /** The store of a name; nothing of a host. */
  store?: StoreName;
  /** The name, or the host. */
  name: string;
  /** Of a host, what was asked there: to find the rule by, and never shown. */
  path?: string;
  /** By what: an element, a call, a directive. */
  road: string;
  /** The script that did it, where a stack showed that. */
  script?: string | undefined;
  /** The service that a marked tag waits for. */
  mark?: string;
  /** What a tag is set up with. */
  setting?: string | undefined;
}

export type See = (sighting: Sighting) => void;

/** An address, as a sighting of its host: nothing where it leads to no host, or to a file of ours below `base`. */
export const toHost = (address: string, base: string): Pick<Sighting, 'name' | 'path' | 'setting'> | undefined => {
  try {
    const { href, protocol, hostname, pathname } = new URL(address, document.baseURI);
    if (!/^(https?|wss?):$/.test(protocol) || href.startsWith(base)) return undefined;
    return { name: hostname, path: pathname, setting: href.match(/[?&]id=((?:G|GTM)-[A-Z0-9]+)/)?.[1] };
  } catch {
    return undefined;
  }
};
