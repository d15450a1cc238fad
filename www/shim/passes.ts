// Passes in localStorage: what an answer leaves for the next page, and for the other tabs, which hear of it.

import { OLD_PASS, PASS, type Pass } from '../generated';
import type { MadePlan } from './plan';

/** A pass as it is stored: with the plan that the page goes by, where that was made in a page. */
export type KeptPass = Pass & Partial<MadePlan>;

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
export const storedPass = (guard: string): Partial<KeptPass> | undefined =>
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
export const writePass = (pass: KeptPass): void => {
  attempt(() => {
    const text = JSON.stringify(pass);
    if (localStorage.getItem(passKey(pass.guard)) !== text) localStorage.setItem(passKey(pass.guard), text);
  });
};

/**
 * Ends the pass of that guard, where something is asked again: the next page goes by core, and not by the plan of
 * before, and what the visitor knew of the policy can still be told from what is new.
 */
export const endPass = (guard: string): void => {
  const pass = storedPass(guard) as KeptPass | undefined;
  if (pass?.until) writePass({ ...pass, until: 0 });
};

/** Keeps the words of one more language with the plan that they are of. */
export const keepWords = (guard: string, { text, words }: MadePlan): void => {
  const pass = storedPass(guard) as KeptPass | undefined;
  if (pass?.words && pass.text === text) writePass({ ...pass, words });
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
