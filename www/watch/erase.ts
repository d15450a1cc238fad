// Erases a stored name, wherever this page's host could have set one.

import type { StoreName } from '../generated';
import { page } from '../gate/document';

/** Every path that a cookie which this page sees may lie on. */
const paths = (): Set<string> => {
  const steps = location.pathname.split('/').slice(1);
  const below = steps.flatMap((_, at) => {
    const path = `/${steps.slice(0, at).join('/')}`;
    return [`/${steps.slice(0, at + 1).join('/')}`, path.endsWith('/') ? path : `${path}/`];
  });
  return new Set(['/', ...below]);
};

const domains = (): string[] => {
  const labels = location.hostname.split('.');
  return ['', ...labels.slice(0, -1).map((_, at) => `; Domain=${labels.slice(at).join('.')}`)];
};

/** The jars that a cookie may be in: one that is partitioned is removed as such. */
const jars = (): string[] => (location.protocol === 'https:' ? ['; Secure', '; Secure; Partitioned'] : ['']);

const eraseCookie = (name: string): boolean => {
  for (const domain of domains())
    for (const path of paths())
      for (const jar of jars()) page.writeCookie(`${name}=; Path=${path}${domain}${jar}; Max-Age=0`);
  return !`; ${page.cookies}`.includes(`; ${name}=`);
};

const eraseDatabase = (name: string): Promise<boolean> =>
  new Promise((done) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => done(true);
    // Something has it open: it goes when that lets go of it.
    request.onblocked = () => done(false);
    request.onerror = () => done(false);
  });

/** Whether it went. */
export const erase = (store: StoreName, name: string): boolean | Promise<boolean> => {
  switch (store) {
    case 'cookie':
      return eraseCookie(name);
    case 'indexedDB':
      return eraseDatabase(name);
    case 'cacheStorage':
      return caches.delete(name);
  }
  window[store].removeItem(name);
  return true;
};
