// What esbuild resolves (www/build/build.mjs). The glue is wasm-bindgen's, for src/page.

declare module '*.css' {
  const text: string;
  export default text;
}
declare module 'glue/plain.js' {
  const instantiate: (imports: object) => WebAssembly.Exports;
  export default instantiate;
}
declare module 'glue/first/imports.js';
declare module 'glue/later/imports.js';
declare module 'glue/first/portcullis_bg.js' {
  export function __wbg_set_wasm(exports: WebAssembly.Exports): void;
  export class Page {
    static open(policy: string, words: string, context: string, gpc: boolean, minor: boolean, secure: boolean): Page | undefined;
    look(now: number): void;
    choose(how: string, services: string, now: number): void;
  }
}
declare module 'glue/later/portcullis_bg.js' {
  export function __wbg_set_wasm(exports: WebAssembly.Exports): void;
  export class Page {
    static open(policy: string, words: string, context: string, gpc: boolean, minor: boolean, secure: boolean): Page | undefined;
    static mistake(policy: string): void;
    look(now: number): void;
    choose(how: string, services: string, now: number): void;
    granted(now: number): void;
    knows(service: string): boolean;
    preferences(words: string, now: number): void;
    erase(now: number): void;
  }
}
