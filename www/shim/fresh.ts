// Whether the entry is the newest: a CDN or a service worker may keep it for hours. A small file beside it says which
// decisions are in force, and where the files of that build are.

import { page } from '../gate/document';

/** What `portcullis build` writes as portcullis.json. */
export interface Manifest {
  digest: string;
  folder: string;
}

/** Whether the browser asked for our script in this load. */
const wasAsked = (tag: HTMLScriptElement): boolean => {
  const [timing] = performance.getEntriesByName(tag.src) as PerformanceResourceTiming[];
  return !!tag.src && !navigator.serviceWorker?.controller && !!timing?.transferSize;
};

/** What is asked for freshness takes nothing from the page as it loads. */
const afterLoad = (ask: () => unknown): void => {
  if (page.isComplete) ask();
  else addEventListener('load', () => setTimeout(ask));
};

/** Calls back with the build in force, where that is another than ours. */
export const whenStale = (
  tag: HTMLScriptElement,
  home: string,
  digest: string,
  then: (manifest: Manifest) => void,
): void => {
  const ask = async (): Promise<void> => {
    if (wasAsked(tag)) return;
    try {
      const answer = await fetch(`${home}portcullis.json`, { cache: 'no-cache' });
      const manifest: Manifest = await answer.json();
      if (manifest.digest && manifest.digest !== digest) then(manifest);
    } catch {
      // It cannot be known: the plan that is there stands.
    }
  };
  afterLoad(ask);
};

/** Calls back where the policy at that address has another text than the plan was made of. */
export const whenChanged = (policy: string, text: string, then: () => void): void => {
  const ask = async (): Promise<void> => {
    try {
      const answer = await fetch(policy, { cache: 'no-cache' });
      if (answer.ok && (await answer.text()) !== text) then();
    } catch {
      // It cannot be known: the plan that is there stands.
    }
  };
  afterLoad(ask);
};
