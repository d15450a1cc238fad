// What code stores: a name of a service that does not run is not written. Deleting is let through.

import { Promise, gated } from './known';
import { hook, text } from './hook';

const DELETES = /age=[0-]|expires.*19[67]\d/i;

export const storage = (w: any) => {
  hook(w, 'Document.cookie CookieStore.set Storage.setItem IDBFactory.open', (go, values, self, name) => {
    const one = `${values[0]?.name ?? text(values)}`;
    const store = ({ open: 'i', setItem: self == w.sessionStorage ? 's' : 'l' } as any)[name] || 'c';
    if (DELETES.test(one) || !gated(store + '=' + one.split('=')[0]!.trim() + '/')?.[0]) return go();
    // Only `CookieStore.set` has somebody who looks at what it returns.
    if (store != 'i') return Promise.resolve();
    // A request that fails by itself and leaves nothing: the making of a database is broken off.
    const request = go(['portcullis']);
    request.addEventListener('upgradeneeded', (event: Event) => {
      event.stopImmediatePropagation();
      request.transaction.abort();
    });
    return request;
  });
};
