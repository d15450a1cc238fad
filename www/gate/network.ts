// Requests that code makes: they wait for the choice, and a refusal is a network error.

import { hookClass, hookMethod, textOf } from './hook';
import type { Judge } from './judge';
import { mapped } from './own';
import { isInFirstMoment } from './places';

/** What a request was opened with that waits. */
interface Opened {
  owners: string[];
  /** Opens it again, with another address. */
  reopen(address: string): void;
}

export const hookNetwork = (realm: Realm, judge: Judge): void => {
  /** As the document of this realm resolves it. */
  const heldAddress = (address: string, road: string): string[] | undefined =>
    judge.heldAddress(address, road, realm.document?.baseURI);
  // Fails by itself, without a request.
  const nowhere = `blob:${realm.location}`;

  // What these return cannot be given another address later: they fail, and may be made again after a grant.
  const classes: [name: string, address: string][] = [
    ['WebSocket', 'wss://localhost:1'],
    ['EventSource', 'data:,'],
    ['Worker', nowhere],
    ['SharedWorker', nowhere],
  ];
  for (const [name, failing] of classes) {
    hookClass(realm, name, (call, values) => (heldAddress(textOf(values), name) ? call([failing]) : call()));
  }

  hookMethod(realm, 'fetch', (call, values) => {
    const owners = heldAddress(textOf(values, 0, true), 'fetch');
    return owners ? judge.verdict(owners).then((granted) => (granted ? call() : call([nowhere]))) : call();
  });

  hookMethod(realm.Navigator.prototype, 'sendBeacon', (call, values) => {
    const owners = heldAddress(textOf(values), 'sendBeacon');
    if (!owners) return call();
    judge.verdict(owners).then((granted) => granted && call());
    return true;
  });

  // To open an address in a frame by its name is a request like any other. A held frame takes none in its first moment.
  const mayLead = (name: string, address: string, road: string): boolean => {
    for (const { document } of [realm, window]) {
      for (const frame of document.getElementsByTagName('iframe')) {
        if (name && frame.name === name && (isInFirstMoment(frame) || heldAddress(address, road))) return false;
      }
    }
    return true;
  };
  hookMethod(realm, 'open', (call, values) => {
    const name = values.length > 1 ? textOf(values, 1) : '';
    return mayLead(name, textOf(values), 'open') ? call() : null;
  });
  hookMethod(realm.HTMLFormElement?.prototype, 'submit', (call, _, self) =>
    mayLead(self.getAttribute?.('target') ?? '', self.getAttribute?.('action') ?? '', 'form') ? call() : undefined,
  );
  hookMethod(realm.HTMLElement?.prototype, 'click', (call, _, self) =>
    !/^(a|area)$/.test(self.localName) || mayLead(self.target, self.href, 'a') ? call() : undefined,
  );

  const opened = new WeakMap<object, Opened>();
  hookMethod(realm.XMLHttpRequest.prototype, 'open', (call, values, self) => {
    const owners = heldAddress(textOf(values, 1), 'open');
    const isAsync = values[2] ?? true;
    if (!owners) opened.delete(self);
    // One that blocks the page cannot wait for a choice: it fails when it is sent.
    else if (!isAsync) values[1] = nowhere;
    else
      opened.set(self, {
        owners,
        reopen: (address) => call(mapped(values, (value, at) => (at === 1 ? address : value))),
      });
    return call();
  });
  hookMethod(realm.XMLHttpRequest.prototype, 'send', (call, _, self) => {
    const request = opened.get(self);
    if (!request) return call();
    judge.verdict(request.owners).then((granted) => {
      // The page may have opened another one meanwhile.
      if (opened.get(self) !== request) return;
      if (!granted) request.reopen(nowhere);
      call();
    });
    return undefined;
  });
};
