// The interpreter of steps: what a vendor is told on a grant and on a withdrawal, as data that core
// wrote (src/vendors). A step is a list: an operation, a path, and values.
//
//   set path value        call path ...args      push path ...args    (a gtag-like queue)
//   script url attributes  unshift path ...args
//   tags                  the service's marked tags, one after the other
//   errors                the early errors that were held
//   after service         what another service loads
//   event name            waits for that event of the document
//
// A path is names from `window` with dots; `name()` calls it and goes on with what it returns. What is
// not there is skipped: a vendor that never came needs no stopping. `$now` is the time, and any other
// text with a `$` is a path whose value is meant; where there is none, the step is skipped.

import { running } from './live/known';

export type Step = [operation: string, path?: string, ...values: any[]];

/** What the page does, by operation: whatever a path alone cannot say. */
type Doers = Record<string, (service: string, path: string, value: any) => unknown>;

const step = (at: any, name: string) => (name.endsWith('()') ? at[name.slice(0, -2)]() : at[name]);

/** Walks a path up to its last name, and takes the last step. */
const walk = (path: string, last = step) => {
  const names = path.split('.');
  const name = names.pop()!;
  return last(names.reduce(step, window), name);
};

const meant = (value: any) => (value == '$now' ? new Date() : value[0] == '$' ? walk(value.slice(1)).valueOf() : value);

/** Runs a service's steps in order, at once up to the first that must wait, and only while they still hold. */
export const interpreter =
  (doers: Doers) =>
  async (steps: Step[], service: string, granting = false) => {
    for (const [operation, path = '', ...rest] of steps) {
      if (service in running == granting)
        try {
          const values = rest.map(meant);
          const done: any = doers[operation]
            ? doers[operation](service, path, values[0])
            : walk(path, (at, name) =>
                operation == 'set'
                  ? (at[name] = values[0])
                  : operation == 'call'
                    ? at[name](...values)
                    : // gtag reads `arguments` objects and nothing else.
                      (at[name] ||= [])[operation](
                        (
                          function () {
                            return arguments;
                          } as any
                        )(...values),
                      ),
              );
          if (done?.then) await done;
        } catch {}
    }
  };
