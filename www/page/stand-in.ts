// A frame that stands right before a held embed or object, which has no place of its own while it is held, with its
// look and size. The element itself is not touched: for as long as the frame stands there, a sheet keeps it from being
// shown.

import { page } from '../gate/document';

export interface StandIn {
  frame: HTMLIFrameElement;
  /** Whether it is where it belongs: the page may have moved one of the two, or taken it away. */
  stands(): boolean;
  /**
   * Whether the element has not yet its size: Firefox shows nothing, or what an object holds instead, until what it
   * loads has come.
   */
  isLate(): boolean;
  fit(): void;
  remove(): void;
}

/** As stand-in.css has it. */
export const NAME = 'stand-in';
/** How long a size may be waited for, in milliseconds: not every failure is told. */
const PATIENCE = 4000;
/** The properties that say where and how large an element is, and what surrounds it. */
const LOOK = new RegExp(
  `^(${[
    'display|position|top|right|bottom|left|float|clear|width|height|m(in|ax)-|margin|padding|border|box-|aspect',
    'flex|order|(align|justify)-self|grid-(row|column)|vertical|opacity|visibility|z-index',
    'transform|translate|rotate|scale|clip-path',
  ].join('|')})`,
);

/** Those in the page, also copies that it has made. */
export const standIns = (): Iterable<Element> => page.all(`[data-portcullis=${NAME}]`);

/** Stands before that element; `arrived` is called when that has loaded, or cannot. */
export const standIn = (element: HTMLElement, arrived: () => void): StandIn => {
  const frame = page.create('iframe');
  const style = getComputedStyle(element);

  const fit = (): void => {
    frame.dataset.portcullis = '';
    const { display } = style;
    // From here on it is hidden, and its sizes are as the page has written them: what is 100 % stays so.
    frame.dataset.portcullis = NAME;
    for (const name of style) {
      if (!LOOK.test(name)) continue;
      const value = style.getPropertyValue(name);
      frame.style.setProperty(name, name === 'display' ? display : value, 'important');
    }
  };
  element.before(frame);
  fit();
  const watch = new MutationObserver(fit);
  watch.observe(element, { attributes: true });
  addEventListener('resize', fit);
  let isHere = false;
  let patience: ReturnType<typeof setTimeout> | undefined;
  const arrive = (): void => {
    // What loaded before it was waited for is an empty page.
    isHere ||= patience !== undefined;
    arrived();
  };
  element.addEventListener('load', arrive);
  element.addEventListener('error', arrive);

  return {
    frame,
    stands: () => frame.isConnected && frame.nextElementSibling === element,
    isLate() {
      if (isHere || !frame.offsetWidth) return false;
      frame.dataset.portcullis = '';
      // By half: who is never as large as the frame must not wait, as what is hidden does not load in Chromium.
      const isLate = !element.offsetWidth || element.offsetHeight * 2 < frame.offsetHeight;
      frame.dataset.portcullis = NAME;
      if (isLate) patience ??= setTimeout(arrive, PATIENCE);
      return isLate;
    },
    fit,
    remove() {
      watch.disconnect();
      removeEventListener('resize', fit);
      element.removeEventListener('load', arrive);
      element.removeEventListener('error', arrive);
      frame.remove();
    },
  };
};
