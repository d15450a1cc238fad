// The README's example, as somebody pastes it: its policy, its page, and what it says one should see.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { serveBuilt } from './built.mjs';
import { GOOGLE, LIMIT, assertNothingGated, openShop } from './shop.mjs';

const shop = openShop();
const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const blocks = (language) =>
  [...README.matchAll(RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, 'gm'))].map(([, code]) => code);
const POLICY = JSON.parse(blocks('json')[0]);
const [PAGE] = blocks('html');
const FILM = { host: 'www.youtube-nocookie.com' };

test('the example holds everything until it is accepted, and then lets it come', LIMIT, async (t) => {
  const { html } = serveBuilt(t, shop, POLICY);
  // The page's tag with the attributes that `build` adds for optimisers; only the folder is the test's.
  assert.match(html, /^<script src="\/built\/portcullis\.js" data-cfasync="false"/);
  const page = PAGE.replaceAll('/portcullis/', '/built/');
  assert.notEqual(page, PAGE);
  shop.replace(t, '/p/readme.html', (request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(page),
  );
  const visitor = await shop.visit(t, '/p/readme.html');
  await visitor.banner.waitFor();
  await assertNothingGated(visitor);
  await visitor.choose('accept');
  await Promise.all([
    visitor.came(GOOGLE.script),
    visitor.came(FILM),
    visitor.came({ host: 'browser.sentry-cdn.com' }),
  ]);
  await visitor.go('/p/readme.html');
  await visitor.control.waitFor();
  assert.equal(await visitor.banner.count(), 0, 'nobody asks again');
  assert.deepEqual(visitor.errors, []);
});

test(
  'a page without a held place asks for one file of ours: banner, answer and the way back come from it',
  LIMIT,
  async (t) => {
    serveBuilt(t, shop, POLICY);
    const page = PAGE.replaceAll('/portcullis/', '/built/').replace(/<iframe[^]*<\/iframe>/, '');
    shop.replace(t, '/p/plain.html', (request, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end(page),
    );
    const ours = (visitor) => visitor.seen({ where: ({ path }) => path.startsWith('/built/') }).map(({ path }) => path);
    const visitor = await shop.visit(t, '/p/plain.html');
    await visitor.banner.waitFor();
    assert.deepEqual(ours(visitor), ['/built/portcullis.js']);
    await visitor.page.evaluate(() => document.querySelector('[data-action=accept]').click());
    await visitor.control.waitFor();
    await visitor.came(GOOGLE.report);
    assert.deepEqual(ours(visitor), ['/built/portcullis.js']);
    await visitor.go('/p/plain.html');
    await visitor.control.waitFor();
    await visitor.came(GOOGLE.script);
    assert.deepEqual(
      ours(visitor).filter((path) => path !== '/built/portcullis.json'),
      ['/built/portcullis.js'],
    );
  },
);

test('every command of the README is one that exists', () => {
  const program = fileURLToPath(new URL('../../target/debug/portcullis', import.meta.url));
  const usage = execFileSync(program, ['--help'], { encoding: 'utf8' });
  const commands = [...README.matchAll(/(?:npx )?portcullis (\w+) /g)].map(([, command]) => command);
  assert.ok(commands.includes('build'));
  for (const command of commands) assert.ok(usage.includes(`portcullis ${command}`), command);
  const x = execFileSync(fileURLToPath(new URL('../../x', import.meta.url)), { encoding: 'utf8' });
  for (const [, command] of README.matchAll(/\.\/x (\w+)/g)) assert.ok(x.includes(`./x ${command}`), command);
});
