// What is owed: an erasure, until a sweep has finished, and receipts, until they are on record. Both wake core on each
// page.

import type { Matcher, Store } from '../gate/matcher';
import { DUE, type Decisions, type Due, ERASURE } from '../generated';
import { page } from '../gate/document';
import type { Settings } from './settings';
import { signalsOf } from './visitor';
import { mapped } from '../gate/own';

/** What is kept in localStorage, where there is any. */
const storage = (): Storage | undefined => {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
};

export const oweErasure = (): void => {
  try {
    storage()?.setItem(ERASURE, storage()?.getItem(ERASURE) ?? '1');
  } catch {
    // What cannot be put down is done in this page, or not at all.
  }
};

export const isErasureOwed = (): boolean => typeof storage()?.getItem(ERASURE) === 'string';

export const erasureIsDone = (): void => storage()?.removeItem(ERASURE);

/** What a receipt is made of: on which surface the record was made, and what stood there. */
export interface Answered {
  record: string;
  surface: string;
  root: HTMLElement | undefined;
}

/** A receipt that is whole in itself: the policy may be another when it is put on record. */
export const dueOf = (decisions: Decisions, setting: Settings, guard: string, answered: Answered): Due => ({
  record: answered.record,
  policy: decisions.policy,
  updated: decisions.updated,
  guard,
  signals: signalsOf(setting),
  language: answered.root?.lang ?? '',
  layout: setting('layout') || 'bar',
  surface: answered.root ? answered.surface : 'none',
  text: answered.root?.textContent ?? '',
  services: mapped(decisions.services, ({ id }) => id),
});

export const putDown = (due: Due): void => {
  try {
    storage()?.setItem(`${DUE}-${Date.now()}-${Math.random()}`, JSON.stringify(due));
  } catch {
    // The choice stands without its receipt.
  }
};

export const hasDue = (): boolean => Object.keys(storage() ?? {}).some((key) => key.startsWith(DUE));

/** Whether anything is stored that belongs to one of these services, or may be. */
export const remains = async (rules: Matcher, services: string[]): Promise<boolean> => {
  const isTheirs = (store: Store, name: string): boolean =>
    rules.ofName(store, name).some((id) => services.includes(id));
  try {
    const cookies = page.cookies.split('; ').map((pair) => pair.split('=')[0] ?? '');
    if (cookies.some((name) => isTheirs('c', name))) return true;
    if (Object.keys(localStorage).some((name) => isTheirs('l', name))) return true;
    if (Object.keys(sessionStorage).some((name) => isTheirs('s', name))) return true;
    const databases = await indexedDB.databases();
    if (databases.some(({ name }) => isTheirs('d', name ?? ''))) return true;
    const caches = await window.caches?.keys();
    return !!caches?.some((name) => isTheirs('k', name));
  } catch {
    // What cannot be listed may be there.
    return true;
  }
};
