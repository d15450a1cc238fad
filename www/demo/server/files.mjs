// Where on the disk everything lies that the demo serves.

import { fileURLToPath } from 'node:url';

const at = (relative) => fileURLToPath(new URL(relative, import.meta.url));

export const FILES = {
  /** The page itself. */
  site: at('../site'),
  /** The built module, served as an integrator would serve it. */
  pkg: at('../../../pkg'),
  /** Self-written fakes of the two vendors' scripts, which the tests use as well. */
  gtag: at('../../../tests/world/vendors/gtag.js'),
  beacon: at('../../../tests/world/vendors/beacon.js'),
  /** The real @sentry/browser as one classic script that defines `Sentry`; the build writes it. */
  sentry: at('../vendors/sentry.js'),
};
