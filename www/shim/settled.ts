// When the page's own code has taken its markup over. Before that, a node put first into <body> makes React discard the
// page that it hydrates; put last it is none of React's business.

import { page } from '../gate/document';

const loaded = (): Promise<unknown> =>
  page.isComplete ? Promise.resolve() : new Promise((done) => addEventListener('load', done, { once: true }));

/** A page that draws nothing may get no idle time at all. */
const PATIENCE = 1000;

/** Resolves once the page has loaded and the browser has nothing better to do. */
export const pageIsSettled = async (): Promise<void> => {
  await loaded();
  await new Promise<unknown>((done) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(done, { timeout: PATIENCE });
    else setTimeout(done, 200);
  });
};
