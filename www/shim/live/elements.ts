// What elements load, and the markup that makes them. A held attribute is not set; the same element gets it
// with the grant. In markup and in templates what must wait is marked, and wakes as the page's own marks do.

import { held, verdict } from './known';
import { hook, text } from './hook';

/** An element and an attribute that it loads; links load nothing. */
const LOADS = /^(?!(a|area|base) ).* (src(set|doc)?|(xlink:)?href|data|poster|imagesrcset)$/i;
/** Markup that may load something. */
const MAY = /\W(src|href|data=|poster|image)/i;

const parse = Object.getOwnPropertyDescriptor(Element.prototype, 'innerHTML')!.set!;
const names = Object.getOwnPropertyNames;
const inert = document.implementation.createHTMLDocument();
/** What is held, by element and name. */
const kept = new WeakMap<object, Record<string, string | undefined>>();

/** The services that an attribute waits for. */
const heldIn = (kind: string, name: string, value: string): string[] | undefined => {
  if (!LOADS.test(kind + ' ' + name)) return;
  if (/doc$/.test(name)) return mark(value)[1];
  return /t$/.test(name) ? value.split(/[\s,]+/).map((one) => held(one, kind)).find(Boolean) : held(value, kind);
};

/** Sets an attribute, or holds it; what was held under its name is void. */
const set = (go: () => void, owner: any, name: string, value: string) => {
  let services: string[] | undefined;
  try {
    services = heldIn(owner.localName, name, value);
  } catch {}
  const waits = kept.get(owner) || {};
  waits[name] = services && value;
  if (!services) return go();
  kept.set(owner, waits);
  verdict(services, true).then(() => {
    if (waits[name] != value) return;
    waits[name] = undefined;
    go();
  });
};

/** Marks what must wait, and returns the services of the last that must. */
const markAll = (root: ParentNode) => {
  let services: string[] | undefined;
  for (const element of root.querySelectorAll('[src],[srcset],[srcdoc],[*|href],[data],[poster],[imagesrcset]')) {
    for (const { name, value } of [...element.attributes]) {
      const found = heldIn(element.localName, name, value);
      if (!found) continue;
      services = found;
      element.setAttribute('data-consent', found[0] || '');
      element.setAttribute('data-' + name.replace(/.*:/, ''), value);
      element.removeAttribute(name);
    }
  }
  return services;
};

const mark = (markup: string): [string, string[]?] => {
  // Where the page demands trusted types there is no parsing: what is trusted goes through.
  if (MAY.test(markup)) try {
    const template = inert.createElement('template');
    parse.call(template, markup);
    const services = markAll(template.content);
    if (services) return [template.innerHTML, services];
  } catch {}
  return [markup];
};

export const elements = (w: any) => {
  for (const kind of names(w)) {
    if (!/^HTML(?!A|Ba).+Element$/.test(kind)) continue;
    for (const name of names(w[kind].prototype)) {
      if (!LOADS.test('? ' + name)) continue;
      hook(w, kind + '.' + name, (go, values, self) => set(go, self, name, text(values)));
      hook(w, kind + '.' + name, (go, _, self) => kept.get(self)?.[name] ?? go(), 'get');
    }
  }
  hook(w, 'Element.setAttribute', (go, values, self) => set(go, self, text(values), text(values, 1)));
  hook(w, 'Element.setAttributeNS', (go, values, self) => set(go, self, text(values, 1), text(values, 2)));
  hook(w, 'Attr.value', (go, values, self) => set(go, self.ownerElement || self, self.name, text(values)));
  // The content of a template loads nothing, and its copies do.
  hook(w, 'Document.importNode Node.cloneNode', (go, values, self) => {
    for (const node of [self, ...values]) if (node?.nodeType == 11) markAll(node);
    return go();
  });
  hook(
    w,
    'Element.innerHTML ShadowRoot.innerHTML Element.outerHTML Element.insertAdjacentHTML Element.setHTMLUnsafe ShadowRoot.setHTMLUnsafe DOMParser.parseFromString Range.createContextualFragment Document.write Document.writeln',
    (go, values) => {
      values.forEach((value: unknown, at: number) => {
        // The first, or a position and markup, or pieces of it; not options.
        if (at && typeof value != 'string') return;
        const before = text(values, at);
        const [after] = mark(before);
        if (after != before) values[at] = after;
      });
      return go();
    },
  );
};
