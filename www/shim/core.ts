// Fetches the page module, when something is asked that the plan did not foresee. A file that fails once is asked for
// again the next time.

import type { Core, Shim } from './between';

const NAME = 'portcullis-page.js';
/** How long a pointer dwells before what it may press is fetched ahead, in milliseconds. */
const DWELL = 100;

export interface CoreLoader {
  /** The page module; fails where it cannot be had, and without a request where nobody knows where that is. */
  get(): Promise<Core>;
  /** Fetches it ahead for an element that may be pressed. */
  prefetchFor(element: HTMLElement): void;
}

export const coreLoader = (shim: Shim): CoreLoader => {
  let loading: Promise<Core> | undefined;

  const load = async (): Promise<Core> => {
    const handed: { core?: Core } = {};
    await shim.loadScript({ src: shim.folder() + NAME }, { portcullis: { shim, handed } });
    if (!handed.core) throw new Error(`${NAME} did not load: deploy the folder as a whole`);
    return handed.core;
  };
  const get = (): Promise<Core> => {
    if (!shim.folder()) return Promise.reject(new Error('it is not known where our files are'));
    loading ??= load().catch((error) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };

  return {
    get,
    prefetchFor(element) {
      if ((navigator as { connection?: { saveData?: boolean } }).connection?.saveData) return;
      const fetchAhead = (): void => void get().catch(() => {});
      let dwelling: ReturnType<typeof setTimeout> | undefined;
      element.addEventListener('pointerenter', () => (dwelling = setTimeout(fetchAhead, DWELL)));
      element.addEventListener('pointerleave', () => clearTimeout(dwelling));
      element.addEventListener('pointerdown', fetchAhead, { once: true });
      element.addEventListener('focus', fetchAhead, { once: true });
    },
  };
};
