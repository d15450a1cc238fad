// Puts a function of ours in the place of a native one, so that nobody can tell: name, length, property descriptor,
// errors and `Function.prototype.toString` are the native's. Plain methods, because they cost a page least; a Proxy for
// classes, because `new.target` has to go through it.

/** Calls the native function, with other values or another `this` where they are given. */
export type Native = (values?: unknown[], self?: unknown) => any;

/** What takes the place of a native function: `call` is it, and `values` and `self` are what it was called with. */
export type Around = (call: Native, values: any[], self: any) => unknown;

// A page may replace these later.
const { apply, construct, defineProperty, getOwnPropertyDescriptor, setPrototypeOf } = Reflect;

/** Defines a property; of a descriptor that says nothing of what a page has given to `Object.prototype`. */
export const define = (owner: object, name: string, descriptor: PropertyDescriptor): void => {
  const own = { ...descriptor };
  setPrototypeOf(own, null);
  defineProperty(owner, name, own);
};

/** The native function behind each of ours. */
const natives = new WeakMap<object, Function>();

/** Whether that function is one of ours. */
export const isHook = (candidate: unknown): boolean => natives.has(candidate as object);

const wrap = (native: Function, around: Around): Function => {
  // A method: it has no `prototype` and is no constructor, like the natives.
  const { method } = {
    method(this: unknown, ...values: unknown[]) {
      return around((others = values, self = this) => apply(native, self, others), values, this);
    },
  };
  return disguise(method, native);
};

const disguise = (replacement: Function, native: Function): Function => {
  for (const property of ['name', 'length']) {
    define(replacement, property, getOwnPropertyDescriptor(native, property)!);
  }
  natives.set(replacement, native);
  return replacement;
};

/** Hooks a method of an object; does nothing where there is none. */
export const hookMethod = (owner: object | undefined, name: string, around: Around): void => {
  if (!owner) return;
  const descriptor = getOwnPropertyDescriptor(owner, name);
  if (typeof descriptor?.value !== 'function') return;
  define(owner, name, { ...descriptor, value: wrap(descriptor.value, around) });
};

/** Hooks the setter of an object's property, and its getter where `read` is given. */
export const hookProperty = (owner: object | undefined, name: string, write: Around, read?: Around): void => {
  if (!owner) return;
  const descriptor = getOwnPropertyDescriptor(owner, name);
  if (!descriptor?.set) return;
  const get = read && descriptor.get ? (wrap(descriptor.get, read) as () => unknown) : descriptor.get;
  define(owner, name, {
    ...descriptor,
    get,
    set: wrap(descriptor.set, write) as (value: unknown) => void,
  });
};

/** Hooks the getter of an object's property. */
export const hookGetter = (owner: object | undefined, name: string, read: Around): void => {
  if (!owner) return;
  const descriptor = getOwnPropertyDescriptor(owner, name);
  if (!descriptor?.get) return;
  define(owner, name, { ...descriptor, get: wrap(descriptor.get, read) as () => unknown });
};

/** Hooks a class: `around` may change what it is constructed with. */
export const hookClass = (owner: object, name: string, around: Around): void => {
  const descriptor = getOwnPropertyDescriptor(owner, name);
  const native = descriptor?.value;
  if (typeof native !== 'function') return;
  const proxy = new Proxy(native, {
    construct: (_, values, target) =>
      around((others = values) => construct(native, others, target), values, undefined) as object,
  });
  natives.set(proxy, native);
  // `Audio` shares the prototype of another class.
  if (native.prototype.constructor === native) native.prototype.constructor = proxy;
  define(owner, name, { ...descriptor, value: proxy });
};

/** Has `Function.prototype.toString` of a realm show the native function where one of ours stands. */
export const hideHooks = (realm: Realm): void => {
  hookMethod(realm.Function.prototype, 'toString', (call, values, self) => call(values, natives.get(self) ?? self));
};

/** The natives that read a value whose text no page can change. A Request has one for `fetch` alone. */
const readers = (names: string[], property: string): Function[] => {
  const found: Function[] = [];
  for (const name of names) {
    const descriptor = getOwnPropertyDescriptor((globalThis as Realm)[name]?.prototype ?? {}, property);
    const reader = descriptor?.get ?? descriptor?.value;
    if (reader) found[found.length] = reader;
  }
  return found;
};
const TRUSTED = readers(['TrustedHTML', 'TrustedScript', 'TrustedScriptURL'], 'toString');
const REQUEST = readers(['Request'], 'url');

/** What one of these natives reads; nothing where the value is of no such kind, whatever it looks like. */
const readBy = (natives: Function[], value: object): string | undefined => {
  for (const native of natives) {
    try {
      return apply(native, value, []);
    } catch {
      // Of another kind.
    }
  }
  return undefined;
};

/**
 * The text of a value, which is asked for it once: the native function gets that text. Trusted values stay what they
 * are, and so do requests where the function takes them.
 */
export const textOf = (values: unknown[], at = 0, takesRequest = false): string => {
  // What is missing stays missing: the native function says so.
  if (at >= values.length) return '';
  try {
    const value = values[at];
    // Only an object could say something else the next time.
    if (Object(value) !== value) return `${value}`;
    const kept = readBy(takesRequest ? REQUEST : TRUSTED, value as object);
    if (kept !== undefined) return kept;
    const text = `${value}`;
    values[at] = text;
    return text;
  } catch {
    return '';
  }
};
