// The wasm, or the same as JavaScript where wasm cannot run: by the page's `script-src`, in the browser, or because it
// failed. The glue is one for both.

import glue from 'glue/portcullis_bg.js?all';
import type { Shim } from '../shim/between';
import { ask } from './fetched';

/** The hash of our wasm: one that is damaged, or of another build, must not decide anything. */
declare const WASM_INTEGRITY: string;

/** The name by which the wasm imports its glue. */
const GLUE = './portcullis_bg.js';
const PLAIN = 'portcullis-plain.js';

export type Wasm = Pick<typeof glue, 'Page' | 'named' | 'language' | 'knownNames'>;
export type Exports = { memory: { buffer: ArrayBuffer }; __wbindgen_start?(): void };

/** What the script with the wasm as JavaScript is handed, and hands back. */
export interface PlainHanded {
  imports: object;
  handed: { exports?: Exports };
}

const start = (exports: Exports): Wasm => {
  glue.__wbg_set_wasm(exports);
  exports.__wbindgen_start?.();
  return glue;
};

const isStreamable = (answer: Response): boolean =>
  /^application\/wasm\b/.test(answer.headers.get('content-type') ?? '');

/** By stream where the host sends the right type; by bytes otherwise, which is no reason to fail. */
export const bringWasm = async (shim: Shim): Promise<Wasm> => {
  const answer = await ask(`${shim.folder()}portcullis.wasm`, { integrity: WASM_INTEGRITY });
  const imports = { [GLUE]: glue as unknown as WebAssembly.ModuleImports };
  const { instance } = isStreamable(answer)
    ? await WebAssembly.instantiateStreaming(answer, imports)
    : await WebAssembly.instantiate(await answer.arrayBuffer(), imports);
  return start(instance.exports as unknown as Exports);
};

/** The same functions, each with something to do before or after it. */
const around = <Functions extends object>(all: Functions, wrap: (one: Function) => Function): Functions =>
  Object.fromEntries(
    Object.entries(all).map(([name, one]) => [name, typeof one === 'function' ? wrap(one) : one]),
  ) as Functions;

/**
 * Memory that grows as JavaScript is another buffer, and the glue looks at the one of before, unless that is detached,
 * as that of a wasm is.
 */
const createDetacher = (memory: () => Exports['memory'] | undefined): (() => void) => {
  let seen: ArrayBuffer | undefined;
  return () => {
    const buffer = memory()?.buffer;
    if (buffer === seen) return;
    if (seen) structuredClone(seen, { transfer: [seen] });
    seen = buffer;
  };
};

/** The same without wasm. */
export const bringPlain = async (shim: Shim): Promise<Wasm> => {
  const handed: PlainHanded['handed'] = {};
  const detach = createDetacher(() => handed.exports?.memory);
  const imports = around(glue, (one) => (...values: unknown[]) => {
    detach();
    return one(...values);
  });
  await shim.loadScript({ src: shim.folder() + PLAIN }, { portcullis: { imports, handed } satisfies PlainHanded });
  if (!handed.exports) throw new Error(`${PLAIN} did not load: deploy the folder as a whole`);
  const exports = around(handed.exports, (one) => (...values: unknown[]) => {
    const done = one(...values);
    detach();
    return done;
  });
  return start(exports);
};

/** Says why wasm does not run. */
export const sayWhyPlain = (error: unknown): void =>
  console.warn(
    'portcullis: wasm does not run here, so its JavaScript does:',
    error,
    "(script-src: 'wasm-unsafe-eval')",
  );
