// Where on the disk everything lies that the demo serves.

import { fileURLToPath } from 'node:url';

const at = (relative) => fileURLToPath(new URL(relative, import.meta.url));

export const FILES = {
  /** The page itself. */
  site: at('../site'),
  /** Its policy, and the address that it has there. */
  policy: at('../site/privacy/policy.json'),
  policyUrl: '/privacy/policy.json',
  /** The command line that builds the module of it: what `npx portcullis` runs. */
  command: at('../../../pkg/tools/portcullis.mjs'),
  /** Self-written fakes of the two vendors' scripts, which the tests use as well. */
  gtag: at('../../../tests/world/vendors/gtag.js'),
  beacon: at('../../../tests/world/vendors/beacon.js'),
  /** The real @sentry/browser as one classic script that defines `Sentry`; the build writes it. */
  sentry: at('../vendors/sentry.js'),
};
