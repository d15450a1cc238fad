// The passes that stand before core writes another: what a visitor knew of the policy.

import { PASS, type Pass } from '../generated';

export const standingPasses = (): Pass[] => {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(`${PASS} `));
    return keys.map((key) => JSON.parse(localStorage.getItem(key) ?? '') as Pass);
  } catch {
    return [];
  }
};
