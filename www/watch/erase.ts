// Erases a stored name: what src/consent/erasure.rs says for cookies, wherever this page's host could have set one.

import { d } from '../shim/document';

const cookie = (name: string): boolean => {
  const labels = location.hostname.split('.');
  const domains = ['', ...labels.slice(0, -1).map((_, at) => '; Domain=' + labels.slice(at).join('.'))];
  const steps = location.pathname.split('/');
  const paths = [
    '/',
    ...steps.slice(1).flatMap((_, at) => [steps.slice(0, at + 2).join('/'), steps.slice(0, at + 1).join('/') + '/']),
  ];
  for (const domain of domains)
    for (const path of new Set(paths)) {
      const secure = location.protocol == 'https:' ? '; Secure' : '';
      for (const jar of secure ? [secure, secure + '; Partitioned'] : [''])
        Reflect.set(Document.prototype, 'cookie', `${name}=; Path=${path}${domain}${jar}; Max-Age=0`, document);
    }
  return !`; ${d.cookie}`.includes(`; ${name}=`);
};

const database = (name: string) =>
  new Promise<boolean>((done) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => done(true);
    // Something has it open: it goes when that lets go of it.
    request.onblocked = request.onerror = () => done(false);
  });

/** Whether it went. */
export const erase = (store: string, name: string): boolean | Promise<boolean> => {
  if (store == 'cookie') return cookie(name);
  if (store == 'indexedDB') return database(name);
  if (store == 'cacheStorage') return caches.delete(name);
  window[store as 'localStorage'].removeItem(name);
  return true;
};
