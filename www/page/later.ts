// portcullis-later.js: the larger build, fetched when the preferences are opened, when something must be
// erased, or when the site's own code changes the choice. Where wasm cannot run it is also the first.

import {
  __wbg_set_wasm, page_choose, page_erase, page_granted, page_knows, page_look, page_mistake, page_open, page_preferences,
} from 'glue/later/portcullis_bg.js';
import * as imports from 'glue/later/imports.js';
import type { LaterPage, Shim } from '../shim/between';
import { load } from '../shim/marks';
import { adopt } from './adopt';
import { findDatabases, lasts, told } from './host-later.js';
import { reopen } from './reopen';
import { instantiate } from './instantiate';
import PREFERENCES from './preferences.css';

declare const LATER_WASM_INTEGRITY: string, PLAIN_INTEGRITY: string;

const script = Reflect.get(Document.prototype, 'currentScript', document) as HTMLScriptElement & { portcullis: Shim };
const shim = script.portcullis;
const base = new URL('.', script.src).href;

/** The same core, as JavaScript. */
const plainly = async () => {
  let exports: WebAssembly.Exports | undefined;
  const portcullis = (start: (imports: object) => WebAssembly.Exports) => void (exports = start(imports));
  await load({ src: base + 'portcullis-plain.js', integrity: PLAIN_INTEGRITY }, shim.tag.nonce, { portcullis });
  if (!exports) throw new Error('portcullis-plain.js did not load: deploy pkg/ as a whole');
  __wbg_set_wasm(exports);
};

const page: LaterPage = {
  page_look,
  page_choose,
  page_preferences,
  async erase(now) {
    await findDatabases();
    page_erase(now);
  },
  reopen: () => reopen(shim),
  changed(services, granting, now) {
    const unknown = services.find((service) => !page_knows(service));
    if (unknown !== undefined) throw new RangeError(`portcullis: the policy has no service "${unknown}" to choose`);
    page_granted(now);
    const others = told.split('\n').filter((service) => !services.includes(service));
    return (granting ? [...others, ...services] : others).join('\n');
  },
};

shim.lasts = lasts;
shim.later = async (made, plain) => {
  await (plain ? plainly() : instantiate(__wbg_set_wasm, imports, base + 'portcullis-later.wasm', LATER_WASM_INTEGRITY).catch(plainly));
  adopt(PREFERENCES);
  if (page_open(...made)) return page;
  // The policy stands after six lines.
  page_mistake(made[0].split('\n').slice(6).join('\n'));
  throw new Error(`${shim.setting('policy') || 'the policy in the page'}: ${told || 'the texts are wrong: deploy pkg/ as a whole'}`);
};
