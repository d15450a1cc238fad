// axe-core, in a page.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong inside of that selector: a line each. Fails if it looked at nothing. */
export async function violations(page, selector) {
  await page.evaluate(await source);
  const { violations, passes } = await page.evaluate((inside) => axe.run({ include: [inside] }), selector);
  if (!passes.some(({ id }) => id === 'color-contrast')) throw new Error(`axe saw no text in ${selector}`);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
