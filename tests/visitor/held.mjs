// Pages of the shop with something held that has a place of its own, and someone who looks at them.

import { openShop } from '../e2e/shop.mjs';

export const CLIPS = {
  id: 'clips',
  name: 'Clips',
  vendor: 'Clips Inc.',
  class: 'functional',
  purpose: 'Shows films',
  privacy: 'https://clips.test/privacy',
  hosts: ['frame.clips.test'],
};
export const MAPS = {
  id: 'maps',
  name: 'Maps',
  vendor: 'Maps Ltd',
  class: 'tracking',
  purpose: 'Shows the way',
  hosts: ['frame.maps.test'],
};
export const AFTER = '<p id="after">What follows.</p>';
export const [ONCE, ALWAYS] = [0, 1];

/** Both vendors' hosts, each with a page that says where one is. */
export function serveBoth({ world }) {
  for (const host of ['frame.clips.test', 'frame.maps.test']) {
    world.serve(host, (request, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Here</title><p>Here'),
    );
  }
}

/**
 * One shop for all tests of a file, and in it someone at a page with such a body, who has refused what is asked there
 * if `refused`.
 */
export function openHeld() {
  const shop = openShop();
  const visit = async (t, body, { refused, services = [CLIPS, MAPS], context, ...site } = {}) => {
    serveBoth(shop);
    const path = shop.site(t, services, { body, ...site });
    const someone = await shop.visit(t, path, { context });
    if (refused) {
      await someone.choose('reject');
      await someone.control.waitFor();
      // What the refused stored is looked for; a page that is left before that leaves it to the next.
      await someone.page.waitForFunction(() => !localStorage['portcullis-erase']);
      await someone.go(path);
    }
    const inside = (id) => someone.page.frameLocator(`#${id}`);
    return Object.assign(someone, {
      path,
      inside,
      button: (id, at) => inside(id).locator('.portcullis-answers button').nth(at),
      asked: () => someone.seen({ host: /^frame\./ }).map(({ path }) => path),
      again: () => someone.go(path),
      focused: () => someone.page.evaluate(() => document.activeElement.id),
    });
  };
  return { shop, visit };
}
