// What stored names are: core says it, by the policy and by the table of known names, which is fetched for whoever
// asks.

import type { Asked, Known } from '../generated';
import { onceEach, textOf } from '../page/fetched';
import type { Inside } from '../shim/between';

/** An answer for each that is asked, in their order. */
export type AskNames = (asked: Asked[]) => Promise<Known[]>;

export const namesBy = ({ shim, core }: Inside): AskNames => {
  const table = onceEach((address: string) => textOf(address));
  return async (asked) => {
    const known = await table(`${shim.folder()}portcullis-names.txt`);
    return (await core()).names(known, asked);
  };
};
