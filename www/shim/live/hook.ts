// How a function is hooked so that nobody can tell: a Proxy has its name, length, prototype and errors, and
// `new.target` goes through it.

const { apply, construct, defineProperty, getOwnPropertyDescriptor } = Reflect;
export const natives = new WeakMap<object, Function>();

type Around = (go: (values?: any) => any, values: any, self: any, name: string) => any;

/** Puts `around` in the place of each of these: `Interface.member`, or a global; a property's setter, or its getter. */
export const hook = (w: any, paths: string, around: Around, part?: 'get') => {
  for (const path of paths.split(' ')) {
    const [name, kind] = path.split('.').reverse() as [string, string?];
    const owner = kind ? w[kind]?.prototype : w;
    const place: any = owner && getOwnPropertyDescriptor(owner, name);
    const at = part || (place?.set ? 'set' : 'value');
    const native = place?.[at];
    if (!native) continue;
    place[at] = new Proxy(native, {
      apply: (_, self, values) => around((others = values) => apply(native, self, others), values, self, name),
      construct: (_, values, target) => around((others = values) => construct(native, others, target), values, target, name),
    });
    natives.set(place[at], native);
    if (native.prototype) native.prototype.constructor = place[at];
    defineProperty(owner, name, place);
  }
};

/** `Function.prototype.toString` shows a native function where a hook stands. */
export const hide = (w: any) => {
  const { toString } = w.Function.prototype;
  hook(w, 'Function.toString', (go, _, self) => (natives.has(self) ? apply(toString, natives.get(self)!, []) : go()));
};

/**
 * The text of a value, which is asked for it once: the native gets that text. Requests, URLs and trusted
 * values stay what they are.
 */
export const text = (values: any, at = 0): string => {
  try {
    const value = values[at];
    if (value && typeof value == 'object' && !/URL|Req|Tru/.test({}.toString.call(value))) values[at] = `${value}`;
    return value.url ?? `${values[at]}`;
  } catch {
    return '';
  }
};
