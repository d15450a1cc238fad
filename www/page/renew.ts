// The record, set again by the site's server (docs/renewal.md): Safari keeps for seven days what a script has set, and
// for as long as it says what a header has. Once for each choice: what a header has set needs no renewal.

import type { Shim } from '../shim/between';

/** Long enough for a slow server, and short beside the time in which a visitor changes their mind. */
const PATIENCE = 5000;

/** Has the site set the record again that stands now. */
export const createRenewal = (shim: Shim): (() => Promise<void>) => {
  let queue: Promise<void> = Promise.resolve();
  let latest = '';
  let sent = '';

  const standing = (): string => shim.record.copies()[0] ?? '';
  const ask = async (record: string): Promise<void> => {
    const { renew, lifetime } = shim.plan().decisions;
    // A later choice has its own turn.
    if (!renew || record !== latest) return;
    // The answer to an earlier choice came after this one was made, and took its place.
    if (sent !== record && standing() === sent) shim.record.write(record, lifetime);
    sent = record;
    const signal = AbortSignal.timeout(PATIENCE);
    await fetch(renew, { method: 'POST', mode: 'same-origin', keepalive: true, signal });
  };

  return () => {
    const record = standing();
    latest = record;
    // Where the path fails, all is as without it.
    queue = queue.then(() => ask(record)).catch(() => {});
    return queue;
  };
};
