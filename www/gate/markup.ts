// Markup that code makes: what must wait in it is marked, and wakes as the page's own marks do.

import { type Around, hookMethod, hookProperty, textOf } from './hook';
import type { Judge } from './judge';
import { mapped } from './own';
import { BY_CODE } from './places';

/** The attributes that load something, whatever namespace they stand in. */
const LOADING_ATTRIBUTE = /(^|:)(href|src|srcset|srcdoc|data|poster|imagesrcset|background)$/i;
/** Links that a visitor follows, and what resolves addresses, load nothing. */
const LOADS_NOTHING = /^(a|area|base)$/i;
/** Whether an attribute of such an element loads something. */
export const loads = (localName: string, attribute: string): boolean =>
  LOADING_ATTRIBUTE.test(attribute) && !LOADS_NOTHING.test(localName);

/** The services that an attribute waits for. */
export const heldIn = (
  judge: Judge,
  localName: string,
  attribute: string,
  value: string,
  base?: string,
): string[] | undefined => {
  if (!loads(localName, attribute)) return undefined;
  if (/srcdoc$/i.test(attribute)) return markMarkup(judge, value, base)?.owners;
  if (!/srcset$/i.test(attribute)) return judge.heldAddress(value, localName, base);
  // A list: what a comma parts has the host in its first part.
  for (const address of value.split(/[\s,]+/)) {
    const owners = address ? judge.heldAddress(address, localName, base) : undefined;
    if (owners) return owners;
  }
  return undefined;
};

/** Empty, and in no window: what is parsed there loads nothing. */
const inert = (): Document => Document.prototype.cloneNode.call(document) as Document;
let parser: Document | undefined;
/** Whether markup is read by ourselves, to be marked. A Range and a DOMParser are of no document. */
const isOurs = (reader: Node | undefined): boolean => !!parser && reader?.ownerDocument === parser;

/** Marks what must wait; returns the services of the last that must. */
const markAll = (judge: Judge, root: ParentNode, base?: string): string[] | undefined => {
  // A page takes the first <base> for what stands behind it.
  const own = root.querySelector?.('base[href]')?.getAttribute('href') ?? undefined;
  let last: string[] | undefined;
  for (const element of root.querySelectorAll<HTMLElement>('*')) {
    for (const { name, value } of [...element.attributes]) {
      const owners =
        heldIn(judge, element.localName, name, value, base) ??
        (own ? heldIn(judge, element.localName, name, value, own) : undefined);
      if (!owners) continue;
      last = owners;
      element.dataset.consentAny = owners.join(' ');
      element.dataset.portcullis = BY_CODE;
      element.dataset[name.replace(/.*:/, '')] = value;
      element.removeAttribute(name);
      if (element.localName === 'script') {
        if (element.getAttribute('type')) element.dataset.type = element.getAttribute('type')!;
        element.setAttribute('type', 'text/plain');
      }
    }
  }
  return last;
};

/** The services that markup waits for, and the markup that says so; nothing where all of it may go. */
export const markMarkup = (
  judge: Judge,
  markup: string,
  base?: string,
): { owners: string[]; marked: string } | undefined => {
  if (!markup.includes('=')) return undefined;
  try {
    // Where the page demands trusted types there is no parsing: what is trusted goes through.
    parser ??= inert();
    const template = parser.createElement('template');
    template.innerHTML = markup;
    const owners = markAll(judge, template.content, base);
    return owners && { owners, marked: template.innerHTML };
  } catch {
    return undefined;
  }
};

export const hookMarkup = (realm: Realm, judge: Judge): void => {
  const markAt =
    (at: number): Around =>
    (call, values, self) => {
      if (values.length <= at || isOurs(self)) return call();
      values[at] = markMarkup(judge, textOf(values, at), (self?.startContainer ?? self)?.baseURI)?.marked ?? values[at];
      return call();
    };
  const { Element, ShadowRoot, Document, Range, DOMParser, Node } = realm;
  for (const owner of [Element, ShadowRoot]) {
    hookProperty(owner?.prototype, 'innerHTML', markAt(0));
    hookMethod(owner?.prototype, 'setHTMLUnsafe', markAt(0));
  }
  hookProperty(Element.prototype, 'outerHTML', markAt(0));
  hookMethod(Element.prototype, 'insertAdjacentHTML', markAt(1));
  hookMethod(Range.prototype, 'createContextualFragment', markAt(0));
  hookMethod(DOMParser.prototype, 'parseFromString', markAt(0));
  hookMethod(Document, 'parseHTMLUnsafe', markAt(0));
  // Into what can be edited: markup, or the address of an image.
  hookMethod(Document.prototype, 'execCommand', (call, values, self) => {
    const command = textOf(values);
    if (/^insertHTML$/i.test(command)) return markAt(2)(call, values, self);
    return /^insertImage$/i.test(command) && judge.heldAddress(textOf(values, 2), 'img') ? false : call();
  });
  for (const name of ['write', 'writeln']) {
    hookMethod(Document.prototype, name, (call, values, self) =>
      call(mapped(values, (_, at) => markMarkup(judge, textOf(values, at), self?.baseURI)?.marked ?? values[at])),
    );
  }
  // What a transformation makes is made where nothing loads, and then imported.
  hookMethod(realm.XSLTProcessor?.prototype, 'transformToFragment', (call, values) => {
    const [source, target] = values;
    const made = call([source, inert()]);
    if (!made) return made;
    markAll(judge, made, target.baseURI);
    return target.importNode(made, true);
  });
  // The content of a template loads nothing, and its copies do.
  const markCopied: Around = (call, values, self) => {
    for (const node of [self, ...values]) if (node?.nodeType === 11) markAll(judge, node);
    return call();
  };
  hookMethod(Document.prototype, 'importNode', markCopied);
  hookMethod(Node.prototype, 'cloneNode', markCopied);
};
