// What makes a run fail.

/**
 * @param {{engine: string, vector: import('./vector.mjs').Vector, state: import('./states.mjs').State, count:
 * import('./measure.mjs').Count,
 *   cell: import('./table.mjs').Cell, before: import('./table.mjs').Cell | undefined}} measured
 * @returns {string | undefined}
 */
export function judge({ engine, vector, state, count, cell, before }) {
  const reached = () =>
    `${count.leaks} of ${count.loads} loads: ${count.seen.slice(0, 2).join(', ') || 'a connection'}`;
  if (cell === null) return before ? 'the control does not leak any more, so nothing is proven' : undefined;
  // What an engine lets through it may let through by a race: at one time, and not at another.
  const isKnown = vector.notHeldIn.includes(engine);
  if (cell.leaks && state.holds(vector) && !isKnown) return `reached the third party in ${reached()}`;
  if (cell.leaks && state.isCompared && before?.leaks === 0 && !isKnown) return `a new leak: ${reached()}`;
  if (!cell.leaks && state.leaks && before?.leaks) return 'does not work any more, though it is granted';
  if (cell.lost && !before?.lost) return "the page's own host was not reached";
  return undefined;
}
