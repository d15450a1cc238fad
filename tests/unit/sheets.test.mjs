// What the sheets of www/page draw follows the site's own properties (docs: --portcullis-…), everywhere.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import postcss from 'postcss';

const ROOT = new URL('../../', import.meta.url);
const SHEETS = [
  ...['www/page/', 'www/page/layouts/'].flatMap((folder) =>
    readdirSync(new URL(folder, ROOT))
      .filter((name) => name.endsWith('.css'))
      .map((name) => folder + name),
  ),
  'src/notice/notice.css',
];

test("every corner is round by the site's own radius", () => {
  const others = SHEETS.flatMap((name) => {
    const found = [];
    postcss.parse(readFileSync(new URL(name, ROOT), 'utf8')).walkDecls(/radius$/, ({ prop, value, parent }) => {
      if (!/var\(--(pc|portcullis)-radius/.test(value)) found.push(`${name}: ${parent.selector}: ${prop}: ${value}`);
    });
    return found;
  });
  assert.deepEqual(others, []);
});
