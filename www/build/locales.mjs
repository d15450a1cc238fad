// What is wrong with the texts of www/locales: English is the measure of the others. tests/locales.test.mjs
// runs it.

import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const FOLDER = path.resolve(path.dirname(new URL(import.meta.url).pathname), '../locales');
/**
 * The banner, the preferences, the purposes of the catalogue's services, the policy page, the visitor's part of the
 * preferences, and durations.
 */
const LAYERS = ['', '.more', '.services', '.notice', '.centre', '.durations'];
/** No policy has as many services. */
const MOST = 10000;

/** Texts that are as in English, though they are not English: cognates. */
const COGNATES = {
  'column.name': ['de'],
  'column.kind': ['da', 'fr', 'nb'],
  'lasts.m.one': ['fr'],
  'lasts.m.other': ['fr'],
  persistent: ['ro'],
  session: ['da', 'fr', 'sv'],
  'store.cookie': ['da', 'it', 'nl', 'pt', 'pt-BR', 'ro'],
  'store.indexedDB': ['da', 'nb'],
};

/** Texts that must not look unequal because one of them is longer. */
const ANSWERS = ['accept', 'reject'];
const WIDEST = 2;

/** Control characters, and what turns the direction of reading. */
const UNSEEN = /[\p{Cc}\u2028\u2029\u200b\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]/u;

/** The width of a text in halves of an ideograph; marks that stand on a letter have none. */
export const width = (text) =>
  [...text.replace(/\p{M}/gu, '')].reduce(
    (sum, char) => sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/.test(char) ? 2 : 1),
    0,
  );

const holes = (text) => text.split('{}').length - 1;

const known = new Map();

/** Each plural form that whole numbers take in a language, and whether it stands for one number alone. */
export function forms(language) {
  if (!known.has(language)) known.set(language, countForms(language));
  return known.get(language);
}

function countForms(language) {
  const rules = new Intl.PluralRules(language);
  const times = new Map();
  for (let number = 0; number < MOST; number++) {
    const form = rules.select(number);
    times.set(form, (times.get(form) ?? 0) + 1);
  }
  return new Map([...times].map(([form, numbers]) => [form, numbers === 1]));
}

/** All texts, as `locales[language][layer][key]`. */
export function readLocales(folder = FOLDER) {
  const locales = {};
  for (const name of readdirSync(folder).sort()) {
    const [, language, layer] = name.match(/^([^.]+)(\.more|\.services|\.notice|\.centre|\.durations)?\.json$/) ?? [];
    if (!language) throw new Error(`www/locales/${name} is no file of texts`);
    (locales[language] ??= {})[layer ?? ''] = JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
  }
  return locales;
}

const PLURAL = /^(receivers|lasts\.[smhdy])\.(zero|one|two|few|many|other)$/;

/** The keys that a layer of a language must have: English's, and of a plural each form that the language has. */
function keys(language, layer, english) {
  const plain = Object.keys(english[layer]).filter((key) => !PLURAL.test(key));
  const plural = [...new Set(Object.keys(english[layer]).flatMap((key) => key.match(PLURAL)?.[1] ?? []))];
  const counted = [...forms(language).keys()];
  return [...plain, ...plural.flatMap((key) => counted.map((form) => `${key}.${form}`))];
}

/** What is wrong with one text. */
function* faultsOf(language, key, text, english) {
  if (typeof text !== 'string' || !text.trim()) return yield 'is empty';
  if (text !== text.trim() || / {2}/.test(text)) yield 'has a space too many';
  if (UNSEEN.test(text)) yield 'has a control character';
  if (text !== text.normalize('NFC')) yield 'is not in Unicode’s composed form (NFC)';
  if (/['"`]|\.{3}/.test(text)) yield 'has a typewriter’s quotes or dots';
  if (language === 'fr' ? /[^\u202f][;:!?]/u.test(text) : / [;:!?]/.test(text))
    yield 'has another space than its language before a sign';
  const form = key.match(/\.(zero|one|two|few|many|other)$/)?.[1];
  const wanted = form ? 1 : holes(english[key]);
  // Where a form stands for one number, the text may say it in words.
  if (holes(text) !== wanted && !(form && forms(language).get(form) && holes(text) === 0)) {
    yield `has ${holes(text)} times {}, not ${wanted}`;
  }
  const same = text === english[key] && /\p{L}/u.test(text.replaceAll('{}', ''));
  if (language !== 'en' && same && !COGNATES[key]?.includes(language)) yield 'is English';
}

/** Every fault, a line each that says where it is. */
export function faults(locales) {
  const said = [];
  const { en: english } = locales;
  for (const [language, layers] of Object.entries(locales)) {
    for (const layer of LAYERS) {
      const file = `${language}${layer}.json`;
      const texts = layers[layer];
      if (!texts) {
        said.push(`${file} is missing`);
        continue;
      }
      const must = keys(language, layer, english);
      for (const key of must) if (!(key in texts)) said.push(`${file} lacks ${key}`);
      for (const [key, text] of Object.entries(texts)) {
        if (!must.includes(key)) said.push(`${file} has ${key}, which English has not`);
        else
          for (const fault of faultsOf(language, key, text, english[layer]))
            said.push(`${file}: ${key} ${fault}: ${text}`);
      }
    }
    const [one, other] = ANSWERS.map((key) => width(layers['']?.[key] ?? ''));
    if (Math.max(one, other) > WIDEST * Math.min(one, other))
      said.push(`${language}.json: accept and reject differ too much in length`);
  }
  return said;
}
