// A site of the shop whose entry was built from its policy, as the README has it.

import { built } from '../gate/snippet.mjs';
import { folder } from '../world/folder.mjs';

/**
 * Builds a policy, and serves it below /built/ until the test ends; returns the tags, and the hashes of the scripts in
 * them.
 */
export function serveBuilt(t, shop, policy, { guard = 'live', inline = false } = {}) {
  const site = built(policy, { base: '/built/', guard, inline });
  t.after(site.remove);
  shop.world.serve('www.shop.test', '/built', folder(site.out, '/built'));
  return site;
}
