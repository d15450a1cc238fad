// `document` as a browser has it, whatever a page's elements are called: to who asks the document itself, an
// <img name=cookie> is its cookies, and a form named createElement its method.

export const d: Document = new Proxy(document, {
  get: (at, found: any) => (found = Reflect.get(Document.prototype, found, at))?.bind?.(at) ?? found,
});
