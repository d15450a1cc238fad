// What a text that is assigned to `document.cookie` does: which name it is about, and whether it deletes that cookie.
// What is in doubt is a write: a vendor's deletion that is held does no harm.

import { all, filtered, mapped } from './own';
export interface CookieWrite {
  name: string;
  /** Whether the browser removes the cookie, instead of storing it. */
  deletes: boolean;
}

/** Browsers ignore attributes with longer values. */
const LONGEST_VALUE = 1024;
/** Spaces and tabs alone are taken off; what else is white in Unicode belongs to the name. */
const trim = (text: string): string => text.replace(/^[ \t]+|[ \t]+$/g, '');

/** Splits at the first `=`; nothing stands behind where there is none. */
const split = (text: string): [before: string, after: string | undefined] => {
  const at = text.indexOf('=');
  return at < 0 ? [trim(text), undefined] : [trim(text.slice(0, at)), trim(text.slice(at + 1))];
};

/**
 * Whether a date has passed: one as `Date.prototype.toUTCString` writes it, also with dashes. Browsers read others too.
 */
const hasPassed = (date: string, now: number): boolean => {
  const spaced = date.replaceAll('-', ' ');
  const time = Date.parse(spaced);
  return time >= 0 && time <= now && new Date(time).toUTCString().slice(5) === spaced.slice(5);
};

/** Whether an attribute has the cookie removed; nothing where it says nothing of how long the cookie lasts. */
const expires = (attribute: string, now: number): boolean | undefined => {
  const [key, value = ''] = split(attribute);
  if (value.length > LONGEST_VALUE) return undefined;
  switch (key.toLowerCase()) {
    case 'max-age':
      return /^(0+|-\d+)$/.test(value);
    case 'expires':
      return hasPassed(value, now);
  }
  return undefined;
};

/** Reads the text of a write; `now` is in milliseconds. */
export const readCookieWrite = (text: string, now: number): CookieWrite => {
  const [pair = '', ...attributes] = text.split(';');
  const [before, after] = split(pair);
  // Without a name, what stands in the jar reads like the value: a name, where that has one.
  const name = before && after !== undefined ? before : split(after ?? before)[0];
  // Browsers differ on which of several attributes counts: then all of them have to say the same.
  const said = filtered(
    mapped(attributes, (attribute) => expires(attribute, now)),
    (one) => one !== undefined,
  );
  return { name, deletes: said.length > 0 && all(said, Boolean) };
};
