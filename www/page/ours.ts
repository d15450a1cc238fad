// How a script of ours that the page names itself reaches the shim.

import type { Inside } from '../shim/between';
import { page } from '../gate/document';

const present = (): Inside | undefined => (window as any).portcullis?.inside;

/** Resolves when every deferred script has run, among them the shim under the seal. */
const deferredHaveRun = (): Promise<unknown> =>
  page.isComplete
    ? Promise.resolve()
    : new Promise((done) => {
        page.listen('DOMContentLoaded', done, { once: true });
        addEventListener('load', done, { once: true });
      });

export const reachInside = async (): Promise<Inside> => {
  if (!present()) await deferredHaveRun();
  const inside = present();
  if (!inside) throw new Error('portcullis.js has not run: its tag comes first in <head>');
  return inside;
};
