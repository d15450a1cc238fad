// The page's own script. It is the site's, not a vendor's, and runs whatever the visitor chose.

import { watchCookies } from './panel/cookies.js';
import { watchLedger } from './panel/counts.js';
import { watchVerdicts } from './panel/verdicts.js';
import { offerButtons } from './panel/buttons.js';
import { rememberEdition } from './paper/edition.js';
import { openSections } from './paper/sections.js';

openSections();
rememberEdition();
watchLedger();
watchVerdicts();
watchCookies();
offerButtons();
