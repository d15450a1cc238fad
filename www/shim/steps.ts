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

export type Step = [operation: string, path?: string, ...values: any[]];

/** What the page does, by operation: whatever a path alone cannot say. */
type Doers = Record<string, (service: string, path: string, value: any) => unknown>;

const walk = (names: string[]): any =>
  names.reduce((at: any, name) => (name.endsWith('()') ? at[name.slice(0, -2)]() : at[name]), window);

const meant = (value: any): any =>
  value == '$now' ? new Date() : value[0] == '$' ? walk(value.slice(1).split('.')).valueOf() : value;

/** Runs a service's steps in order, at once up to the first that must wait, and only while they still hold. */
export const interpreter = (doers: Doers, running: Map<string, unknown>) => async (steps: Step[], service: string, granting?: boolean) => {
  for (const [operation, path = '', ...values] of steps) {
    if (running.has(service) != !!granting) return;
    try {
      if (doers[operation]) await doers[operation](service, path, values[0]);
      else {
        const names = path.split('.');
        const name = names.pop()!;
        const at = walk(names);
        if (operation == 'set') at[name] = meant(values[0]);
        else if (operation == 'call') await at[name](...values.map(meant));
        // gtag reads `arguments` objects and nothing else.
        else (at[name] ||= [])[operation]((function () { return arguments; } as any)(...values.map(meant)));
      }
    } catch {}
  }
};
