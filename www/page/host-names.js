// What the names' wasm answers by; src/page/names.rs names this function.

/** What it said last: a line a name. */
export let said = '';

/** @param {string} lines */
export function answered(lines) {
  said = lines;
}
