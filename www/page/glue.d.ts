// What the build resolves (www/build/scripts.mjs). Sheets come dressed: important, and in our layer. The glue is
// wasm-bindgen's, of src/page: its comments say what each call does.

declare module '*.css' {
  const text: string;
  export default text;
}
declare module 'glue/portcullis_bg.js' {
  import type {
    Asked,
    Drawing,
    Due,
    Explained,
    Known,
    Looked,
    Opening,
    Placeholder,
    Plan,
    Report,
    Wording,
  } from '../generated';

  /** What the page's script does for the wasm. */
  export interface Host {
    jar(): string;
    write(record: string, days: number): boolean;
    now(): number;
  }
  export function named(policy: string): string[];
  export function language(policy: string): string | undefined;
  export function knownNames(table: string, asked: Asked[]): Known[];
  export class Page {
    private constructor();
    static open(opening: Opening, host: Host): Page;
    plan(): Plan | undefined;
    wording(language: string, texts: Record<string, string>): Wording;
    learn(texts: Record<string, string>): void;
    look(): Looked;
    choose(how: string, services: string[]): string;
    change(services: string[], grants: boolean): string | undefined;
    takeOver(): string | undefined;
    erase(): Promise<Report>;
    file(unkept: string | undefined, now: Due): Promise<void>;
    explain(asked: Asked): Explained;
    names(table: string, asked: Asked[]): Known[];
    preferences(): Drawing;
    centre(): Drawing[];
    report(erased: boolean): Drawing[];
    stays(): boolean;
    say(key: string): string;
    export(): string;
    everything(): string;
    forget(): void;
    news(old?: string): Drawing | undefined;
    next(): string | undefined;
    announced(next: string | undefined, files: Record<string, string>): Drawing[];
    aside(next: string | undefined, files: Record<string, string>): Drawing | undefined;
    article(level: number, browser: string): Drawing;
    switches(): Drawing[];
    placeholder(services: string[], waits: boolean): Placeholder | undefined;
  }
  /** Takes what the wasm exports; until then nothing else may be called. */
  export function __wbg_set_wasm(exports: object): void;
}
declare module 'glue/portcullis_bg.js?all' {
  const all: typeof import('glue/portcullis_bg.js');
  export default all;
}
declare module 'glue/plain.js?all' {
  /** What the wasm exports, as JavaScript. */
  const all: object;
  export default all;
}
