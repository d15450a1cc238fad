// How a script of ours that the page names itself reaches the shim.

import type { Inside } from '../shim/between';

const present = (): Inside | undefined => (window as any).portcullis?.inside;

/** Resolves when every deferred script has run, among them the shim under the seal. */
const deferredHaveRun = (): Promise<unknown> =>
  document.readyState === 'complete'
    ? Promise.resolve()
    : new Promise((done) => {
        document.addEventListener('DOMContentLoaded', done, { once: true });
        addEventListener('load', done, { once: true });
      });

export const reachInside = async (): Promise<Inside> => {
  if (!present()) await deferredHaveRun();
  const inside = present();
  if (!inside) throw new Error('portcullis.js has not run: its tag comes first in <head>');
  return inside;
};
