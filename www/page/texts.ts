// Our texts: of each language a file of the banner's, and further ones beside it, which are fetched where they are
// needed.

import type { Layer, Shim } from '../shim/between';
import { ask, onceEach } from './fetched';
import { mapped } from '../gate/own';

export type Texts = Record<string, string>;

export interface TextFiles {
  /** The banner's texts, and these layers. */
  of(language: string, layers: Layer[]): Promise<Texts>;
}

export const textFiles = (shim: Shim): TextFiles => {
  const file = onceEach(async (name: string): Promise<Texts> => (await ask(`${shim.folder()}locales/${name}`)).json());
  return {
    async of(language, layers) {
      const names = [`${language}.json`, ...mapped(layers, (layer) => `${language}.${layer}.json`)];
      return Object.assign({}, ...(await Promise.all(mapped(names, file))));
    },
  };
};
