// A site, scanned: who and what is met in which state, what each is, and what speaks against it.

import { isForeign } from './foreign.mjs';
import { classify } from './known.mjs';
import { STATES, visit } from './visit.mjs';

/** How sure an answer is, the least first. */
const SURE = ['none', 'guessed', 'listed', 'known', 'declared'];
/** What Portcullis itself stores: docs/decisions/001-the-record.md. */
const OWN = /^(__Host-consent|consent|portcullis\b.*)$/;

/**
 * @typedef {object} Thing
 * @property {'host' | 'name'} kind
 * @property {string} [store]     of a name
 * @property {string} name        of a host, the host
 * @property {string} host        where it lies
 * @property {string[]} states    in which it was met
 * @property {string} [duration]  of a cookie, as the browser has it
 * @property {boolean} [httpOnly]
 * @property {string[]} [urls]    of a host, some of what was asked there
 * @property {{class: string, sure: string, vendor?: string, purpose?: string, duration?: string, service?: string,
 *   rule?: string}} is
 */

/**
 * @param {() => Promise<import('playwright-core').BrowserContext>} fresh  a visitor who has never been here
 * @param {string[]} urls  of one site
 * @param {{policy?: string, still?: number, within?: number, banner?: number}} [options] policy: its text, where the
 *   page names none
 */
export async function scan(fresh, urls, { policy, ...pace } = {}) {
  const site = new URL(urls[0]).hostname;
  const states = {};
  for (const state of STATES) {
    const context = await fresh();
    try {
      states[state] = await visit(context, urls, state, pace);
    } finally {
      await context.close();
    }
  }
  const { title, language, portcullis } = states.before;
  policy ??= states.before.policy;
  const things = gather(states, site, portcullis);
  judge(things, policy);
  const seen = STATES.filter((state) => states[state]);
  return {
    site,
    title,
    language,
    portcullis,
    banner: states.before.banner,
    policy,
    states: seen,
    things,
    findings: findings(things, site, policy, seen),
  };
}

/** Everything that was met, once. @returns {Thing[]} */
function gather(states, site, portcullis) {
  const things = new Map();
  const add = (key, state, thing) => {
    const met = things.get(key) ?? things.set(key, { ...thing, states: [], urls: [] }).get(key);
    if (!met.states.includes(state)) met.states.push(state);
    return met;
  };
  for (const [state, found] of Object.entries(states)) {
    for (const url of found?.urls ?? []) {
      const { hostname, pathname, protocol } = new URL(url);
      if (!isForeign(hostname, site)) continue;
      const met = add(`host ${hostname}`, state, { kind: 'host', name: hostname, host: hostname });
      const asked = `${protocol}//${hostname}${pathname}`;
      if (met.urls.length < 50 && !met.urls.includes(asked)) met.urls.push(asked);
      // What a tag is set up with stands in its address.
      met.setting ??= url.match(/[?&]id=((?:G|GTM)-[A-Z0-9]+)/)?.[1];
    }
    for (const one of [...(found?.cookies ?? []), ...(found?.stored ?? [])]) {
      if (portcullis && OWN.test(one.name)) continue;
      add(`${one.store} ${one.name} ${isForeign(one.host, site) ? one.host : ''}`, state, { kind: 'name', ...one });
    }
  }
  return [...things.values()];
}

function judge(things, policy) {
  const asked = (thing) => (thing.kind === 'host' ? thing.urls : [`${thing.store} ${thing.name}`]);
  // A line break in a name would be two lines.
  const lines = [...new Set(things.flatMap(asked))].filter((line) => !/[\r\n]/.test(line));
  const said = classify(lines, policy);
  for (const thing of things) {
    const answers = asked(thing)
      .map((line) => said.get(line))
      .filter(Boolean);
    thing.is = answers.sort((one, other) => SURE.indexOf(other.sure) - SURE.indexOf(one.sure))[0] ?? {
      class: 'tracking',
      sure: 'none',
    };
  }
}

/** What speaks against the site: by its policy, or by what is known. */
function findings(things, site, policy, states) {
  const found = [];
  const say = (rule, thing, what) => found.push({ rule, kind: thing.kind, store: thing.store, name: thing.name, what });
  for (const thing of things) {
    const whose = thing.is.vendor ? ` (${thing.is.vendor})` : '';
    const what = thing.kind === 'host' ? `${thing.name}${whose}` : `${thing.store} ${thing.name}${whose}`;
    // A name on the site's own domain of which nobody knows anything may be the site's own session.
    const harmless =
      thing.is.class === 'essential' ||
      (thing.kind === 'name' && !isForeign(thing.host, site) && thing.is.sure === 'none');
    if (!harmless) {
      if (thing.states.includes('before'))
        say('before-a-choice', thing, `${what}: ${thing.is.class}, and met before any choice`);
      if (thing.states.includes('reject'))
        say('after-a-refusal', thing, `${what}: ${thing.is.class}, and met after everything was refused`);
    }
    if (policy && thing.is.sure !== 'declared') say('undeclared', thing, `${what}: the policy does not declare it`);
  }
  if (states.length < STATES.length) {
    const missing = STATES.filter((state) => !states.includes(state)).join(', ');
    found.push({
      rule: 'no-answer',
      kind: 'site',
      name: site,
      what: `no banner was found that gives this answer: ${missing}`,
    });
  }
  return found;
}
