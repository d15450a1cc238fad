// Where a visitor came from, over a load of the page that a grant asked for: Chromium then says that the page itself
// led there, whether it was loaded by `location.reload` or by its address.

import { page } from '../gate/document';
import { define } from '../gate/hook';
import { CAME } from '../generated';

/** Has the next load of this page say who led to it. */
export const keepReferrer = (): void => {
  try {
    sessionStorage.setItem(CAME, JSON.stringify([location.href, page.referrer]));
  } catch {
    // A browser that keeps nothing: the page names itself.
  }
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
