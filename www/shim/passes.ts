// Passes in localStorage: what an answer leaves for the next page, and for the other tabs, which hear of it.

import { OLD_PASS, PASS, type Pass } from '../generated';

export const passKey = (guard: string): string => `${PASS} ${guard}`;

/** Storage may be denied: then there is no pass. */
const attempt = <Result>(what: () => Result): Result | undefined => {
  try {
    return what();
  } catch {
    return undefined;
  }
};

/** What is stored for that guard, whatever it is of. */
export const storedPass = (guard: string): Partial<Pass> | undefined =>
  attempt(() => JSON.parse(localStorage.getItem(passKey(guard)) ?? 'null') ?? undefined);

/** The pass of that guard, where it is of that record, of these decisions and signals, and still stands. */
export const readPass = (
  expected: { record: string; guard: string; digest: string; signals: string },
  now: number,
): Pass | undefined =>
  attempt(() => {
    const pass: Pass = JSON.parse(localStorage.getItem(passKey(expected.guard)) ?? 'null');
    const { record, guard, digest, signals } = expected;
    const isOfThis =
      pass.record === record && pass.guard === guard && pass.digest === digest && pass.signals === signals;
    return isOfThis && now < pass.until ? pass : undefined;
  });

/** Keeps a pass, unless it stands already: tabs would wake each other for ever. */
export const writePass = (pass: Pass): void => {
  attempt(() => {
    const text = JSON.stringify(pass);
    if (localStorage.getItem(passKey(pass.guard)) !== text) localStorage.setItem(passKey(pass.guard), text);
  });
};

/** Removes the passes of every other record. */
export const removeOtherPasses = (record: string): void => {
  attempt(() => {
    for (const key of Object.keys(localStorage)) {
      const isPass = key.startsWith(`${PASS} `) || key.startsWith(OLD_PASS);
      if (isPass && !localStorage.getItem(key)?.startsWith(`{"record":${JSON.stringify(record)},`))
        localStorage.removeItem(key);
    }
  });
};
