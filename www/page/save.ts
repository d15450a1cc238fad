// A text, as a file that the visitor takes away.

import { page } from '../gate/document';

/** How long a browser may take to begin with it, in milliseconds. */
const PATIENCE = 60_000;

export const save = (name: string, type: string, text: string): void => {
  const href = URL.createObjectURL(new Blob([text], { type }));
  Object.assign(page.create('a'), { download: name, href }).click();
  setTimeout(() => URL.revokeObjectURL(href), PATIENCE);
};
