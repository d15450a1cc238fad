// The plan that a page goes by: the one that was built into our script, the one that stands before an inline script of ours,
// or, where a page names a policy that was not built, the one that core made of it on an earlier page.

import { type Plan, VERSION } from '../generated';
import { page } from './document';
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
}

/** The plan that core made of that policy on an earlier page, and kept with the answer, unless core has ended that pass. */
export const keptPlan = (guard: string, named: string): MadePlan | undefined => {
  const { plan, text, until } = storedPass(guard) ?? {};
  if (!until || !plan?.decisions.answers || text === undefined) return undefined;
  return plan.source === named && plan.decisions.version === VERSION ? { plan, text } : undefined;
};

/** Whether a plan is of the policy that the page names: one of another policy is not used. */
export const isOfPolicy = (plan: Plan, named: string): boolean => {
  if (!plan.decisions.answers) return false;
  return !named || named === plan.source;
};
