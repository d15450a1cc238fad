// What passes between the shim and the core, and nothing else does.

import type { Step } from './steps';

export type { Step };

/** What `portcullis.state()` returns. */
export interface State {
  decided: boolean;
  services: Record<string, string>;
  /** The regime, where it grants what nobody chose. */
  by?: string;
}

/** What core writes for the shim: src/consent/pass.rs says it field by field. */
export interface Pass {
  /** The record that it follows from, as the cookie has it. */
  record: string;
  state: State;
  run: [service: string, start: Step[], stop: Step[]][];
  /** Under the seal: the policies for nothing granted, and for what is; `reload` where a grant loads the page again. */
  seal?: [closed: string, open: string, reload: string];
  /** What the control says where a grant waits for the next page; under the seal. */
  next?: string;
  /** Under the seal: what the latch calls when the page comes back from the cache, before anyone else hears of it. */
  back?(event: PageTransitionEvent): unknown;
  /** Under the seal: the trusted types of the latch. */
  types?: any;
  /** The text of the re-open control; empty while anything is undecided. */
  label: string;
  /** The style of that control. */
  style: string;
  /** Whether early errors are still held, or handed over by a step; dropped otherwise. */
  holds: boolean;
  /** The text of the policy that this follows from. */
  policy: string;
  /** That policy; nothing where core could not read it. */
  declared?: object;
}

/** What the core's script finds on its own element. */
export interface Shim {
  /** The shim's element. */
  tag: HTMLScriptElement;
  /** `document`, as a browser has it. */
  d: Document;
  /** An attribute of the shim's element, or the setting of that name. */
  setting(name: string): string;
  /** The name of the record's cookie. */
  record: string;
  /** The pass's key in localStorage: `portcullis`, and what must be as it was for the pass to hold. */
  store: string;
  /** The policy's text, or the answer that brings it. */
  policy?: string | Promise<Response>;
  parsed: Promise<unknown>;
  /** Puts a script into the page; resolves when it has run or cannot. */
  load(attributes: Record<string, unknown>, nonce: string, properties?: object): Promise<unknown>;
  /** Runs a pass; resolves with the re-open control. */
  apply(pass: Pass): Promise<HTMLElement | undefined>;
  core?: Core;
  /** The pass of the core, where that has come; else it is the stored one that was run. */
  pass?: Pass;
  /** The name of the seal's guard; nothing without it. */
  seal?: string;
  /** Whether a grant waits for the page to be loaded again. */
  waits?: boolean;
  /** Whether the page is to do that itself. */
  reloads?: unknown;
  /** Whether anything was typed or picked. */
  touched?: unknown;
  /** What the core's script leaves for the larger build's, and the other way round. */
  host?: object;
  later?: Later;
  /** Has that path of the site set the record again. */
  renew?(path: string): Promise<unknown>;
  /** Puts the catalogue's services into a policy, and into what was read of it, and takes out what core need not read. */
  catalogue?(policy: string, declared: any, language: string): Promise<string>;
  /** Whether that was done: places in the policy are then not those of the file. */
  filled?: boolean;
  /** Whether anything is stored that is owed an erasure, or could be. */
  remains?: (making: Promise<Made>) => Promise<boolean>;
  /** Puts on record what is due, and the reports of erasures. */
  proof?: () => Promise<unknown>;
  /** The last record as it was written, and what was shown then, until it is on record: www/page/host.js. */
  due?: unknown[];
  erased?: Erased[];
  /** Opens the developer's panel. */
  inspect?(): void;
  /** Whether the visitor had all of ours erased: what is still swept up is then not put down again. */
  forgotten?: boolean;
  /** Draws the visitor's own part of the preferences, where it is open. */
  centre?(details: HTMLDetailsElement): unknown;
  /** Draws into the preferences what is new in the policy. */
  news?(): void;
  lasts?(lasts: string, language: string, count: (key: string, number: string) => string): string;
}

/** Starts the larger build: with wasm, or where that cannot run, as JavaScript. */
export type Later = (made: Made, plain: boolean) => Promise<LaterPage>;

/** What a page is made of: src/page/mod.rs says it. */
export type Made = [policy: string, secure: boolean];

/** What both builds offer. */
export interface Page {
  page_look(jar: string, tagged: string, now: number): void;
  page_choose(how: number, services: string, now: number): void;
}

/** What the larger one offers beyond it. */
export interface LaterPage extends Page {
  page_preferences(jar: string, now: number): void;
  /** Erases what refused services stored, and goes on looking for it. */
  erase(): Promise<Erased>;
  /** Loads the page again where a grant waits for that and nothing can be lost by it. */
  reopen(): Promise<void>;
  /** The seal's policies, with nothing granted and for what is, and `reload` where a grant loads the page again. */
  seal(guard: string, jar: string, now: number): string[];
  /** The services that would be granted if these were, or were not; fails for one that is not gated. */
  changed(services: string[], granting: boolean, jar: string, now: number): string;
}

/** What became of the names that refused services stored. */
export interface Erased {
  erased: { name: string; store: string }[];
  survivors: { name: string; store: string; why: string; advice: string }[];
}

/** What the core offers. */
export interface Core {
  open(): Promise<void>;
  grant(services?: string[]): Promise<Erased | void>;
  deny(services?: string[]): Promise<Erased | void>;
  withdraw(): Promise<Erased | void>;
  inspect(): Promise<void>;
  look(): Promise<unknown>;
}
