// portcullis-proof.js: puts decisions on record, where the policy wants receipts. Fetched after a decision, once what it
// let run has run; and by a page of the site's that has a link to the visitor's receipts. docs/receipts.md

import { d } from '../../shim/document';
import type { Shim } from '../../shim/between';
import { save } from '../download';
import { handOver, isWaiting, put } from './hand-over';
import { append, apart, exported, latest, purged, sound, time } from './journal';
import { receipt } from './receipt';

declare const VERSION: string;

const JOURNAL = 'portcullis-journal';
const DUE = 'portcullis-due';
const OWED = 'portcullis-erase';

const script = Reflect.get(Document.prototype, 'currentScript', document) as HTMLScriptElement & { portcullis?: Shim };
const shim = script.portcullis;

/** One tab at a time. Where there are no locks, what another has written meanwhile is seen before it is overwritten. */
const alone = (does: () => Promise<unknown>): Promise<unknown> =>
  navigator.locks ? navigator.locks.request(JOURNAL, does) : does();

/** Keeps a journal, without its oldest entries where there is no room for them. */
const keep = (journal?: string) => {
  for (; journal; journal = purged(journal)) {
    try {
      localStorage[JOURNAL] = journal;
      return;
    } catch {}
  }
};

/** Puts entries on record; `makes` gets what stands, and says nothing where there is nothing to add. */
const record = (makes: (journal: string) => Promise<object[]>, done = () => {}) =>
  alone(async () => {
    for (;;) {
      const stored: string | undefined = localStorage[JOURNAL];
      let [journal, damaged] = sound(stored);
      const now = Date.now();
      const facts = await makes(journal);
      if (damaged) facts.unshift({ kind: 'damage', at: time(now) });
      for (const one of facts) journal = await append(journal, one, now);
      if (localStorage[JOURNAL] !== stored) continue;
      if (facts.length) keep(journal);
      return done();
    }
  });

/** What tells one decision from another: when, how, and what was granted. */
const told = ({ at, how, processes }: any) =>
  [at, how, ...processes.filter((one: any) => one.status == 'given').map((one: any) => one.service)].join();

/** A record, and not its removal. */
const isRecord = (due: string) => /^[^=,]+=1\.\w+\.\w+(\.e\w+)?\.[gmp]/.test(due);

/** A decision, and the policy before it where that is another than the one decided on last. */
const decide = (shim: Shim, key: string, due: string) => {
  let made: any;
  const makes = async (journal: string): Promise<object[]> => {
    made = undefined;
    // Another tab was faster.
    if (key && !localStorage[key]) return [];
    const before = latest(journal, (entry) => entry?.kind == 'decision');
    const next = await receipt(shim, due, before);
    // A record that a server has set again is no new decision; and what only this page held, another tab may have found.
    const same = (entry: any) => entry?.kind == 'decision' && told(entry) == told(next);
    if (key ? same(before) : latest(journal, same)) return [];
    made = next;
    const { policy, updated } = made.notice;
    return before && before.notice.policy != policy ? [{ kind: 'policy', at: made.at, policy, updated }, made] : [made];
  };
  return record(makes, () => {
    if (made && (shim.pass!.declared as any).receipts.endpoint) put(made.id, apart(made));
    localStorage.removeItem(key);
  });
};

/** The next page looks here again for as long as there is a reason to: the shim wakes the core for this key. */
const owe = (shim: Shim) => {
  if (isWaiting()) {
    localStorage[OWED] ||= ' ';
    // An erasure that ends later than this leaves the key, too.
    shim.due ||= [];
  } else {
    if (localStorage[OWED] == ' ') localStorage.removeItem(OWED);
    if (!shim.due?.length) shim.due = undefined;
  }
};

/** What is due: what was put down in the browser, and where that had no room, in the page. */
const due = (shim: Shim) => {
  const found = Object.entries(localStorage).filter(([key]) => key.startsWith(DUE));
  const held = shim.due && String(shim.due);
  shim.due = undefined;
  // In the order in which they were made: the keys count up.
  found.sort(([one], [other]) => (one < other ? -1 : 1));
  return held && !found.some(([, text]) => text == held) ? [...found, ['', held] as [string, string]] : found;
};

const NAMES = 50;

/** What an erasure found, by store and name. */
const erased = async (shim: Shim) => {
  for (const report of shim.erased?.splice(0) || []) {
    const names = (list: any[]) =>
      list.slice(0, NAMES).map(({ store, name, why }) => [store, name, why].join(' ').trim());
    await record(async () => [
      { kind: 'erasure', at: time(Date.now()), erased: names(report.erased), survivors: names(report.survivors) },
    ]);
  }
};

let working: Promise<unknown> = Promise.resolve();
const prove = (shim: Shim) => async () => {
  await new Promise((idle) => ((window as any).requestIdleCallback || setTimeout)(idle, { timeout: 1000 }));
  working = working
    .then(async () => {
      const { receipts } = (shim.pass?.declared || {}) as any;
      if (!receipts) return;
      for (const [key, text] of due(shim)) {
        if (isRecord(text)) await decide(shim, key, text);
        else localStorage.removeItem(key);
      }
      await erased(shim);
      if (receipts.endpoint) handOver(receipts.endpoint, () => owe(shim));
      owe(shim);
    })
    .catch((error) => console.warn('portcullis: no receipt:', error));
  return working;
};

/** The visitor's file. */
const download = async () => {
  const text = await exported(sound(localStorage[JOURNAL])[0]);
  save('receipts.json', 'application/ld+json', text);
};

if (shim) {
  // A file of another version is not what core's was made with.
  if (shim.store.startsWith(`portcullis ${VERSION},`)) {
    shim.proof = prove(shim);
    // In the same queue: who waits for `proof` waits for that, too.
    d.addEventListener('portcullis:erased', () => (working = working.then(() => erased(shim)).catch(console.warn)));
  }
} else {
  d.addEventListener(
    'click',
    (event) => {
      if (!(event.target instanceof Element && event.target.closest('[data-portcullis=receipts]'))) return;
      event.preventDefault();
      download();
    },
    true,
  );
}
