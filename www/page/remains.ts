// portcullis-remains.js: fetched after a refusal. It tells whether anything is stored here that is owed an erasure, or
// could be: where nothing is, the larger build need not come.

import type { Shim } from '../shim/between';

const script = Reflect.get(Document.prototype, 'currentScript', document) as HTMLScriptElement & { portcullis: Shim };
const shim = script.portcullis;

shim.remains = async (making) => {
  try {
    const due: string = localStorage['portcullis-erase'];
    const names = [
      ...(shim.host as any)
        .jar()
        .split('; ')
        .map((pair: string) => pair.split('=')[0]!),
      ...Object.keys({ ...localStorage, ...sessionStorage }),
      ...(await indexedDB.databases()).map(({ name }) => name!),
      ...(await caches.keys()),
    ];
    // What only the server sees is never found, and reported all the same.
    return due == '1'
      ? names.some((name) => name && name != shim.record && !name.startsWith('portcullis')) ||
          (await making)[0].includes('"httpOnly"')
      : names.some((name) => due.split('\n').includes(name));
  } catch {
    return true;
  }
};
