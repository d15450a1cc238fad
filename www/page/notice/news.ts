// portcullis-news.js: fetched when someone who has chosen meets a policy that is not the one they chose under. It says
// once that a version is announced, and what has changed where something is asked again.

import { d } from '../../shim/document';
import { page_ahead, page_changes } from 'glue/notice/portcullis_bg.js';
import type { Pass, Shim } from '../../shim/between';
import { adopt } from '../adopt';
import { told } from '../host-later.js';
import { learn, nodes, say } from '../host.js';
import { announced, now, read } from './reader';
import NEWS from './news.css';

declare const VERSION: string;

const script = Reflect.get(Document.prototype, 'currentScript', document) as HTMLScriptElement & { portcullis: Shim };
const shim = script.portcullis;
const base = new URL('.', script.src).href;

/** The passes that stand before core writes another: what the visitor knew. */
const known = (() => {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith('portcullis '));
    // This page's own is the last that was seen here.
    return [shim.store, ...keys].flatMap((key): Pass[] => (localStorage[key] ? [JSON.parse(localStorage[key])] : []));
  } catch {
    return [];
  }
})();

/** What a version is announced by. */
const ahead = (declared: any) => JSON.stringify(declared?.notice?.next ?? declared?.effective);

/** Whether anything can be new: a policy that was not known, or one that announces. The wasm is fetched for no other. */
const isNew = ({ policy, declared }: any) =>
  (known[0] && known.every((pass) => pass.policy != policy)) ||
  declared.notice?.next ||
  declared.effective > new Date().toISOString();

const titled = (title: string) => nodes(`<p\n$${title}\n>`);

/** A box with what stands in it, and its language. */
const box = (tag: string, name: string, language: string, ...parts: Node[]) => {
  const made = d.createElement(tag);
  made.className = `portcullis-${name}`;
  made.lang = language;
  made.append(...parts);
  return made;
};

/** Says that a version is announced, beside the page and out of its way. */
const announce = (language: string, said: Node, page: string) => {
  const aside = box('section', 'news', language);
  aside.classList.add('portcullis');
  aside.dir = /ar|he/.test(language) ? 'rtl' : 'ltr';
  aside.role = 'status';
  const close = d.createElement('button');
  close.type = 'button';
  close.textContent = say('next.close', '');
  close.onclick = () => aside.remove();
  // Empty at first, so that filling it is announced.
  d.body.append(aside);
  aside.append(said, nodes(`<p\n<a\n^${page}\n$policy\n>\n>`), close);
};

/** What is to be said under this pass; drawn once for each policy. */
const tell = async (pass: Pass) => {
  const { declared, state } = pass as { declared: any; state: Pass['state'] };
  const from = new URL(shim.setting('policy') || '/privacy/', location.href);
  const language = await read(declared, base);
  learn({ home: new URL('.', from).href });
  page_ahead(await announced(declared, language, base, from.href).catch(() => ''), now());
  const coming = told;
  const asked = Object.keys(state.services)
    .filter((id) => state.services[id] == 'undecided')
    .join('\n');
  const before: any = known.find(({ declared }) => declared)?.declared;
  let changed = '';
  if (asked && before) {
    page_changes(JSON.stringify(before), asked);
    changed = told;
  }
  const list = () => box('div', 'changed', language, titled('changed.title'), nodes(`<ul\n${changed}>\n`));
  /** Before what is first there of that kind; once. */
  const place = (into: string, before: string, part: Element) => {
    const surface = d.querySelector(into);
    if (surface && !surface.querySelector('.' + part.className)) surface.querySelector(before)?.before(part);
  };
  shim.news = () => {
    if (changed) place('.portcullis-preferences .portcullis-body', 'p', list());
    if (coming) place('.portcullis-preferences .portcullis-body', 'p', box('div', 'ahead', language, nodes(coming)));
  };
  if (changed) place('.portcullis-said', '#portcullis-about', list());
  const seen = known.some((pass) => ahead(pass.declared) == ahead(declared));
  if (coming && !seen && state.decided && pass.record) announce(language, nodes(coming), declared.site?.policy ?? '');
};

if (shim.store.startsWith(`portcullis ${VERSION},`)) {
  shim.news = () => {};
  adopt(NEWS, shim.setting('scheme'));
  let last: unknown;
  const { apply } = shim;
  // Once core has looked: it is what says what is undecided, and by which policy.
  shim.apply = async (pass) => {
    const control = await apply(pass);
    if (pass.declared && pass.policy != last && isNew(pass)) {
      last = pass.policy;
      tell(pass).then(() => shim.news!(), console.warn);
    }
    return control;
  };
}
