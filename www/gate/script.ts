// Runs a marked script: a copy takes its mark's place, and when it has run the mark stands there again. What such a
// script finds is what it would have found in the markup: page events that are over are called for it, and what it
// writes into the document stands where it stood.

import { define, hookMethod, hookProperty } from './hook';
import { any } from './own';
import { lend } from './lent';
import { trusted } from './trusted';
import { page } from './document';

/** Types of a `data-type` that say what kind of script it is; any other is the page's own. */
const SCRIPT_TYPE = /^(module|(text|application)\/(x-)?(java|ecma)script)$/i;

export const isModule = (mark: HTMLScriptElement): boolean => /^module$/i.test(mark.dataset.type ?? '');

type Complain = (what: string, mark: Element) => void;

/** What a running script writes into the document. */
interface Writer {
  /** What is written stands before it. */
  place: Element;
  text: string;
}

/** The copies that run, each with what it writes; and scripts that such a one has written. */
const writers = new WeakMap<object, Writer>();
/** Of the script that is put in and runs at once: in a shadow tree it is no `currentScript`. */
let writing: Writer | undefined;
/** Addresses of released modules: none of them is a `currentScript`. */
const modules: string[] = [];

// A page may replace this later.
const { apply } = Reflect;

/** The writer of the released script that runs now, where one does. */
const currentWriter = (): Writer | undefined => {
  const script = page.currentScript;
  return script ? writers.get(script) : writing;
};

/** Whether the code that runs is of a released script. */
const isReleased = (): boolean => {
  if (currentWriter()) return true;
  if (page.currentScript || !modules.length) return false;
  const { stack = '' } = new Error();
  return any(modules, (address) => stack.includes(`${address}:`));
};

let pageIsHooked = false;

const PAGE_EVENT = /^(DOMContentLoaded|load|pageshow|readystatechange)$/;
/** Whether the page dispatches an event of that type no more. */
const isOver = (type: string): boolean => {
  const [times] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  if (type === 'DOMContentLoaded') return !!times?.domContentLoadedEventStart;
  if (type === 'load' || type === 'pageshow') return !!times?.loadEventStart;
  return type === 'readystatechange' && page.isComplete;
};

/** Calls a listener, in a task, for an event that was over when it came. */
const callFor = (type: string, target: EventTarget, listener: EventListenerOrEventListenerObject): void => {
  const writer = currentWriter();
  setTimeout(() => {
    const event = new Event(type);
    for (const property of ['target', 'currentTarget']) define(event, property, { value: target });
    if (writer) writing = writer;
    try {
      if (typeof listener === 'function') apply(listener, target, [event]);
      else listener.handleEvent?.(event);
    } finally {
      if (writer) endWriting(writer);
    }
  });
};
const endWriting = (writer: Writer): void => {
  writing = undefined;
  flush(writer);
};

/** Which events a listener was called for: the page hears of each once, however often it is added. */
const called = new WeakMap<object, string[]>();
const isFirst = (listener: object, key: string): boolean => {
  const before = called.get(listener) ?? [];
  if (any(before, (one) => one === key)) return false;
  before[before.length] = key;
  called.set(listener, before);
  return true;
};

/** Hooks what a released script does to the page, once there is one. */
const hookPage = (): void => {
  if (pageIsHooked) return;
  pageIsHooked = true;
  hookMethod(EventTarget.prototype, 'addEventListener', (call, values, self) => {
    const [type, listener, options] = values;
    const target = self ?? window;
    const isOfPage = (target === window || target === document) && PAGE_EVENT.test(`${type}`);
    if (!isOfPage || !listener || !isReleased()) return call();
    const capture = typeof options === 'object' ? !!options?.capture : !!options;
    if (!isOver(`${type}`)) {
      // To write when the event comes would empty the page.
      const writer = currentWriter();
      const beside = (what: () => void): void => call([type, what, { capture, once: true }], target);
      if (writer) beside(() => (writing = writer));
      call();
      if (writer) beside(() => endWriting(writer));
      return undefined;
    }
    const key = `${type} ${target === window} ${capture}`;
    if (!Object(options).signal?.aborted && isFirst(listener, key)) callFor(`${type}`, target, listener);
    return call();
  });
  const handlers: [owner: object, name: string][] = [
    [window, 'onload'],
    [window, 'onpageshow'],
    [HTMLBodyElement.prototype, 'onload'],
    [Document.prototype, 'onreadystatechange'],
  ];
  for (const [owner, name] of handlers) {
    hookProperty(owner, name, (call, values) => {
      const [handler] = values;
      const type = name.slice(2);
      if (typeof handler === 'function' && isOver(type) && isReleased())
        callFor(type, type === 'readystatechange' ? document : window, handler);
      return call();
    });
  }
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

/** Puts something in that may run at once. */
const runNow = (writer: Writer, put: () => void): void => {
  const before = writing;
  writing = writer;
  try {
    put();
  } finally {
    writing = before;
  }
};

/** Puts what a script wrote where it stands. Scripts in it run, and may write in their turn. */
const flush = (writer: Writer): void => {
  const { place } = writer;
  while (writer.text && place.isConnected) {
    const { text } = writer;
    writer.text = '';
    const range = page.range();
    range.selectNode(place);
    const written = range.createContextualFragment(trusted('createHTML', text));
    const own: Writer[] = [];
    for (const script of written.querySelectorAll('script')) {
      const inner: Writer = { place: script, text: '' };
      writers.set(script, inner);
      own[own.length] = inner;
      script.addEventListener('load', () => flush(inner), { once: true });
    }
    runNow(writer, () => place.before(written));
    for (const inner of own) flush(inner);
  }
};

const addressOf = (mark: HTMLScriptElement): string | undefined => {
  const address = mark.dataset.src ?? mark.getAttribute('src');
  if (address === null) return undefined;
  // Throws where it is none.
  const { protocol } = new URL(address, mark.baseURI);
  if (!/^https?:$/.test(protocol)) throw new TypeError(`a script of ${protocol}`);
  return address;
};

/** What is ours in a mark, or is set on its own. */
const OURS = /^(type|src|nonce|data-src|data-consent|data-consent-any|data-portcullis)$/;

/**
 * The copy of a mark that runs: all that is not ours is as it was written. A clone would not run where markup made it.
 */
const copyOf = (mark: HTMLScriptElement, address: string | undefined): HTMLScriptElement => {
  const script = Document.prototype.createElement.call(document, 'script') as HTMLScriptElement;
  const { type } = mark.dataset;
  const isType = type !== undefined && SCRIPT_TYPE.test(type);
  for (const attribute of mark.attributes) {
    const { name, value } = attribute;
    if (OURS.test(name) || (isType && name === 'data-type')) continue;
    if (/^on/.test(name)) script.setAttribute(name, trusted('createScript', value));
    // By its node, since markup has names that `setAttribute` takes for none.
    else script.setAttributeNode(Node.prototype.cloneNode.call(attribute) as Attr);
  }
  if (isType) script.type = type;
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
  let address: string | undefined;
  let script: HTMLScriptElement;
  try {
    address = addressOf(mark);
    script = copyOf(mark, address);
  } catch {
    complain(`"${mark.dataset.src}" is no address of a script`, mark);
    return undefined;
  }
  script.nonce = mark.nonce;
  // For browsers that know no modules: no other runs it, and none says so.
  if (!mark.isConnected || (script.noModule && !isModule(mark))) return undefined;
  hookPage();
  const writer: Writer = { place: mark, text: '' };
  writers.set(script, writer);
  const finish = (): void => {
    if (script.isConnected) script.replaceWith(mark);
    flush(writer);
  };
  if (address === undefined && !isModule(mark)) {
    runNow(writer, () => mark.replaceWith(script));
    finish();
    return undefined;
  }
  if (isModule(mark) && address !== undefined) modules[modules.length] = new URL(address, mark.baseURI).href;
  lend(mark, script);
  return new Promise((end) => {
    const ended = (event: Event): void => {
      if (event.type === 'error') complain(`"${script.src || 'this script'}" has not loaded`, mark);
      finish();
      end();
    };
    script.addEventListener('load', ended, { once: true });
    script.addEventListener('error', ended, { once: true });
    // Put in as `async`: what is not, browsers keep in one order for the whole page, and one that hangs holds all up.
    const isAsync = mark.hasAttribute('async');
    if (!isAsync) script.async = true;
    mark.replaceWith(script);
    if (!isAsync) script.async = false;
  });
};
