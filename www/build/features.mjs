// How the wasms are made small. FEATURES: what every browser with wasm of the last years has, as wasm-opt is
// told it; not more: it writes what it may.

export const FEATURES = [
  'bulk-memory',
  'sign-ext',
  'nontrapping-float-to-int',
  'mutable-globals',
  'reference-types',
  'multivalue',
].map((feature) => `--enable-${feature}`);

/** Taken apart and put together again, because that is smaller; and once more from what comes out, when functions that are always called alike are made for that. */
const AGAIN = ['--flatten', '--rereloop', '-Oz'];
export const SMALLEST = [
  ['-Oz', ...AGAIN, ...AGAIN, '--converge'],
  [...AGAIN, '--converge', '--monomorphize'],
];

/** What opt-level z leaves apart costs more than it saves: docs/decisions/002-bytes-of-the-page.md has the measures. */
export const INLINING = '-Cllvm-args=-inline-threshold=65';
