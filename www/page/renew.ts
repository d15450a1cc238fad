// The record, set again by the site's server (docs/renewal.md): Safari keeps for seven days what a script has set,
// and for as long as it says what a header has. Once for each choice: what a header has set needs no renewal.

import type { Shim } from '../shim/between';

/** Long enough for a slow server, and short beside the time in which a visitor changes their mind. */
const PATIENCE = 5000;

let queue: Promise<unknown> = Promise.resolve();
let latest = '';
let sent = '';

/** Has that path of the site set the record that stands now. */
export const renew = (
  shim: Shim,
  path: string,
  jar: () => string,
  write: (cookie: string) => void,
): Promise<unknown> => {
  const standing = () => `; ${jar()}`.split(`; ${shim.record}=`)[1]?.split(';')[0] || '';
  const record = (latest = standing());
  return (queue = queue
    .then(() => {
      // A later choice has its own turn.
      if (record != latest) return;
      // The answer to an earlier choice came after this one was made, and took its place.
      if (sent != record && standing() == sent)
        write(`${shim.record}=${record}; Path=/; SameSite=Lax${location.protocol == 'https:' ? '; Secure' : ''}`);
      sent = record;
      return fetch(path, { method: 'POST', mode: 'same-origin', signal: AbortSignal.timeout(PATIENCE) });
    })
    .catch(() => {}));
};
