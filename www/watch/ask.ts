// Fetches what knows names, and the portcullis.explain of whoever has to be sure.

import type { Ask } from './names';

/** Puts another script of ours into the page; resolves when it has run or cannot. */
export const bring = (base: string, name: string, nonce: string, portcullis: object): Promise<unknown> =>
  new Promise((done) => {
    const script = Object.assign(document.createElement('script'), {
      src: `${base}portcullis-${name}.js`,
      nonce,
      portcullis,
    });
    script.onload = script.onerror = done;
    document.head.append(script);
  });

/** What names are asked of. */
export const asker = async (base: string, nonce: string): Promise<Ask> => {
  const portcullis: { ask?: Ask } = {};
  await bring(base, 'names', nonce, portcullis);
  return portcullis.ask ?? Promise.reject(Error('no portcullis-names.js'));
};
