// Writes www/locales/XX.durations.json: durations in the words of each language, as Unicode's CLDR has them. The files
// are texts like all others, so that a page and the command line say the same. Run it by hand after a language is
// added: node www/build/lasts.mjs

import { writeFileSync } from 'node:fs';
import { forms, readLocales } from './locales.mjs';

const UNITS = { s: 'second', m: 'minute', h: 'hour', d: 'day', y: 'year' };
/** Node has only abbreviated units, or none, for Irish, Icelandic and Maltese. Their files are written by hand. */
const BY_HAND = ['ga', 'is', 'mt'];

/** The smallest number that takes the form; 0 only where no other does. */
const example = (rules, form) =>
  Array.from({ length: 1000 }, (_, number) => number).find((number) => number && rules.select(number) === form) ?? 0;

/** The duration in words, with `{}` in the number's place. Some forms say their one number in words. */
function say(language, unit, number) {
  const said = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(number);
  return said.replace(new Intl.NumberFormat(language).format(number), '{}');
}

for (const language of Object.keys(readLocales()).filter((language) => !BY_HAND.includes(language))) {
  const rules = new Intl.PluralRules(language);
  const texts = {};
  for (const [letter, unit] of Object.entries(UNITS)) {
    for (const form of forms(language).keys()) {
      texts[`lasts.${letter}.${form}`] = say(language, unit, example(rules, form));
    }
  }
  const file = new URL(`../locales/${language}.durations.json`, import.meta.url);
  writeFileSync(file, JSON.stringify(texts, null, 2) + '\n');
}
