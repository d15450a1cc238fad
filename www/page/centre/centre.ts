// portcullis-centre.js: fetched when the visitor opens their own part of the preferences. It shows what core tells it, and
// does what is asked there: withdraw, download, erase. docs/receipts.md

import { d } from '../../shim/document';
import { page_centre, page_report, page_stays } from 'glue/notice/portcullis_bg.js';
import type { Erased, Pass, Shim } from '../../shim/between';
import { say } from '../host.js';
import { save } from '../download';
import { drawn, read } from '../notice/reader';
import { put } from '../notice/sheet';
import { sound } from '../proof/journal';
import { everything, forget, journal } from './stored';
import SHEET from './centre.css';

declare const VERSION: string;

const script = Reflect.get(Document.prototype, 'currentScript', document) as HTMLScriptElement & { portcullis: Shim };
const shim = script.portcullis;
const base = new URL('.', script.src).href;
const { portcullis: api } = window as any;

const declared = (): any => (shim.pass ?? (JSON.parse(localStorage[shim.store]) as Pass)).declared;
type Signals = [gpc: boolean, age: string, regime: string, country: string, guard: string];
const signals = () =>
  [
    (navigator as any).globalPrivacyControl === true,
    ...['age', 'regime', 'country', 'guard'].map(shim.setting),
  ] as Signals;

/** What is to be said once the preferences stand again: they are drawn anew after every choice. */
let outcome: (() => void) | undefined;
let language: string;

const part = (name: string, attributes: object, ...children: Node[]) => {
  const made = Object.assign(d.createElement(name), attributes);
  made.append(...children);
  return made;
};

/** Times as the language writes them. */
const dated = (nodes: DocumentFragment) => {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' });
  for (const time of nodes.querySelectorAll('time')) {
    const at = new Date(time.dateTime);
    time.textContent = +at ? format.format(at) : time.dateTime;
  }
  return nodes;
};

/** In a tree of its own: no style of the page's reaches in, and what is asked above stays the text that a receipt is of. */
const draw = async (box: HTMLElement) => {
  language = await read(declared(), base, ['.centre']);
  const states = Object.entries(api.state().services)
    .map(([id, state]) => `${id} ${state}`)
    .join('\n');
  page_centre(states, sound(journal())[0], ...signals());
  let root = box.shadowRoot;
  if (!root) put(SHEET, (root = box.attachShadow({ mode: 'open' })));
  // Empty at first, so that filling it is announced.
  const status = part('div', { className: 'portcullis-status', role: 'status', tabIndex: -1 });
  const content = part('div', {}, dated(drawn()));
  content.addEventListener('click', ({ target }) => act(box, (target as Element).closest('button')?.value));
  root.replaceChildren(status, content);
  if (!outcome) return;
  outcome();
  outcome = undefined;
  // The next frame: what came with its surroundings is not heard of.
  requestAnimationFrame(() => {
    status.append(drawn());
    status.focus();
    status.scrollIntoView({ block: 'center' });
  });
};

/** Has the preferences drawn anew, with what became of it in this part of them. */
const again = async (report: Erased | undefined, erased: boolean, stays = false) => {
  outcome = () => page_report(JSON.stringify(report ?? {}), erased, stays);
  // What opens them is what the focus comes back to.
  d.querySelector<HTMLElement>('.portcullis-control, .portcullis-banner [data-action=choose]')?.focus();
  await shim.core!.open();
};

const acts: Record<string, (box: HTMLElement) => unknown> = {
  change: (box) => {
    const first = box.closest('dialog')!.querySelector<HTMLElement>('input:enabled');
    first?.focus();
    first?.scrollIntoView({ block: 'center' });
  },
  withdraw: async () => again((await shim.core!.withdraw()) || undefined, false),
  async download() {
    const text = await everything(shim, declared().site, api.state().services);
    save('privacy.json', 'application/json', text);
  },
  async erase() {
    // What runs must stop before what it stored can go.
    const report = (await shim.core!.withdraw()) || undefined;
    const stays = page_stays(...signals());
    await forget(shim, declared(), stays);
    await shim.core!.look();
    await again(report, true, stays);
  },
};

const act = async (box: HTMLElement, name?: string) => {
  try {
    await acts[name!]?.(box);
  } catch (error) {
    console.warn('portcullis:', error);
    const status = box.shadowRoot!.querySelector<HTMLElement>('.portcullis-status')!;
    status.textContent = say('failed', '');
    status.focus();
  }
};

// A file of another version is not what core's was made with.
if (shim.store.startsWith(`portcullis ${VERSION},`)) {
  shim.centre = (details) => {
    if (details.open)
      return draw(details.lastElementChild as HTMLElement).catch((error) => console.warn('portcullis:', error));
    // It is told of that, too.
    details.open = !!outcome;
  };
}
