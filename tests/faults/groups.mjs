// All rows, by their groups, and what each group is held against.

import { FILES, WASM_ROWS } from './rows/files.mjs';
import { CLOBBERED, FORGED, POLLUTED_PAGES, REPLACED } from './rows/hostile.mjs';
import { PAGES } from './rows/pages.mjs';
import { POLICIES } from './rows/policy.mjs';
import { STORAGE, STORED } from './rows/stored.mjs';
import { STRICT_HOSTS } from './rows/strict.mjs';

export const GROUPS = [
  FILES,
  WASM_ROWS,
  POLICIES,
  STORED,
  STORAGE,
  PAGES,
  STRICT_HOSTS,
  CLOBBERED,
  POLLUTED_PAGES,
  REPLACED,
  FORGED,
];

/**
 * A group's controls: the same page without a fault works, and without us it leaks, fault or not. Where the fault is in
 * our files or the host's own headers keep the tracker out, that is the page without a fault.
 * @param {import('./row.mjs').Row[]} rows
 */
export const controls = (rows) => {
  const { head, body, after } = rows.find((row) => row.head || row.body || row.after) ?? {};
  return [
    { name: '*without the fault*', then: 'asks', refuses: true },
    { name: '*without us*', guards: ['none'], head, body, after, then: 'leaks' },
  ];
};
