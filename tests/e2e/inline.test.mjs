// portcullis.inline.js: all that a first visit needs, in the one file that the page names. What stands in the page is printed by
// `snippet --inline`, from the policy of the shop.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { GOOGLE, LIMIT, assertNothingGated, openShop } from './shop.mjs';

const shop = openShop();
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FILE = '/portcullis/portcullis.inline.js';

function snippet() {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      'pkg/tools/portcullis.mjs',
      'snippet',
      'tests/world/pages/privacy/policy.json',
      '--policy-url',
      '/privacy/policy.json',
      '--base',
      '/portcullis/',
      '--inline',
    ],
    { cwd: ROOT, encoding: 'utf8' },
  );
  assert.equal(status, 0, stderr);
  return stdout;
}

/** A page of the shop that begins with it, in a language. */
function page(t, language = 'en') {
  const path = '/p/inline.html';
  const html = `<!doctype html><html lang="${language}"><head><meta charset="windows-1252"><title>Inline</title>${snippet()}</head><body><main>…</main></body></html>`;
  shop.replace(t, path, (request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(Buffer.from(html, 'latin1')),
  );
  return path;
}

const asked = (visitor) =>
  visitor
    .seen({ host: 'www.shop.test' })
    .map(({ path }) => path)
    .filter((path) => !/favicon|barrier|\/p\//.test(path));

test('a first visit asks for one file and has its banner, and until a choice nothing is gated', LIMIT, async (t) => {
  const visitor = await shop.visit(t, page(t));
  await visitor.banner.waitFor();
  await assertNothingGated(visitor);
  assert.deepEqual(asked(visitor), [FILE]);
  await visitor.answer('accept');
  await visitor.came(GOOGLE.report);
  assert.match(await visitor.record(), /\.a\.e\w+\.g~/);
  assert.deepEqual(visitor.consoleErrors, []);
});

test('who comes back with it has what was chosen at once, and a change of mind works as ever', LIMIT, async (t) => {
  const path = page(t);
  const visitor = await shop.visit(t, path);
  await visitor.answer('accept');
  await visitor.came(GOOGLE.report);
  await visitor.go(path);
  await visitor.came(GOOGLE.report);
  assert.deepEqual(asked(visitor), [FILE]);
  await visitor.openPreferences();
  await visitor.inPreferences('reject');
  await visitor.until('google-analytics', 'denied');
  // Erased, but for the names that the next page looks for once more.
  await visitor.page.waitForFunction(() => localStorage['portcullis-erase'] !== '1');
  await visitor.go(path);
  await visitor.control.waitFor();
  await assertNothingGated(visitor);
  assert.match(await visitor.record(), /\.r\.e\w+\.g$/);
});

test('in another language its words are one request more', LIMIT, async (t) => {
  const visitor = await shop.visit(t, page(t, 'de'));
  await visitor.banner.waitFor();
  await visitor.barrier();
  assert.deepEqual(asked(visitor), [FILE, '/portcullis/locales/de.json']);
  assert.equal(
    (await visitor.banner.getAttribute('lang')) ??
      (await visitor.page.locator('[lang=de]').first().getAttribute('lang')),
    'de',
  );
});
