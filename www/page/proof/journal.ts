// The journal: lines of canonical JSON, its head first. src/journal/chain.rs is the same in Rust, byte for byte
// (tests/proof/same.test.mjs holds them together), and reads what is exported.

import CONTEXT from '../../../src/journal/context.json';

/** The most entries that are kept, the most characters, and for how many days. */
const ENTRIES = 200,
  CHARS = 30000,
  DAYS = 730;
const PROFILE = 'https://w3id.org/dpv/schema/dpv-27560#receipt';

/** RFC 8785: of texts and whole numbers it is what JSON.stringify writes, with fields in the order of UTF-16. */
export const canonical = (value: any): string =>
  Array.isArray(value)
    ? `[${value.map(canonical)}]`
    : value && typeof value == 'object'
      ? `{${Object.keys(value)
          .filter((name) => value[name] !== undefined)
          .sort()
          .map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`)}}`
      : JSON.stringify(value);

/** The SHA-256 of a text, in base64url. */
export const hash = async (text: string) => {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, (char) => ({ '+': '-', '/': '_' })[char] || '');
};

const EMPTY = canonical({ before: '', purged: 0 });

/** A time as entries have it: to the second, in UTC. */
export const time = (milliseconds: number) => new Date(milliseconds).toISOString().replace(/\.\d+/, '');

const read = (line?: string) => {
  try {
    return JSON.parse(line!);
  } catch {}
};

/** What of a text is a journal, and whether anything else was in it. */
export const sound = (text?: string): [journal: string, damaged: boolean] => {
  const lines = (text || EMPTY).split('\n');
  const found = lines.length;
  while (lines.length > 1 && typeof read(lines.at(-1))?.hash != 'string') lines.pop();
  const headed = typeof read(lines[0])?.purged == 'number';
  return [headed ? lines.join('\n') : EMPTY, !headed || lines.length < found];
};

/** Without its oldest entry, the head saying what the next one follows; nothing where there is but one. */
export const purged = (journal: string): string | undefined => {
  const [head, gone, ...rest] = journal.split('\n');
  if (!rest.length) return;
  const { hash: before, at: until } = JSON.parse(gone!);
  return [canonical({ before, purged: JSON.parse(head!).purged + 1, until }), ...rest].join('\n');
};

/** Adds an entry of these facts, and purges what is too old or too much. */
export const append = async (journal: string, facts: object, now: number): Promise<string> => {
  const last = JSON.parse(journal.slice(journal.lastIndexOf('\n') + 1));
  const entry: Record<string, unknown> = { ...facts, before: last.hash ?? last.before };
  entry.hash = await hash(canonical(entry));
  let longer = `${journal}\n${canonical(entry)}`;
  const oldest = time(now - DAYS * 864e5);
  for (;;) {
    const lines = longer.split('\n');
    const shorter =
      (lines.length > ENTRIES + 1 || longer.length > CHARS || JSON.parse(lines[1]!).at < oldest) && purged(longer);
    if (!shorter) return longer;
    longer = shorter;
  }
};

/** The entries, newest first. */
export const entries = (journal: string): any[] => journal.split('\n').slice(1).map(read).reverse();

/** The last of them that fits. */
export const latest = (journal: string, fits: (entry: any) => unknown) => {
  for (let end = journal.length; end > 0; ) {
    const start = journal.lastIndexOf('\n', end - 1);
    if (start < 0) return;
    const entry = read(journal.slice(start + 1, end));
    if (fits(entry)) return entry;
    end = start;
  }
};

/** The file that a visitor takes away. */
export const exported = async (journal: string) => {
  const [head, ...lines] = journal.split('\n');
  const whole = { '@context': CONTEXT, conformsTo: PROFILE, entries: lines.map(read), head: read(head), version: 1 };
  return canonical({ ...whole, sum: await hash(canonical(whole)) });
};

/** What is handed over of a receipt: without what links it to the one before. */
export const apart = ({ before, hash, ...receipt }: any) =>
  canonical({ '@context': CONTEXT, conformsTo: PROFILE, ...receipt });
