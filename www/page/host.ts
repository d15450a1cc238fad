// What the page does for the wasm: the cookie jar, and a clock that no page has replaced.

import type { Host } from 'glue/portcullis_bg.js';
import type { Shim } from '../shim/between';

const { now } = Date;

export const hostOf = ({ record }: Shim): Host => ({
  jar: () => record.jar(),
  write: (written, days) => record.write(written, days),
  now: () => now(),
});
