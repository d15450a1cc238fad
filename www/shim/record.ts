// The record's cookie: its copies, and writing it. Core alone reads what it grants; the shim compares spellings.

import { RECORD_PLAIN, RECORD_PLAIN_OLD, RECORD_SECURE } from '../generated';
import { DAY } from './answers';
import { page } from '../gate/document';
import { filtered, mapped } from '../gate/own';

const isSecure = (): boolean => location.protocol === 'https:';

export interface RecordCookie {
  name: string;
  /** The values of all copies that the browser shows. */
  copies(): string[];
  /** Writes it; whether the browser keeps exactly that one. */
  write(record: string, days: number): boolean;
  remove(): void;
  /**
   * `document.cookie`, with a record that the browser did not keep: where cookies are denied, a choice holds for the
   * page.
   */
  jar(): string;
}

export const recordCookie = (): RecordCookie => {
  const name = isSecure() ? RECORD_SECURE : RECORD_PLAIN;
  const rest = `; Path=/; SameSite=Lax${isSecure() ? '; Secure' : ''}`;
  /** The record that only this page has. */
  let kept = '';

  const inJar = (cookie: string): string[] =>
    mapped(
      filtered(page.cookies.split('; '), (pair) => pair.startsWith(`${cookie}=`)),
      (pair) => pair.slice(cookie.length + 1),
    );
  const stored = (): string[] => {
    const copies = inJar(name);
    return copies.length || isSecure() ? copies : inJar(RECORD_PLAIN_OLD);
  };

  return {
    name,
    copies() {
      const copies = stored();
      return copies.length || !kept ? copies : [kept];
    },
    write(record, days) {
      page.writeCookie(`${name}=${record}; Max-Age=${days * DAY * 60}${rest}`);
      const copies = inJar(name);
      const isKept = copies.length === 1 && copies[0] === record;
      kept = isKept ? '' : record;
      return isKept;
    },
    remove() {
      kept = '';
      page.writeCookie(`${name}=; Max-Age=0${rest}`);
    },
    jar: () => (kept && !stored().length ? `${page.cookies}; ${name}=${kept}` : page.cookies),
  };
};
