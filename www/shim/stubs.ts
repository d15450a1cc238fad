// Globals of vendors that a page calls before there is a grant, or after a refusal: such a call throws nothing, and
// what it said is never sent. Where the page brings a stub of its own, that one stands.

export interface Stubs {
  /** Puts a stub in the place of each of these globals that the page has not. */
  put(names: string[]): void;
  /** Takes away those that are still ours: the vendor comes. */
  remove(names: string[]): void;
}

/**
 * Methods that run a function of the page within something of theirs, as `startSpan`: the function is the page's work.
 */
const WRAPS = /^(with|start|continue|suppress)[A-Z]/;
/** Methods that always return something to go on with, as `getCurrentScope`. */
const RETURNS = /^(start[A-Z]|get\w*(Scope|Hub)$)/;

/** Answers every property with itself, and a call with nothing, but where the page's own code would stop at that. */
const createStub = (): object => {
  const methods = new Map<string, object>();
  const call = (name: string, values: unknown[]): unknown => {
    const last = values[values.length - 1];
    if (typeof last === 'function' && WRAPS.test(name)) return last(stub);
    return RETURNS.test(name) ? stub : undefined;
  };
  const methodOf = (name: string): object => {
    const method = methods.get(name) ?? stubOf((values) => call(name, values));
    methods.set(name, method);
    return method;
  };
  const stubOf = (called: (values: unknown[]) => unknown): object =>
    new Proxy(() => undefined, {
      apply: (_target, _self, values) => called(values),
      // A promise would wait for it, and a text be asked of it.
      get: (target, name) => (name === 'then' || typeof name === 'symbol' ? Reflect.get(target, name) : methodOf(name)),
    });
  const stub = stubOf(() => undefined);
  return stub;
};

export const createStubs = (root: Record<string, unknown>): Stubs => {
  const ours = new Map<string, object>();
  return {
    put(names) {
      for (const name of names) {
        if (root[name] !== undefined) continue;
        const stub = createStub();
        ours.set(name, stub);
        root[name] = stub;
      }
    },
    remove(names) {
      for (const name of names) if (ours.has(name) && root[name] === ours.get(name)) delete root[name];
    },
  };
};
