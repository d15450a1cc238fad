// Requests that code makes: they wait for the choice, and a refusal is a network error.

import { held, verdict } from './known';
import { hook, text } from './hook';

/** Addresses that fail by themselves, without a request. */
const NOWHERE = `blob:${location.origin}/`;
const NOWHERES: Record<string, string> = { WebSocket: 'wss://localhost:1', EventSource: 'data:,', Worker: NOWHERE, SharedWorker: NOWHERE };

export const network = (w: any) => {
  hook(w, 'fetch Navigator.sendBeacon WebSocket EventSource Worker SharedWorker', (go, values, _, name) => {
    const services = held(text(values), name);
    if (!services) return go();
    // What these return cannot be given another address later: they fail, and may be made again after a grant.
    if (NOWHERES[name]) return go([NOWHERES[name]]);
    const fetches = name == 'fetch';
    const answer = verdict(services).then((granted) => (granted ? go() : fetches && go([NOWHERE])));
    return fetches ? answer : true;
  });

  const opened = new WeakMap<object, [open: (values: any) => void, values: any]>();
  hook(w, 'XMLHttpRequest.open', (go, values, self) => {
    text(values, 1);
    opened.set(self, [go, values]);
    go();
  });
  hook(w, 'XMLHttpRequest.send', (go, _, self) => {
    const request = opened.get(self)!;
    const services = request && held(request[1][1], 'xhr');
    if (!services) return go();
    const [open, [method, , waits = true]] = request;
    const end = (granted: boolean) => {
      // Unless the page has opened another meanwhile.
      if (opened.get(self) != request) return;
      granted || open([method, NOWHERE, waits]);
      go();
    };
    // One that blocks the page cannot wait for a choice.
    waits ? verdict(services).then(end) : end(false);
  });
};
