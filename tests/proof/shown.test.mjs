// What was shown, drawn again: `portcullis verify --policy` holds a receipt to the banner and the preferences of the
// revision that it names, word for word.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { LIMIT, json, openShop } from '../e2e/shop.mjs';
import { PAGE, exported, recorded, serve, services } from './stage.mjs';

const shop = openShop();
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAMS = {
  native: [`${ROOT}target/debug/portcullis`],
  npx: [process.execPath, `${ROOT}pkg/tools/portcullis.mjs`],
};

/** What both programs say of the visitor's journal and a policy; they say the same. */
async function told(visitor, policy) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'shown-'));
  try {
    writeFileSync(`${folder}/receipts.json`, await exported(visitor));
    writeFileSync(`${folder}/policy.json`, policy);
    const all = Object.values(PROGRAMS).map(([program, script]) => {
      const given = [...(script ? [script] : []), 'verify', 'receipts.json', '--policy', 'policy.json'];
      const { status, stdout, stderr } = spawnSync(program, given, { cwd: folder, encoding: 'utf8' });
      return { status, said: (stdout + stderr).trim() };
    });
    assert.deepEqual(all[1], all[0]);
    return all[0];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const WHOLE = { status: 0, said: 'receipts.json: whole' };
/**
 * Services whose surfaces say all that there is: plurals, durations, texts of ours, of the catalogue, and the site's
 * own.
 */
const MANY = [
  'cloudflare-security',
  'cloudflare-web-analytics',
  { use: 'google-analytics', id: 'G-ABCD1234' },
  'services/youtube',
  ...services(['one', 'two']),
  { ...services(['three'])[0], class: 'functional' },
];

for (const language of ['en', 'ar', 'pl', 'ga', 'ja']) {
  test(`the banner and the preferences are drawn again to the letter: ${language}`, LIMIT, async (t) => {
    const policy = serve(shop, t, {
      services: MANY,
      lang: language,
      texts: { [language]: { save: 'Own words', 'name.visitor': 'Own words, too' } },
    });
    const visitor = await shop.visit(t, PAGE);
    await visitor.choose('accept');
    const [banner] = await recorded(visitor, 1);
    await visitor.openPreferences();
    await visitor.switchOf('two').uncheck();
    await visitor.inPreferences('save');
    const [, preferences] = await recorded(visitor, 2);
    assert.deepEqual(
      [banner, preferences].map(({ notice }) => notice.surface),
      ['banner', 'preferences'],
    );
    assert.notEqual(banner.notice.hash, preferences.notice.hash);
    assert.equal(banner.notice.language, language);
    assert.deepEqual(await told(visitor, policy), WHOLE);
  });
}

for (const [surface, file, key] of [
  ['banner', 'en', 'about'],
  ['preferences', 'en.more', 'always'],
]) {
  test(`a page that showed one word otherwise in the ${surface} is found out`, LIMIT, async (t) => {
    const texts = JSON.parse(readFileSync(new URL(`../../www/locales/${file}.json`, import.meta.url), 'utf8'));
    const words = texts[key].split(' ');
    shop.replace(
      t,
      `/portcullis/locales/${file}.json`,
      json({ ...texts, [key]: ['Gladly', ...words.slice(1)].join(' ') }),
    );
    const policy = serve(shop, t, { services: MANY });
    const visitor = await shop.visit(t, PAGE);
    if (surface === 'banner') await visitor.choose('accept');
    else {
      await visitor.openPreferences();
      await visitor.inPreferences('save');
    }
    await recorded(visitor, 1);
    const { status, said } = await told(visitor, policy);
    assert.equal(status, 1);
    assert.match(
      said,
      new RegExp(`^receipts.json: entry 1: what was shown \\(${surface}, en\\) is not what this revision says`),
    );
  });
}

for (const [what, tag, gpc] of [
  ['a browser that sends the signal', '', true],
  ['one in the United States that does', 'data-regime="us"', true],
  ['a child', 'data-age="13-15"', false],
]) {
  test(`what ${what} was told is drawn again, too`, LIMIT, async (t) => {
    const policy = serve(shop, t, { services: MANY, tag });
    const script = gpc
      ? () => Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { value: true })
      : undefined;
    const visitor = await shop.visit(t, PAGE, { script });
    const asked = !tag.includes('us');
    if (asked) await visitor.choose('accept');
    else await visitor.control.waitFor();
    await recorded(visitor, 1);
    await visitor.openPreferences();
    await visitor.inPreferences('save');
    const all = await recorded(visitor, 2);
    assert.deepEqual(
      all.map(({ notice }) => notice.surface),
      [asked ? 'banner' : 'none', 'preferences'],
    );
    assert.deepEqual(await told(visitor, policy), WHOLE);
  });
}

test('where news of the policy may have stood there, that is said, and is no fault', LIMIT, async (t) => {
  serve(shop, t, { services: services(['one']) });
  const visitor = await shop.visit(t, PAGE);
  await visitor.choose('accept');
  await recorded(visitor, 1);
  const policy = serve(shop, t, { services: services(['one', 'two']).map((one) => ({ ...one, since: '2999-01-01' })) });
  await visitor.go(PAGE);
  await visitor.openPreferences();
  await visitor.preferences.evaluate((dialog) => dialog.append('news'));
  await visitor.inPreferences('reject');
  await recorded(visitor, 2);
  const { status, said } = await told(visitor, policy);
  assert.equal(status, 0);
  assert.match(said, /^receipts.json: entry 3: what was shown is not drawn again: .*\nreceipts.json: whole$/);
});
