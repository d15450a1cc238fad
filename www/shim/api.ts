// `window.portcullis`: what a page may ask. It works from our script's first line on; calls that were queued before are
// made then.

import type { Report } from '../generated';
import type { Core, Inside, State } from './between';
import { mapped } from '../gate/own';
import { page } from '../gate/document';

export interface ApiHost {
  state(): State;
  core(): Promise<Core>;
  /** The services that a name stands for; the name itself where nobody knows it. */
  members(name: string): string[];
  when(services: string[]): Promise<void>;
  inside: Inside;
}

export interface Api {
  ready: Promise<State>;
  state(): State;
  on(event: 'change', listener: (state: State) => void): () => void;
  when(service: string): Promise<void>;
  open(): Promise<void>;
  grant(services?: string[]): Promise<Report | undefined>;
  deny(services?: string[]): Promise<Report | undefined>;
  withdraw(): Promise<Report | undefined>;
  inspect(): Promise<void>;
  explain(what: string | URL | Element, store?: string): Promise<unknown>;
  /** For scripts of ours that the page names itself. */
  inside: Inside;
}

const CHANGE = 'portcullis:change';

export const tellChange = (state: State): void => {
  page.dispatch(new CustomEvent(CHANGE, { detail: state }));
};

export const createApi = (host: ApiHost): Api => {
  const listed = (services: string[] = []): string[] => mapped(services, host.members).flat();
  return {
    ready: new Promise((ready) => page.listen(CHANGE, () => ready(host.state()), { once: true })),
    state: host.state,
    on(event, listener) {
      if (event !== 'change') throw new TypeError(`portcullis: there is no event "${event}"`);
      const hear = (told: Event): void => listener((told as CustomEvent<State>).detail);
      page.listen(CHANGE, hear);
      return () => page.unlisten(CHANGE, hear);
    },
    when: (service) => host.when(host.members(service)),
    open: async () => (await host.core()).open(),
    grant: async (services) => (await host.core()).grant(listed(services)),
    deny: async (services) => (await host.core()).deny(listed(services)),
    withdraw: async () => (await host.core()).withdraw(),
    inspect: async () => (await host.core()).inspect(),
    explain: async (what, store) => (await host.core()).explain(what, store),
    inside: host.inside,
  };
};

/** Makes the calls that were queued before there was an API. One that is wrong is said, and stops no other. */
export const makeQueuedCalls = (api: Api, queue: unknown): void => {
  for (const entry of Array.isArray(queue) ? queue : []) {
    try {
      const [name, ...values] = entry;
      const called: unknown = Reflect.get(api, name)(...values);
      // Nobody else has the promise of a call that was queued.
      Promise.resolve(called).catch(({ message }) => console.error('portcullis: a queued call:', entry, message));
    } catch {
      console.error('portcullis: an entry of the queue is no call as ["on", "change", listener] is:', entry);
    }
  }
};
