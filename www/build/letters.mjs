// The letters of a script's variables. Which one stands for which makes no difference to a browser, but three hundredths
// to brotli. What a search has found (shorter.mjs) stands in the built scripts, and the next build takes it over from them.

import { parse } from 'acorn';
import { analyze } from 'eslint-scope';

/** Letters by how often scripts have them. */
export const LETTERS = [...'etonrailscudhmpgfbvywSLEkNRMWP$ODxCHITzjAUqBGJKQVXYZF_'];

/**
 * A script without its letters.
 * @typedef {object} Script
 * @property {string[]} pieces  what stands between the places of variables
 * @property {number[]} places  which variable stands between two pieces
 * @property {string[]} letters  of each variable
 * @property {Set<number>[]} apart  for each variable, those that must have another letter
 * @property {Set<string>[]} taken  for each variable, the names of others that are not ours to change
 */

/** @param {string} code  @returns {Script} */
export function read(code) {
  const options = { ecmaVersion: /** @type {const} */ (2022), sourceType: /** @type {const} */ ('script') };
  const tree = parse(code, { ...options, ranges: true });
  const { globalScope } = analyze(/** @type {any} */ (tree), options);
  const variables = new Map();
  /** @type {Script} */
  const script = { pieces: [], places: [], letters: [], apart: [], taken: [] };
  const numbers = new Map();
  const declare = (scope) => {
    for (const variable of scope.variables.filter(({ defs }) => defs.length)) {
      if (!scope.upper) throw new Error(`letters: ${variable.name} is a variable of the whole page`);
      // A class has its name within and without.
      const number = numbers.get(variable.identifiers[0]) ?? script.letters.push(variable.name) - 1;
      variables.set(variable, number);
      script.apart[number] ??= new Set();
      script.taken[number] ??= new Set();
      for (const one of [...variable.identifiers, ...variable.references.map(({ identifier }) => identifier)]) numbers.set(one, number);
    }
    scope.childScopes.forEach(declare);
  };
  declare(globalScope);

  const part = (one, other) => (script.apart[one].add(other), script.apart[other].add(one));
  /** What is used in a scope, or in one within, and declared outside of it. */
  const used = (scope) => {
    const ours = new Set();
    const others = new Set();
    for (const { resolved, identifier } of scope.references) variables.has(resolved) ? ours.add(variables.get(resolved)) : others.add(identifier.name);
    for (const within of scope.childScopes.map(used)) {
      within.ours.forEach((one) => ours.add(one));
      within.others.forEach((one) => others.add(one));
    }
    const own = scope.variables.flatMap((variable) => variables.get(variable) ?? []);
    // What is caught may not be declared again in its block, which is a scope of its own.
    const caught = scope.type == 'catch' ? scope.childScopes[0].variables.flatMap((variable) => variables.get(variable) ?? []) : [];
    own.forEach((one) => ours.add(one));
    for (const one of own) {
      for (const other of [...ours, ...caught]) if (one != other) part(one, other);
      others.forEach((name) => script.taken[one].add(name));
    }
    own.forEach((one) => ours.delete(one));
    return { ours, others };
  };
  used(globalScope);

  const shorthands = new Set();
  const look = (node) => {
    if (node?.type == 'Property' && node.shorthand) shorthands.add(node.start);
    for (const value of Object.values(node ?? {})) if (value && typeof value == 'object') look(value);
  };
  look(tree);
  let at = 0;
  for (const [{ start, end }, number] of [...numbers].sort(([one], [other]) => one.start - other.start)) {
    script.pieces.push(code.slice(at, start) + (shorthands.has(start) ? `${code.slice(start, end)}:` : ''));
    script.places.push(number);
    at = end;
  }
  script.pieces.push(code.slice(at));
  return script;
}

/** @param {Script} script  @param {string[]} letters */
export const write = ({ pieces, places }, letters) => places.reduce((code, number, at) => code + letters[number] + pieces[at + 1], pieces[0]);

/** Whether a variable may have that name beside these. @param {Script} script  @param {string[]} letters */
const isFree = ({ apart, taken }, letters, number, name) => !taken[number].has(name) && ![...apart[number]].some((other) => letters[other] == name);

/**
 * Variables that change letters together, so that none is in the way of another: where one gets the letter of those that must differ
 * from it, they get its letter, and so on. None, where a name is taken.
 * @param {Script} script  @param {string[]} letters  @param {number} number  @param {string} name
 * @returns {[number: number, name: string][]}
 */
export function exchange({ apart, taken }, letters, number, name) {
  const together = new Map([[number, name]]);
  const [one, other] = [letters[number], name];
  for (const each of together.keys()) {
    for (const next of apart[each]) if (letters[next] == one || letters[next] == other) together.set(next, letters[next] == one ? other : one);
  }
  return [...together].some(([each, name]) => taken[each].has(name)) ? [] : [...together];
}

/** The places of two scripts that are the same, in order: the longest such row of pieces. */
function common(one, other) {
  const longest = Array.from({ length: one.length + 1 }, () => new Uint16Array(other.length + 1));
  for (let i = one.length; i--; ) {
    for (let j = other.length; j--; ) longest[i][j] = one[i] == other[j] ? longest[i + 1][j + 1] + 1 : Math.max(longest[i + 1][j], longest[i][j + 1]);
  }
  const pairs = [];
  for (let i = 0, j = 0; i < one.length && j < other.length; ) {
    if (one[i] == other[j]) pairs.push([i++, j++]);
    else if (longest[i + 1][j] >= longest[i][j + 1]) i++;
    else j++;
  }
  return pairs;
}

/** A script with the letters that stood in the same places of a former one, and with free ones where there was none. */
export function takeOver(code, former) {
  const [script, before] = [read(code), read(former)];
  const letters = script.letters.map(() => '');
  const give = (number, name) => (letters[number] ||= isFree(script, letters, number, name) ? name : '');
  // What stands before and after a variable; of its first place on.
  for (const [at, then] of common(script.pieces, before.pieces)) {
    if (at < script.places.length && then < before.places.length) give(script.places[at], before.letters[before.places[then]]);
  }
  for (const number of letters.keys()) for (const name of LETTERS) give(number, name);
  const missing = letters.indexOf('');
  if (missing >= 0) throw new Error(`letters: too few of them, for ${script.letters[missing]}`);
  return same(script, write(script, letters));
}

/** The code, if it is that script by other letters. @param {Script} script  @param {string} code */
export function same({ pieces, places }, code) {
  const again = read(code);
  // Variables are numbered by scope and, within one, in order: so a script that differs in its letters alone has the same numbers.
  if (JSON.stringify([again.pieces, again.places]) != JSON.stringify([pieces, places])) throw new Error('letters: other letters made another script');
  return code;
}
