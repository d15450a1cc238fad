// Written by `portcullis generated` from src/: change that, not this file.

/** The version of Portcullis. */
export const VERSION = '0.1.0' as const;
/** The record's cookie on https. */
export const RECORD_SECURE = '__Host-consent' as const;
/** The record's cookie on plain http. */
export const RECORD_PLAIN = 'portcullis-consent' as const;
/** What that was called at first. */
export const RECORD_PLAIN_OLD = 'consent' as const;
/** The beginning of a pass's key in localStorage; the guard follows. */
export const PASS = 'portcullis-pass' as const;
/** The beginning of the keys of earlier versions' passes. */
export const OLD_PASS = 'portcullis ' as const;
/** The key in localStorage of an erasure that is owed. */
export const ERASURE = 'portcullis-erase' as const;
/** The beginning of the keys of receipts that are due. */
export const DUE = 'portcullis-due' as const;
/** The key of the journal. */
export const JOURNAL = 'portcullis-journal' as const;
/** The value of `data-age` that says that nobody is a child. */
export const ADULT = 'adult' as const;
/** Values of `data-regime` under which visitors are asked first. */
export const REGIMES_THAT_ASK = ['', 'eu', 'uk', 'br'] as const;
/** Countries whose regime does not ask first. */
export const COUNTRIES_NOT_ASKED = ['US'] as const;
/** Languages that are written from right to left. */
export const RIGHT_TO_LEFT = ['ar', 'he'] as const;
/** The letters of the stores in the table, by their names. */
export const STORE_LETTERS = {
  cacheStorage: 'k',
  cookie: 'c',
  indexedDB: 'd',
  localStorage: 'l',
  sessionStorage: 's',
} as const;

export type Plan = {
  /**
   * What is decided, in every language.
   */
  decisions: Decisions;
  /**
   * What the banner and the control say, and how they look: of the site's main language.
   */
  wording?: Wording;
  /**
   * The address of the policy that this was made of, where a page may name it: a page that names another one gets
   * its plan from that.
   */
  source?: string;
  /**
   * The languages that there are words in, each a file of the folder.
   */
  languages?: Array<string>;
  /**
   * The folder beside the shim that has everything else.
   */
  folder?: string;
};

export type Decisions = {
  /**
   * The version of Portcullis that made this.
   */
  version: string;
  /**
   * Names all the rest of this.
   */
  digest: string;
  /**
   * The SHA-256 of the policy's bytes, in base64url. Empty where there is no policy yet.
   */
  policy: string;
  /**
   * The day of the policy's last change, as written.
   */
  updated: string;
  /**
   * Whose each address and stored name is; `www/gate/matcher.ts` reads it.
   */
  table: string;
  /**
   * Whether a third party that nobody declared is refused, rather than reported.
   */
  deniesUnknown: boolean;
  /**
   * Steps on every page, before anything of the page runs.
   */
  before: Array<Step>;
  /**
   * Steps of each decision, before what it grants starts. `$signals` in them is what each type of [`Decisions::signals`]
   * is now, and `$granted` the services that are granted.
   */
  tells: Array<Step>;
  /**
   * The types of Google's Consent Mode that some service stands for, each with its services.
   */
  signals: Array<[string, Array<string>]>;
  /**
   * The services that wait for a choice, in the policy's order.
   */
  services: Array<ServiceSteps>;
  /**
   * Names that stand for several services, in marks and in the API.
   */
  groups: Array<[string, Array<string>]>;
  /**
   * What follows from each answer that is foreseen; none where there is no policy yet.
   */
  answers?: Answers;
  /**
   * Days since 1970, sorted, on which something changes: a service asks anew, or a version takes effect.
   */
  days: Array<number>;
  /**
   * Those of them on which a service asks anew: the editions that a record may name.
   */
  editions: Array<number>;
  /**
   * How many days a choice stands.
   */
  lifetime: number;
  /**
   * The names under which other products stored choices that are taken over, in cookies or localStorage.
   */
  former: Array<string>;
  /**
   * Whether a refusal has to look for stored names that a page cannot list: on other paths, or kept from scripts.
   */
  hasUnlistedNames: boolean;
  /**
   * Whether decisions are put on record.
   */
  receipts: boolean;
  /**
   * The path of the site that sets the record again; empty where there is none.
   */
  renew: string;
  /**
   * What the browser enforces, under the seal.
   */
  seal?: Seal;
};

export type ServiceSteps = {
  /**
   * Its id.
   */
  id: string;
  /**
   * Whether it is loaded before a choice, told that nothing is granted.
   */
  advanced?: boolean;
  /**
   * The service without which it does not run, and whose scripts run first.
   */
  needs?: string;
  /**
   * Globals that pages call, in whose place a stub stands until a grant: it drops what it is told.
   */
  stubs?: Array<string>;
  /**
   * On a grant, before anything is loaded.
   */
  start?: Array<Step>;
  /**
   * What loads it, where no marked tag of the page does.
   */
  load?: Array<Step>;
  /**
   * Once it is loaded, and its marked tags have run.
   */
  after?: Array<Step>;
  /**
   * On a withdrawal, in order.
   */
  stop?: Array<Step>;
};

export type Step = [operation: string, path?: string, ...values: unknown[]];

export type Answers = {
  /**
   * "Accept all".
   */
  accept: Answer;
  /**
   * "Reject all".
   */
  reject: Answer;
  /**
   * Everything taken back at once.
   */
  withdraw: Answer;
};

export type Answer = {
  /**
   * The record's spelling, with `{when}` and `{edition}` left to fill in, both to base 36.
   */
  record: string;
  /**
   * The services that it grants.
   */
  granted: Array<string>;
};

export type Seal = {
  /**
   * The guard that they are of.
   */
  guard: string;
  /**
   * With nothing granted: the static one.
   */
  closed: string;
  /**
   * With everything granted.
   */
  open: string;
  /**
   * Whether a grant loads the page again.
   */
  reloads: boolean;
};

export type Wording = {
  /**
   * The language, as HTML names it.
   */
  language: string;
  /**
   * `ltr` or `rtl`.
   */
  direction: string;
  /**
   * The banner.
   */
  banner: Drawing;
  /**
   * What is announced when the banner is drawn, to those who hear the page.
   */
  announcement: string;
  /**
   * What the control says.
   */
  control: string;
  /**
   * What it says besides, where a grant waits for the next page.
   */
  next: string;
  /**
   * The style sheet of both. Empty in a file of another language: it is that of the site's own.
   */
  sheet?: string;
};

export type Pass = {
  /**
   * The record, as in the cookie.
   */
  record: string;
  /**
   * The digest of the decisions.
   */
  digest: string;
  /**
   * The guard of the page.
   */
  guard: string;
  /**
   * What was known of the visitor, as [`Visit::signals`] has it.
   */
  signals: string;
  /**
   * Until when it stands, in minutes since 1970: then something changes, or the choice has ended.
   */
  until: number;
  /**
   * The verdict on each service that waits for a choice.
   */
  verdicts: Record<string, 'granted' | 'denied' | 'undecided' | 'locked'>;
  /**
   * The regime, where it grants what nobody chose.
   */
  by?: string;
  /**
   * What the control says, where that is not the usual.
   */
  control?: string;
  /**
   * Under the seal: the Content Security Policy for what is granted.
   */
  open?: string;
};

/** A drawing of src/drawing: a text, or an element with its attributes and what is in it. */
export type Drawing = string | [tag: string, attributes: Record<string, string>, ...children: Drawing[]];
