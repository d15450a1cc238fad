// Where a visitor came from, over a load of the page that a grant asked for. Such a load is a GET of the same address,
// and the browser would say that the page itself led there.

import { page } from '../gate/document';
import { define } from '../gate/hook';
import { CAME } from '../generated';

/** Loads the page again by GET, and has the next one say who led to it. */
export const loadAgain = (): void => {
  try {
    sessionStorage.setItem(CAME, JSON.stringify([location.href, page.referrer]));
  } catch {
    // A browser that keeps nothing: the page loads, and names itself.
  }
  location.replace(location.href);
};

/** `document.referrer` is what it was before the page was loaded again. */
export const restoreReferrer = (): void => {
  try {
    const kept = sessionStorage.getItem(CAME);
    if (kept === null) return;
    sessionStorage.removeItem(CAME);
    const [address, referrer]: unknown[] = JSON.parse(kept);
    if (address === location.href && typeof referrer === 'string')
      define(document, 'referrer', { configurable: true, enumerable: true, get: () => referrer });
  } catch {
    // What stands there is not ours.
  }
};
