// What the buttons of consent banners say: the words of our own texts in every language, and what others say in
// English.

import { readFileSync, readdirSync } from 'node:fs';

const LOCALES = new URL('../../www/locales/', import.meta.url);
/** Said by others, in English, which most products fall back to. */
const OTHERS = {
  reject: [
    'reject',
    'decline',
    'deny',
    'refuse',
    'disagree',
    'do not accept',
    'without accepting',
    'only necessary',
    'necessary only',
    'only essential',
    'essential only',
  ],
  accept: ['accept', 'allow', 'agree', "that's ok", 'ok', 'okay', 'got it', 'i understand', 'continue'],
  settings: [
    'settings',
    'preferences',
    'customize',
    'customise',
    'personalize',
    'manage',
    'options',
    'let me choose',
    'learn more',
  ],
  reopen: [
    'cookie settings',
    'cookie preferences',
    'privacy settings',
    'manage consent',
    'consent settings',
    'manage services',
  ],
};
/** The keys of our texts that say the same, a file of the first layer or the second. */
const OURS = { reject: 'reject', accept: 'accept', settings: 'choose', reopen: 'reopen' };
/** What says yes without saying to what. */
export const VAGUE = ['ok', 'okay', 'got it', 'continue', 'i understand', "that's ok"];

/**
 * For each kind of button: whole texts, and single words that tell it from the other answer in a language.
 * @returns {Record<'reject'|'accept'|'settings'|'reopen', {texts: string[], marks: string[]}>}
 */
export function buttonWords() {
  const languages = readdirSync(LOCALES)
    .filter((name) => /^[A-Za-z-]+\.json$/.test(name))
    .map((name) => JSON.parse(readFileSync(new URL(name, LOCALES), 'utf8')));
  const texts = (key) => [...new Set(languages.map((all) => all[key]?.toLowerCase()).filter(Boolean))];
  const tokens = (text) =>
    text
      .toLowerCase()
      .split(/[^\p{L}]+/u)
      .filter((word) => word.length > 3);
  const said = {
    accept: new Set(languages.flatMap((all) => tokens(all.accept))),
    reject: new Set(languages.flatMap((all) => tokens(all.reject))),
  };
  const only = (mine, other) => [...said[mine]].filter((word) => !said[other].has(word));
  const marks = { accept: only('accept', 'reject'), reject: only('reject', 'accept'), settings: [], reopen: [] };
  return Object.fromEntries(
    Object.entries(OURS).map(([kind, key]) => [kind, { texts: texts(key), marks: [...marks[kind], ...OTHERS[kind]] }]),
  );
}
