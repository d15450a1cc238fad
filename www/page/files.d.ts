// What esbuild resolves (www/build/build.mjs). The glue is wasm-bindgen's, for src/page.

declare module '*.css' {
  const text: string;
  export default text;
}
declare module 'glue/plain.js' {
  const instantiate: (imports: object) => WebAssembly.Exports;
  export default instantiate;
}
declare module 'glue/first/imports.js' {
  const imports: Record<string, Function>;
  export default imports;
}
declare module 'glue/later/imports.js' {
  const imports: Record<string, Function>;
  export default imports;
}
declare module 'glue/first/portcullis_bg.js' {
  export function __wbg_set_wasm(exports: WebAssembly.Exports): void;
  export function page_open(policy: string, secure: boolean): boolean;
  export function page_look(jar: string, tagged: string, now: number): void;
  export function page_choose(how: number, services: string, now: number): void;
}
declare module 'glue/notice/imports.js' {
  const imports: Record<string, Function>;
  export default imports;
}
declare module 'glue/notice/portcullis_bg.js' {
  export function __wbg_set_wasm(exports: WebAssembly.Exports): void;
  export function page_read(policy: string): boolean;
  export function page_article(language: string, level: number, browser: string): void;
  export function page_switches(
    language: string,
    states: string,
    gpc: boolean,
    age: string,
    regime: string,
    country: string,
    guard: string,
  ): void;
  export function page_ahead(next: string, now: number): void;
  export function page_changes(old: string, asked: string): void;
  export function page_centre(
    states: string,
    journal: string,
    gpc: boolean,
    age: string,
    regime: string,
    country: string,
    guard: string,
  ): void;
  export function page_stays(gpc: boolean, age: string, regime: string, country: string, guard: string): boolean;
  export function page_report(report: string, erased: boolean, stays: boolean): void;
}
declare module 'glue/later/portcullis_bg.js' {
  export function __wbg_set_wasm(exports: WebAssembly.Exports): void;
  export function page_open(
    policy: string,
    gpc: boolean,
    age: string,
    regime: string,
    country: string,
    guard: string,
    secure: boolean,
  ): boolean;
  export function page_look(jar: string, tagged: string, now: number): void;
  export function page_choose(how: number, services: string, now: number): void;
  export function page_mistake(policy: string): void;
  export function page_granted(jar: string, now: number): void;
  export function page_knows(service: string): boolean;
  export function page_preferences(jar: string, now: number): void;
  export function page_erase(now: number): void;
  export function page_survivors(found: string, now: number): void;
  export function page_take_over(jar: string, now: number): void;
  export function page_explain(store: string, name: string, path: string, jar: string, now: number): void;
  export function page_seal(guard: string, jar: string, now: number): void;
}
declare module 'glue/names/imports.js' {
  const imports: Record<string, Function>;
  export default imports;
}
declare module 'glue/names/portcullis_bg.js' {
  export function __wbg_set_wasm(exports: WebAssembly.Exports): void;
  export function page_names(table: string, declared: string, asked: string): void;
}
