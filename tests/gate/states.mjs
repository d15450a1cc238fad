// The states that a page and its visitor can be in: the columns of the table.

import { readFile } from 'node:fs/promises';
import { built } from './snippet.mjs';

const SERVICES = "['acme', 'other', 'google-analytics']";

/**
 * @typedef {object} State
 * @property {string} title
 * @property {(guards: Guards) => string} head   what stands first in <head>
 * @property {string} [choice]                   what the visitor chose before, in the words of the API
 * @property {boolean} [javascript]
 * @property {boolean} [leaks]                   the vectors are to work
 * @property {string} [control]                  the state in which they are to be seen to work first: none
 * @property {(vector: import('./vector.mjs').Vector) => boolean} holds  which vectors nothing may come through of
 * @property {boolean} [isCompared]              nothing new may come through: what holds there is known by the table
 * alone
 */
const byPage = ({ heldBy }) => heldBy === 'policy';
const byPageAndShim = ({ heldBy }) => heldBy === 'policy' || heldBy === 'hook';
const nothing = () => false;
const withoutLatch = (snippet) => snippet.replace(/^<script[\s\S]*?<\/script>\n?/, '');

/** @type {Record<string, State>} */
export const STATES = {
  none: { title: 'no gate', head: () => '', leaks: true, holds: nothing },
  still: { title: 'no gate, JavaScript off', head: () => '', leaks: true, holds: nothing, javascript: false },
  live: { title: 'live, nothing chosen', head: ({ live }) => live, holds: nothing, isCompared: true },
  seal: { title: 'seal, nothing chosen', head: ({ seal }) => seal, holds: byPageAndShim },
  refused: { title: 'seal, all refused', head: ({ seal }) => seal, choice: `deny(${SERVICES})`, holds: byPageAndShim },
  partly: {
    title: 'seal, another service granted',
    head: ({ seal }) => seal,
    choice: "deny(['acme', 'google-analytics']).then(() => portcullis.grant(['other']))",
    asksNeighbour: true,
    holds: byPageAndShim,
  },
  granted: {
    title: 'seal, all granted',
    head: ({ seal }) => seal,
    choice: `grant(${SERVICES})`,
    asksNeighbour: true,
    leaks: true,
    holds: nothing,
  },
  unlatched: { title: 'seal, the latch missing', head: ({ seal }) => withoutLatch(seal), holds: byPageAndShim },
  throwing: {
    title: 'seal, the latch throws',
    head: ({ seal }) => seal.replace('>', '>throw 0;'),
    holds: byPageAndShim,
  },
  unshimmed: {
    title: 'seal, the shim missing',
    head: ({ seal }) => seal.replace('portcullis-seal.js', 'missing.js'),
    holds: byPage,
  },
  scriptless: {
    title: 'seal, JavaScript off',
    head: ({ seal }) => seal,
    javascript: false,
    control: 'still',
    holds: byPage,
  },
  strict: {
    title: 'seal --strict, nothing chosen',
    head: ({ strict }) => strict,
    only: ({ heldBy }) => heldBy === 'strict',
    holds: () => true,
  },
};

/** @typedef {{live: string, seal: string, strict: string}} Guards  HTML that goes first into <head> */

/**
 * The guards as a site builds them.
 * @returns {{guards: Guards, folders: Map<string, string>, remove: () => void}}  folders: what lies at which address
 */
export function buildGuards(policy) {
  const kinds = { live: { guard: 'live' }, seal: { guard: 'seal' }, strict: { guard: 'seal', strict: true } };
  const all = Object.entries(kinds).map(([name, guard]) => [
    name,
    built(policy, { ...guard, base: `/built/${name}/` }),
  ]);
  return {
    guards: Object.fromEntries(all.map(([name, { html }]) => [name, html])),
    folders: new Map(all.map(([name, { out }]) => [`/built/${name}`, out])),
    remove: () => all.forEach(([, { remove }]) => remove()),
  };
}

export const readPolicy = async () => JSON.parse(await readFile(new URL('./policy.json', import.meta.url), 'utf8'));
