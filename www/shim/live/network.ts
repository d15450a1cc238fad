// Requests that code makes: they wait for the choice, and a refusal is a network error.

import { held, verdict } from './known';
import { hook, text } from './hook';

/** An address that fails by itself, without a request. */
const NOWHERE = `blob:${location.origin}/`;

export const network = (w: any) => {
  const others: Record<string, string> = { WebSocket: 'wss://localhost:1', EventSource: 'data:,' };
  // What these return cannot be given another address later: they fail, and may be made again after a grant.
  hook(w, 'WebSocket EventSource Worker SharedWorker', (go, values, _, name) => go(held(text(values), name) && [others[name] || NOWHERE]));
  hook(w, 'fetch Navigator.sendBeacon', (go, values, _, name) => {
    const services = held(text(values), name);
    if (!services) return go();
    const fetches = name == 'fetch';
    const answer = verdict(services).then((granted) => (granted ? go() : fetches && go([NOWHERE])));
    return fetches ? answer : true;
  });

  /** What each request was opened with. */
  const opened = new WeakMap<object, any>();
  hook(w, 'XMLHttpRequest.open', (go, values, self) => {
    text(values, 1);
    values.go = go;
    opened.set(self, values);
    go();
  });
  hook(w, 'XMLHttpRequest.send', (go, _, self) => {
    const values = opened.get(self) || [];
    const services = held(values[1], 'xhr');
    if (!services) return go();
    const end = (granted?: boolean) => {
      // Unless the page has opened another meanwhile.
      if (opened.get(self) != values) return;
      if (!granted) {
        values[1] = NOWHERE;
        values.go();
      }
      go();
    };
    // One that blocks the page cannot wait for a choice.
    values[2] ?? true ? verdict(services).then(end) : end();
  });
};
