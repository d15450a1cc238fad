// For a server on Node: the seal's policy as a header, for exactly what a visitor's record grants.

import { readFileSync } from 'node:fs';
import { initSync, policy_for } from './command.js';

initSync({ module: readFileSync(new URL('command_bg.wasm', import.meta.url)) });

/**
 * @param {string} policy  the text of policy.json
 * @param {{guard?: 'seal' | 'seal-strict', cookies?: string, gpc?: boolean, age?: string, secure?: boolean, now?:
 * number}} visitor
 *   cookies: the request's header; gpc: whether it says `Sec-GPC: 1`; age: as in data-age; secure: false on plain http
 * @returns {string} what Content-Security-Policy says
 * @throws {Error} where the policy is wrong
 */
export function policyFor(
  policy,
  { guard = 'seal', cookies = '', gpc = false, age = '', secure = true, now = Date.now() } = {},
) {
  return policy_for(policy, guard, cookies, gpc, age, secure, now / 60000);
}
