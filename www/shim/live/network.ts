// Requests that code makes: they wait for the choice, and a refusal is a network error.

import { held, verdict } from './known';
import { hook, text } from './hook';

/** An address that fails as an unreachable one does, without a request. */
const NOWHERE = `blob:${location.origin}/`;

export const network = (w: any) => {
  hook(w, 'fetch', (go, values, _, name) => {
    const services = held(text(values), name);
    return services ? verdict(services).then((granted) => go(granted ? values : [NOWHERE])) : go();
  });
  hook(w, 'Navigator.sendBeacon', (go, values, _, name) => {
    const services = held(text(values), name);
    return services ? (verdict(services).then((granted) => granted && go()), true) : go();
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

  // What these return cannot be given another address later: they fail, and may be made again after a grant.
  hook(w, 'WebSocket EventSource Worker SharedWorker', (go, values, _, name) =>
    go(held(text(values), name) ? [{ WebSocket: 'wss://localhost:1', EventSource: 'data:,' }[name] || NOWHERE] : values));
};
