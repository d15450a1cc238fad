// The texts of www/locales: complete in every language, and nothing in them that only looks like a text.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { faults, forms, readLocales } from '../www/build/locales.mjs';

const locales = readLocales();
const EU = 'bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv';
const OTHERS = 'ar he hi is ja ko nb pt-BR tr uk zh-Hans zh-Hant';

test('there are the official languages of the European Union, and twelve others', () => {
  assert.deepEqual(Object.keys(locales).sort(), `${EU} ${OTHERS}`.split(' ').sort());
});

test('every language has every text, in its own words', () => {
  assert.deepEqual(faults(locales), []);
});

/** The answers as tools that answer for the visitor look for them (DuckDuckGo's autoconsent). */
const KNOWN_OUTSIDE = {
  de: ['Alle akzeptieren', 'Alle ablehnen'],
  en: ['Accept all', 'Reject all'],
  es: ['Aceptar todo', 'Rechazar todo'],
  fr: ['Tout accepter', 'Tout refuser'],
  it: ['Accetta tutti', 'Rifiuta tutti'],
  nl: ['Alles accepteren', 'Alles weigeren'],
  pl: ['Akceptuj wszystkie', 'Odrzuć wszystkie'],
  pt: ['Aceitar tudo', 'Rejeitar tudo'],
  'pt-BR': ['Aceitar tudo', 'Rejeitar tudo'],
  sv: ['Acceptera alla', 'Avvisa alla'],
};
test('the answers are the words that outside tools look for', () => {
  for (const [language, answers] of Object.entries(KNOWN_OUTSIDE)) {
    assert.deepEqual([locales[language][''].accept, locales[language][''].reject], answers, language);
  }
});

test('the plural forms asked for are those that whole numbers take', () => {
  assert.deepEqual([...forms('pl').keys()].sort(), ['few', 'many', 'one']);
  assert.deepEqual([...forms('ja').keys()], ['other']);
  assert.deepEqual(
    [...forms('ar')].filter(([, alone]) => alone).map(([form]) => form),
    ['zero', 'one', 'two'],
  );
});

test('the forms that core is held to are those of this engine', () => {
  const letters = { zero: 'z', one: 'o', two: 't', few: 'f', many: 'm', other: '.' };
  const said = (language) => {
    const rules = new Intl.PluralRules(language);
    return `${language} ${Array.from({ length: 112 }, (_, number) => letters[rules.select(number)]).join('')}\n`;
  };
  const held = readFileSync(new URL('plurals.txt', import.meta.url), 'utf8');
  assert.equal(held, Object.keys(locales).sort().map(said).join(''));
});

/** All texts, with one of German's changed. */
const german = (layer, change) => {
  const changed = structuredClone(locales);
  change(changed.de[layer]);
  return faults(changed);
};
const FAULTS = {
  'a text that is missing': [(texts) => delete texts.withdraw, 'de.json lacks withdraw'],
  'a plural form that is missing': [(texts) => delete texts['receivers.one'], 'de.json lacks receivers.one'],
  'a plural form that the language does not have': [
    (texts) => (texts['receivers.few'] = '{} Anbieter'),
    'de.json has receivers.few, which',
  ],
  'a key that nobody reads': [(texts) => (texts.colour = 'Rot'), 'de.json has colour, which English has not'],
  'an empty text': [(texts) => (texts.policy = ' '), 'de.json: policy is empty'],
  'a text left in English': [(texts) => (texts.policy = locales.en[''].policy), 'de.json: policy is English'],
  'a place for a name that is missing': [
    (texts) => (texts.title = 'Ihre Wahl'),
    'de.json: title has 0 times {}, not 1',
  ],
  'a text that turns the direction of reading': [
    (texts) => (texts.policy = 'Daten\u202eschutz'),
    'de.json: policy has a control character',
  ],
  "a typewriter's apostrophe": [(texts) => (texts.policy = "Hans' Datenschutz"), 'de.json: policy has a typewriter'],
  'a space before a sign': [(texts) => (texts.choose = 'Auswählen !'), 'de.json: choose has another space'],
  'answers of which one is much longer': [
    (texts) => (texts.reject = 'Nur die notwendigen Dienste zulassen'),
    'de.json: accept and reject differ',
  ],
};
for (const [what, [change, says]] of Object.entries(FAULTS)) {
  test(`${what} is found, and said with its language`, () => {
    const found = german('', change);
    assert.equal(found.length, 1, found.join('\n'));
    assert.ok(found[0].startsWith(says), found[0]);
  });
}

test('French has its narrow space before a sign', () => {
  const changed = structuredClone(locales);
  changed.fr[''].about = changed.fr[''].about.replace('\u202f:', ' :');
  assert.match(faults(changed).join(), /^fr\.json: about has another space/);
});

test('a language of which the second layer is missing is found', () => {
  const changed = structuredClone(locales);
  delete changed.fi['.more'];
  assert.deepEqual(faults(changed), ['fi.more.json is missing']);
});

test('a duration needs each plural form that the language has', () => {
  const changed = structuredClone(locales);
  delete changed.pl['.durations']['lasts.d.few'];
  assert.deepEqual(faults(changed), ['pl.durations.json lacks lasts.d.few']);
});
