// Globals of vendors that a page calls before there is a grant, or after a refusal: such a call throws nothing, and
// what it said is never sent. Where the page brings a stub of its own, that one stands.

export interface Stubs {
  /** Puts a stub in the place of each of these globals that the page has not. */
  put(names: string[]): void;
  /** Takes away those that are still ours: the vendor comes. */
  remove(names: string[]): void;
}

/** Answers every call with nothing, and every property with itself. */
const createStub = (): object => {
  const stub: object = new Proxy(() => undefined, {
    // A promise would wait for it, and a text be asked of it.
    get: (target, name) => (name === 'then' || typeof name === 'symbol' ? Reflect.get(target, name) : stub),
  });
  return stub;
};

export const createStubs = (root: any): Stubs => {
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
