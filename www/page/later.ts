// portcullis-later.js: the larger build, fetched when the preferences are opened, when something must be
// erased, or when the site's own code changes the choice. Where wasm cannot run it is also the first.

import * as glue from 'glue/later/portcullis_bg.js';
import * as imports from 'glue/later/imports.js';
import type { Shim } from '../shim/between';
import { load } from '../shim/marks';
import { instantiate } from './instantiate';
import PREFERENCES from './preferences.css';

declare const LATER_WASM_INTEGRITY: string, PLAIN_INTEGRITY: string;

export type LaterPage = glue.Page;
export type Later = (made: Parameters<typeof glue.Page.open>, plain: boolean) => Promise<LaterPage>;

type Carrier = HTMLScriptElement & { portcullis: Shim & { later?: Later; host?: typeof import('./host.js') } };
const script = Reflect.get(Document.prototype, 'currentScript', document) as Carrier;
const shim = script.portcullis;
const base = new URL('.', script.src).href;

/** The same core, as JavaScript. */
const plainly = async () => {
  let exports: WebAssembly.Exports | undefined;
  await load({ src: base + 'portcullis-plain.js', integrity: PLAIN_INTEGRITY, crossorigin: '', nonce: shim.tag.nonce }, (script) => {
    (script as any).portcullis = (instantiate: (imports: object) => WebAssembly.Exports) => {
      exports = instantiate(imports);
    };
    document.head.append(script);
  });
  if (!exports) throw new Error('portcullis-plain.js did not load: deploy pkg/ as a whole');
  glue.__wbg_set_wasm(exports);
};

shim.later = async (made, plain) => {
  await (plain ? plainly() : instantiate(glue, imports, base + 'portcullis-later.wasm', LATER_WASM_INTEGRITY).catch(plainly));
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(PREFERENCES);
    document.adoptedStyleSheets.push(sheet);
  } catch {}
  const page = glue.Page.open(...made);
  if (page) return page;
  glue.Page.mistake(made[0]);
  throw new Error(`${shim.setting('policy') || 'the policy in the page'}: ${shim.host!.told}`);
};
