// Optimisers and CDNs: the tag put in as text, from a blob or late; our files on another host; a policy that an editor
// or a server has spoilt. It works, or one line says what it needs.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { LIMIT, LONG, eventually, json, missing, openShop } from '../e2e/shop.mjs';
import { built } from '../gate/snippet.mjs';
import { folder } from '../world/folder.mjs';
import { ACME, CLIPS, script } from './services.mjs';

const shop = openShop();
const PROGRAM = fileURLToPath(new URL('../../target/debug/portcullis', import.meta.url));
const TAG = /<script data-cfasync.*?<\/script>/s;
const MARK = '<script type="text/plain" data-consent="acme">navigator.sendBeacon("/ran")</script>';
const FILM =
  '<iframe title="A film" width="560" height="315" data-consent="clips" ' +
  'data-src="https://frame.clips.test/7"></iframe>';
const said = ({ consoleErrors }) => consoleErrors.filter((text) => text.startsWith('portcullis'));
/** A page whose tag is another one. */
const page = (t, tag, options) =>
  shop.site(t, [ACME, CLIPS], { edge: (html) => html.replace(TAG, () => tag), ...options });

const put = (set) => `<script>fetch('/portcullis/portcullis.js').then((answer) => answer.text()).then((text) => {
  const script = document.createElement('script'); script.dataset.policy = '/p/own.html.json'; ${set};
  document.head.append(script) })</script>`;
const WAYS = {
  'as text': (base) => put(`${base}; script.text = text`),
  'from a blob': (base) => put(`${base}; script.src = URL.createObjectURL(new Blob([text]))`),
};
for (const [way, tag] of Object.entries(WAYS)) {
  test(`put in ${way}, the tag says in one line that it needs data-base, and works with it`, LIMIT, async (t) => {
    const without = await shop.visit(t, page(t, tag(''), { body: MARK + FILM }));
    await eventually(() => assert.equal(said(without).length, 1));
    assert.match(said(without)[0], /needs data-base, the folder of its files/);
    await without.barrier();
    assert.equal(said(without).length, 1);
    assert.deepEqual([without.errors, without.seen({ path: '/ran' })], [[], []]);
    assert.deepEqual(without.seen({ path: /portcullis-/ }), []);

    const someone = await shop.visit(t, page(t, tag("script.dataset.base = '/portcullis/'"), { body: MARK }));
    await someone.choose('accept');
    await someone.came({ path: '/ran' });
    assert.deepEqual([said(someone), someone.errors], [[], []]);
  });
}

test('the printed tags carry what common optimisers leave alone', LIMIT, () => {
  const policy = { site: { name: 'The Shop', contact: 'privacy@shop.test' }, updated: '2026-11-22', services: [ACME] };
  for (const options of [{}, { guard: 'seal' }, { inline: true }]) {
    const site = built(policy, { base: '/built/', guard: 'live', ...options });
    site.remove();
    const tags = site.html.match(/<script(?![^>]*type=)[^>]*>/g);
    assert.ok(tags.length > 0);
    for (const tag of tags) {
      for (const attribute of [
        'data-cfasync="false"',
        'data-no-optimize="1"',
        'data-no-defer="1"',
        'data-no-minify="1"',
        'data-noptimize="1"',
        'nowprocket',
      ])
        assert.ok(tag.includes(attribute), `${attribute}: ${tag}`);
    }
  }
});

/** What "delay JavaScript" of caching plugins does: every script waits for the first touch, and then comes in order. */
const delayed = (html) =>
  html
    .replace(
      /<script(?![^>]*text\/plain)([^>]*?)(?: src="([^"]*)")?([^>]*)>/g,
      (_, before, src, after) =>
        `<script type="later/javascript"${before}${src ? ` data-later="${src}"` : ''}${after}>`,
    )
    .replace(
      '</body>',
      `<script>
      const wake = async () => {
        for (const old of document.querySelectorAll('script[type="later/javascript"]')) {
          const fresh = document.createElement('script');
          for (const { name, value } of old.attributes) {
            if (!/^(type|data-later)$/.test(name)) fresh.setAttribute(name, value);
          }
          if (old.dataset.later) fresh.src = old.dataset.later; else fresh.text = old.text;
          fresh.async = false;
          const loaded = new Promise((done) => (fresh.onload = fresh.onerror = done));
          old.replaceWith(fresh);
          if (old.dataset.later) await loaded;
        }
      };
      for (const kind of ['pointerdown', 'keydown', 'scroll']) addEventListener(kind, wake, { once: true });
    </script></body>`,
    );

test(
  'an optimiser that delays every script: the first touch is no answer, and marks stay inert until there is one',
  LIMIT,
  async (t) => {
    shop.world.serve('cdn.acme.test', script(''));
    const body = `${MARK}<script src="https://cdn.acme.test/early.js"></script>`;
    const own = shop.site(t, [ACME], { body, edge: delayed });
    const someone = await shop.visit(t, own);
    await someone.barrier();
    assert.equal(await someone.banner.count(), 0);
    await someone.page.mouse.click(300, 60);
    await someone.banner.waitFor();
    // An unmarked tag comes with the touch, as it would come by itself without the optimiser.
    await someone.barrier();
    assert.deepEqual([await someone.record(), someone.seen({ path: '/ran' })], [undefined, []]);
    await someone.choose('accept');
    await someone.came({ path: '/ran' });
    await someone.go(own);
    await someone.page.mouse.click(300, 60);
    await someone.came({ path: '/ran' });
    assert.deepEqual(said(someone), []);
  },
);

const integrity = JSON.parse(readFileSync(new URL('../../pkg/integrity.json', import.meta.url))).files['portcullis.js'];
for (const unknown of ['report', 'deny']) {
  for (const hasWasm of [true, false]) {
    test(
      `our files on another host, with integrity, ${hasWasm ? 'with' : 'without'} wasm, "unknown": "${unknown}"`,
      LONG,
      async (t) => {
        const files = folder(shop.build.folder, '/portcullis');
        shop.world.serve('files.cdn.test', '/portcullis', (request, response, entry) => {
          response.setHeader('access-control-allow-origin', '*');
          return (!hasWasm && entry.path.endsWith('.wasm') ? missing : files)(request, response, entry);
        });
        const tag =
          `<script src="https://files.cdn.test/portcullis/portcullis.js" integrity="${integrity}" ` +
          'crossorigin data-policy="/p/own.html.json"></script>';
        const stranger =
          '<script>new Image().src = "https://files.cdn.test/other.gif"; ' +
          'fetch("https://else.cdn.test/x", { mode: "no-cors" }).catch(() => {})</script>';
        const own = page(t, tag, { body: MARK + FILM + stranger });
        const site = { name: 'The Shop', contact: 'privacy@shop.test' };
        shop.replace(
          t,
          `${own}.json`,
          json({ site, updated: '2026-11-22', services: [ACME, CLIPS], ...(unknown === 'deny' && { unknown }) }),
        );
        const someone = await shop.visit(t, own);
        await someone.page.frameLocator('iframe').locator('button').first().waitFor();
        await someone.openPreferences();
        await someone.switchOf('acme').check();
        await someone.inPreferences('save');
        await someone.came({ path: '/ran' });
        await someone.go(own);
        await someone.came({ path: '/ran' });
        await someone.openPreferences();
        // Beside our own files that host is as unknown as any.
        await someone.page.evaluate(() => {
          new Image().src = 'https://files.cdn.test/later.gif';
        });
        await someone.barrier();
        assert.equal(someone.seen({ path: '/later.gif' }).length, unknown === 'deny' ? 0 : 1);
        assert.deepEqual([said(someone), someone.errors], [[], []]);
      },
    );
  }
}

const GOOD = JSON.stringify({
  site: { name: 'Café', contact: 'privacy@shop.test' },
  updated: '2026-11-22',
  services: [ACME],
});
/** What a file may be in place of a policy: its bytes, what a page says, and what `check` says. */
const SPOILT = {
  'begins with a BOM': [Buffer.from(`\ufeff${GOOD}`)],
  'is an HTML page': [
    Buffer.from('<!doctype html><title>Not found</title>'),
    /found `<!doctype`: is this the policy\?/,
  ],
  'begins with a comment': [Buffer.from(`// Ours\n${GOOD}`), /found a comment: JSON has none/],
  'has a comment': [Buffer.from(GOOD.replace('"updated"', '/* soon */ "updated"')), /found a comment: JSON has none/],
  'has typographic quotes': [Buffer.from(GOOD.replace('"site"', '“site”')), /found `“`: a typographic quote/],
  'has an invisible character': [Buffer.from(GOOD.replace('{', '{\u00a0')), /found an invisible character, U\+00A0/],
  'is Latin-1': [Buffer.from(GOOD, 'latin1'), /not UTF-8: see ".*Caf\ufffd"/, /is not UTF-8/],
};
for (const [what, [bytes, says, checked = says]] of Object.entries(SPOILT)) {
  test(`a policy that ${what} is ${says ? 'named for what it is' : 'no error'}`, LIMIT, async (t) => {
    const own = shop.site(t, [ACME]);
    shop.replace(t, `${own}.json`, (request, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(bytes),
    );
    const someone = await shop.visit(t, own);
    if (says) await eventually(() => assert.match(said(someone).join('\n'), says));
    else await someone.banner.waitFor();
    assert.equal(said(someone).length, says ? 1 : 0);

    const place = mkdtempSync(path.join(os.tmpdir(), 'spoilt-'));
    const file = path.join(place, 'policy.json');
    writeFileSync(file, bytes);
    const { status, stdout, stderr } = spawnSync(PROGRAM, ['check', file], { encoding: 'utf8' });
    rmSync(place, { recursive: true });
    if (checked) assert.match(stdout + stderr, checked);
    assert.equal(status === 0, !checked, stdout + stderr);
  });
}
