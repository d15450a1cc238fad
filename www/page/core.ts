// portcullis-core.js: fetched when there is something to decide. It runs the build of a first visit and,
// once anything more is wanted, the larger one.

import { __wbg_set_wasm, page_choose, page_look, page_open } from 'glue/first/portcullis_bg.js';
import * as imports from 'glue/first/imports.js';
import type { Core, LaterPage, Made, Page, Shim } from '../shim/between';
import { load } from '../shim/marks';
import { adopt } from './adopt';
import { bind, close, commit, draw, jar, plural, revoke, settled, tagged, write } from './host.js';
import { instantiate } from './instantiate';
import { language } from './language';
import BANNER from './banner.css';
import CONTROL from './control.css';

declare const VERSION: string, WASM_INTEGRITY: string, LATER_INTEGRITY: string;

const script = Reflect.get(Document.prototype, 'currentScript', document) as HTMLScriptElement & { portcullis: Shim };
const shim = script.portcullis;
const base = new URL('.', script.src).href;
const now = () => Math.floor(Date.now() / 6e4);

const text = async (answering: string | Promise<Response>): Promise<string> => {
  if (typeof answering == 'string') return answering;
  const answer = await answering;
  return answer.ok ? answer.text() : Promise.reject(Error(`${answer.url} answered ${answer.status}`));
};
const locale = (kind: string) => text(fetch(`${base}locales/${shim.language}${kind}.json`));

const making = (async (): Promise<Made> => {
  const asked = text(shim.policy!);
  shim.language = await language(asked);
  const [policy, words] = await Promise.all([asked, locale('')]);
  const home = new URL('.', new URL(shim.setting('policy') || '/privacy/', location.href)).href;
  return [
    [shim.hash(policy), CONTROL, home, shim.seal, shim.language, words, policy].join('\n'),
    (navigator as any).globalPrivacyControl === true,
    // What is not plainly an adult is taken for a child.
    !/^(adult)?$/.test(shim.setting('age')),
    location.protocol == 'https:',
  ];
})();

let page: Page | undefined;
let fetched: Promise<LaterPage> | undefined;
/** The larger build: without wasm, where wasm cannot run. */
const later = (plain = false) =>
  (fetched ||= (async () => {
    await load({ src: base + 'portcullis-later.js', integrity: LATER_INTEGRITY }, shim.tag.nonce, { portcullis: shim });
    if (!shim.later) throw Error('no portcullis-later.js');
    const larger = await shim.later(await making, plain);
    page = larger;
    return larger;
  })().catch((error) => {
    fetched = undefined;
    throw error;
  }));

/** Ends locked, here and on the next page, and says once why. */
const fail = (error: any) => {
  console.error('portcullis: ' + (error.message || error));
  page = undefined;
  revoke();
  shim.apply({ record: '', state: { decided: false, services: {} }, run: [], label: '', style: '', holds: false, policy: '' });
};

const act = (action: string, services: string) => {
  if (action == 'choose') core.open();
  else if (action == 'close') close('preferences');
  // `accept`, `reject`, `save`: the record's letters.
  else choose(action, services);
};
shim.host = { draw, close, jar, write, tagged, commit, plural };
bind(shim, act);
adopt(BANNER);

const started = (async () => {
  const made = await making;
  try {
    await instantiate(__wbg_set_wasm, imports, base + 'portcullis.wasm', WASM_INTEGRITY);
    // This build only finds that something is wrong with the policy; the larger one says what.
    if (page_open(...made)) page = { page_look, page_choose };
  } catch (error: any) {
    console.warn(`portcullis: no wasm: ${error.message} (script-src wants 'wasm-unsafe-eval')`);
    await later(true);
  }
  // Only the larger build can write a pass for the seal.
  if (!page || (shim.seal && jar().includes(shim.record))) await later();
  await shim.parsed;
})().catch(fail);

/** Whether anything but ours is stored here that a refusal could be about. */
const stored = async () => {
  try {
    const ours = (pair: string) => !pair || pair.startsWith(shim.record + '=');
    return !jar().split('; ').every(ours) || sessionStorage.length || Object.keys(localStorage).some((key) => !key.startsWith('portcullis')) ||
      (await indexedDB.databases()).length;
  } catch {
    return true;
  }
};

/** What could not be erased is owed until it is; where storage is denied there is nothing to erase. */
const owed = (value?: 0 | 1) => {
  try {
    return value == undefined ? localStorage['portcullis-erase'] : value ? (localStorage['portcullis-erase'] = value) : localStorage.removeItem('portcullis-erase');
  } catch {}
};

/** Erases what refused services stored. */
const erase = async () => {
  if (await stored()) {
    owed(1);
    await (await later()).erase(now());
  }
  owed(0);
};

const choose = async (how: string, services = '') => {
  await started;
  await shim.parsed;
  try {
    if (!page) throw Error('no choice kept');
    const larger = shim.seal && (await later());
    page.page_choose(how.charCodeAt(0), services, now());
    await settled();
    if (how != 'accept') await erase();
    if (larger) await larger.reopen();
  } catch (error) {
    // A refusal is never lost: without a record nothing is granted.
    if (!page && how != 'accept') write(`${shim.record}=; Path=/; Max-Age=0${location.protocol == 'https:' ? '; Secure' : ''}`);
    fail(error);
  }
};

const change = async (services: string[], granting: boolean) => {
  await started;
  return choose('page', (await later()).changed(services, granting, now()));
};

const core: Core = {
  look: () =>
    started
      .then(() => {
        page?.page_look(now());
        return owed() && settled().then(erase);
      })
      .catch(fail),
  open: async () => {
    await started;
    try {
      const [page, words] = await Promise.all([later(), locale('.more')]);
      page.page_preferences(words, now());
    } catch (error) {
      fail(error);
    }
  },
  grant: (services = []) => change(services, true),
  deny: (services = []) => change(services, false),
  withdraw: () => choose('reject'),
};
// A cached shim of another version locks, rather than be misunderstood.
if (shim.store.startsWith(`portcullis ${VERSION},`)) shim.core = core;
else fail(`the core is ${VERSION}: deploy pkg/ as a whole`);
