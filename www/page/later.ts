// portcullis-later.js: the larger build, fetched when the preferences are opened, when something must be
// erased, or when the site's own code changes the choice. Where wasm cannot run it is also the first.

import { d } from '../shim/document';
import {
  __wbg_set_wasm,
  page_choose,
  page_erase,
  page_granted,
  page_knows,
  page_look,
  page_mistake,
  page_open,
  page_preferences,
  page_seal,
  page_survivors,
  page_take_over,
} from 'glue/later/portcullis_bg.js';
import imports from 'glue/later/imports.js';
import type { Erased, LaterPage, Shim } from '../shim/between';
import { adopt } from './adopt';
import { jar, write } from './host-of-core.js';
import { gone, lasts, lookUp, told } from './host-later.js';
import { renew } from './renew';
import { reopen } from './reopen';
import { instantiate } from './instantiate';
import PREFERENCES from './preferences.css';

declare const VERSION: string, LATER_WASM_INTEGRITY: string, PLAIN_INTEGRITY: string;

const script = Reflect.get(Document.prototype, 'currentScript', document) as HTMLScriptElement & { portcullis: Shim };
const shim = script.portcullis;
const base = new URL('.', script.src).href;

/** The same core, as JavaScript. */
const plainly = async () => {
  let exports: WebAssembly.Exports | undefined;
  const portcullis = (start: (imports: object) => WebAssembly.Exports) => void (exports = start(imports));
  await shim.load({ src: base + 'portcullis-plain.js', integrity: PLAIN_INTEGRITY }, shim.tag.nonce, { portcullis });
  if (!exports) throw new Error('portcullis-plain.js did not load: deploy pkg/ as a whole');
  __wbg_set_wasm(exports);
};

const now = () => (Date.now() / 6e4) | 0;

/** Erases what refused services stored, and reads it all back. */
const erased = async (): Promise<Erased> => {
  await lookUp();
  page_erase(now());
  const found = told;
  await gone();
  await lookUp();
  page_survivors(found, now());
  return JSON.parse(told);
};

let survived = '[]';
const names = new Set<string>();

/** Erases once more; what is new in it is told, and what was erased is looked for on the next page too. */
const sweep = async () => {
  const report = await erased();
  const survivors = JSON.stringify(report.survivors);
  for (const { name } of report.erased) names.add(name);
  // Not after everything of ours was erased: what comes back then is swept up for as long as this page stands.
  if (shim.forgotten) return report;
  try {
    if (names.size || shim.due) localStorage['portcullis-erase'] = [...names].join('\n') || ' ';
    else localStorage.removeItem('portcullis-erase');
  } catch {}
  if (report.erased.length || survivors != survived) {
    (shim.erased ||= []).push(report);
    d.dispatchEvent(new CustomEvent('portcullis:erased', { detail: report }));
  }
  survived = survivors;
  return report;
};

let sweeping: Promise<unknown> = Promise.resolve();
const swept = () => {
  const report = sweeping.then(sweep);
  sweeping = report.catch(() => {});
  return report;
};

// A vendor that writes again is swept up after: within seconds, and when the page is left, where nothing
// may be waited for.
const AGAIN = [500, 2000, 5000, 15000];
const again = () => names.size && swept().catch(() => {});
d.addEventListener('visibilitychange', () => {
  if (names.size) page_erase(now());
  again();
});

/** The visitor's own part of the preferences has a file of its own. */
const visited = async (details: HTMLDetailsElement) => {
  if (details.open && !shim.centre)
    await shim.load({ src: base + 'portcullis-centre.js' }, shim.tag.nonce, { portcullis: shim });
  shim.centre?.(details);
};

const page: LaterPage = {
  page_look,
  page_choose,
  page_preferences(jar, now) {
    page_preferences(jar, now);
    shim.news?.();
    const centre = d.querySelector<HTMLDetailsElement>('.portcullis-preferences .portcullis-centre')!;
    centre.ontoggle = () => visited(centre);
    if (shim.centre) visited(centre);
  },
  erase() {
    shim.forgotten = false;
    for (const delay of AGAIN) setTimeout(again, delay);
    return swept();
  },
  reopen: () => reopen(shim),
  seal(guard, jar, now) {
    page_seal(guard, jar, now);
    return told.split('\n');
  },
  changed(services, granting, jar, now) {
    const unknown = services.find((service) => !page_knows(service));
    if (unknown !== undefined) throw new RangeError(`portcullis: the policy has no service "${unknown}" to choose`);
    page_granted(jar, now);
    const others = told.split('\n').filter((service) => !services.includes(service));
    return (granting ? [...others, ...services] : others).join('\n');
  },
};

/** What the visitor chose with what the site had before, in a record of ours, which the site's server may set again. */
const takeOver = (policy: string) => {
  const before = jar();
  page_take_over(before, now());
  if (jar() == before) return;
  const { renew: path } = JSON.parse(policy);
  if (path) renew(shim, path, jar, write);
};

shim.lasts = lasts;
shim.renew = (path) => renew(shim, path, jar, write);
// A file of another version is not what core's was made with.
if (shim.store.startsWith(`portcullis ${VERSION},`))
  shim.later = async (made, plain) => {
    await (plain
      ? plainly()
      : instantiate(__wbg_set_wasm, imports, base + 'portcullis-later.wasm', LATER_WASM_INTEGRITY).catch(plainly));
    adopt(PREFERENCES, shim.setting('scheme'));
    const [policy, secure] = made;
    const [age, regime, country, guard] = ['age', 'regime', 'country', 'guard'].map(shim.setting) as [
      string,
      string,
      string,
      string,
    ];
    if (page_open(policy, (navigator as any).globalPrivacyControl === true, age, regime, country, guard, secure)) {
      takeOver(policy);
      return page;
    }
    page_mistake(policy);
    const said = shim.filled ? told.replace(/ \(line \d+, column \d+\)$/, '') : told;
    throw new Error(`${shim.setting('policy') || 'the policy in the page'}: ${said}`);
  };
