// portcullis-page.js: fetched when something is asked that the plan did not foresee; once more where its wasm has
// trapped.

import { VERSION } from '../generated';
import type { Core, Shim } from '../shim/between';
import { page } from '../gate/document';
import { createCore } from './core';
import { createOpenings, type PlainOpenings } from './opened';

interface Handed {
  shim: Shim;
  handed: { core?: Core } & PlainOpenings;
  isPlain?: boolean;
}

const { shim, handed, isPlain } = (page.currentScript as HTMLScriptElement & { portcullis: Handed }).portcullis;
if (shim.version !== VERSION)
  console.error(
    `portcullis: the script is ${shim.version}, portcullis-page.js ${VERSION}: deploy the folder as a whole`,
  );
else if (isPlain) handed.openings = createOpenings(shim, { isPlain });
else handed.core = createCore(shim);
