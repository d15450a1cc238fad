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
/** The key in sessionStorage of where the visitor came from. */
export const CAME = 'portcullis-came' as const;
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
/** The languages that there are texts in. */
export const LANGUAGES = [
  'ar',
  'bg',
  'cs',
  'da',
  'de',
  'el',
  'en',
  'es',
  'et',
  'fi',
  'fr',
  'ga',
  'he',
  'hi',
  'hr',
  'hu',
  'is',
  'it',
  'ja',
  'ko',
  'lt',
  'lv',
  'mt',
  'nb',
  'nl',
  'pl',
  'pt',
  'pt-BR',
  'ro',
  'sk',
  'sl',
  'sv',
  'tr',
  'uk',
  'zh-Hans',
  'zh-Hant',
] as const;

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
   * Steps of each decision, before what it grants starts. `$signals` in them is what each type of
   * [`Decisions::signals`] is now, and `$granted` the services that are granted.
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
   * The day since 1970 on which a version that is announced takes effect: until then, whoever chose under another
   * policy is told of it once.
   */
  announced?: number;
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
  /**
   * The plan, where a page made it of a policy that it fetched: the next page goes by it, and needs no wasm.
   */
  plan?: Plan;
  /**
   * The text of that policy: another one is read anew.
   */
  text?: string;
};

export type Opening = {
  /**
   * The policy's text, as it was fetched.
   */
  policy: string;
  /**
   * The files of the catalogue that it names, by the ids of their services.
   */
  files: { [key in string]: string };
  /**
   * The language of the texts, as HTML names it.
   */
  language: string;
  /**
   * Our texts in that language, by their keys: those of the banner and the control at least.
   */
  texts: { [key in string]: string };
  /**
   * The style sheet of the banner and the control.
   */
  sheet: string;
  /**
   * The table that the shim came with: what is known besides the policy.
   */
  table: string;
  /**
   * The value of `data-policy`, where the page has one.
   */
  source?: string;
  /**
   * Where a policy that names no page of its own can be read.
   */
  home: string;
  /**
   * The name of the record's cookie.
   */
  record: string;
  /**
   * Whether the page came by https.
   */
  isSecure: boolean;
  /**
   * What is known of the visitor.
   */
  visitor: Visitor;
  /**
   * The plan that the page goes by, where one was made ahead.
   */
  built?: Built;
};

export type Visitor = {
  /**
   * Whether the browser sends Global Privacy Control.
   */
  gpc: boolean;
  /**
   * The value of `data-age`.
   */
  age: string;
  /**
   * The value of `data-regime`.
   */
  regime: string;
  /**
   * The value of `data-country`.
   */
  country: string;
  /**
   * The value of `data-guard`, or `live`.
   */
  guard: string;
};

export type Built = {
  /**
   * The digest of its decisions.
   */
  digest: string;
  /**
   * The SHA-256 of its policy's bytes.
   */
  policy: string;
  /**
   * The days on which something changes.
   */
  days: Array<number>;
};

export type Looked = {
  /**
   * What follows.
   */
  outcome: Outcome;
  /**
   * What is kept for the next page, where nothing is left to ask.
   */
  pass?: Pass;
  /**
   * The one record that is stored; empty where there is none, or several.
   */
  record: string;
};

export type Outcome = {
  /**
   * The verdict on each service that waits for a choice.
   */
  verdicts: Pass['verdicts'];
  /**
   * The regime, where it grants what nobody chose.
   */
  by?: string;
  /**
   * What the visitor is asked with, where that is another banner than the plan's.
   */
  banner?: Drawing;
  /**
   * What the control says, where that is not the usual.
   */
  control?: string;
  /**
   * Under the seal: the Content Security Policy for what is granted.
   */
  open?: string;
  /**
   * Whether nothing is known and nothing was answered: the plan's banner stands.
   */
  isUnanswered: boolean;
  /**
   * Until when this stands, in minutes since 1970, where a choice is behind it.
   */
  until?: number;
};

export type Asked = {
  /**
   * The store of the name.
   */
  store?: string;
  /**
   * The name, or the host.
   */
  name: string;
  /**
   * The address' path, with its query.
   */
  path?: string;
};

export type Explained = {
  /**
   * Its class.
   */
  class: string;
  /**
   * The service that it belongs to; none for what nobody knows.
   */
  service?: string;
  /**
   * The rule of it that matched.
   */
  rule?: string;
  /**
   * Whether the policy declares it.
   */
  declared: boolean;
  /**
   * What the visitor's choice makes of that service.
   */
  verdict?: Pass['verdicts'][string];
  /**
   * Why it is locked.
   */
  reason?: 'gpc' | 'age' | 'needs';
  /**
   * When the visitor chose, in minutes since 1970.
   */
  when?: number;
};

export type Known = {
  /**
   * Its class.
   */
  class: string;
  /**
   * How sure that is: `declared`, `known`, `listed`, `guessed` or `none`.
   */
  sure: string;
  /**
   * Who stores it.
   */
  vendor: string;
  /**
   * What for, in English.
   */
  purpose: string;
  /**
   * For how long.
   */
  duration: string;
  /**
   * The service of ours that it is of.
   */
  service: string;
  /**
   * The pattern that matched.
   */
  rule: string;
};

export type Placeholder = {
  /**
   * What is called by its name: for a frame's title.
   */
  title: string;
  /**
   * What is drawn.
   */
  drawing: Drawing;
  /**
   * The language that it is in.
   */
  language: string;
  /**
   * `ltr` or `rtl`.
   */
  direction: string;
};

export type Due = {
  /**
   * The record, as in the cookie.
   */
  record: string;
  /**
   * The SHA-256 of the policy that was answered.
   */
  policy: string;
  /**
   * The day of that policy.
   */
  updated: string;
  /**
   * The guard of the page.
   */
  guard: string;
  /**
   * What was known of the visitor, as a pass has it.
   */
  signals: string;
  /**
   * The language of what was shown.
   */
  language: string;
  /**
   * How it was laid out.
   */
  layout: string;
  /**
   * `banner`, `preferences` or `none`.
   */
  surface: string;
  /**
   * All that was shown.
   */
  text: string;
  /**
   * The services that waited for the choice.
   */
  services: Array<string>;
};

export type Report = {
  /**
   * The names that are gone.
   */
  erased: Array<Erased>;
  /**
   * The names that are not, or may not be.
   */
  survivors: Array<Survivor>;
};

export type Erased = {
  /**
   * The name.
   */
  name: string;
  /**
   * Where it was stored.
   */
  store: StoreName;
};

export type Survivor = {
  /**
   * The name.
   */
  name: string;
  /**
   * Where it is stored.
   */
  store: StoreName;
  /**
   * Why.
   */
  why: 'http-only' | 'elsewhere' | 'out-of-reach' | 'open' | 'written-again';
  /**
   * What whoever runs the site can do.
   */
  advice: string;
};

/** The name of a store, as a policy has it. */
export type StoreName = keyof typeof STORE_LETTERS;

/** A drawing of src/drawing: a text, or an element with its attributes and what is in it. */
export type Drawing = string | [tag: string, attributes: Record<string, string>, ...children: Drawing[]];
