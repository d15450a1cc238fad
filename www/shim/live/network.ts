// Requests that code makes: they wait for the choice, and a refusal is a network error.

import { held, verdict } from './known';
import { hook, text } from './hook';

/** An address that fails by itself, without a request. */
const NOWHERE = 'blob:' + location;

export const network = (w: any) => {
  // What these return cannot be given another address later: they fail, and may be made again after a grant.
  hook(w, 'WebSocket EventSource Worker SharedWorker', (go, values, _, name) =>
    go(
      held(text(values), name) && [
        name == 'WebSocket' ? 'wss://localhost:1' : name == 'EventSource' ? 'data:,' : NOWHERE,
      ],
    ),
  );
  hook(w, 'fetch Navigator.sendBeacon', (go, values, _, name) => {
    const services = held(text(values), name);
    if (!services) return go();
    const fetches = name == 'fetch';
    const answer = verdict(services).then((granted) => (granted ? go() : fetches && go([NOWHERE])));
    return !fetches || answer;
  });

  /** What each request was opened with that waits. */
  const opened = new WeakMap<object, any>();
  hook(w, 'XMLHttpRequest.open', (go, values, self, name) => {
    const services = held(text(values, 1), name);
    opened.set(self, services && [go, values, services]);
    go();
  });
  hook(w, 'XMLHttpRequest.send', (go, _, self) => {
    const waits = opened.get(self);
    if (!waits) return go();
    const [open, values, services] = waits;
    const end = (granted?: boolean) => {
      // Unless the page has opened another meanwhile.
      if (opened.get(self) != waits) return;
      granted || open(((values[1] = NOWHERE), values));
      go();
    };
    // One that blocks the page cannot wait for a choice.
    (values[2] ?? true) ? verdict(services).then(end) : end();
  });
};
