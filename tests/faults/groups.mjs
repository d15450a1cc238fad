// All rows, by their groups.

import { FILES, WASM_ROWS } from './rows/files.mjs';
import { CLOBBERED, FORGED, POLLUTED_PAGES, REPLACED } from './rows/hostile.mjs';
import { PAGES } from './rows/pages.mjs';
import { POLICIES } from './rows/policy.mjs';
import { STORAGE, STORED } from './rows/stored.mjs';
import { STRICT_HOSTS } from './rows/strict.mjs';

export const GROUPS = [FILES, WASM_ROWS, POLICIES, STORED, STORAGE, PAGES, STRICT_HOSTS, CLOBBERED, POLLUTED_PAGES, REPLACED, FORGED];
