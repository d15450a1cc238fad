// portcullis-explain.js: a tool for whoever builds the site. `portcullis.explain(x)` says of a URL, a cookie's or a storage
// key's name, or an element what it is, by which rule, and what the visitor's choice makes of it. It asks the larger build of
// the core, for itself: nothing on the page changes by it.

import { __wbg_set_wasm, page_explain, page_mistake, page_open } from 'glue/later/portcullis_bg.js';
import imports from 'glue/later/imports.js';
import { fill } from './fill';
import { told } from './host-later.js';
import { instantiate } from './instantiate';
import { policyText, setting } from './tag';

declare const LATER_WASM_INTEGRITY: string;

const script = Reflect.get(Document.prototype, 'currentScript', document) as HTMLScriptElement;
const base = new URL('.', script.src).href;

/** The policy as core reads it, with what the catalogue has of its services. */
const whole = async (policy: string): Promise<string> => {
  try {
    const declared = JSON.parse(policy);
    return (await fill(declared, 'en', base)) ? JSON.stringify(declared) : policy;
  } catch {
    // What is wrong with it is for core to say.
    return policy;
  }
};

const started = (async () => {
  const policy = await whole(await policyText());
  await instantiate(__wbg_set_wasm, imports, base + 'portcullis-later.wasm', LATER_WASM_INTEGRITY);
  const gpc = (navigator as any).globalPrivacyControl === true;
  const [age, regime, country, guard] = ['age', 'regime', 'country', 'guard'].map(setting) as [
    string,
    string,
    string,
    string,
  ];
  if (page_open(policy, gpc, age, regime, country, guard, location.protocol == 'https:')) return;
  page_mistake(policy);
  throw new Error(told);
})();
started.catch((error) => console.error('portcullis: nothing to explain by:', error.message || error));

const STORES = ['cookie', 'localStorage', 'sessionStorage', 'indexedDB', 'cacheStorage'];

const ask = (store: string, name: string, path = '') => {
  page_explain(
    store,
    name,
    path,
    Reflect.get(Document.prototype, 'cookie', document) as string,
    (Date.now() / 6e4) | 0,
  );
  const { when, ...said } = JSON.parse(told);
  return { ...said, ...(when && { when: new Date(when * 6e4).toISOString() }) };
};

/** What is asked: an element, a URL, or a name, of a cookie where no store is named. */
const explain = async (x: unknown, store = 'cookie'): Promise<object> => {
  await started;
  if (!STORES.includes(store)) throw new RangeError(`portcullis: "${store}" is no store: ${STORES.join(', ')}`);
  if (x instanceof Element) {
    const { consent, src } = (x as HTMLElement).dataset;
    const url = src || ['src', 'href', 'data', 'action'].map((name) => x.getAttribute(name)).find((value) => value);
    if (!url)
      throw new RangeError(
        `portcullis: this <${x.localName}> leads nowhere${consent ? `; it is marked "${consent}"` : ''}`,
      );
    return { ...(consent && { marked: consent }), ...(await explain(new URL(url, document.baseURI).href)) };
  }
  const url =
    x instanceof URL ? x : /^(https?|wss?):\/\/|^\//.test(`${x}`) ? new URL(`${x}`, document.baseURI) : undefined;
  return url ? ask('', url.hostname, url.pathname) : ask(store, `${x}`);
};

(window as any).portcullis.explain = explain;
