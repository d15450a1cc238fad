// What code stores: a name of a service that does not run is not written. Deleting is let through.

import { gated } from './known';
import { hook, text } from './hook';

const DELETES = /max-age=[0-]|expires=.*19[67]\d/i;
/** `c`ookie, `l`ocalStorage, `s`essionStorage, `i`ndexedDB. */
const isHeld = (store: string, name: string) => gated(store + '=' + name + '/')?.[0];

export const storage = (w: any) => {
  hook(w, 'Document.cookie', (go, values) => {
    const cookie = text(values);
    if (DELETES.test(cookie) || !isHeld('c', cookie.split('=')[0]!.trim())) go();
  });
  hook(w, 'CookieStore.set', (go, [one]) => (isHeld('c', one?.name ?? one) ? Promise.resolve() : go()));
  hook(w, 'Storage.setItem', (go, values, self) => {
    if (!isHeld(self == w.sessionStorage ? 's' : 'l', text(values))) go();
  });
  hook(w, 'IDBFactory.open', (go, values) => {
    if (!isHeld('i', text(values))) return go();
    // A request that fails by itself and leaves nothing: the making of a database is broken off.
    const request = go(['portcullis']);
    request.addEventListener('upgradeneeded', (event: Event) => {
      event.stopImmediatePropagation();
      request.transaction.abort();
    });
    return request;
  });
};
