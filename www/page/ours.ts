// How a script of ours that the page names itself reaches the shim.

import type { Portcullis } from '../portcullis';
import type { Inside } from '../shim/between';
import { page } from '../gate/document';

/** What the shim leaves there for scripts of ours. */
export const present = (): Inside | undefined =>
  (window.portcullis as (Portcullis & { inside?: Inside }) | undefined)?.inside;

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
