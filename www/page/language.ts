// Which language we speak: that of the shim's words where there are some, so that all of it is in one; otherwise the
// page's, or what the policy says, or the browser's, or English.

import { LANGUAGES, type Plan } from '../generated';
import { page } from '../shim/document';
import { otherLanguage, pageLanguage } from '../shim/language';

/** Norwegian, whatever it is called, is Bokmål. */
const NORWEGIAN = /^n[no]\b/i;

const hasTexts = (language: string): boolean => LANGUAGES.some((known) => known === language);

/** Our texts for a language: `pt-BR` has its own, `de-AT` those of `de`, and `zh-TW` those of `zh-Hant`. */
const textsFor = (wanted: string): string | undefined => {
  try {
    const locale = new Intl.Locale(wanted.replaceAll('_', '-').replace(NORWEGIAN, 'nb'));
    const { language, region } = locale;
    return [`${language}-${region}`, `${language}-${locale.maximize().script}`, language].find(hasTexts);
  } catch {
    return undefined;
  }
};

/** The language that the page decides on; nothing where the policy, or the browser, has to. */
export const languageOfPage = (plan: Plan | undefined): string | undefined =>
  plan?.wording ? (otherLanguage(plan, pageLanguage()) ?? plan.wording.language) : textsFor(page.root.lang);

/** `ofPolicy` asks core for the language that a policy says it is in. */
export const languageOf = async (
  plan: Plan | undefined,
  ofPolicy: () => Promise<string | undefined>,
): Promise<string> => {
  const ofPage = languageOfPage(plan);
  if (ofPage) return ofPage;
  const wanted = [(await ofPolicy()) ?? '', ...navigator.languages];
  return wanted.map(textsFor).find((found) => found !== undefined) ?? 'en';
};
