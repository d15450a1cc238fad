// The plan that a page goes by: the one that was built into our script, the one that stands before an inline script of
// ours, or, where a page names a policy that was not built, the one that core made of it on an earlier page.

import { type Plan, VERSION, type Wording } from '../generated';
import { page } from '../gate/document';
import { storedPass } from './passes';

/** In a script that was built: `portcullis build` puts it before. */
declare const PORTCULLIS_PLAN: Plan;

/** The data block that stands right before an inline script, while the page is parsed. */
const planBefore = (tag: HTMLScriptElement): Plan | undefined => {
  const block = tag.previousElementSibling as HTMLScriptElement | null;
  if (!page.isLoading || tag.src || block?.localName !== 'script' || block.type !== 'application/json')
    return undefined;
  return JSON.parse(block.text) as Plan;
};

export const builtPlan = (tag: HTMLScriptElement): Plan | undefined => {
  const inline = planBefore(tag);
  if (inline) return inline;
  return typeof PORTCULLIS_PLAN === 'undefined' ? undefined : PORTCULLIS_PLAN;
};

/** A plan that core made in a page, and the text of the policy that it is of. */
export interface MadePlan {
  plan: Plan;
  text: string;
  /** The words, by the language that a page said it was in: another's are asked of core. */
  words: Record<string, Wording>;
}

/** What was made on a page in that language, with the words that are known already of the same policy. */
export const madePlan = (plan: Plan, text: string, language: string, before: MadePlan | undefined): MadePlan => {
  const { wording, ...wordless } = plan;
  const known = before?.text === text ? before.words : {};
  return { plan: wordless, text, words: { ...known, ...(wording && { [language]: wording }) } };
};

/** The plan that core made of that policy on an earlier page, and kept with the answer, unless that pass has ended. */
export const keptPlan = (guard: string, named: string): MadePlan | undefined => {
  const { plan, text, words, until = 0 } = storedPass(guard) ?? {};
  // Core decides anew when the time of a pass is over: the plan may be of before as well.
  if (!plan?.decisions.answers || text === undefined || !words || until * 60_000 <= Date.now()) return undefined;
  return plan.source === named && plan.decisions.version === VERSION ? { plan, text, words } : undefined;
};

/** Whether a plan is of the policy that the page names: one of another policy is not used. */
export const isOfPolicy = (plan: Plan, named: string): boolean => {
  if (!plan.decisions.answers) return false;
  return !named || named === plan.source;
};
