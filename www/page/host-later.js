// What the browser does for the larger build alone; src/page/host.rs names these functions.

/** @type {string[]} */ let databases = [];

/** Looks up the names of the databases: the one thing that cannot be asked at once. */
export async function findDatabases() {
  try {
    databases = (await indexedDB.databases()).map(({ name }) => name ?? '');
  } catch {}
}

/** @param {string} store */
export function keys(store) {
  try {
    return (store == 'indexedDB' ? databases : Object.keys(/** @type {any} */ (window)[store])).join('\n');
  } catch {
    return '';
  }
}

/** @param {string} store @param {string} key */
export function forget(store, key) {
  if (store == 'indexedDB') indexedDB.deleteDatabase(key);
  else /** @type {any} */ (window)[store].removeItem(key);
}

export const hostname = () => location.hostname;
export const path = () => location.pathname;

/** What the page module told last. */
export let told = '';

/** @param {string} answer */
export function tell(answer) {
  told = answer;
}

/** A duration in words. @param {string} lasts a number and one of s m h d y @param {string} language */
export function lasts(lasts, language) {
  const units = { s: 'second', m: 'minute', h: 'hour', d: 'day', y: 'year' };
  const unit = units[/** @type {keyof typeof units} */ (lasts.slice(-1))];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(parseInt(lasts));
}
