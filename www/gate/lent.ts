// While a marked script loads, a copy stands in its mark's place. To the page's code the mark is still there: who takes
// it away, or puts something before it, finds it where it stood. The script runs all the same, as any does that is
// taken away while it loads.

import { hookMethod } from './hook';

/** The copy that stands in a mark's place. */
const copies = new WeakMap<object, Element>();

const putBack = (mark: unknown): void => {
  const copy = copies.get(mark as object);
  if (copy?.isConnected) copy.replaceWith(mark as Node);
};

let isHooked = false;

/** The copy has that mark's place from now on. */
export const lend = (mark: Element, copy: Element): void => {
  copies.set(mark, copy);
  if (isHooked) return;
  isHooked = true;
  // Which of the values is a node that must be where it is.
  for (const [name, at] of [
    ['removeChild', 0],
    ['insertBefore', 1],
    ['replaceChild', 1],
  ] as const) {
    hookMethod(Node.prototype, name, (call, values) => {
      putBack(values[at]);
      return call();
    });
  }
  for (const name of ['remove', 'replaceWith', 'before', 'after']) {
    hookMethod(Element.prototype, name, (call, _, self) => {
      putBack(self);
      return call();
    });
  }
};
