// Names that are stored, and the scripts that wrote them: for the watchdog and for the inspector. Names, never values.

import { readCookieWrite } from '../gate/cookie';
import { hookMethod, hookProperty, type Native, textOf } from '../gate/hook';
import type { StoreName } from '../generated';
import { page } from '../gate/document';

export interface StoredName {
  store: StoreName;
  name: string;
}

/** What Portcullis keeps itself (src/consent/stored.rs). */
const OURS = /^(__Host-consent|portcullis-consent)(-|$)|^consent$|^portcullis/;
/** A page may replace it later. */
const { now } = Date;

/** Nothing where there is no such store, or none for this page. */
const asked = async (ask: () => string[] | Promise<string[]>): Promise<string[]> => {
  try {
    return await ask();
  } catch {
    return [];
  }
};

const databases = async (): Promise<string[]> => (await indexedDB.databases()).map(({ name }) => name ?? '');

/** What is stored: not what is ours, nor names that would be two lines. */
export const stored = async (): Promise<StoredName[]> => {
  const stores: Record<StoreName, string[]> = {
    cookie: page.cookies.split('; ').map((pair) => pair.split('=')[0] ?? ''),
    localStorage: await asked(() => Object.keys(localStorage)),
    sessionStorage: await asked(() => Object.keys(sessionStorage)),
    indexedDB: await asked(databases),
    cacheStorage: await asked(() => caches.keys()),
  };
  const isTheirs = (name: string): boolean => !!name && !OURS.test(name) && !/[\n\t]/.test(name);
  return Object.entries(stores).flatMap(([store, names]) =>
    names.filter(isTheirs).map((name) => ({ store: store as StoreName, name })),
  );
};

/** Names a stored name among others. */
export const keyOf = ({ store, name }: StoredName): string => `${store}\t${name}`;

/** The script that is at it now: the first on the stack that is none of ours, which lie below `base`. */
export const caller = (base: string): string => {
  const places = new Error().stack?.match(/\b(https?|blob):[^\s)]+/g) ?? [];
  return (places.find((place) => !place.startsWith(base)) ?? '').replace(/(:\d+){1,2}$/, '');
};

/**
 * Calls back for each name that a function writes, and for a database once more when it is there; `base` is the folder
 * of our own scripts.
 */
export const onWrite = (base: string, then: (written: StoredName, script: string) => void): void => {
  /** Does it, and tells of it. */
  const tellAfter = (call: Native, store: StoreName, name: string): unknown => {
    const done = call();
    if (!name) return done;
    const script = caller(base);
    const tell = (): void => then({ store, name: name.split('\n')[0]?.trim() ?? '' }, script);
    if (store === 'indexedDB') done.addEventListener('success', tell);
    tell();
    return done;
  };
  const { CookieStore } = window as { CookieStore?: { prototype: object } };
  hookProperty(Document.prototype, 'cookie', (call, values) => {
    const { name, deletes } = readCookieWrite(textOf(values), now());
    return tellAfter(call, 'cookie', deletes ? '' : name);
  });
  hookMethod(CookieStore?.prototype, 'set', (call, values) =>
    tellAfter(call, 'cookie', values.length ? `${values[0]?.name ?? textOf(values)}` : ''),
  );
  hookMethod(Storage.prototype, 'setItem', (call, values, self) =>
    tellAfter(call, self === sessionStorage ? 'sessionStorage' : 'localStorage', values.length ? textOf(values) : ''),
  );
  hookMethod(IDBFactory.prototype, 'open', (call, values) =>
    tellAfter(call, 'indexedDB', values.length ? textOf(values) : ''),
  );
};
