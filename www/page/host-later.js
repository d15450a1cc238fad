// What the browser does for the larger build alone; src/page/host.rs names these functions.

/** What can only be asked with a wait: as of the last look. @type {Record<string, string[]>} */
const held = { cookie: [], indexedDB: [], cacheStorage: [], blocked: [] };
/** @type {Promise<unknown>[]} */ let going = [];

/** @param {() => Promise<any>} ask @param {any} otherwise  where there is no such store, or none for this page */
const asked = (ask, otherwise) => new Promise((done) => done(ask())).catch(() => otherwise);

/** Looks up the names that cannot be asked at once. */
export async function lookUp() {
  const databases = await asked(() => indexedDB.databases(), []);
  held.indexedDB = [
    ...new Set([
      ...databases.map(/** @param {IDBDatabaseInfo} one */ ({ name }) => name ?? ''),
      .../** @type {string[]} */ (held.blocked),
    ]),
  ];
  held.cacheStorage = await asked(() => caches.keys(), []);
  // Chromium says where a cookie lies. Its `delete` is of no use: it adds a slash to every path.
  const cookies = await asked(() => /** @type {any} */ (window).cookieStore.getAll(), []);
  held.cookie = cookies.map(/** @param {any} one */ ({ name, path }) => `${name}\t${path ?? '/'}`);
}

/** How long a deletion may take before it is said to wait for another. */
const PATIENCE = 1000;

/** Resolves when what was forgotten is gone, or waits. */
export async function gone() {
  await Promise.all(going);
  going = [];
}

/** @param {string} store */
export function keys(store) {
  try {
    return (held[store] ?? Object.keys(/** @type {any} */ (window)[store])).join('\n');
  } catch {
    return '';
  }
}

/** @param {string} name */
function forgetDatabase(name) {
  const blocked = /** @type {string[]} */ (held.blocked);
  return new Promise((done) => {
    const request = indexedDB.deleteDatabase(name);
    if (!blocked.includes(name)) blocked.push(name);
    // Not `blocked` alone: behind another deletion that waits, no event comes.
    request.onblocked = done;
    setTimeout(done, PATIENCE);
    request.onsuccess = () => done(blocked.splice(blocked.indexOf(name), 1));
  });
}

/** @param {string} name */
export function kept(name) {
  try {
    return localStorage[name] ?? '';
  } catch {
    return '';
  }
}

/** @param {string} store @param {string} key */
export function forget(store, key) {
  if (store == 'indexedDB') going.push(asked(() => forgetDatabase(key), 0));
  else if (store == 'cacheStorage') going.push(asked(() => caches.delete(key), false));
  else {
    /** @type {Storage} */
    const area = store == 'localStorage' ? localStorage : sessionStorage;
    area.removeItem(key);
  }
}

export const hostname = () => location.hostname;
export const path = () => location.pathname;

/** What the page module told last. */
export let told = '';

/** @param {string} answer */
export function tell(answer) {
  told = answer;
}

/**
 * A duration in words: the texts' own, where browsers lack the language's units.
 * @param {string} lasts  a number and one of s m h d y
 * @param {string} language
 * @param {(key: string, number: string) => string} count
 */
export function lasts(lasts, language, count) {
  const units = { s: 'second', m: 'minute', h: 'hour', d: 'day', y: 'year' };
  const letter = /** @type {keyof typeof units} */ (lasts.slice(-1));
  const unit = units[letter];
  const own = count('lasts.' + letter, lasts.slice(0, -1));
  if (!own.startsWith('lasts.')) return own;
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(parseInt(lasts));
}
