// portcullis-core.js: fetched when there is something to decide. It runs the build of a first visit and,
// once anything more is wanted, the larger one.

import { __wbg_set_wasm, page_choose, page_look, page_open } from 'glue/first/portcullis_bg.js';
import imports from 'glue/first/imports.js';
import type { Core, LaterPage, Made, Page, Pass, Shim } from '../shim/between';
import { adopt, dressed } from './adopt';
import { bind, close, commit, draw, jar, learn, revoke, settled, tagged, write } from './host.js';
import { answered, instantiate } from './instantiate';
import { chosen } from './language';
import BANNER from './banner.css';
import BASE from './base.css';
import CONTROL from './control.css';

declare const VERSION: string, WASM_INTEGRITY: string;
/** The language within portcullis.inline.js, its words, and what its shim gives instead of a script; otherwise nothing. */
declare const INLINE: string, WORDS: object, GIVEN: any;

const script: HTMLScriptElement & { portcullis: Shim } = INLINE
  ? GIVEN
  : Reflect.get(Document.prototype, 'currentScript', document);
const shim = script.portcullis;
const base = new URL('.', script.src);
const now = () => (Date.now() / 6e4) | 0;
const scheme = shim.setting('scheme');
/** The texts' language, once it is known: www/locales has two files of each. */
let language: string;
/** The policy, as script reads it. */
let told: any;

const text = async (asking: Response | Promise<Response>) => (await answered(asking)).text();
const file = (name: string) => text(fetch(base + name));
const locale = async (kind: string) =>
  INLINE && language + kind == INLINE ? WORDS : JSON.parse(await file(`locales/${language}${kind}.json`));

// The control too: a returning visitor's stands already, and what all have in common would come after its own.
adopt(BASE + CONTROL + BANNER, scheme);
/** The bar is in this file; without the sheet of another layout the bar it is. */
const layout = shim.setting('layout');
const laidOut =
  layout && layout != 'bar' && file(`layouts/${layout}.css`).then((css) => adopt(css, scheme), console.warn);

/** Fetches another script of ours, and takes what it leaves on the shim. Of another version it leaves nothing. */
const part = async <Name extends 'later' | 'catalogue' | 'proof' | 'news' | 'remains' | 'inspect'>(
  name: Name,
): Promise<NonNullable<Shim[Name]>> => {
  if (!shim[name]) await shim.load({ src: `${base}portcullis-${name}.js` }, shim.tag.nonce, { portcullis: shim });
  return shim[name] || Promise.reject(`no portcullis-${name}.js`);
};

const making = (async (): Promise<Made> => {
  const asked = text(typeof shim.policy == 'string' ? new Response(shim.policy) : shim.policy!);
  // What is wrong with a policy is for core to say.
  const declaring = asked.then(JSON.parse).catch(() => {});
  language = await chosen(declaring);
  const words = await locale('');
  await laidOut;
  const fetched = await asked;
  const declared = await declaring;
  const policy = /"(services\/|moving")/.test(fetched)
    ? await (await part('catalogue'))(fetched, declared, language)
    : fetched;
  told = declared;
  const home = new URL('.', new URL(shim.setting('policy') || '/privacy/', location as any)).href;
  learn({
    words: { ...words, ...declared?.texts?.[language] },
    language,
    policy: fetched,
    home,
    style: dressed(BASE + CONTROL, scheme),
    declared,
  });
  return [policy, location.protocol == 'https:'];
})();

/** Whether anything is said of the visitor that the build of a first visit, which only asks, knows nothing of. */
const said =
  (navigator as any).globalPrivacyControl ||
  !/^(adult)?,(?!.*us)/i.test(['age', 'regime', 'country'].map(shim.setting) as any);

let page: Page | undefined;
let larger: LaterPage | undefined;
let fetched: Promise<LaterPage> | undefined;
/** What starts the larger build. */
const more = () => part('later');
/** The larger build: without wasm, where wasm cannot run. */
const later = (plain = false) =>
  (fetched ||= (async () => {
    const [start, made, words] = await Promise.all([more(), making, making.then(() => locale('.more'))]);
    learn({ words });
    return (page = larger = await start(made, plain));
  })().catch((error) => {
    fetched = undefined;
    throw error;
  }));

/** Where wasm cannot run, or has trapped, the same is done without it. */
const attempt = (call: () => unknown) =>
  Promise.resolve()
    .then(call)
    .catch(async (error) => {
      // What is wrong with the policy is said as that.
      await making;
      console.warn('portcullis:', error.message, "(script-src wants 'wasm-unsafe-eval')");
      fetched = undefined;
      return later(true).then(call);
    });

/** Ends locked, here and on the next page, and says once why. */
const fail = (error: any) => {
  console.error('portcullis:', error.message || error);
  page = undefined;
  revoke();
  shim.apply({ record: '', state: { decided: false, services: {} }, run: [] } as unknown as Pass);
};

const act = (action: string, services: string) => {
  if (action == 'choose') core.open();
  else if (action == 'close') close('preferences');
  // `accept`, `reject`, `save`: their first letters are the record's.
  else choose(action, services);
};
shim.host = { draw, close, write, commit, jar };
bind(shim, act);

const started = (async () => {
  await attempt(async () => {
    if (said || page) return;
    // Both are on their way at once.
    const [made] = await Promise.all([
      making,
      instantiate(__wbg_set_wasm, imports, base + 'portcullis.wasm', WASM_INTEGRITY),
    ]);
    // This build only finds that something is wrong with the policy; the larger one says what.
    if (page_open(...made)) page = { page_look, page_choose };
  });
  if (jar().includes(shim.record)) {
    if (shim.seal) await later();
    // Before the pass that knows the old policy is written anew.
    await part('news').catch(console.warn);
  }
  if (!page) await later();
  await shim.parsed;
})().catch(fail);

/** What is owed: `1` is an erasure, and names are ones to look for once more. Nothing where storage is denied. */
const owed = (value?: 0 | 1 | ' ') => {
  try {
    return value == undefined
      ? localStorage['portcullis-erase']
      : value
        ? (localStorage['portcullis-erase'] = value)
        : delete localStorage['portcullis-erase'];
  } catch {}
};

const look = () => {
  if (shim.seal && larger) learn({ seal: larger.seal(shim.seal, jar(), now()) });
  page?.page_look(jar(), tagged(), now());
};

/** Erases what refused services stored. */
const erase = async () => {
  if (
    await part('remains')
      .then((remains) => remains(making))
      .catch(() => true)
  )
    return (await later()).erase();
  // What is not on record yet, the next page is woken for.
  owed(shim.due ? ' ' : 0);
};

/** Puts on record what is due there. Nothing waits for it, and nothing hangs on it. */
const prove = () => {
  if (told?.receipts)
    part('proof')
      .then((prove) => prove())
      .catch(console.warn);
};

const choose = async (how: string, services = '') => {
  await started;
  await shim.parsed;
  try {
    if (!page) throw 'no choice kept';
    // Only the larger build can write a pass for the seal.
    if (shim.seal) await later();
    await attempt(() => {
      page!.page_choose(how.charCodeAt(0), services, now());
      look();
    });
    if (told.renew) more().then(() => shim.renew?.(told.renew));
    await settled();
    prove();
    let erased;
    if (how != 'accept') {
      owed(1);
      erased = await erase();
    }
    if (shim.seal) await larger?.reopen();
    return erased;
  } catch (error) {
    // A refusal is never lost: without a record nothing is granted.
    if (!page && how != 'accept')
      write(`${shim.record}=; Path=/; Max-Age=0${location.protocol == 'https:' ? '; Secure' : ''}`);
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
      .then(() => attempt(look))
      .then(() => owed() && settled().then(prove).then(erase))
      .catch(fail),
  open: async () => {
    await started;
    try {
      await later();
      await attempt(() => larger!.page_preferences(jar(), now()));
    } catch (error) {
      fail(error);
    }
  },
  grant: (services = []) => change(services, true),
  deny: (services = []) => change(services, false),
  withdraw: () => choose('withdraw'),
  inspect: () => part('inspect').then((inspect) => inspect()),
};
// A cached shim of another version locks, rather than be misunderstood.
const wrong = /^seal/.test(shim.setting('guard')) != !!shim.seal;
if (wrong) fail('data-guard="seal" wants portcullis-seal.js');
else if (shim.store.startsWith(`portcullis ${VERSION},`)) shim.core = core;
else fail(`core ${VERSION}: deploy pkg/ as a whole`);
