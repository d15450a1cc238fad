// What a text that is assigned to `document.cookie` does: which name it is about, and whether it deletes that cookie.
// It reads as browsers do (RFC 6265bis, sections 5.5 to 5.7). What is in doubt is a write.

export interface CookieWrite {
  name: string;
  /** Whether the browser removes the cookie, instead of storing it. */
  deletes: boolean;
}

/** Browsers ignore attributes with longer values. */
const LONGEST_VALUE = 1024;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Spaces and tabs alone are taken off; what else is white in Unicode belongs to the name. */
const trim = (text: string): string => text.replace(/^[ \t]+|[ \t]+$/g, '');

/** Splits at the first `=`; nothing stands behind where there is none. */
const split = (text: string): [before: string, after: string | undefined] => {
  const at = text.indexOf('=');
  return at < 0 ? [trim(text), undefined] : [trim(text.slice(0, at)), trim(text.slice(at + 1))];
};

/** The time of a cookie's date, in milliseconds; nothing where browsers read no date. */
export const cookieDate = (text: string): number | undefined => {
  let time: RegExpExecArray | null = null;
  let day: number | undefined;
  let month: number | undefined;
  let year: number | undefined;
  for (const token of text.split(/[\t\x20-\x2f\x3b-\x40\x5b-\x60\x7b-\x7e]+/)) {
    const clock: RegExpExecArray | null = time ? null : /^(\d{1,2}):(\d{1,2}):(\d{1,2})(\D|$)/.exec(token);
    if (clock) {
      time = clock;
      continue;
    }
    const ofMonth = day === undefined && /^(\d{1,2})(\D|$)/.exec(token);
    if (ofMonth) {
      day = Number(ofMonth[1]);
      continue;
    }
    const name = month === undefined ? MONTHS.indexOf(token.slice(0, 3).toLowerCase()) : -1;
    if (name >= 0) {
      month = name;
      continue;
    }
    const number = year === undefined && /^(\d{2,4})(\D|$)/.exec(token);
    if (number) year = Number(number[1]);
  }
  if (!time || day === undefined || month === undefined || year === undefined) return undefined;
  if (year < 70) year += 2000;
  else if (year < 100) year += 1900;
  const [hour, minute, second] = [time[1], time[2], time[3]].map(Number) as [number, number, number];
  if (day < 1 || day > 31 || year < 1601 || hour > 23 || minute > 59 || second > 59) return undefined;
  return Date.UTC(year, month, day, hour, minute, second);
};

/** Reads the text of a write; `now` is in milliseconds. */
export const readCookieWrite = (text: string, now: number): CookieWrite => {
  const [pair = '', ...attributes] = text.split(';');
  const [before, after] = split(pair);
  // Without a name, what stands in the jar reads like the value: a name, where that has one.
  const name = before && after !== undefined ? before : split(after ?? before)[0];
  const maxAges: number[] = [];
  const dates: number[] = [];
  for (const attribute of attributes) {
    const [key, value = ''] = split(attribute);
    if (value.length > LONGEST_VALUE) continue;
    const kind = key.toLowerCase();
    if (kind === 'max-age') maxAges.push(/^-?\d+$/.test(value) ? Number(value) : Number.NaN);
    if (kind === 'expires') dates.push(cookieDate(value) ?? Number.NaN);
  }
  // Browsers differ on an attribute that stands twice or cannot be read: then all of them have to say the same.
  const deletes = maxAges.length
    ? maxAges.every((age) => age <= 0)
    : dates.length > 0 && dates.every((at) => at <= now);
  return { name, deletes };
};
