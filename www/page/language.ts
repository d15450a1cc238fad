// Which language the texts are in: the page's, or what the policy says, or the browser's, or English.

declare const LANGUAGES: string;

/** Waits for the policy only where the page names no language that there are texts in. */
export const language = async (policy: Promise<string>) => {
  for (const source of [document.documentElement.lang, policy, ...navigator.languages]) {
    try {
      // What is wrong with a policy is for core to say.
      const tag: string = source == policy ? JSON.parse(await policy).language : source;
      const locale = new Intl.Locale(tag.replace(/_/g, '-').replace(/^n[no]\b/i, 'nb'));
      // `pt-BR` is a file of its own, `de-AT` is `de`, and `zh-TW` is `zh-Hant`.
      const names = [locale.baseName, `${locale.language}-${locale.maximize().script}`, locale.language];
      const found = names.find((name) => LANGUAGES.split(' ').includes(name));
      if (found) return found;
    } catch {}
  }
  return 'en';
};
