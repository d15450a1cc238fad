// What left the page, and what its policy stopped, as the browser itself has noted it: also before anybody looked.

import { type See, type Sighting, toHost } from './sighting';

interface Violation {
  blockedURI?: string;
  blockedURL?: string;
  effectiveDirective: string;
  disposition: string;
}

/** How long after a request the page may hear that it was stopped, in milliseconds. */
const LATE = 10000;

/** `unsee` takes a sighting back. */
export const watchTraffic = (base: string, see: See, unsee: See): void => {
  /**
   * Chromium lists what was stopped among what was loaded: when each address was heard to be stopped, and the listed
   * ones, by their beginning.
   */
  const stopped = new Map<string, { heard: number; since: number }>();
  const listed: [address: string, began: number, sighting: Sighting][] = [];
  const wasStopped = (address: string, began: number) => {
    const { heard, since } = stopped.get(address) ?? { heard: -1, since: 0 };
    return heard >= began && since <= began;
  };

  new PerformanceObserver((list) => {
    for (const { name, initiatorType, startTime } of list.getEntries() as PerformanceResourceTiming[]) {
      const host = toHost(name, base);
      const address = name.split('#')[0]!;
      if (!host || wasStopped(address, startTime)) continue;
      const sighting: Sighting = { kind: 'through', ...host, road: initiatorType };
      listed.push([address, startTime, sighting]);
      see(sighting);
    }
  }).observe({ type: 'resource', buffered: true });

  const violated = ({ blockedURI, blockedURL, effectiveDirective: road, disposition }: Violation, before?: boolean) => {
    const address = (blockedURI ?? blockedURL ?? '').split('#')[0]!;
    if (disposition != 'enforce') return;
    const heard = performance.now();
    // Nobody says when what was stopped before was.
    stopped.set(address, { heard, since: before ? 0 : Math.min(stopped.get(address)?.since ?? heard, heard - LATE) });
    for (const [other, began, sighting] of listed) if (other == address && wasStopped(address, began)) unsee(sighting);
    // What has no host has a word: `inline`, `eval`, `data`.
    see({
      kind: 'blocked',
      ...(/^\w+:/.test(address)
        ? (toHost(address, base) ?? { name: address.split(':')[0]! })
        : { name: address || 'inline' }),
      road,
    });
  };
  document.addEventListener('securitypolicyviolation', (event) => violated(event), true);
  // What was stopped before: Chromium keeps the last hundred.
  if (!('ReportingObserver' in window)) return;
  const earlier = new ReportingObserver(
    (reports) => {
      earlier.disconnect();
      for (const { body } of reports) violated(body as Violation, true);
    },
    { types: ['csp-violation'], buffered: true },
  );
  earlier.observe();
};
