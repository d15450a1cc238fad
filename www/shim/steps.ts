// The interpreter of steps: what a vendor is told, as data that core wrote (src/vendors). A step is a list: an
// operation, a path, and values.
//
//   set path value        call path ...args      push path ...args      (a gtag-like queue)
//   script url attributes  unshift path ...args
//   queue path name        a function that pushes its arguments to that queue, where there is none at the path
//   errors                the early errors that were held
//   after service         waits for what another service loads
//   event name            waits for that event of the document
//
// A path is names from `window` with dots; `name()` calls it and goes on with what it returns. What is not there is
// skipped: a vendor that never came needs no stopping. `$now` is the time, `$signals` and `$granted` what has just been
// decided, and any other text with a `$` is a path whose value is meant; where there is none, the step is skipped.

import type { Step } from '../generated';
import { mapped } from '../gate/own';

/** What the shim does by operation: whatever a path alone cannot say. */
export interface Doers {
  script(url: string, attributes: Record<string, string>): Promise<unknown>;
  errors(): void;
  after(service: string): Promise<unknown> | undefined;
  event(name: string): Promise<unknown>;
  /** Values that a step names with a `$`. */
  values?: Record<string, unknown>;
}

/** What a path leads through: objects of the page and of vendors. */
type Reached = Record<string, any>;

const follow = (at: Reached, name: string) => (name.endsWith('()') ? at[name.slice(0, -2)]() : at[name]);

/** The object that holds the last name of a path, and that name. */
const resolve = (root: object, path: string): [holder: Reached, name: string] => {
  const names = path.split('.');
  const name = names.pop() ?? '';
  return [names.reduce(follow, root as Reached), name];
};

const valueOf = (root: object, values: Record<string, unknown>, value: unknown): unknown => {
  if (value === '$now') return new Date();
  if (typeof value !== 'string' || value[0] !== '$') return value;
  const path = value.slice(1);
  const [holder, name] = resolve(path in values ? values : root, path);
  const found = follow(holder, name);
  if (found === undefined || found === null) throw new TypeError(value);
  return found;
};

/** gtag reads `arguments` objects and nothing else. */
function argumentsOf(..._values: unknown[]): IArguments {
  return arguments;
}

const take = (root: object, doers: Doers, [operation, path = '', ...given]: Step): unknown => {
  const values = mapped(given, (value) => valueOf(root, doers.values ?? {}, value));
  switch (operation) {
    case 'script':
      return doers.script(path, (values[0] ?? {}) as Record<string, string>);
    case 'errors':
      return doers.errors();
    case 'after':
      return doers.after(path);
    case 'event':
      return doers.event(path);
  }
  const [holder, name] = resolve(root, path);
  if (operation === 'set') {
    holder[name] = values[0];
    return undefined;
  }
  if (operation === 'call') return holder[name](...values);
  if (operation === 'queue') {
    holder[name] ??= function (this: unknown): void {
      ((root as Reached)[`${values[0]}`] ??= []).push(arguments);
    };
    return undefined;
  }
  holder[name] ??= [];
  return operation === 'unshift'
    ? holder[name].unshift(argumentsOf(...values))
    : holder[name].push(argumentsOf(...values));
};

/** Runs steps in order, at once up to the first that must wait, and only while they still hold. */
export const runSteps = async (root: object, steps: Step[], doers: Doers, holds: () => boolean): Promise<void> => {
  for (const step of steps) {
    if (!holds()) return;
    try {
      const taken = take(root, doers, step);
      if (typeof (taken as Promise<unknown> | undefined)?.then === 'function') await taken;
    } catch {
      // The vendor is not there, or not yet what it was: there is nobody to tell.
    }
  }
};
