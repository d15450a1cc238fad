// portcullis-core.js: fetched when there is something to decide. It runs the build of a first visit and,
// once anything more is wanted, the larger one.

import * as glue from 'glue/first/portcullis_bg.js';
import * as imports from 'glue/first/imports.js';
import type { Core, Shim } from '../shim/between';
import { load } from '../shim/marks';
import * as host from './host.js';
import { instantiate } from './instantiate';
import BANNER from './banner.css';
import CONTROL from './control.css';
import type { Later, LaterPage } from './later';

declare const WASM_INTEGRITY: string, LATER_INTEGRITY: string;

type Carrier = HTMLScriptElement & { portcullis: Shim & { later?: Later; host?: typeof host } };
const script = Reflect.get(Document.prototype, 'currentScript', document) as Carrier;
const shim = script.portcullis;
const base = new URL('.', script.src).href;
const now = () => Math.floor(Date.now() / 6e4);
// www/locales has one file a language; this is where a page's language is looked up in them.
const language = 'en';

const text = async (answering: string | Promise<Response>): Promise<string> => {
  if (typeof answering == 'string') return answering;
  const answer = await answering;
  return answer.ok ? answer.text() : Promise.reject(new Error(`${answer.url} answered ${answer.status}`));
};
const locale = (kind: string) => text(fetch(`${base}locales/${language}${kind}.json`));

/** What both builds are made with. */
type Making = [policy: string, words: string, context: string, gpc: boolean, minor: boolean, secure: boolean];
let made: Promise<Making> | undefined;
const making = () =>
  (made ||= (async (): Promise<Making> => {
    const [policy, words] = await Promise.all([text(shim.policy!), locale('')]);
    const url = shim.setting('policy');
    const home = url ? new URL('.', new URL(url, location.href)).href : '/privacy/';
    return [
      policy, words, [shim.key, shim.hash(policy), CONTROL, home].join('\n'),
      (navigator as any).globalPrivacyControl === true,
      /^(under13|13-15)$/.test(shim.setting('age')),
      location.protocol == 'https:',
    ];
  })());

let fetched: Promise<LaterPage> | undefined;
/** The larger build: without wasm, where wasm cannot run. */
const later = (plain = false) =>
  (fetched ||= (async () => {
    await load({ src: base + 'portcullis-later.js', integrity: LATER_INTEGRITY, crossorigin: '', nonce: shim.tag.nonce }, (script) => {
      (script as any).portcullis = shim;
      document.head.append(script);
    });
    if (!shim.later) throw new Error('portcullis-later.js did not load: deploy pkg/ as a whole');
    return (page = await shim.later(await making(), plain));
  })());

let page: glue.Page | LaterPage | undefined;

/** Ends locked, and says once why. */
const fail = (error: unknown) => {
  console.error('portcullis: ' + ((error as Error)?.message ?? error));
  page = undefined;
  shim.apply({ services: {}, run: [], label: '', style: '', holds: false, policy: '' });
};

const started = (async () => {
  const made = await making();
  try {
    await instantiate(glue, imports, base + 'portcullis.wasm', WASM_INTEGRITY);
  } catch (error) {
    console.warn(`portcullis: no wasm here (${(error as Error).message}), so portcullis-plain.js does its work; a policy that forbids it wants 'wasm-unsafe-eval' in script-src`);
    return void (await later(true));
  }
  // This build only finds that something is wrong with the policy; the larger one says what.
  page = glue.Page.open(...made);
  if (!page) await later();
  await shim.parsed;
})().catch(fail);
const adopt = (css: string) => {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets.push(sheet);
  } catch {}
};
host.bind(shim, language, act);
shim.host = host;
adopt(BANNER);

/** Whether anything but ours is stored here that a refusal could be about. */
const stored = () => {
  try {
    const cookies = document.cookie.split('; ').some((pair) => pair && !pair.startsWith(shim.record + '='));
    return cookies || sessionStorage.length > 0 || Object.keys(localStorage).some((key) => key != shim.store);
  } catch {
    return false;
  }
};

const choose = async (how: string, services: string) => {
  await started;
  await shim.parsed;
  try {
    page?.choose(how, services, now());
    await host.settled();
    if (how != 'a' && stored()) (await later()).erase(now());
  } catch (error) {
    fail(error);
  }
};

function act(action: string, services: string): void {
  if (action == 'accept') choose('a', '');
  else if (action == 'reject') choose('r', '');
  else if (action == 'save') choose('s', services);
  else if (action == 'choose') core.open();
  else if (action == 'close') host.close('preferences');
}

/** The services granted after a change by the site's own code. */
const change = async (services: string[] = [], granting: boolean) => {
  await started;
  const page = await later();
  const unknown = services.find((service) => !page.knows(service));
  if (unknown !== undefined) throw new RangeError(`portcullis: the policy has no service "${unknown}" to choose`);
  page.granted(now());
  const granted = host.told.split('\n').filter((service) => !services.includes(service));
  return choose('p', (granting ? [...granted, ...services] : granted).join('\n'));
};

const core: Core = {
  look: () => started.then(() => page?.look(now())).catch(fail),
  open: async () => {
    await started;
    try {
      const [page, words] = await Promise.all([later(), locale('.more')]);
      page.preferences(words, now());
    } catch (error) {
      fail(error);
    }
  },
  grant: (services) => change(services, true),
  deny: (services) => change(services, false),
  withdraw: () => choose('r', ''),
};
shim.core = core;
