// What code stores: a name of a service that does not run is not written. Deleting is let through.

import { readCookieWrite } from '../../gate/cookie';
import type { Store } from '../../gate/matcher';
import { Promise, gatedName } from './known';
import { hook, text } from './hook';

export const storage = (w: any) => {
  hook(w, 'Document.cookie CookieStore.set Storage.setItem IDBFactory.open', (go, values, self, name) => {
    const given = `${values[0]?.name ?? text(values)}`;
    const store: Store = name == 'open' ? 'd' : name == 'setItem' ? (self == w.sessionStorage ? 's' : 'l') : 'c';
    const write = name == 'cookie' ? readCookieWrite(given, Date.now()) : { name: given, deletes: false };
    if (write.deletes || !gatedName(store, write.name)?.[0]) return go();
    // Only `CookieStore.set` has somebody who looks at what it returns.
    if (store != 'd') return Promise.resolve();
    // A request that fails by itself and leaves nothing: the making of a database is broken off.
    const request = go(['portcullis']);
    request.addEventListener('upgradeneeded', (event: Event) => {
      event.stopImmediatePropagation();
      request.transaction.abort();
    });
    return request;
  });
};
