// Names that are stored, and the scripts that wrote them: for the watchdog and for the inspector. Names, never values.

import { readCookieWrite } from '../gate/cookie';
import { hook, text } from '../shim/live/hook';

const d = document;
/** What Portcullis keeps itself. */
const OURS = /^(__Host-)?consent$|^portcullis/;
const STORES: Record<string, string> = { cookie: 'cookie', set: 'cookie', open: 'indexedDB' };

const asked = (ask: () => Promise<string[]>) =>
  new Promise<string[]>((done) => done(ask())).catch(() => [] as string[]);

/** What is stored, each a store, a tab and a name: not what is ours, nor names that would be two lines. */
export const stored = async (): Promise<string[]> => {
  const stores: Record<string, string[]> = {
    cookie: d.cookie.split('; ').map((pair) => pair.split('=')[0]!),
    localStorage: await asked(async () => Object.keys(localStorage)),
    sessionStorage: await asked(async () => Object.keys(sessionStorage)),
    indexedDB: await asked(async () => (await indexedDB.databases()).map(({ name }) => name!)),
    cacheStorage: await asked(() => caches.keys()),
  };
  return Object.entries(stores).flatMap(([store, all]) =>
    all.filter((name) => name && !OURS.test(name) && !/[\n\t]/.test(name)).map((name) => store + '\t' + name),
  );
};

/** The script that is at it now: the first on the stack that is none of ours, which lie below `base`. */
export const caller = (base: string): string => {
  const places = Error().stack?.match(/\b(https?|blob):[^\s)]+/g) ?? [];
  return (places.find((place) => !place.startsWith(base)) ?? '').replace(/(:\d+){1,2}$/, '');
};

/** Calls back for each name that a function writes, and for a database once more when it is there; `base` is the folder of our own scripts. */
export const onWrite = (base: string, then: (key: string, script: string) => void) => {
  hook(window, 'Document.cookie CookieStore.set Storage.setItem IDBFactory.open', (go, values, self, name) => {
    const one = values.length ? `${values[0]?.name ?? text(values)}` : '';
    const done = go();
    const cookie = name == 'cookie' ? readCookieWrite(one, Date.now()) : undefined;
    if (one && !cookie?.deletes) {
      const store = name == 'setItem' ? (self == sessionStorage ? 'sessionStorage' : 'localStorage') : STORES[name]!;
      const script = caller(base);
      const tell = () => then(`${store}\t${cookie?.name ?? one.split('\n')[0]!.trim()}`, script);
      if (name == 'open') done.addEventListener('success', tell);
      tell();
    }
    return done;
  });
};
