// Handing receipts over to the site: each lies in the outbox until the site has answered that it keeps it, on this page
// or a later one. What is posted twice has the same id, so that it is kept once.

/** Each receipt has a key of its own, so that tabs do not write over each other's. */
const OUTBOX = 'portcullis-outbox-';
const TRIES = 'portcullis-tries';
/** On so many pages it is tried before it waits for the next decision. */
const PAGES = 20;
const AGAIN = [2000, 10000, 60000];
/** The largest body that browsers send on after a page is gone. */
const LARGEST = 6e4;

const waiting = () =>
  Object.keys(localStorage)
    .filter((key) => key.startsWith(OUTBOX))
    .sort();

/** Whether the next page is to try. */
export const isWaiting = () => waiting().length > 0 && (+localStorage[TRIES] || 0) < PAGES;

export const put = (id: string, body: string) => {
  localStorage[OUTBOX + id] = body;
};

/** Posts one; whether it need not be posted again: it is kept, or never will be. */
const post = async (endpoint: string, body: string) => {
  try {
    const { ok, status } = await fetch(endpoint, {
      method: 'POST',
      body,
      keepalive: body.length < LARGEST,
      headers: { 'content-type': 'application/ld+json' },
      // To the site, and without what the browser knows the visitor by there.
      mode: 'same-origin',
      credentials: 'omit',
      redirect: 'error',
    });
    if (!ok && [400, 409, 413, 422].includes(status))
      console.warn(`portcullis: ${endpoint} refused a receipt (${status})`);
    else if (!ok) return false;
    return true;
  } catch {
    return false;
  }
};

/** Posts all that wait, one after the other. */
const handAll = async (endpoint: string) => {
  for (const key of waiting()) {
    const body = localStorage[key];
    if (body && !(await post(endpoint, body))) return;
    localStorage.removeItem(key);
  }
  localStorage.removeItem(TRIES);
};

let busy: Promise<unknown> | undefined;
let listening = false;

/** Hands over what waits, and tries again after a while, and when the browser is online again. */
export const handOver = (endpoint: string, done: () => void) => {
  // A path of the site's own: what a policy says otherwise is no endpoint.
  if (!/^\/(?!\/)/.test(endpoint)) return;
  const attempt = (): Promise<unknown> =>
    (busy ||= handAll(endpoint)
      .catch(() => {})
      .finally(() => ((busy = undefined), done())));
  // Not instead of an attempt that is on its way: that one may have begun while the line was down.
  const again = async () => {
    await busy;
    if (waiting().length) await attempt();
  };
  localStorage[TRIES] = (+localStorage[TRIES] || 0) + (waiting().length && !listening ? 1 : 0);
  const afterAWhile = () => AGAIN.forEach((delay) => setTimeout(again, delay));
  if (!listening) {
    // A browser that says so may need a moment more.
    addEventListener('online', () => (again(), afterAWhile()));
    afterAWhile();
  }
  listening = true;
  return attempt();
};
