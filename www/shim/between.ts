// What passes between the shim and the page module, and nothing else does.

import type { Page } from 'glue/portcullis_bg.js';
import type { Judge } from '../gate/judge';
import type { Marks } from '../gate/marks';
import type { Asked, Drawing, Due, Known, Pass, Plan, Report, Wording } from '../generated';
import type { MadePlan } from './plan';
import type { RecordCookie } from './record';
import type { Services } from './services';
import type { Settings } from './settings';
import type { Surfaces } from './surfaces';

export type VerdictName = Pass['verdicts'][string];

/** What `portcullis.state()` returns. */
export interface State {
  decided: boolean;
  services: Record<string, VerdictName | 'once'>;
  /** The regime, where it grants what nobody chose. */
  by?: string;
}

/** What follows from a look or an answer. */
export interface Outcome {
  verdicts: Record<string, VerdictName>;
  by?: string;
  /** What the visitor is asked with; nothing where nobody is asked. */
  banner?: Drawing;
  /** What the control says, where that is not the usual; it stands where everything is decided. */
  control?: string;
  /** Under the seal: the Content Security Policy for what is granted. */
  open?: string;
  /** Whether nothing is known and nothing was answered. */
  isUnanswered?: boolean;
  /** Whether it stands only until it is known what follows. */
  isProvisional?: boolean;
  /** Until when this stands, in minutes since 1970, where a choice is behind it. */
  until?: number;
}

/** What the shim hands to the page module. */
export interface Shim {
  /** The page module of another version may have been kept by a cache: it must not meet this shim. */
  version: string;
  tag: HTMLScriptElement;
  setting: Settings;
  guard: string;
  isSealed: boolean;
  /** The folder of everything else, with a slash at its end: another one, where the entry was found to be stale. */
  folder(): string;
  parsed: Promise<unknown>;
  record: RecordCookie;
  judge: Judge;
  marks: Marks;
  services: Services;
  surfaces: Surfaces;
  /** The plan that the page goes by; without `answers` the policy has not been read yet. */
  plan(): Plan;
  wording(): Wording | undefined;
  state(): State;
  /** The plan, where it was made in a page, with the text that it was made of. */
  made(): MadePlan | undefined;
  /** The table of what is known besides any policy: of the plan that our script came with. */
  knownTable: string;
  /** Takes a plan that was made in the page, of that policy. */
  learn(plan: Plan, text: string): void;
  apply(outcome: Outcome): Promise<void>;
  /** Puts a receipt down for what was just answered, on that surface. */
  owe(record: string, surface: string): void;
  /** The receipt that was put down last, once: the browser may have had no room for it, or have been cleared. */
  takeDue(): Due | undefined;
  /** Puts a script into the page; resolves with whether it has run. */
  loadScript(attributes: Record<string, string>, properties?: object): Promise<boolean>;
  /**
   * Lets these services through for this page alone, and their scripts where that is said: nothing is decided by it.
   */
  letThrough(services: string[], withScripts?: boolean): void;
  /** Whether a grant waits for the next page. */
  waits(): boolean;
  /** Whether the visitor has typed or picked anything. */
  isTouched(): boolean;
}

/** A file of texts beside that of the banner: `more` is of the preferences and of what stands for what is held. */
export type Layer = 'more' | 'services' | 'durations' | 'centre' | 'notice';

/** What the page module offers: everything that the plan does not foresee. */
export interface Core {
  /** Decides by record, signals and policy, and applies what follows. */
  look(): Promise<void>;
  /** The visitor's answer where the plan cannot give it. */
  answer(name: 'accept' | 'reject' | 'withdraw'): Promise<Report | undefined>;
  /** An action on a surface that the page module has drawn. */
  act(action: string, surface: HTMLElement): Promise<void>;
  open(): Promise<void>;
  grant(services: string[]): Promise<Report | undefined>;
  deny(services: string[]): Promise<Report | undefined>;
  withdraw(): Promise<Report | undefined>;
  /** Does what is owed: erases, and puts receipts on record. */
  settleDebts(): Promise<Report | undefined>;
  /** Loads the page again where a grant waits for that and nothing can be lost by it. */
  reopen(): Promise<void>;
  /** Has the site set the record again, by a header. */
  renew(): Promise<void>;
  inspect(): Promise<void>;
  /** Says what an address is, an element, or a name: of a cookie where no store is named. */
  explain(what: string | URL | Element, store?: string): Promise<unknown>;
  /** What stored names are, in their order, by the policy and the table of known names. */
  names(table: string, asked: Asked[]): Promise<Known[]>;
  /** The page of the wasm, for our further scripts, once it has these texts. */
  page(...layers: Layer[]): Promise<Page>;
  /** The same, of the policy at that address; of the page's own where there is none. */
  read(address: string, ...layers: Layer[]): Promise<Reading>;
}

/** A policy that is shown. */
export interface Reading {
  page: Page;
  /** What is said of a version that is announced. */
  announced(): Promise<Drawing[]>;
}

/** By what our further scripts reach the shim and core. */
export interface Inside {
  shim: Shim;
  core(): Promise<Core>;
}
