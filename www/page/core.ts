// portcullis-core.js: fetched when there is something to decide. It runs the build of a first visit and,
// once anything more is wanted, the larger one.

import { __wbg_set_wasm, page_choose, page_look, page_open } from 'glue/first/portcullis_bg.js';
import imports from 'glue/first/imports.js';
import type { Core, LaterPage, Made, Page, Shim } from '../shim/between';
import { adopt } from './adopt';
import { bind, close, commit, draw, jar, learn, revoke, settled, tagged, write } from './host.js';
import { instantiate } from './instantiate';
import { chosen } from './language';
import BANNER from './banner.css';
import CONTROL from './control.css';

declare const VERSION: string, WASM_INTEGRITY: string, LATER_INTEGRITY: string, CATALOGUE_INTEGRITY: string;

const script = Reflect.get(Document.prototype, 'currentScript', document) as HTMLScriptElement & { portcullis: Shim };
const shim = script.portcullis;
const base = new URL('.', script.src).href;
const now = () => Math.floor(Date.now() / 6e4);
/** The texts' language, once it is known: www/locales has two files of each. */
let language: string;

const text = async (answering: string | Promise<Response>): Promise<string> => {
  if (typeof answering == 'string') return answering;
  const answer = await answering;
  return answer.ok ? answer.text() : Promise.reject(Error(`${answer.url} answered ${answer.status}`));
};
const locale = async (kind: string) => JSON.parse(await text(fetch(`${base}locales/${language}${kind}.json`)));
/** Fetches another script of ours, and takes what it leaves on the shim. */
const part = async <Name extends 'later' | 'catalogue'>(name: Name, integrity: string): Promise<NonNullable<Shim[Name]>> => {
  await shim.load({ src: `${base}portcullis-${name}.js`, integrity }, shim.tag.nonce, { portcullis: shim });
  return shim[name] || Promise.reject(Error(`no portcullis-${name}.js`));
};

const making = (async (): Promise<Made> => {
  const asked = text(shim.policy!);
  // What is wrong with a policy is for core to say.
  const declaring = asked.then(JSON.parse).catch(() => {});
  language = await chosen(declaring);
  const words = await locale('');
  let policy = await asked;
  const hash = shim.hash(policy);
  const declared = await declaring;
  if (/"services\//.test(policy)) policy = await (await part('catalogue', CATALOGUE_INTEGRITY))(policy, declared, language);
  const home = new URL('.', new URL(shim.setting('policy') || '/privacy/', location.href)).href;
  learn({ words: { ...words, ...declared?.texts?.[language] }, language, hash, home, style: CONTROL, declared });
  return [
    policy,
    (navigator as any).globalPrivacyControl === true,
    // What is not plainly an adult is taken for a child.
    !/^(adult)?$/.test(shim.setting('age')),
    location.protocol == 'https:',
  ];
})();

let page: Page | undefined;
let larger: LaterPage | undefined;
let fetched: Promise<LaterPage> | undefined;
/** The larger build: without wasm, where wasm cannot run. */
const later = (plain = false) =>
  (fetched ||= (async () => (page = larger = await (await part('later', LATER_INTEGRITY))(await making, plain)))().catch((error) => {
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
shim.host = { draw, close, write, commit, jar };
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
  if (!page || (shim.seal && jar().includes(shim.record))) await later();
  await shim.parsed;
})().catch(fail);

/** What is owed: `1` is an erasure, and names are ones to look for once more. Nothing where storage is denied. */
const owed = (value?: 0 | 1) => {
  try {
    return value == undefined ? localStorage['portcullis-erase'] : value ? (localStorage['portcullis-erase'] = value) : localStorage.removeItem('portcullis-erase');
  } catch {}
};

/** Whether anything is stored here that is owed, or could be. */
const stored = async () => {
  try {
    const due: string = owed();
    const names = [
      ...jar().split('; ').map((pair) => pair.split('=')[0]!), ...Object.keys({ ...localStorage, ...sessionStorage }),
      ...(await indexedDB.databases()).map(({ name }) => name!), ...(await caches.keys()),
    ];
    // What only the server sees is never found, and reported all the same.
    return due == '1' ? names.some((name) => name && name != shim.record && !name.startsWith('portcullis')) || (await making)[0].includes('"httpOnly"')
      : names.some((name) => due.split('\n').includes(name));
  } catch {
    return true;
  }
};

const look = () => {
  if (shim.seal && larger) learn({ seal: larger.seal(shim.seal, jar(), now()) });
  page?.page_look(jar(), tagged(), now());
};

/** Erases what refused services stored. */
const erase = async () => {
  if (await stored()) return (await later()).erase();
  owed(0);
};

const choose = async (how: string, services = '') => {
  await started;
  await shim.parsed;
  try {
    if (!page) throw Error('no choice kept');
    // Only the larger build can write a pass for the seal.
    if (shim.seal) await later();
    page.page_choose(how.charCodeAt(0), services, now());
    look();
    await settled();
    let erased;
    if (how != 'accept') {
      owed(1);
      erased = await erase();
    }
    if (shim.seal) await larger?.reopen();
    return erased;
  } catch (error) {
    // A refusal is never lost: without a record nothing is granted.
    if (!page && how != 'accept') write(`${shim.record}=; Path=/; Max-Age=0${location.protocol == 'https:' ? '; Secure' : ''}`);
    fail(error);
  }
};

const change = async (services: string[], granting: boolean) => {
  await started;
  return choose('page', (await later()).changed(services, granting, jar(), now()));
};

const core: Core = {
  look: () =>
    started
      .then(() => {
        look();
        return owed() && settled().then(erase);
      })
      .catch(fail),
  open: async () => {
    await started;
    try {
      const [page, words] = await Promise.all([later(), locale('.more')]);
      learn({ words });
      page.page_preferences(jar(), now());
    } catch (error) {
      fail(error);
    }
  },
  grant: (services = []) => change(services, true),
  deny: (services = []) => change(services, false),
  withdraw: () => choose('reject'),
};
// A cached shim of another version locks, rather than be misunderstood.
const wrong = /^seal/.test(shim.setting('guard')) != !!shim.seal;
if (wrong) fail('data-guard="seal" goes with portcullis-seal.js');
else if (shim.store.startsWith(`portcullis ${VERSION},`)) shim.core = core;
else fail(`the core is ${VERSION}: deploy pkg/ as a whole`);
