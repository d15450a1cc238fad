// What stands in a held element's place, drawn into a blank frame: the held one itself, which has its size and moves
// nothing, or one that stands before it (stand-in.ts).

import { d } from '../shim/document';
import STYLE from './placeholder.css';

export interface Button {
  label: string;
  act(): void;
}
export interface Said {
  language: string;
  name: string;
  title: string;
  about: string;
  privacy?: [label: string, url: string];
  answers: Button[];
  /** All there is room for in a small frame. */
  open: Button;
  scheme: string;
}
export interface Placeholder {
  remove(): void;
}

const COLOURS = ['ground', 'text', 'line', 'accent', 'on-accent', 'radius', 'font'];
const night = matchMedia('(prefers-color-scheme: dark)');

/** Its nodes; texts are text nodes, and the one address is a checked one. */
const fill = (at: Document, said: Said) => {
  const put = (into: Node, name: string, kind: string, text = '', more = {}) => {
    const node = Object.assign(at.createElement(name), { className: kind, textContent: text }, more);
    into.appendChild(node);
    return node;
  };
  const button = (into: Node, kind: string, { label, act }: Button) =>
    put(into, 'button', kind, label, { type: 'button', onclick: act });
  const root = at.documentElement;
  root.lang = said.language;
  root.dir = /ar|he/.test(said.language) ? 'rtl' : 'ltr';
  const site = getComputedStyle(d.documentElement);
  for (const name of COLOURS)
    root.style.setProperty('--portcullis-' + name, site.getPropertyValue('--portcullis-' + name));
  at.title = said.title;
  const full = put(at.body, 'section', 'full', '', { ariaLabel: said.title });
  const text = put(full, 'div', 'said');
  put(text, 'p', 'title', said.title);
  put(text, 'p', 'about', said.about);
  const [label, url] = said.privacy ?? [];
  const address = url && new URL(url, location.href);
  if (address && /^http/.test(address.protocol))
    put(put(text, 'p', 'link'), 'a', '', label, { href: address.href, target: '_blank', rel: 'noopener noreferrer' });
  if (said.answers[0]) {
    const answers = put(full, 'div', 'answers');
    for (const one of said.answers) button(answers, '', one);
  }
  const small = put(at.body, 'section', 'small', '', { ariaLabel: said.title });
  put(small, 'p', 'title', said.name);
  // Where there is no room for both, the name is the button.
  const open = button(small, '', { ...said.open, label: '' });
  open.ariaLabel = `${said.name}: ${said.open.label}`;
  put(open, 'span', 'words', said.open.label);
  put(open, 'span', 'name', said.name);
};

export const draw = (into: HTMLIFrameElement, said: Said): Placeholder => {
  // What says the same stays as it is, under a visitor's hand.
  const text = JSON.stringify(said);
  const fresh = () => {
    const at = into.contentDocument;
    // It may have gone on to where it leads.
    if (!at || at.URL != 'about:blank' || at.body.dataset.said == text) return;
    at.body.replaceChildren();
    at.body.dataset.said = text;
    fill(at, said);
    scheme();
    try {
      const sheet = new (into.contentWindow as any).CSSStyleSheet();
      sheet.replaceSync(STYLE);
      at.adoptedStyleSheets = [sheet];
    } catch {}
  };
  // A frame's own media query follows the page's scheme, and not the visitor's.
  const scheme = () => {
    const root = into.contentDocument?.documentElement;
    if (root) root.dataset.scheme = /light|dark/.test(said.scheme) ? said.scheme : night.matches ? 'dark' : 'light';
  };
  fresh();
  // Where a blank document is loaded like any other, it takes the place of the first.
  into.addEventListener('load', fresh);
  night.addEventListener('change', scheme);
  return {
    remove() {
      into.removeEventListener('load', fresh);
      night.removeEventListener('change', scheme);
    },
  };
};
