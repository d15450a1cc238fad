// What stands in a held element's place, drawn into a blank frame: the held one itself, which has its size and moves
// nothing, or one that stands before it (stand-in.ts).

import type { Placeholder } from '../generated';
import { page } from '../gate/document';
import { build } from '../shim/surfaces';
import SHEET from './placeholder.css';

/** The site's own colours, which a document of its own does not inherit. */
const LOOK = ['ground', 'text', 'line', 'accent', 'on-accent', 'radius', 'font'];
const night = matchMedia('(prefers-color-scheme: dark)');

export interface Drawn {
  remove(): void;
}

/** A document that leads nowhere: it may be drawn into. */
const isBlank = (inner: Document | null): inner is Document => /^about:(blank|srcdoc)$/.test(inner?.URL ?? '');

const dress = (frame: HTMLIFrameElement, inner: Document): void => {
  const site = getComputedStyle(page.root);
  for (const name of LOOK) {
    const property = `--portcullis-${name}`;
    inner.documentElement.style.setProperty(property, site.getPropertyValue(property));
  }
  try {
    const sheet = new (frame.contentWindow as Realm).CSSStyleSheet();
    sheet.replaceSync(SHEET);
    inner.adoptedStyleSheets = [sheet];
  } catch {
    // An old browser: what is drawn still works.
  }
};

/** Draws into a frame, now and whenever its blank document is another; `act` hears of a click on what has an action. */
export const drawInto = (
  frame: HTMLIFrameElement,
  placeholder: Placeholder,
  scheme: string,
  act: (action: string) => void,
): Drawn => {
  // A frame's own media query follows the page's scheme, and not the visitor's.
  const setScheme = (): void => {
    const root = frame.contentDocument?.documentElement;
    if (root) root.dataset.scheme = /^(light|dark)$/.test(scheme) ? scheme : night.matches ? 'dark' : 'light';
  };
  let drawnInto: Document | undefined;
  const hear = (event: Event): void => {
    const pressed = (event.target as Element).closest<HTMLElement>('[data-action]');
    if (pressed?.dataset.action) act(pressed.dataset.action);
  };
  const draw = (): void => {
    const inner = frame.contentDocument;
    if (!isBlank(inner) || inner === drawnInto || !inner.body) return;
    drawnInto = inner;
    inner.documentElement.lang = placeholder.language;
    inner.documentElement.dir = placeholder.direction;
    inner.title = placeholder.title;
    const focused = [...inner.querySelectorAll<HTMLElement>('[data-action]')].indexOf(
      inner.activeElement as HTMLElement,
    );
    inner.body.replaceChildren(build(placeholder.drawing));
    inner.querySelectorAll<HTMLElement>('[data-action]')[focused]?.focus();
    inner.body.onclick = hear;
    dress(frame, inner);
    setScheme();
  };
  draw();
  // Where a blank document is loaded like any other, it takes the place of the first.
  frame.addEventListener('load', draw);
  night.addEventListener('change', setScheme);
  return {
    remove() {
      frame.removeEventListener('load', draw);
      night.removeEventListener('change', setScheme);
    },
  };
};
