// The policy of a page: the one that its plan was built of, the one that stands in the page, or the one that its tag
// names.

import type { Plan } from '../generated';
import type { Shim } from '../shim/between';
import { policyInPage } from '../shim/declared';
import { textOf } from './fetched';

/** Where the privacy policy of a site may be expected that says nothing of it. */
const USUAL_HOME = '/privacy/';

export interface FoundPolicy {
  text: string;
  /** Where it lies: what it says of other files is relative to that. */
  address: string;
  /** Where a policy that names no page of its own can be read. */
  home: string;
}

/** A path on this site, an address elsewhere. */
const pathOf = ({ href, origin, pathname, search }: URL): string =>
  origin === location.origin ? pathname + search : href;

/** Not relative to a <base>, which may come later than our tag. */
const placeOf = (named: string): Omit<FoundPolicy, 'text'> => {
  const address = new URL(named, location.href);
  return { address: address.href, home: pathOf(new URL('.', address)) };
};

/** The policy at an address. */
export const policyAt = async (named: string): Promise<FoundPolicy> => {
  const place = placeOf(named);
  const text = await textOf(place.address, { cache: 'no-cache' });
  const at = text.indexOf('\ufffd');
  if (at >= 0) console.error(`portcullis: ${named}: not UTF-8: see "${text.slice(Math.max(0, at - 20), at + 1)}"`);
  return { text, ...place };
};

/** The plan that was made ahead, where the page goes by one: only such a one has a folder. */
export const builtPlanOf = (shim: Shim): Plan | undefined => {
  const plan = shim.plan();
  return plan.decisions.answers && plan.folder !== undefined ? plan : undefined;
};

/** `built` is the plan that was made ahead, where the page goes by one. */
export const findPolicy = async (shim: Shim, built: Plan | undefined): Promise<FoundPolicy> => {
  if (built) {
    const address = `${shim.folder()}policy.json`;
    const published = new URL(built.source ?? address, location.href);
    return { text: await textOf(address), address: published.href, home: pathOf(published) };
  }
  const inPage = policyInPage();
  const named = shim.setting('policy');
  if (inPage !== undefined) return { text: inPage, ...placeOf(named || USUAL_HOME) };
  if (!named) throw new Error('no policy: name one by data-policy, or paste the tag that `portcullis build` prints');
  return policyAt(named);
};
