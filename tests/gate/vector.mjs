// A vector: one way for a page to reach a third party, in one short file of vectors/.
//
//   <!--
//   A title that is a sentence.
//   kind: request              or connection, or storage
//   held by: policy            or strict (the policy of --strict), hook (the shim's), nothing
//   not held in: webkit        engines that let it through all the same
//   why: ...                   then, and where nothing holds it
//   twin: beside               or apart (it can stand only once in a page), none (the page cannot tell)
//   header: refresh: 0         one that the page comes with
//   -->
//   <file name="worker.js">what the page's site serves at PLACE/worker.js</file>
//   <img src="https://cdn.acme.test/x.png">
//
// It is written for the third party https://cdn.acme.test, and stands in its page twice: as it is, and then as
// its twin, aimed at the page's own host. PLACE is a name that differs between the two.

import { readFileSync, readdirSync } from 'node:fs';
import os from 'node:os';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('./vectors', import.meta.url));
const DEFAULTS = { kind: 'request', twin: 'beside' };
const FILE = /<file name="([^"]+)">([\s\S]*?)<\/file>\n?/g;

/**
 * @typedef {object} Vector
 * @property {string} name
 * @property {string} title
 * @property {'request' | 'connection' | 'storage'} kind
 * @property {'policy' | 'strict' | 'hook' | 'nothing'} heldBy
 * @property {string[]} notHeldIn
 * @property {string} [why]
 * @property {'beside' | 'apart' | 'none'} twin
 * @property {[string, string]} [header]
 * @property {boolean} still  markup that does something without a script of the page's
 * @property {string} markup
 * @property {Map<string, string>} files
 */

/** @returns {Vector[]} */
export function readVectors() {
  return readdirSync(FOLDER)
    .sort()
    .map((file) => read(file.replace(/\.html$/, ''), readFileSync(`${FOLDER}/${file}`, 'utf8')));
}

function read(name, text) {
  const [, head, rest] = /^<!--\s*([\s\S]*?)\s*-->\n([\s\S]*)$/.exec(text) ?? [];
  if (!head) throw new Error(`${name}: no comment at its beginning`);
  const [title, ...lines] = head.split('\n');
  const fields = Object.fromEntries(lines.map((line) => line.split(/: (.*)/s).slice(0, 2)));
  const files = new Map();
  const markup = rest.replace(FILE, (all, file, content) => (files.set(file, content), ''));
  const { kind, twin } = { ...DEFAULTS, ...fields };
  return {
    name,
    title,
    kind,
    twin,
    heldBy: fields['held by'] ?? (kind === 'storage' ? 'hook' : 'policy'),
    notHeldIn: fields['not held in']?.split(', ') ?? [],
    why: fields.why,
    header: fields.header?.split(/: (.*)/s).slice(0, 2),
    still: kind !== 'storage' && !/<script[^>]*>[^<]|\bon\w+=|javascript:/.test(markup),
    markup,
    files,
  };
}

const BUILT_IN = 'https://www.google-analytics.com/';

/** A run of a vector has a host, or for built-in vendors a path, of its own: so the log tells whose a request is. */
export const thirdHost = (id) => `${id}.acme.test`;
const twinPath = (id) => `/gate/twin/${id}/`;

// STUN goes past every proxy, and no resolver knows our names: so this machine's addresses, of which browsers use
// one or the other.
const outside = Object.values(os.networkInterfaces())
  .flat()
  .find(({ family, internal }) => family === 'IPv4' && !internal);
const HERE = [outside?.address, '127.0.0.1'].filter(Boolean);

/** Text of a vector as it stands in the page of a run. */
export function aimAtThird(text, { id, stun }) {
  return text
    .replaceAll(BUILT_IN, `${BUILT_IN}gate/${id}/`)
    .replace(/'(stun|turn):cdn\.acme\.test'/g, JSON.stringify(HERE.map((address) => `$1:${address}:${stun}`)))
    .replaceAll('//cdn.acme.test/', `//${thirdHost(id)}/`)
    .replaceAll('PLACE', `third-${id}`);
}

export function aimAtTwin(text, { id, origin }) {
  const here = `${new URL(origin).host}${twinPath(id)}`;
  return text
    .replaceAll(BUILT_IN, `https://${here}`)
    .replaceAll('//cdn.acme.test/', `//${here}`)
    .replaceAll('_acme', '_own')
    .replaceAll('PLACE', `first-${id}`);
}

/**
 * The markup with each script in a block, so that the names of a vector's script do not meet its twin's. What hooks
 * hold waits until deferred scripts have run, for the shim is one of them under seal.
 */
export function prepare({ markup, heldBy }) {
  const [before, after] = heldBy === 'hook' ? ["addEventListener('DOMContentLoaded', () => {", '})'] : ['{', '}'];
  return markup.replace(/<script>([\s\S]*?)<\/script>/g, `<script>${before}$1${after}</script>`);
}
