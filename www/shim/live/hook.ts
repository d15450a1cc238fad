// How a function is hooked so that nobody can tell: a Proxy has its name, length, prototype and errors, and
// `new.target` goes through it.

import { bare } from '../bare';

export const natives = new WeakMap<object, Function>();

/** `go` calls the native, with other values or another `this` if it is given them. A getter has no values. */
type Around = (go: (values?: any, self?: any) => any, values: any, self: any, name: string) => any;

/** Puts `around` in the place of each of these: `Interface.member`, or a global; of a property's getter and setter both. */
export const hook = (w: any, paths: string, around: Around) => {
  for (const path of paths.split(' ')) {
    const [name, kind] = path.split('.').reverse() as [string, string?];
    const owner = w[kind!]?.prototype || w;
    const place = bare(Reflect.getOwnPropertyDescriptor(owner, name));
    for (const part in place) {
      const native = place[part];
      if (!native?.call) continue;
      place[part] = new Proxy(native, {
        apply: (_, self, values) =>
          around((others = values, it = self) => Reflect.apply(native, it, others), values, self, name),
        construct: (_, values, self) =>
          around((others = values) => Reflect.construct(native, others, self), values, self, name),
      });
      natives.set(place[part], native);
      if (native.prototype) native.prototype.constructor = place[part];
      Reflect.defineProperty(owner, name, place);
    }
  }
};

/** `Function.prototype.toString` shows a native function where a hook stands: for what hooks beside the shim. */
export const hide = (w: any) =>
  hook(w, 'Function.toString', (go, values, self) => go(values, natives.get(self) || self));

/**
 * The text of a value, which is asked for it once: the native gets that text. Requests, URLs and trusted
 * values stay what they are.
 */
export const text = (values: any, at: any = 0): string => {
  try {
    const value = values[at];
    const string = `${value}`;
    return value.url ?? (value.toJSON ? string : (values[at] = string));
  } catch {
    return '';
  }
};
