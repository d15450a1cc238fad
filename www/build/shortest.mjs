// A script with the names that compress best. Which letter stands for which name makes no difference to a browser, but a
// hundredth to brotli, and nobody can tell which way: so some orders are tried, the same each time.

import { brotliCompressSync, constants } from 'node:zlib';
import { minify } from 'terser';

const TRIED = 700;
/** Letters by how often scripts have them; what comes first is given to what is named most. */
const LETTERS = [...'etonrailscudhmpgfbvywSLEkNRMWP$ODxCHITzjAUqBGJKQVXYZF_'];

/** Names in an order of letters: those of one letter, and then longer ones. */
const names = (letters) => {
  const get = (nth) => (nth < letters.length ? '' : get(Math.floor(nth / letters.length) - 1)) + letters[nth % letters.length];
  return { get };
};

const weight = (code) => brotliCompressSync(code, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;

/** @param {string} code  @param {import('terser').MinifyOptions} options */
export async function shortest(code, options) {
  let { code: best } = await minify(code, options);
  const renamed = async (letters) => (await minify(best, { ...options, compress: false, mangle: { nth_identifier: names(letters) } })).code;
  let letters = LETTERS;
  let state = 1;
  const random = (below) => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 8) % below;
  for (let step = 0; step < TRIED; step++) {
    // Two letters change places, and stay there where that is no worse.
    const others = [...letters];
    const [one, other] = [random(others.length), random(others.length)];
    if (step) [others[one], others[other]] = [others[other], others[one]];
    const tried = await renamed(others);
    if (weight(tried) <= weight(best)) [best, letters] = [tried, others];
  }
  return best;
}
