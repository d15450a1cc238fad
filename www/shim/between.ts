// What passes between the shim and the core, and nothing else does.

import type { Step } from './steps';

/** What `portcullis.state()` returns. */
export interface State {
  decided: boolean;
  services: Record<string, string>;
}

/** What core writes for the shim: src/consent/pass.rs says it field by field. */
export interface Pass {
  /** The record that it follows from, as the cookie has it. */
  record: string;
  state: State;
  run: [service: string, start: Step[], stop: Step[]][];
  /** The text of the re-open control; empty while anything is undecided. */
  label: string;
  /** The style of that control. */
  style: string;
  /** Whether early errors are still held, or handed over by a step; dropped otherwise. */
  holds: boolean;
  /** The hash of the policy that this follows from. */
  policy: string;
}

/** What the core's script finds on its own element. */
export interface Shim {
  /** The shim's element. */
  tag: HTMLScriptElement;
  /** An attribute of the shim's element, or the setting of that name. */
  setting(name: string): string;
  /** The name of the record's cookie. */
  record: string;
  /** The pass's key in localStorage: `portcullis`, and what must be as it was for the pass to hold. */
  store: string;
  /** The policy's text, or the answer that brings it. */
  policy?: string | Promise<Response>;
  parsed: Promise<unknown>;
  hash(text: string): string;
  /** Runs a pass; resolves with the re-open control. */
  apply(pass: Pass): Promise<HTMLElement | undefined>;
  core?: Core;
  /** What the core's script leaves for the larger build's, and the other way round. */
  host?: object;
  later?: Later;
  lasts?(lasts: string, language: string): string;
}

/** Starts the larger build: with wasm, or where that cannot run, as JavaScript. */
export type Later = (made: Made, plain: boolean) => Promise<LaterPage>;

/** What a page is made of: src/page/mod.rs says it. */
export type Made = [policy: string, gpc: boolean, minor: boolean, secure: boolean];

/** What both builds offer. */
export interface Page {
  page_look(jar: string, tagged: string, now: number): void;
  page_choose(how: number, services: string, now: number): void;
}

/** What the larger one offers beyond it. */
export interface LaterPage extends Page {
  page_preferences(jar: string, now: number): void;
  erase(jar: string, now: number): Promise<void>;
  /** The services that would be granted if these were, or were not; fails for one that is not gated. */
  changed(services: string[], granting: boolean, jar: string, now: number): string;
}

/** What the core offers. */
export interface Core {
  open(): Promise<void>;
  grant(services?: string[]): Promise<void>;
  deny(services?: string[]): Promise<void>;
  withdraw(): Promise<void>;
  look(): void;
}
