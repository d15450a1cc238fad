// What elements load. A held attribute is not set; the same element gets it with the grant. Where the element has no
// place in the page, as a script or a pixel, a refusal is an error like that of a host that cannot be reached.

import { type Around, type Native, hookClass, hookMethod, hookProperty, textOf } from './hook';
import type { Judge } from './judge';
import { heldIn, loads } from './markup';
import { hasPlace } from './seen';

/**
 * The properties that load something, by the interface that has them. tests/e2e/live.test.mjs holds this list to
 * browsers.
 */
export const LOADING: Record<string, string[]> = {
  HTMLScriptElement: ['src'],
  HTMLLinkElement: ['href', 'imageSrcset'],
  HTMLImageElement: ['src', 'srcset'],
  HTMLSourceElement: ['src', 'srcset'],
  HTMLIFrameElement: ['src', 'srcdoc'],
  HTMLFrameElement: ['src'],
  HTMLEmbedElement: ['src'],
  HTMLObjectElement: ['data'],
  HTMLMediaElement: ['src'],
  HTMLVideoElement: ['poster'],
  HTMLTrackElement: ['src'],
  HTMLInputElement: ['src'],
  HTMLBodyElement: ['background'],
};

/** Whose attribute is set: an element, or an attribute that has none yet. */
interface Owner {
  localName: string;
  baseURI?: string;
  attribute?: Attr;
}

interface Held {
  value: string;
  owners: string[];
  /** Whether it is still what is held. */
  isCurrent(): boolean;
  /** Sets it, where it is. */
  release(): void;
}

/** What is held, by element and attribute. */
const held = new WeakMap<object, Map<string, Held>>();

/**
 * Ends the wait of a request without a place, as a host does that cannot be reached. An attribute that had no element
 * when it got its value fails where it is now.
 */
const fail = (owner: Owner): void => {
  const element = owner.attribute ? owner.attribute.ownerElement : (owner as Element);
  setTimeout(() => element?.dispatchEvent(new Event('error')));
};

/** A page may replace this later. */
const Weak = WeakRef;

/** Sets what is held with a later grant; an element that nobody else knows any more is not kept for that. */
const comeBack = (judge: Judge, entry: Held): void => {
  const known = new Weak(entry);
  judge.whenGranted(
    entry.owners,
    () => known.deref()?.release(),
    () => !!known.deref()?.isCurrent(),
  );
};

const setter =
  (judge: Judge, attribute: string, at = 0): Around =>
  (call, values, owner) =>
    setOn(judge, call, values, owner, attribute, at);

/** Sets an attribute, or holds it: a newer value replaces a held one. */
const setOn = (judge: Judge, call: Native, values: unknown[], owner: Owner, attribute: string, at: number): unknown => {
  const value = textOf(values, at);
  const name = attribute.toLowerCase();
  const owners = owner?.localName && heldIn(judge, owner.localName, attribute, value, owner.baseURI);
  if (!owners) {
    held.get(owner)?.delete(name);
    return call();
  }
  const entries = held.get(owner) ?? new Map<string, Held>();
  const isCurrent = (): boolean => entries.get(name) === entry;
  const release = (): void => {
    if (!isCurrent()) return;
    entries.delete(name);
    call();
  };
  const entry: Held = { value, owners, isCurrent, release };
  held.set(owner, entries.set(name, entry));
  judge.verdict(owners).then((granted) => {
    if (granted) release();
    else if (!isCurrent()) return;
    else if (hasPlace(owner as Element)) comeBack(judge, entry);
    else fail(owner);
  });
  return undefined;
};

/** What an element says of a held attribute: its value. */
const getter =
  (attribute: string): Around =>
  (call, _, owner) =>
    held.get(owner)?.get(attribute.toLowerCase())?.value ?? call();

export const hookElements = (realm: Realm, judge: Judge): void => {
  for (const [kind, names] of Object.entries(LOADING)) {
    for (const name of names) hookProperty(realm[kind]?.prototype, name, setter(judge, name), getter(name));
  }
  hookMethod(realm.Element.prototype, 'setAttribute', (call, values, self) => {
    const name = textOf(values);
    return loads(self?.localName, name) ? setOn(judge, call, values, self, name, 1) : call();
  });
  hookMethod(realm.Element.prototype, 'setAttributeNS', (call, values, self) => {
    const name = textOf(values, 1);
    return loads(self?.localName, name) ? setOn(judge, call, values, self, name, 2) : call();
  });
  hookProperty(realm.Attr.prototype, 'value', (call, values, self) => {
    const owner = self.ownerElement ?? { localName: self.name, attribute: self };
    return loads(owner.localName, self.name) ? setOn(judge, call, values, owner, self.name, 0) : call();
  });
  // The value of an attribute by the names that all nodes have.
  for (const name of ['nodeValue', 'textContent']) {
    hookProperty(realm.Node.prototype, name, (call, values, self) => {
      if (self?.nodeType !== Node.ATTRIBUTE_NODE) return call();
      self.value = values[0] ?? '';
      return undefined;
    });
  }
  // It loads what it is made with.
  hookClass(realm, 'Audio', (call, values) => {
    const audio = call([]);
    if (values.length && values[0] !== undefined) audio.src = values[0];
    return audio;
  });
  // A picture is decoded once it may be loaded.
  hookMethod(realm.HTMLImageElement.prototype, 'decode', (call, _, self) => {
    const entry = held.get(self)?.get('src');
    if (!entry) return call();
    return judge.verdict(entry.owners).then(() => call());
  });
};
