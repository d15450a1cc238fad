// Where the snippet can be torn between two packets: wherever the browser's tokenizer changes its mind, and in the
// middle of each tag's name and of each text.

import { SNIPPET } from './page.mjs';

const CHANGES = /<\/?|\/?>|"|(?<=<\/?)(?:script|meta)|(?<=>)[^<]+(?=<)/g;

/** Offsets into the snippet, each once. */
export const CUTS = [
  ...new Set(
    [...SNIPPET.matchAll(CHANGES)].flatMap(({ index, 0: text }) => [
      index,
      index + Math.ceil(text.length / 2),
      index + text.length,
    ]),
  ),
];
