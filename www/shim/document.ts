// `document` as a browser has it, whatever a page's elements are called: to who asks the document itself, an
// <img name=cookie> is its cookies, and a form named createElement its method.

/** Whether this is a shim for strict hosts (portcullis-strict.js, portcullis-seal-strict.js), for which bytes are no matter. */
declare const STRICT: boolean;
declare const SEAL: boolean;

/** Under live there are no bytes for that: there markup of those names locks the page, and nobody is asked. */
export const d: Document = SEAL || STRICT ? new Proxy(document, {
  get: (_, found: any) => (found = Reflect.get(Document.prototype, found, document))?.bind?.(document) ?? found,
}) : document;
