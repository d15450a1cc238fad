// A frame that lies over a held film, a frame that cannot be drawn into, or what a script fills, at the end of <body>.
// Nothing is put between the page's own nodes: an app that takes its markup over counts them. The element keeps its
// place, unseen.

import { page } from '../gate/document';
import { mapped } from '../gate/own';
import { NAME, type StandIn } from './stand-in';

/** Hides what is covered. */
const hiding = new CSSStyleSheet();
/** What else is said of it, by the number that it has in `data-portcullis`. */
const covered = new Map<string, string>();
/** What a script fills has this height at least while it is held, in pixels: both answers have room in it. */
const ROOM = 160;
const HAS_SIZE = 'iframe,video,audio';
const BOX = '[data-portcullis=covers]';

const setStyle = (element: HTMLElement, style: Record<string, string>): void => {
  for (const name in style) element.style.setProperty(name, style[name]!, 'important');
};

const hide = (): void => {
  const ruleOf = ([number, room]: [string, string]): string =>
    `[data-portcullis="${number}"]{visibility:hidden!important;${room}}`;
  hiding.replaceSync(mapped([...covered], ruleOf).join(''));
  if (!page.styleSheets.includes(hiding)) page.styleSheets.push(hiding);
};

/** Where covers are: of no size, and in the way of nothing. */
const box = (): HTMLElement => {
  const [standing] = page.all(`body>${BOX}`);
  if (standing) return standing;
  const made = page.create('div');
  made.dataset.portcullis = 'covers';
  setStyle(made, { all: 'initial', position: 'absolute', top: '0', left: '0', width: '0', height: '0' });
  page.body?.append(made);
  return made;
};

/** By how much the page clips an element, from its top, right, bottom and left. */
const clippedBy = (element: HTMLElement, { top, right, bottom, left }: DOMRect): number[] => {
  const clipped = [0, 0, 0, 0];
  for (let up = element.parentElement; up && up !== page.body; up = up.parentElement) {
    if (getComputedStyle(up).overflow === 'visible') continue;
    const edge = up.getBoundingClientRect();
    const by = [edge.top - top, right - edge.right, bottom - edge.bottom, edge.left - left];
    for (let side = 0; side < 4; side++) clipped[side] = Math.max(clipped[side]!, by[side]!);
  }
  return clipped;
};

/** After these something may stand elsewhere. */
const MOVES = ['scroll', 'resize', 'load', 'transitionend', 'animationend'];
let unnumbered = 0;

export const cover = (element: HTMLElement): StandIn => {
  const frame = page.create('iframe');
  frame.dataset.portcullis = NAME;
  const isNumbered = !!element.dataset.portcullis;
  element.dataset.portcullis ||= `code-${unnumbered++}`;
  const number = element.dataset.portcullis;

  /** Whether the page itself shows it. */
  const isShown = (): boolean => {
    hiding.disabled = true;
    const isVisible = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    hiding.disabled = false;
    return isVisible;
  };
  const fit = (): void => {
    if (!frame.isConnected) return;
    const rect = element.getBoundingClientRect();
    const origin = box().getBoundingClientRect();
    const clipped = clippedBy(element, rect);
    setStyle(frame, {
      all: 'initial',
      display: isShown() ? 'block' : 'none',
      position: 'absolute',
      left: `${rect.left - origin.left}px`,
      top: `${rect.top - origin.top}px`,
      width: `${rect.width}px`,
      height: `${rect.height}px`,
      'clip-path': clipped.some(Boolean) ? `inset(${clipped.map((by) => `${by}px`).join(' ')})` : 'none',
    });
  };
  box().append(frame);
  const isLow = !element.matches(HAS_SIZE) && element.offsetHeight < ROOM;
  covered.set(number, isLow ? `display:block!important;min-height:${ROOM}px!important` : '');
  hide();
  fit();
  const attributes = new MutationObserver(fit);
  attributes.observe(element, { attributes: true });
  const sizes = new ResizeObserver(fit);
  for (const one of [element, page.body, page.root]) if (one) sizes.observe(one);
  for (const type of MOVES) addEventListener(type, fit, true);

  return {
    frame,
    stands: () => frame.isConnected && element.isConnected,
    isLate: () => false,
    fit,
    remove() {
      attributes.disconnect();
      sizes.disconnect();
      for (const type of MOVES) removeEventListener(type, fit, true);
      frame.remove();
      covered.delete(number);
      hide();
      if (!isNumbered) delete element.dataset.portcullis;
      if (!covered.size) for (const one of page.all(BOX)) one.remove();
    },
  };
};
