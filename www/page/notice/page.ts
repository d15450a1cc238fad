// portcullis-notice.js: for the policy page alone. Where data-portcullis="policy" stands it puts the readable policy, from
// the file that the gate is made of, with the visitor's choices as switches in place. What stood there stays where that
// cannot be: `portcullis render --fragment` prints something fitting.

import { page_ahead, page_article, page_switches } from 'glue/notice/portcullis_bg.js';
import type { State } from '../../shim/between';
import { told } from '../host-later.js';
import { say } from '../host.js';
import { answered } from '../instantiate';
import { inline } from '../tag';
import { announced, drawn, now, read } from './reader';
import { put } from './sheet';
import SHEET from '../../../src/notice/notice.css';

interface Api {
  state(): State;
  on(event: 'change', listener: () => void): void;
  ready: Promise<State>;
  grant(services: string[]): Promise<unknown>;
  deny(services: string[]): Promise<unknown>;
  withdraw(): Promise<unknown>;
}

const script = Reflect.get(Document.prototype, 'currentScript', document) as HTMLScriptElement;
const base = new URL('.', script.src).href;
const api: Partial<Api> & Record<string, any> = (window as any).portcullis ?? {};
const tag = document.querySelector<HTMLScriptElement>(
  'script[data-policy],script[src*="/portcullis.js"],script[src*="/portcullis-seal.js"]',
);
const setting = (name: string): string =>
  script.dataset[name] || tag?.dataset[name] || (typeof api[name] == 'string' ? api[name] : '');

/** The visitor's own browser, of those whose makers' help is linked. */
const browser = () =>
  ([
    [/\bEdg/, 'Edge'],
    [/Firefox|FxiOS/, 'Firefox'],
    [/Chrom|CriOS/, 'Chrome'],
    [/Safari/, 'Safari'],
  ].find(([known]) => (known as RegExp).test(navigator.userAgent))?.[1] as string) ?? '';

/** The policy, and where it lies. */
const declared = async (): Promise<[any, string]> => {
  const text = inline();
  const url = new URL(setting('policy') || location.href, document.baseURI).href;
  return [
    text && !script.dataset.policy
      ? JSON.parse(text)
      : await (await answered(fetch(url, { cache: 'no-cache' }))).json(),
    url,
  ];
};

/** The switches, in the section's box: they show what the page's gate holds, whoever changed it. */
const choices = (box: HTMLElement, language: string, api: Api) => {
  const status = document.createElement('p');
  status.className = 'portcullis-saved';
  status.role = 'status';
  box.after(status);
  let shape = '';

  const show = () => {
    const { services } = api.state();
    const states = Object.entries(services)
      .map(([id, state]) => `${id} ${state}`)
      .join('\n');
    // Where the gate has nothing to say, as under a wrong policy, the link stays.
    if (!states) return;
    const [age, regime, country, guard] = ['age', 'regime', 'country', 'guard'].map(setting) as [
      string,
      string,
      string,
      string,
    ];
    page_switches(language, states, (navigator as any).globalPrivacyControl === true, age, regime, country, guard);
    const now = told.replaceAll('\n=checked \n', '\n');
    if (now != shape) {
      const focused = box.contains(document.activeElement) && (document.activeElement as HTMLInputElement).value;
      box.replaceChildren(drawn());
      if (focused) box.querySelector<HTMLElement>(`[value="${CSS.escape(focused)}"]`)?.focus();
      shape = now;
    }
    for (const one of box.querySelectorAll('input')) one.checked = services[one.value] == 'granted';
  };

  const save = async (choosing: () => Promise<unknown>) => {
    status.textContent = '';
    try {
      await choosing();
      status.textContent = say('choices.saved', '');
    } finally {
      show();
    }
  };
  box.addEventListener('change', ({ target }) => {
    const { value, checked } = target as HTMLInputElement;
    save(() => (checked ? api.grant([value]) : api.deny([value])));
  });
  box.addEventListener('click', ({ target }) => {
    const { value } = (target as Element).closest('button') ?? {};
    const { services } = api.state();
    // "Accept all" is no exception to a signal of the browser's: that takes a switch of the service's own.
    if (value == 'accept') save(() => api.grant(Object.keys(services).filter((id) => services[id] != 'locked')));
    if (value == 'reject') save(() => api.withdraw());
  });
  api.on('change', show);
  api.ready.then(show);
  show();
};

const draw = async (place: HTMLElement) => {
  const [policy, from] = await declared();
  const language = await read(policy, base);
  put(SHEET);
  page_article(language, Number(place.dataset.level) || 2, browser());
  place.replaceChildren(drawn());
  const box = place.querySelector<HTMLElement>('.portcullis-choices');
  if (box && api.state) choices(box, language, api as Api);
  // A link to a section was followed before there was one.
  if (location.hash.startsWith('#portcullis-'))
    place.querySelector(`[id="${CSS.escape(location.hash.slice(1))}"]`)?.scrollIntoView();
  page_ahead(await announced(policy, language, base, from), now());
  if (told) place.querySelector('.portcullis-announced')!.replaceChildren(drawn());
};

const place = document.querySelector<HTMLElement>('[data-portcullis=policy]');
if (place) draw(place).catch((error) => console.error(`portcullis: the readable policy: ${error.message}`));
