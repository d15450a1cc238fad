// What is known of a visitor, before anything is decided. The plan speaks for visitors of whom nothing is known; of all
// others core decides.

import { ADULT, COUNTRIES_NOT_ASKED, type Decisions, REGIMES_THAT_ASK } from '../generated';
import { page } from '../gate/document';
import type { Settings } from './settings';
import { any } from '../gate/own';

/** What the browser and the host say of a visitor, as a pass has it. */
export const signalsOf = (setting: Settings): string =>
  [sendsGpc() ? '1' : '', setting('age'), setting('regime'), setting('country')].join();

export const sendsGpc = (): boolean => !!(navigator as { globalPrivacyControl?: unknown }).globalPrivacyControl;

const asksFirst = (setting: Settings, isSealed: boolean): boolean => {
  // Under the seal the browser refuses what nobody granted, so that every regime asks.
  if (isSealed) return true;
  const regime = setting('regime').toLowerCase();
  if (regime === 'auto') return !any(COUNTRIES_NOT_ASKED, (country) => country === setting('country').toUpperCase());
  return any(REGIMES_THAT_ASK, (known) => known === regime);
};

/** Whether another product has stored a choice that is taken over. */
const choseBefore = (names: string[]): boolean => {
  const jar = `; ${page.cookies}`;
  const isStored = (name: string): boolean => {
    try {
      return jar.includes(`; ${name}=`) || localStorage.getItem(name) !== null;
    } catch {
      return false;
    }
  };
  return any(names, isStored);
};

/** Whether nothing is known: no signal, no child, a regime that asks first, and no choice of before. */
export const isUnknown = (decisions: Decisions, setting: Settings, isSealed: boolean): boolean => {
  const age = setting('age');
  return !sendsGpc() && (!age || age === ADULT) && asksFirst(setting, isSealed) && !choseBefore(decisions.former);
};
