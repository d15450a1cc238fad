// Writes src/notice/lasts.json: durations in the words of each language, as browsers have them (Unicode's CLDR, by
// Intl), for `portcullis render`, which has no browser. Run by hand, after a language is added.

import { writeFileSync } from 'node:fs';
import { forms, readLocales } from './locales.mjs';

const UNITS = { s: 'second', m: 'minute', h: 'hour', d: 'day', y: 'year' };
const said = {};
for (const [language, layers] of Object.entries(readLocales())) {
  const rules = new Intl.PluralRules(language);
  said[language] = {};
  for (const [letter, unit] of Object.entries(UNITS)) {
    const own = layers['.more'][`lasts.${letter}.other`];
    const format = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' });
    for (const form of forms(language).keys()) {
      const number =
        Array.from({ length: 1000 }, (_, number) => number).find((number) => number && rules.select(number) === form) ??
        0;
      // Some forms say their one number in words.
      const browsers = format.format(number).replace(new Intl.NumberFormat(language).format(number), '{}');
      said[language][`${letter}.${form}`] = own ? (layers['.more'][`lasts.${letter}.${form}`] ?? own) : browsers;
    }
  }
}
writeFileSync(new URL('../../src/notice/lasts.json', import.meta.url), JSON.stringify(said, null, 1) + '\n');
