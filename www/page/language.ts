// Which language we speak: that of the shim's words where there are some, so that all of it is in one; otherwise the
// page's, or what the policy says, or the browser's, or English.

import { LANGUAGES, type Plan } from '../generated';
import { page } from '../gate/document';
import { otherLanguage, pageLanguage } from '../shim/language';

/** Norwegian, whatever it is called, is Bokmål. */
const NORWEGIAN = /^n[no]\b/i;

const hasTexts = (language: string): boolean => {
  // A page may have put its own in the place of what lists are searched with.
  for (const known of LANGUAGES) if (known === language) return true;
  return false;
};

/** Our texts for a language: `pt-BR` has its own, `de-AT` those of `de`, and `zh-TW` those of `zh-Hant`. */
const textsFor = (wanted: string): string | undefined => {
  try {
    const locale = new Intl.Locale(wanted.replaceAll('_', '-').replace(NORWEGIAN, 'nb'));
    const { language, region } = locale;
    const candidates = [`${language}-${region}`, `${language}-${locale.maximize().script}`, language];
    for (const candidate of candidates) if (hasTexts(candidate)) return candidate;
  } catch {
    // What the page says is no language.
  }
  return undefined;
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
  for (const one of wanted) {
    const found = textsFor(one);
    if (found) return found;
  }
  return 'en';
};
