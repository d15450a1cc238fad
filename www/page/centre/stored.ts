// What this module keeps in a browser: all of it as a file, and all of it gone.

import type { Shim } from '../../shim/between';
import { canonical, exported, sound, time } from '../proof/journal';

const ours = (): string[] => Object.keys(localStorage).filter((key) => key.startsWith('portcullis'));

/** The journal as it is stored; nothing where storage is denied. */
export const journal = (): string | undefined => {
  try {
    return localStorage['portcullis-journal'];
  } catch {}
};

const record = ({ host, record }: Shim): string | undefined =>
  `; ${(host as any).jar()}`.split(`; ${record}=`)[1]?.split(';')[0];

/** The file that a visitor takes away: `portcullis verify` reads the receipts in it. */
export const everything = async (shim: Shim, { contact, name }: { contact: string; name: string }, choices: object) => {
  const stored: Record<string, string> = {};
  try {
    for (const key of ours()) stored[key] = localStorage[key];
  } catch {}
  // Without a secure context there is no SHA-256, and no journal either.
  const receipts = await exported(sound(journal())[0]).then(JSON.parse, () => undefined);
  return canonical({
    at: time(Date.now()),
    choices,
    receipts,
    record: record(shim),
    site: { contact, name },
    stored,
    version: 1,
  });
};

/** Has nothing of ours left here; `stays` is whether the record and its pass do. What is still at work must not write again. */
export const forget = async (shim: Shim, declared: any, stays: boolean) => {
  shim.forgotten = true;
  // A server that sets the record again is waited for, and last what is being put on record.
  if (declared.renew) await shim.renew?.(declared.renew);
  await shim.proof?.();
  if (!stays)
    Reflect.set(
      Document.prototype,
      'cookie',
      `${shim.record}=; Path=/; Max-Age=0${location.protocol == 'https:' ? '; Secure' : ''}`,
      document,
    );
  shim.due = undefined;
  shim.erased = [];
  try {
    for (const key of ours()) if (!stays || !key.startsWith('portcullis ')) localStorage.removeItem(key);
  } catch {}
};
