// Early errors: in memory until the choice, replayed after a grant, dropped after a refusal.

const LONGEST = 20;

export interface EarlyErrors {
  /** Hands them to whoever listens now, and keeps no more. */
  replay(): void;
  drop(): void;
}

export const collectErrors = (): EarlyErrors => {
  let errors: Event[] = [];
  const note = (event: Event): void => {
    if (errors.length < LONGEST) errors.push(event);
  };
  const stop = (): Event[] => {
    for (const name of ['error', 'unhandledrejection']) removeEventListener(name, note);
    const noted = errors;
    errors = [];
    return noted;
  };
  for (const name of ['error', 'unhandledrejection']) addEventListener(name, note);
  return {
    replay() {
      for (const event of stop()) {
        const { message, filename, lineno, colno, error } = event as ErrorEvent;
        (window as Realm)[`on${event.type}`]?.(message ?? event, filename, lineno, colno, error);
      }
    },
    drop: stop,
  };
};
