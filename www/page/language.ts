// Which language the texts are in: the page's, or what the policy says, or the browser's, or English.

/** A pattern of the languages that there are texts in: www/build/build.mjs makes it of the files' names. */
declare const LANGUAGES: string;

/** Waits for the policy only where the page names no language that there are texts in. */
export const chosen = async (policy: Promise<any>): Promise<any> => {
  for (const source of [document.documentElement.lang, policy, ...navigator.languages, 'en']) {
    try {
      const said = await source;
      const locale = new Intl.Locale((said.language ?? said).replace(/_/g, '-').replace(/^n[no]\b/i, 'nb'));
      // `pt-BR` has texts of its own, `de-AT` those of `de`, and `zh-TW`, which is `zh-Hant-TW`, those of `zh-Hant`.
      return `${locale} ${locale.maximize()}`.match(LANGUAGES)![0];
    } catch {}
  }
};
