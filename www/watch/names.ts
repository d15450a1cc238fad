// portcullis-names.js: what stored names are. Fetched by the watchdog, once there is a name that it has not seen;
// it fetches the table of known names and the wasm that reads it, and leaves what asks them on its own element.

import { __wbg_set_wasm, page_names } from 'glue/names/portcullis_bg.js';
import imports from 'glue/names/imports.js';
import { said } from '../page/host-names.js';
import { answered, instantiate } from '../page/instantiate';

declare const NAMES_INTEGRITY: string, NAMES_WASM_INTEGRITY: string;

/** What is known of a name; fields that nobody knows are empty. */
export interface Known {
  class: string;
  /** `declared`, `known`, `listed`, `guessed` or `none`: docs/classify.md. */
  sure: string;
  vendor: string;
  purpose: string;
  duration: string;
  service: string;
  rule: string;
}

/** What a policy declares and what is asked: src/page/names.rs says how they are written. An answer for each line asked. */
export type Ask = (declared: string, asked: string) => Promise<Known[]>;

const script = Reflect.get(Document.prototype, 'currentScript', document) as HTMLScriptElement & {
  portcullis: { ask?: Ask };
};
const base = new URL('.', script.src).href;

let fetched: Promise<string> | undefined;
const table = async () => {
  const [answer] = await Promise.all([
    answered(fetch(base + 'portcullis-names.txt', { integrity: NAMES_INTEGRITY })),
    instantiate(__wbg_set_wasm, imports, base + 'portcullis-names.wasm', NAMES_WASM_INTEGRITY),
  ]);
  return answer.text();
};

script.portcullis.ask = async (declared, asked) => {
  page_names(await (fetched ||= table()), declared, asked);
  return said
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const [kind, sure, vendor, purpose, duration, service, rule] = line.split('\t') as [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
      ];
      return { class: kind, sure, vendor, purpose, duration, service, rule };
    });
};
