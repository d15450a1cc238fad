// The words in the page's language: those of the plan, or a small file of another language. A page may change its
// language without a load.

import type { Plan, Wording } from '../generated';
import { page } from '../gate/document';
import { filtered } from '../gate/own';

/** The language that a page is in, where it says so. */
export const pageLanguage = (): string => page.root?.lang || navigator.language || '';

/** Whether words of that language serve a page in this one: `de` serves `de-AT`. */
const serves = (words: string, wanted: string): boolean => {
  const [one, other] = [words.toLowerCase(), wanted.toLowerCase()];
  return one === other || other.startsWith(`${one}-`);
};

/** The best of the languages that there are files for; nothing where the site's own serves. */
export const otherLanguage = (plan: Plan, wanted: string): string | undefined => {
  if (!plan.wording || serves(plan.wording.language, wanted)) return undefined;
  const found = filtered(plan.languages ?? [], (language) => serves(language, wanted));
  return found.sort((one, other) => other.length - one.length)[0];
};

/** Fetches the words of a language; those of the plan where that fails. */
export const wordingIn = async (plan: Plan, folder: string, wanted: string): Promise<Wording | undefined> => {
  const language = otherLanguage(plan, wanted);
  if (!language || !plan.wording) return plan.wording;
  try {
    const answer = await fetch(`${folder}words/${language}.json`);
    if (!answer.ok) return plan.wording;
    return { ...plan.wording, ...((await answer.json()) as Partial<Wording>) };
  } catch {
    return plan.wording;
  }
};

/** Calls back when the page says that it is in another language. */
export const onLanguageChange = (then: () => void): void => {
  let language = pageLanguage();
  const observer = new MutationObserver(() => {
    watch();
    const before = language;
    language = pageLanguage();
    if (language !== before) then();
  });
  /** The page's root may be another one. */
  const watch = (): void => {
    observer.observe(document, { childList: true });
    if (page.root) observer.observe(page.root, { attributeFilter: ['lang'] });
  };
  watch();
};
