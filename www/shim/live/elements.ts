// What elements load, and the markup that makes them. A held attribute is not set; the same element gets it
// with the grant. In markup and in templates what must wait is marked, and wakes as the page's own marks do.

import { d } from '../document';
import { held, verdict } from './known';
import { hook, text } from './hook';

/** An element and an attribute that it loads; links load nothing. */
const LOADS = /^(?!a |area |base ).*( |:)(href|src(set|doc)?|data|poster|imagesrcset)$/i;

const names = Object.getOwnPropertyNames;
/** Empty, and in no window: what is parsed there loads nothing. */
const inert = /* @__PURE__ */ d.cloneNode() as Document;
/** What is held, by element and name. */
const kept = new WeakMap<object, Record<string, string | undefined>>();

/** The services that an attribute waits for. */
const heldIn = (kind: string, name: string, value: string): string[] | undefined => {
  if (!LOADS.test(kind + ' ' + name)) return;
  if (/doc$/.test(name)) return mark(value)?.[0];
  // Some attributes list addresses; in any other, what a comma parts has the host in its first part.
  for (const one of value.split(/[\s,]+/)) {
    const services = held(one, kind);
    if (services) return services;
  }
};

/** Sets an attribute to the value at that place, or holds it; what was held under its name is void. Or says what it is. */
const set = (go: (_?: any) => void, values: any, owner: any, name: string, at?: number) => {
  if (!values.length) return kept.get(owner)?.[name] ?? go();
  const waits = kept.get(owner) || {};
  const value = text(values, at);
  const services = heldIn(owner?.localName, name, value);
  waits[name] = services && value;
  if (!services) return go();
  kept.set(owner, waits);
  verdict(services, true).then(() => waits[name] == value && go((waits[name] = undefined)));
};

/** Marks what must wait, and returns the services of the last that must. */
const markAll = (root: ParentNode) => {
  let services: string[] | undefined;
  for (const element of root.querySelectorAll<HTMLElement>('*')) {
    for (const { name, value } of [...element.attributes]) {
      const found = heldIn(element.localName, name, value);
      if (!found) continue;
      services = found;
      element.dataset.consent = found[0] || '';
      element.dataset[name.replace(/.*:/, '')] = value;
      element.removeAttribute(name);
    }
  }
  return services;
};

/** The services that markup waits for, and the markup that says so. */
const mark = (markup: string): [string[], string] | undefined => {
  // Where the page demands trusted types there is no parsing: what is trusted goes through.
  if (/=/.test(markup))
    try {
      const template = inert.createElement('template');
      template.innerHTML = markup;
      const services = markAll(template.content);
      if (services) return [services, template.innerHTML];
    } catch {}
};

/** Markup, as the first value, or as pieces of it, or after a position; not options. */
const setMarkup = (go: () => void, values: any, self: any) => {
  if (self?.ownerDocument != inert)
    for (const at in values) {
      if (at == '0' || values[at]?.at) values[at] = mark(text(values, at))?.[1] ?? values[at];
    }
  return go();
};

export const elements = (w: any) => {
  for (const kind of names(w)) {
    if (!/(Element|Document|Root|Range|Parser)$/.test(kind)) continue;
    for (const name of names(w[kind]?.prototype || 0)) {
      if (LOADS.test('? ' + name)) hook(w, kind + '.' + name, set);
      else if (/(er|nt|set)HTML|^(write|createCon|parse)/.test(name)) hook(w, kind + '.' + name, setMarkup);
    }
  }
  hook(w, 'Element.setAttribute', (go, values, self) => set(go, values, self, text(values), 1));
  hook(w, 'Element.setAttributeNS', (go, values, self) => set(go, values, self, text(values, 1), 2));
  hook(w, 'Attr.value', (go, values, self) => set(go, values, self.ownerElement || self, self.name));
  // The content of a template loads nothing, and its copies do.
  hook(w, 'Document.importNode Node.cloneNode', (go, values, self) => {
    for (const node of [self, ...values]) if (node?.nodeType == 11) markAll(node);
    return go();
  });
};
