// The services that run: what starts and stops them, and in which order.

import type { Decisions, ServiceSteps, Step } from '../generated';
import { type Doers, runSteps } from './steps';
import { createStubs } from './stubs';
import { any, contains, filtered, ownMap, ownSet } from '../gate/own';

interface Running {
  /** Whether its marked tags may wake. */
  marksMayWake: boolean;
  /** Resolves when its start steps are done and it has loaded. */
  started: Promise<unknown>;
}

export interface ServiceHost {
  root: Record<string, unknown>;
  doers: Omit<Doers, 'script' | 'after'>;
  /** Puts a script of the service into the page; resolves when it has run or cannot. */
  loadScript(service: string, url: string, attributes: Record<string, string>): Promise<unknown>;
  /** Resolves when the page has been parsed: only then it is known which tags are marked. */
  parsed: Promise<unknown>;
  /** Whether the page has marked a script of that service: it is then what is loaded. */
  hasMark(id: string): boolean;
  /** Looks for marks that may wake. */
  wakeMarks(): void;
  /** Resolves when the marked scripts of a service that keep their order have run. */
  marksRun(id: string): Promise<unknown>;
  /** Makes the places of a service marks again. */
  emptyPlaces(id: string): void;
}

export interface Services {
  /** Takes the services of a plan, and what is told of its decisions. */
  learn(decisions: Pick<Decisions, 'services' | 'signals' | 'tells'>): void;
  /**
   * Has exactly these run. Those of `ahead` may be loaded without a grant, in advanced mode; `isUndecided` where
   * nothing has been answered.
   */
  run(granted: string[], ahead: string[], isUndecided: boolean): void;
  /** Lets a service through for this page, without a grant, until the next change: its scripts too, or not. */
  letThrough(id: string, withScripts: boolean): void;
  /** Whether a service runs, or is let through. */
  runs(id: string): boolean;
  isGranted(id: string): boolean;
  marksMayWake(id: string): boolean;
  /** Resolves when what a service needs has loaded; nothing where it needs none. */
  afterNeeded(id: string): Promise<unknown> | undefined;
}

/** A turn of the event loop: no service makes the visitor wait for all. */
const task = (): Promise<void> => new Promise((done) => setTimeout(done));

export const createServices = (host: ServiceHost): Services => {
  let known = ownMap<string, ServiceSteps>();
  let tells: Decisions['tells'] = [];
  let signals: Decisions['signals'] = [];
  /** What each type of Google's Consent Mode was told last: at first all are denied. */
  const told = ownMap<string, string>();
  const running = ownMap<string, Running>();
  const stubs = createStubs(host.root);
  /** What was loaded ahead of its grant, and when it has: let through, and not granted. */
  const ahead = ownMap<string, Promise<void>>();
  /** What is let through for this page, and whether its scripts are: else its marks wait for a click each. */
  const once = ownMap<string, boolean>();
  /** Services that settings have loaded in this page. */
  const loaded = ownSet<string>();

  const doersOf = (id: string): Doers => ({
    ...host.doers,
    after: (other) => running.get(other)?.started,
    script: async (url, attributes) => {
      if (loaded.has(id)) return;
      loaded.add(id);
      const hasLoaded = await host.loadScript(id, url, attributes);
      // One that has not come is tried again with the next grant.
      if (hasLoaded === false) loaded.delete(id);
    },
  });
  const run = (id: string, steps: Step[] | undefined, holds: () => boolean): Promise<void> =>
    runSteps(host.root, steps ?? [], doersOf(id), holds);

  const load = async (id: string, { load }: ServiceSteps, holds: () => boolean): Promise<void> => {
    if (!load) return;
    await host.parsed;
    if (!host.hasMark(id)) await run(id, load, holds);
  };

  const start = (id: string): void => {
    const service = known.get(id);
    if (!service || running.has(id)) return;
    const own: Running = { marksMayWake: false, started: Promise.resolve() };
    const holds = (): boolean => running.get(id) === own;
    running.set(id, own);
    stubs.remove(service.stubs ?? []);
    own.started = (async () => {
      // Before the parser goes on: a tag of the vendor's that an edge has put in reads its off switch as it runs.
      await run(id, service.start, holds);
      await task();
      if (!holds()) return;
      own.marksMayWake = true;
      host.wakeMarks();
      await (ahead.get(id) ?? load(id, service, holds));
      await host.marksRun(id);
      await run(id, service.after, holds);
    })();
  };

  const stop = (id: string): void => {
    const service = known.get(id);
    const own = running.get(id);
    running.delete(id);
    host.emptyPlaces(id);
    if (!service || !own) return;
    const isStopped = (): boolean => !running.has(id);
    run(id, service.stop, isStopped);
    // And again once what was still on its way has arrived. What was pushed is in its queue already.
    const again = filtered(service.stop ?? [], ([operation]) => operation !== 'push');
    own.started.then(() => run(id, again, isStopped));
  };

  /** The types whose value has changed; nothing where none has. */
  const changedSignals = (granted: string[]): Record<string, string> | undefined => {
    const changed: Record<string, string> = {};
    for (const [signal, services] of signals) {
      const value = any(services, (id) => contains(granted, id)) ? 'granted' : 'denied';
      if (value === (told.get(signal) ?? 'denied')) continue;
      told.set(signal, value);
      changed[signal] = value;
    }
    return Object.keys(changed).length ? changed : undefined;
  };

  const tell = (granted: string[]): void => {
    const values = { granted: [...granted], signals: changedSignals(granted) };
    runSteps(host.root, tells, { ...doersOf(''), values }, () => true);
  };

  return {
    learn(decisions) {
      known = ownMap();
      for (const service of decisions.services) known.set(service.id, service);
      ({ tells, signals } = decisions);
      for (const { id, stubs: names, advanced } of decisions.services) {
        if (names && !advanced && !running.has(id)) stubs.put(names);
      }
    },
    run(granted, mayBeAhead, isUndecided) {
      if (!isUndecided) tell(granted);
      for (const id of [...running.keys()]) if (!contains(granted, id)) stop(id);
      for (const id of once.keys()) if (!contains(granted, id)) host.emptyPlaces(id);
      once.clear();
      for (const [id, service] of known) {
        const isLoaded = ahead.has(id) || loaded.has(id);
        if (isLoaded || !service.advanced || !contains(mayBeAhead, id)) continue;
        const loading = load(id, service, () => true);
        ahead.set(id, loading);
      }
      for (const id of granted) start(id);
    },
    letThrough(id, withScripts) {
      once.set(id, withScripts || !!once.get(id));
      if (!withScripts) return;
      const service = known.get(id);
      stubs.remove(service?.stubs ?? []);
      task().then(host.wakeMarks);
      if (service) load(id, service, () => once.has(id));
    },
    runs: (id) => running.has(id) || ahead.has(id) || once.has(id),
    isGranted: (id) => running.has(id),
    marksMayWake: (id) => !!running.get(id)?.marksMayWake || ahead.has(id) || !!once.get(id),
    afterNeeded(id) {
      const needed = known.get(id)?.needs;
      return needed === undefined ? undefined : running.get(needed)?.started;
    },
  };
};
