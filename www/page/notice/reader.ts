// The wasm that knows the readable policy and what is new in it, and the words that it is said in.

import { d } from '../../shim/document';
import { __wbg_set_wasm, page_read } from 'glue/notice/portcullis_bg.js';
import imports from 'glue/notice/imports.js';
import type { Shim } from '../../shim/between';
import { fill } from '../fill';
import { lasts, told } from '../host-later.js';
import { bind, learn, nodes } from '../host.js';
import { answered, instantiate } from '../instantiate';
import { chosen } from '../language';

declare const NOTICE_WASM_INTEGRITY: string;

/** The first of the pages' files that says a key has it: the policy page's come last. */
const LAYERS = ['.notice', '.more', ''];

const started = new Map<string, Promise<void>>();

/** Where wasm may not run, the same as JavaScript. Not by a script element, whose address Trusted Types want trusted. */
const start = (base: string) =>
  instantiate(__wbg_set_wasm, imports, base + 'portcullis-notice.wasm', NOTICE_WASM_INTEGRITY).catch(async () => {
    const { default: instantiated } = await import(base + 'portcullis-notice-plain.js');
    __wbg_set_wasm(instantiated(imports));
  });

/** A policy's text, as core reads it: filled from the catalogue where it names that. */
export const readable = async (declared: any, language: string, base: string): Promise<string> => {
  const copy = structuredClone(declared);
  await fill(copy, language, base);
  return JSON.stringify(copy);
};

/** Has the wasm read a policy; resolves with the language of the words. */
export const read = async (declared: any, base: string, layers = LAYERS): Promise<string> => {
  const language: string = await chosen(declared);
  const file = async (layer: string) => (await answered(fetch(`${base}locales/${language}${layer}.json`))).json();
  if (!started.has(base)) started.set(base, start(base));
  const [policy, ...words] = await Promise.all([
    readable(declared, language, base),
    ...layers.map(file),
    started.get(base),
  ]);
  learn({ words: { ...Object.assign({}, ...words.slice(0, layers.length)), ...declared.texts?.[language] }, language });
  bind({ d, lasts } as Shim, () => {});
  if (!page_read(policy)) throw Error('the policy is wrong: `portcullis check` says where');
  return language;
};

/** The nodes of what the wasm has just told. */
export const drawn = (): DocumentFragment => nodes(told);

/** The policy that is announced and not yet in force, as text; nothing where none is. */
export const announced = async (declared: any, language: string, base: string, from: string): Promise<string> => {
  const next = declared.notice?.next?.policy;
  return next
    ? readable(await (await answered(fetch(new URL(next, from), { cache: 'no-cache' }))).json(), language, base)
    : '';
};

/** In minutes since 1970. */
export const now = () => (Date.now() / 6e4) | 0;
