// `document` as a browser has it, whatever a page's elements are called: to who asks the document itself, an
// <img name=cookie> is its cookies, and a form named createElement its method.

const read = <Found>(name: keyof Document): Found => Reflect.get(Document.prototype, name, document) as Found;
const call = <Found>(name: keyof Document, ...values: unknown[]): Found =>
  Reflect.apply(Reflect.get(Document.prototype, name) as Function, document, values);

export const page = {
  get root(): HTMLElement {
    return read('documentElement');
  },
  get head(): HTMLHeadElement {
    return read('head');
  },
  get body(): HTMLElement | null {
    return read('body');
  },
  get isLoading(): boolean {
    return read('readyState') === 'loading';
  },
  get isComplete(): boolean {
    return read('readyState') === 'complete';
  },
  get currentScript(): HTMLScriptElement {
    return read('currentScript');
  },
  get referrer(): string {
    return read('referrer');
  },
  get focused(): Element | null {
    return read('activeElement');
  },
  get baseURI(): string {
    return Reflect.get(Node.prototype, 'baseURI', document);
  },
  /** Empty where cookies are denied. */
  get cookies(): string {
    try {
      return read('cookie');
    } catch {
      return '';
    }
  },
  /** Assigns to `document.cookie`. */
  writeCookie(cookie: string): void {
    try {
      Reflect.set(Document.prototype, 'cookie', cookie, document);
    } catch {
      // Cookies are denied: whoever reads them back learns of it.
    }
  },
  create<Tag extends keyof HTMLElementTagNameMap>(tag: Tag): HTMLElementTagNameMap[Tag] {
    return call('createElement', tag);
  },
  text(text: string): Text {
    return call('createTextNode', text);
  },
  all<Found extends Element = HTMLElement>(selector: string): NodeListOf<Found> {
    return call('querySelectorAll', selector);
  },
  /** The same below a node, which may be the document. */
  within<Found extends Element = HTMLElement>(root: ParentNode, selector: string): NodeListOf<Found> {
    return root === document ? call('querySelectorAll', selector) : root.querySelectorAll<Found>(selector);
  },
  range(): Range {
    return call('createRange');
  },
  /** Hears of events at the document. */
  listen<Heard extends Event>(
    type: string,
    hear: (event: Heard) => void,
    options?: boolean | AddEventListenerOptions,
  ): void {
    Reflect.apply(EventTarget.prototype.addEventListener, document, [type, hear, options]);
  },
  unlisten<Heard extends Event>(type: string, hear: (event: Heard) => void): void {
    Reflect.apply(EventTarget.prototype.removeEventListener, document, [type, hear]);
  },
  dispatch(event: Event): void {
    Reflect.apply(EventTarget.prototype.dispatchEvent, document, [event]);
  },
  get styleSheets(): CSSStyleSheet[] {
    return read('adoptedStyleSheets');
  },
};
