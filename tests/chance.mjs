// What is taken by chance, and may be taken so again.

/**
 * The seed of all that is taken so: that of the commit in `./x test`, which tries the same inputs each time, another
 * one in `./x prove`, which prints it.
 */
export const SEED = Number(process.env.PORTCULLIS_SEED || 20261122);

/** Whether all cases are tried, as `./x prove` has it, or the fixed few of `./x test`. */
export const WHOLE = !!process.env.PORTCULLIS_PROVE;

/** Mulberry32: numbers that look chosen, and are the same for the same seed. */
export function seeded(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function shuffle(list, random) {
  const all = [...list];
  for (let at = all.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [all[at], all[other]] = [all[other], all[at]];
  }
  return all;
}
