// What every browser with wasm of the last years has, as wasm-opt is told it. Not more: it writes what it
// may.

export const FEATURES = ['bulk-memory', 'sign-ext', 'nontrapping-float-to-int', 'mutable-globals', 'reference-types', 'multivalue']
  .map((feature) => `--enable-${feature}`);
