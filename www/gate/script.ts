// Runs a marked script: a copy takes its mark's place, and when it has run the mark stands there again. What such a
// script finds is what it would have found in the markup: page events that are over are called for it, and what it
// writes into the document stands where it stood.

import { define, hookMethod } from './hook';
import { lend } from './lent';
import { trusted } from './trusted';

/** Types of a `data-type` that say what kind of script it is; any other is the page's own. */
const SCRIPT_TYPE = /^(module|(text|application)\/(x-)?(java|ecma)script)$/i;

type Complain = (what: string, mark: Element) => void;

/** What a running script writes into the document. */
interface Writer {
  text: string;
}

/** The copies that run, each with what it writes. */
const writers = new WeakMap<object, Writer>();

const page = (name: 'currentScript' | 'readyState'): any => Reflect.get(Document.prototype, name, document);
/** The writer of the released script that runs now, where one does. */
export const currentWriter = (): Writer | undefined => {
  const script = page('currentScript');
  return script ? writers.get(script) : undefined;
};

let pageIsHooked = false;

/** Whether the page dispatches an event of that type no more. */
const isOver = (type: string): boolean => {
  const [times] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  if (type === 'DOMContentLoaded') return !!times?.domContentLoadedEventStart;
  if (type === 'load') return !!times?.loadEventStart;
  return type === 'readystatechange' && page('readyState') === 'complete';
};

/** Calls a listener once, for an event that was over when it came. */
const callFor = (type: string, target: EventTarget, listener: any): void => {
  setTimeout(() => {
    const event = new Event(type);
    for (const property of ['target', 'currentTarget']) define(event, property, { value: target });
    if (typeof listener === 'function') listener.call(target, event);
    else listener?.handleEvent?.(event);
  });
};

/** Hooks what a released script does to the page, once there is one. */
const hookPage = (): void => {
  if (pageIsHooked) return;
  pageIsHooked = true;
  hookMethod(EventTarget.prototype, 'addEventListener', (call, values, self) => {
    const [type, listener] = values;
    const target = self ?? window;
    if ((target === window || target === document) && isOver(`${type}`) && currentWriter()) {
      callFor(`${type}`, target, listener);
    }
    return call();
  });
  for (const [name, end] of [
    ['write', ''],
    ['writeln', '\n'],
  ] as const) {
    hookMethod(Document.prototype, name, (call, values, self) => {
      const writer = self === document ? currentWriter() : undefined;
      if (!writer) return call();
      writer.text += values.join('') + end;
      return undefined;
    });
  }
  // To open a document that has been parsed empties it.
  for (const name of ['open', 'close']) {
    hookMethod(Document.prototype, name, (call, _, self) => (self === document && currentWriter() ? document : call()));
  }
};

/** Puts what a script wrote where its mark stands. Scripts in it run. */
const flush = (mark: Element, writer: Writer): void => {
  const { text } = writer;
  writer.text = '';
  if (!text || !mark.isConnected) return;
  const range = document.createRange();
  range.selectNode(mark);
  mark.before(range.createContextualFragment(trusted('createHTML', text)));
};

const addressOf = (mark: HTMLScriptElement): string | undefined => {
  const address = mark.dataset.src ?? mark.getAttribute('src');
  if (address === null) return undefined;
  // Throws where it is none.
  const { protocol } = new URL(address, mark.baseURI);
  if (!/^https?:$/.test(protocol)) throw new TypeError(`a script of ${protocol}`);
  return address;
};

/** The copy of a mark that runs. */
const copyOf = (mark: HTMLScriptElement, address: string | undefined): HTMLScriptElement => {
  const script = Document.prototype.createElement.call(document, 'script') as HTMLScriptElement;
  const { type } = mark.dataset;
  for (const { name, value } of mark.attributes) {
    const isOurs = /^(type|src|nonce|data-src|data-consent|data-consent-any)$/.test(name);
    const isScriptType = name === 'data-type' && SCRIPT_TYPE.test(value);
    if (!isOurs && !isScriptType) script.setAttribute(name, value);
  }
  if (type !== undefined && SCRIPT_TYPE.test(type)) script.type = type;
  // What code inserts is `async` unless it says otherwise.
  if (!mark.hasAttribute('async')) script.async = false;
  if (address === undefined) script.text = trusted('createScript', mark.textContent ?? '');
  else script.src = trusted('createScriptURL', address);
  return script;
};

/** Resolves when it has run, or cannot; nothing where it ran at once. */
export const runScript = (mark: HTMLScriptElement, nonce: string, complain: Complain): Promise<void> | undefined => {
  // Injected markup does not know the page's nonce, and must not be given it.
  if (nonce && mark.nonce !== nonce) {
    complain('this mark has not the nonce of our own tag', mark);
    return undefined;
  }
  let script: HTMLScriptElement;
  try {
    script = copyOf(mark, addressOf(mark));
  } catch {
    complain(`"${mark.dataset.src}" is no address of a script`, mark);
    return undefined;
  }
  script.nonce = mark.nonce;
  if (!mark.isConnected) return undefined;
  hookPage();
  const writer: Writer = { text: '' };
  writers.set(script, writer);
  const onload = window.onload;
  const finish = (): void => {
    if (script.isConnected) script.replaceWith(mark);
    flush(mark, writer);
    if (window.onload && window.onload !== onload && isOver('load')) callFor('load', window, window.onload);
  };
  if (!script.src && script.type !== 'module') {
    mark.replaceWith(script);
    finish();
    return undefined;
  }
  lend(mark, script);
  return new Promise((end) => {
    const ended = (event: Event): void => {
      if (event.type === 'error') complain(`"${script.src || 'this script'}" has not loaded`, mark);
      finish();
      end();
    };
    script.addEventListener('load', ended, { once: true });
    script.addEventListener('error', ended, { once: true });
    mark.replaceWith(script);
  });
};
