// What left the page, and what its policy stopped, as the browser itself has noted it: also before anybody looked.

import { type See, toHost } from './sighting';

interface Violation {
  blockedURI?: string;
  blockedURL?: string;
  effectiveDirective: string;
  disposition: string;
}

export const watchTraffic = (base: string, see: See): void => {
  new PerformanceObserver((list) => {
    for (const { name: address, initiatorType, duration, transferSize, responseStatus } of list.getEntries() as PerformanceResourceTiming[]) {
      // Chromium notes what it has stopped too: it took no time.
      const host = (duration || transferSize || responseStatus) && toHost(address, base);
      if (host) see({ kind: 'through', ...host, road: initiatorType });
    }
  }).observe({ type: 'resource', buffered: true });

  const violated = ({ blockedURI, blockedURL, effectiveDirective: road, disposition }: Violation) => {
    const address = blockedURI ?? blockedURL ?? '';
    if (disposition != 'enforce') return;
    // What has no host has a word: `inline`, `eval`, `data`.
    see({ kind: 'blocked', ...(/^\w+:/.test(address) ? toHost(address, base) ?? { name: address.split(':')[0]! } : { name: address || 'inline' }), road });
  };
  document.addEventListener('securitypolicyviolation', violated, true);
  // What was stopped before: Chromium keeps the last hundred.
  const Reports = (window as any).ReportingObserver;
  if (!Reports) return;
  const before = new Reports((reports: { body: Violation }[]) => {
    before.disconnect();
    for (const { body } of reports) violated(body);
  }, { types: ['csp-violation'], buffered: true });
  before.observe();
};
