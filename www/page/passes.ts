// The passes that stand before core writes another: what a visitor knew of the policy.

import { PASS, type Pass } from '../generated';
import { storedPass, writePass } from '../shim/passes';

export const standingPasses = (): Pass[] => {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(`${PASS} `));
    return keys.map((key) => JSON.parse(localStorage.getItem(key) ?? '') as Pass);
  } catch {
    return [];
  }
};

/**
 * Ends the pass of that guard, where something is asked again: the next page goes by core, and not by the plan of before,
 * and what the visitor knew of the policy can still be told from what is new.
 */
export const endPass = (guard: string): void => {
  const pass = storedPass(guard);
  if (pass?.until) writePass({ ...(pass as Pass), until: 0 });
};
