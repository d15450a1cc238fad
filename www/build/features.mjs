// How the wasms are made small. FEATURES: what every browser with wasm of the last years has, as wasm-opt is
// told it; not more: it writes what it may.

export const FEATURES = ['bulk-memory', 'sign-ext', 'nontrapping-float-to-int', 'mutable-globals', 'reference-types', 'multivalue']
  .map((feature) => `--enable-${feature}`);

/** Twice taken apart and put together again, because that is smaller. */
export const SMALLEST = ['-Oz', '--flatten', '--rereloop', '-Oz', '--flatten', '--rereloop', '-Oz', '--converge'];

/** What opt-level z leaves apart costs more than it saves: docs/decisions/004-bytes.md has the measures. */
export const INLINING = '-Cllvm-args=-inline-threshold=65';
