// A site as a visitor meets it before a choice, after a refusal and after an acceptance: whom the browser talks to, and
// what is stored. Looked at from outside the page, but for the keys of its storage.

import { sightOf } from '../audit/sight.mjs';
import { lasts } from './lasts.mjs';

export const STATES = ['before', 'reject', 'accept'];

/** The keys of what the frame's origin stores. Runs in the page. */
async function keys() {
  const held = (ask) => new Promise((done) => done(ask())).catch(() => []);
  const names = async (store) => Object.keys(window[store]).map((name) => ({ store, name }));
  return [
    ...(await held(() => names('localStorage'))),
    ...(await held(() => names('sessionStorage'))),
    ...(await held(() => indexedDB.databases())).map(({ name }) => ({ store: 'indexedDB', name })),
    ...(await held(() => caches.keys())).map((name) => ({ store: 'cacheStorage', name })),
  ];
}

/** Waits until the network has been still for a while: what comes at idle or in batches has come then. */
async function quiet(traffic, { still, within }) {
  for (const end = Date.now() + within; Date.now() < end; ) {
    const left = traffic.last + still - Date.now();
    if (left <= 0) return;
    await new Promise((done) => setTimeout(done, Math.min(left, end - Date.now())));
  }
}

/**
 * One state: a visitor who has never been here.
 * @param {import('playwright-core').BrowserContext} context  a fresh one
 * @returns what was met, or nothing where the answer cannot be given
 */
export async function visit(context, urls, state, { still = 3000, within = 20000, banner = 8000 } = {}) {
  const traffic = { last: Date.now(), urls: new Set() };
  const refused = new Set();
  context.on('request', (request) => {
    traffic.last = Date.now();
    traffic.urls.add(request.url());
  });
  // What the page's own policy stopped never left.
  context.on('requestfailed', (request) => request.failure()?.errorText === 'csp' && refused.add(request.url()));
  const page = await context.newPage();
  const sight = sightOf(page);
  await sight.resize(1280, 800);
  const found = { title: '', language: '', banner: undefined, policy: undefined, urls: [], cookies: [], stored: [] };
  const go = async (url) => {
    await sight.goto(url);
    await quiet(traffic, { still, within });
  };
  if (state !== 'before') {
    await sight.goto(urls[0]);
    if (!(await sight.await('banner', { within: banner }))) return undefined;
    const { [state]: button, name } = await sight.rest('banner');
    found.banner = name;
    if (!button) return undefined;
    await sight.click(button);
    if (!(await sight.await('banner', { gone: true, within: banner }))) return undefined;
    await quiet(traffic, { still, within });
  }
  // With an answer, once more from the first page on: much is loaded only then.
  for (const url of urls) await go(url);
  found.banner ??= (await sight.see('banner'))?.name;
  const told = await page.evaluate(() => {
    const tag = document.querySelector('script[data-policy]');
    const inline = document.querySelector('script#portcullis-policy')?.textContent;
    return {
      title: document.title,
      language: document.documentElement.lang,
      inline,
      policy: tag && new URL(tag.dataset.policy, document.baseURI).href,
      portcullis: Boolean(window.portcullis?.state),
    };
  });
  Object.assign(found, { title: told.title, language: told.language, portcullis: told.portcullis });
  if (told.portcullis)
    found.policy = told.inline ?? (told.policy && (await (await context.request.get(told.policy)).text()));
  found.urls = [...traffic.urls].filter((url) => /^(https?|wss?):/.test(url) && !refused.has(url));
  found.cookies = (await context.cookies()).map(({ name, domain, expires, httpOnly }) => ({
    store: 'cookie',
    name,
    host: domain.replace(/^\./, ''),
    duration: lasts(expires),
    httpOnly,
  }));
  for (const frame of page.frames()) {
    const { hostname } = new URL(frame.url() === 'about:blank' ? page.url() : frame.url());
    found.stored.push(...(await frame.evaluate(keys).catch(() => [])).map((one) => ({ ...one, host: hostname })));
  }
  return found;
}
