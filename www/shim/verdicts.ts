// What verdicts say as a whole. A page may have replaced `Object.keys`: they are read by a loop of the language.

import type { VerdictName } from './between';

export type Verdicts = Record<string, VerdictName>;

const idsOf = (verdicts: Verdicts, isWanted: (verdict: VerdictName) => boolean): string[] => {
  const ids: string[] = [];
  for (const id in verdicts) if (Object.hasOwn(verdicts, id) && isWanted(verdicts[id]!)) ids.push(id);
  return ids;
};

export const grantedOf = (verdicts: Verdicts): string[] => idsOf(verdicts, (verdict) => verdict === 'granted');
/** All but those that no answer changes. */
export const answerableOf = (verdicts: Verdicts): string[] => idsOf(verdicts, (verdict) => verdict !== 'locked');
/** Whether nothing is left to ask, and there is something at all. */
export const isDecided = (verdicts: Verdicts): boolean => {
  const known = idsOf(verdicts, () => true);
  return known.length > 0 && !isAnyUndecided(verdicts);
};
export const isAnyUndecided = (verdicts: Verdicts): boolean =>
  idsOf(verdicts, (verdict) => verdict === 'undecided').length > 0;
export const isAnyGranted = (verdicts: Verdicts): boolean => grantedOf(verdicts).length > 0;
