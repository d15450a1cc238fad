// The passes that stand before core writes another: what a visitor knew of the policy.

import { PASS, type Pass } from '../generated';
import { filtered, mapped } from '../gate/own';

export const standingPasses = (): Pass[] => {
  try {
    const keys = filtered(Object.keys(localStorage), (key) => key.startsWith(`${PASS} `));
    return mapped(keys, (key) => (JSON.parse(localStorage.getItem(key) ?? '') ?? {}) as Pass);
  } catch {
    return [];
  }
};
