// One visitor of one engine, who has chosen nothing or granted everything, and what each page becomes for them.

import { ENGINES } from '../engines/index.mjs';
import { eventually } from '../../e2e/shop.mjs';
import { copyBuild } from '../../e2e/build.mjs';
import { folder } from '../../world/folder.mjs';
import { openWorld } from '../../world/index.mjs';
import { UNDAMAGED } from './damages.mjs';
import { bundles } from './bundles.mjs';
import { CODE, END, GRANTABLE, POLICY, ROADS, SERVICES, UNDECLARED, WHOLE } from './page.mjs';

const ORIGIN = 'https://www.shop.test';
export const STATES = ['undecided', 'granted'];

/** @typedef {'open' | 'locked' | 'working' | 'working in part' | 'blank'} Outcome */

/** @param {keyof typeof ENGINES} engine  @param {'undecided' | 'granted'} state */
export async function openVisitor(engine, state) {
  const world = await openWorld();
  const build = await copyBuild();
  const pages = new Map();
  let visits = 0;
  /** What the last page became. @type {Outcome | undefined} */
  let last;

  const text = (type, body) => (request, response) => response.writeHead(200, { 'content-type': type }).end(body);
  world.serve('www.shop.test', '/portcullis', folder(build.folder, '/portcullis'));
  world.serve('www.shop.test', '/privacy/policy.json', text('application/json', JSON.stringify(POLICY)));
  world.serve('www.shop.test', '/survive', (request, response) => response.writeHead(204).end());
  world.serve('www.shop.test', '/survive/latch.js', text('text/javascript', CODE));
  world.serve('www.shop.test', '/survive/end.js', text('text/javascript', END));
  for (const [name, code] of Object.entries(await bundles()))
    world.serve('www.shop.test', `/survive/${name}`, text('text/javascript', code));
  world.serve('www.shop.test', '/survive/page', (request, response, { query }) =>
    pages.get(query.get('visit'))(request, response),
  );

  const browser = await ENGINES[engine].open(world);
  const close = async () => {
    await browser.close();
    await world.close();
    await build.remove();
  };

  /** What the page told of itself when everything it asks for was answered or refused, or nothing. */
  const told = async (visit, within) => {
    const filter = { path: '/survive/seen', where: ({ query }) => query.get('visit') === visit };
    const [report] = await world.until(filter, { within }).catch(() => []);
    return report && JSON.parse(report.body);
  };

  /**
   * @param {import('./damages.mjs').Damage} damage
   * @returns {Promise<{outcome: Outcome, shim: boolean, leaked: string[]}>}
   */
  async function visit(damage, within = 8000) {
    const name = `${++visits}`;
    const since = world.mark();
    const serve = damage.serve ?? (await damage.prepare(browser, name));
    pages.set(name, (request, response) => serve(name, response, request));
    await browser.goto(`${ORIGIN}/survive/page?visit=${name}`);
    const seen = await told(name, within);
    const came = (host) =>
      ROADS.filter(
        (road) => world.requests({ host, path: `/${road}`, where: ({ query }) => query.get('visit') === name }).length,
      );
    const [granted, undeclared] = [came(GRANTABLE), came(UNDECLARED)];
    const foreign = state === 'undecided' ? world.gated({ since }).map(({ url }) => url) : [];
    const leaked = [...new Set([...foreign, ...undeclared.map((road) => `https://${UNDECLARED}/${road}`)])];
    last = outcomeOf({ seen, granted, leaked });
    return { outcome: last, shim: !!seen?.shim, leaked };
  }

  function outcomeOf({ seen, granted, leaked }) {
    // What has left has left, seen or not.
    if (leaked.length) return 'open';
    if (!seen || WHOLE.some((text) => !seen.seen.includes(text))) return 'blank';
    if (!granted.length) return 'locked';
    return granted.length === ROADS.length ? 'working' : 'working in part';
  }

  /** For what must come, however busy the machine is. */
  const expect = async (outcome, when) => {
    const found = await visit(UNDAMAGED, 60000);
    if (found.outcome !== outcome) throw new Error(`${engine}: ${when} the page is ${found.outcome}`);
  };
  try {
    if (state === 'granted') {
      await expect('locked', 'before a choice');
      await browser.evaluate(`window.portcullis.grant(${JSON.stringify(SERVICES)}).then(() => 0)`);
      // The choice is written before the promise resolves, and so is the pass.
      await expect('working', 'after a grant');
    }
  } catch (error) {
    // A browser that stays open keeps the tests from ending.
    await close();
    throw error;
  }
  /**
   * A page that is left while it fetches the core loses the pass, and the next begins locked. That is not what its own
   * damage does: so whoever has granted all first sees a whole page until the pass is there again, and it works.
   */
  const recover = async () => {
    for (let tries = 0; state === 'granted' && last !== 'working'; tries++) {
      if (tries === 5) throw new Error(`${engine}: a whole page stays ${last}`);
      await visit(UNDAMAGED, 60000);
      await eventually(
        async () =>
          (await browser.evaluate('Object.keys(localStorage).some((key) => /^portcullis-pass /.test(key))')) ||
          Promise.reject(Error('no pass')),
      );
    }
  };
  return { world, browser, visit, recover, close };
}
