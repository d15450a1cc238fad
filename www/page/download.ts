// A text, as a file that the visitor takes away.

import { d } from '../shim/document';

export const save = (name: string, type: string, text: string): void => {
  const href = URL.createObjectURL(new Blob([text], { type }));
  Object.assign(d.createElement('a'), { download: name, href }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60000);
};
