// Decisions on record in a real page: what a receipt says, what is fetched for it and when, and that nothing that
// befalls the page loses one or changes a choice.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { LIMIT, ORIGIN, downloaded, eventually, heldBack, missing, openShop } from '../e2e/shop.mjs';
import { PAGE, assertWhole, decisions, entries, kept, recorded, serve, serveBuilt, statuses } from './stage.mjs';
import { verify } from './verify.mjs';

const shop = openShop();
const folderOf = (folder) => new RegExp(`^${folder}`);

/** Takes the journal's lock, as another tab may; returns what lets it go. */
async function holdJournal({ page }) {
  await page.evaluate(
    () =>
      new Promise((held) => {
        navigator.locks.request('portcullis-journal', () => {
          held();
          return new Promise((release) => (window.releaseJournal = release));
        });
      }),
  );
  return () => page.evaluate(() => window.releaseJournal());
}

/** Whether somebody waits for that lock. */
const isWaitedFor = ({ page }) => page.evaluate(async () => (await navigator.locks.query()).pending.length > 0);

const sha256 = (text) => createHash('sha256').update(text).digest('base64url');

test(
  'a receipt says what was shown, to the letter, what was chosen, and how; the verifier holds it to the policy',
  LIMIT,
  async (t) => {
    const policy = serve(shop, t);
    const visitor = await shop.visit(t, PAGE);
    const shown = await visitor.banner.locator('xpath=..').textContent();
    await visitor.choose('accept');
    const [first] = await recorded(visitor, 1);
    assert.equal(first.notice.hash, sha256(shown));
    assert.equal(first.notice.policy, sha256(policy));
    assert.deepEqual(
      [first.how, first.regime, first.gpc, first.notice.surface, first.notice.language, first.notice.layout],
      ['accept', 'eu', false, 'banner', 'en', 'bar'],
    );
    assert.equal(statuses(first), 'given given given');
    assert.ok(Math.abs(Date.parse(first.at) - Date.now()) < 120000, first.at);

    await visitor.openPreferences();
    const choices = await visitor.preferences.locator('xpath=..').textContent();
    await visitor.switchOf('two').uncheck();
    await visitor.inPreferences('save');
    const [, second] = await recorded(visitor, 2);
    assert.deepEqual(
      [second.how, second.notice.surface, second.notice.hash, statuses(second)],
      ['save', 'preferences', sha256(choices), 'given withdrawn given'],
    );
    await assertWhole(visitor, policy);
    assert.deepEqual(visitor.consoleErrors, []);
  },
);

test(
  'what puts it on record is fetched once a decision is made, and by no page view that needs none',
  LIMIT,
  async (t) => {
    const { page, folder } = serveBuilt(shop, t);
    const visitor = await shop.visit(t, page);
    await visitor.banner.waitFor();
    await visitor.barrier();
    assert.deepEqual(visitor.seen({ path: folderOf(folder) }), []);
    await visitor.choose('accept');
    await recorded(visitor, 1);
    for (const name of ['portcullis-page.js', 'portcullis.wasm'])
      assert.equal(visitor.seen({ path: `${folder}${name}` }).length, 1, name);
    await visitor.go(page);
    await visitor.control.waitFor();
    await visitor.barrier();
    assert.deepEqual(visitor.seen({ path: folderOf(folder) }), []);
    // And so it is where the page made its plan itself.
    const other = await shop.visit(t, PAGE);
    await other.choose('accept');
    await recorded(other, 1);
    await other.go(PAGE);
    await other.control.waitFor();
    await other.barrier();
    const loaded = other.seen({ path: /^\/portcullis\// }).map(({ path }) => path);
    assert.deepEqual(loaded, ['/portcullis/portcullis.js']);
  },
);

test(
  'a journal that never answers delays nothing: what was chosen runs, and what was refused is erased',
  LIMIT,
  async (t) => {
    serve(shop, t, {
      head: '<script type="text/plain" data-consent="one" data-src="https://one.example/x.js"></script>',
    });
    const visitor = await shop.visit(t, PAGE);
    await holdJournal(visitor);
    await visitor.choose('accept');
    await visitor.came({ host: 'one.example' });
    await visitor.page.evaluate(() => (document.cookie = '_one=1; Path=/'));
    await visitor.openPreferences();
    await visitor.inPreferences('reject');
    await eventually(async () => assert.deepEqual(await visitor.cookies(), ['__Host-consent']));
    assert.deepEqual(await decisions(visitor), []);
  },
);

test('where the policy wants no receipts, none is kept and nothing is fetched for one', LIMIT, async (t) => {
  const { page, folder } = serveBuilt(shop, t, { receipts: false });
  const visitor = await shop.visit(t, page);
  await visitor.choose('accept');
  await visitor.barrier();
  assert.deepEqual(visitor.seen({ path: folderOf(folder) }), []);
  assert.deepEqual(
    Object.keys(await kept(visitor)).filter((key) => /^portcullis-/.test(key)),
    ['portcullis-pass live'],
  );
});

test(
  'a page that is left at once loses no receipt: the next one puts it on record, with what was shown',
  LIMIT,
  async (t) => {
    const { page, folder } = serveBuilt(shop, t);
    const code = `${folder}portcullis-page.js`;
    const { answer, release } = heldBack(missing);
    shop.replace(t, code, answer);
    const visitor = await shop.visit(t, page);
    const shown = await visitor.banner.locator('xpath=..').textContent();
    await visitor.choose('reject');
    await visitor.came({ path: code });
    assert.deepEqual(await decisions(visitor), []);
    shop.replaced.delete(code);
    await visitor.go(page);
    release();
    const [receipt] = await recorded(visitor, 1);
    assert.deepEqual(
      [receipt.notice.hash, receipt.how, statuses(receipt)],
      [sha256(shown), 'reject', 'refused refused refused'],
    );
  },
);

test('without that code, and with a journal that nobody can read, a choice is what it is', LIMIT, async (t) => {
  const { page, folder } = serveBuilt(shop, t);
  const code = `${folder}portcullis-page.js`;
  shop.replace(t, code, missing);
  const visitor = await shop.visit(t, page);
  await visitor.page.evaluate(() => localStorage.setItem('portcullis-journal', '{"before":7}\nx'));
  await visitor.choose('accept');
  await visitor.until('one', 'granted');
  shop.replaced.delete(code);
  await visitor.go(page);
  assert.equal((await recorded(visitor, 1)).length, 1);
  assert.deepEqual(
    (await entries(visitor)).map(({ kind }) => kind),
    ['damage', 'decision'],
  );
  await assertWhole(visitor);
});

for (const locks of [true, false]) {
  test(
    `two tabs that decide at once leave one whole chain with both decisions, ${locks ? 'with' : 'without'} locks`,
    LIMIT,
    async (t) => {
      serve(shop, t, {
        head: locks ? '' : '<script>Object.defineProperty(Navigator.prototype, "locks", { value: undefined })</script>',
      });
      const one = await shop.visit(t, PAGE);
      const other = await one.tab(PAGE);
      await Promise.all([one, other].map((visitor) => visitor.banner.waitFor()));
      for (let round = 0; round < 3; round++) {
        const services = [['one'], ['two'], ['three']];
        await Promise.all(
          [one, other].map(({ page }, at) =>
            page.evaluate(
              (id) => window.portcullis[window.portcullis.state().services[id] == 'granted' ? 'deny' : 'grant']([id]),
              services[(round + at) % 3][0],
            ),
          ),
        );
      }
      // Whatever order they come in: each record that was written is a decision.
      await eventually(async () => {
        const found = await kept(one);
        assert.deepEqual(
          Object.keys(found).filter((key) => key.startsWith('portcullis-due')),
          [],
        );
        assert.ok((await decisions(one)).length >= 2);
      }, 20000);
      await assertWhole(one);
      const [last] = (await decisions(one)).slice(-1);
      const given = last.processes.filter(({ status }) => status === 'given').map(({ service }) => service);
      assert.deepEqual(
        given.filter((id) => !['one', 'two', 'three'].includes(id)),
        [],
      );
    },
  );
}

test('a clock that is set back loses nothing, and grants nothing that was not chosen', LIMIT, async (t) => {
  serve(shop, t);
  const visitor = await shop.visit(t, PAGE);
  await visitor.choose('accept');
  await recorded(visitor, 1);
  await visitor.context.addInitScript(() => {
    const now = Date.now.bind(Date);
    Date.now = () => now() - 40 * 24 * 60 * 60 * 1000;
  });
  await visitor.go(PAGE);
  assert.deepEqual(Object.values((await visitor.state()).services), ['granted', 'granted', 'granted']);
  await visitor.openPreferences();
  await visitor.inPreferences('reject');
  await visitor.until('one', 'denied');
  const [first, second] = await recorded(visitor, 2);
  assert.ok(second.at < first.at);
  assert.equal(statuses(second), 'withdrawn withdrawn withdrawn');
  assert.deepEqual(Object.values((await visitor.state()).services), ['denied', 'denied', 'denied']);
  await assertWhole(visitor);
});

test(
  'where storage is full, a choice is taken, and the journal gives up its oldest entries for it',
  LIMIT,
  async (t) => {
    serve(shop, t);
    const visitor = await shop.visit(t, PAGE);
    for (const action of ['accept', 'save', 'save', 'save']) {
      if (action === 'save') {
        await visitor.openPreferences();
        await visitor.switchOf('one').setChecked(!(await visitor.switchOf('one').isChecked()));
        await visitor.inPreferences('save');
      } else await visitor.choose(action);
      await visitor.page.waitForFunction(
        () => !Object.keys(localStorage).some((key) => key.startsWith('portcullis-due')),
      );
    }
    const before = (await decisions(visitor)).length;
    assert.ok(before > 1);
    await visitor.page.evaluate(() => {
      for (let size = 1 << 20; size; size >>= 1) {
        try {
          for (let at = 0; ; at++) localStorage[`full-${size}-${at}`] = 'x'.repeat(size);
        } catch {}
      }
    });
    await visitor.openPreferences();
    await visitor.inPreferences('reject');
    await visitor.until('one', 'denied');
    await eventually(async () => assert.equal((await decisions(visitor)).at(-1).how, 'reject'), 20000);
    await assertWhole(visitor);
    assert.deepEqual(Object.values((await visitor.state()).services), ['denied', 'denied', 'denied']);
  },
);

test('what an erasure took and what survived it is on record, by store and name', LIMIT, async (t) => {
  serve(shop, t);
  const visitor = await shop.visit(t, PAGE);
  await visitor.choose('accept');
  await recorded(visitor, 1);
  await visitor.page.evaluate(() => (document.cookie = '_one=secret; Path=/'));
  await visitor.openPreferences();
  await visitor.inPreferences('reject');
  await eventually(async () => {
    const erasure = (await entries(visitor)).find(({ kind }) => kind === 'erasure');
    assert.deepEqual(erasure && [erasure.erased, erasure.survivors], [['cookie _one'], []]);
  }, 20000);
  assert.ok(!(await kept(visitor))['portcullis-journal'].includes('secret'));
  await assertWhole(visitor);
});

test("a link of the site's gives the visitor their receipts as a file, which verifies as it is", LIMIT, async (t) => {
  const policy = serve(shop, t, { head: '<script async src="/portcullis/portcullis-choices.js"></script>' });
  const visitor = await shop.visit(t, PAGE);
  await visitor.choose('accept');
  const [receipt] = await recorded(visitor, 1);
  await visitor.page.evaluate(() => {
    const link = Object.assign(document.createElement('a'), { href: '/privacy/#receipts', textContent: 'My receipts' });
    link.dataset.portcullis = 'receipts';
    document.querySelector('main').append(link);
  });
  const coming = visitor.page.waitForEvent('download');
  await visitor.page.getByText('My receipts').focus();
  await visitor.page.keyboard.press('Enter');
  const text = await downloaded(await coming);
  assert.deepEqual(JSON.parse(text).entries, [receipt]);
  assert.deepEqual(verify(text), { status: 0, said: '-: whole' });
  assert.ok(!text.includes(policy) && visitor.page.url().endsWith(PAGE));

  // Every byte counts: all positions are gone through in src/journal/tests.rs; here, that the command's exit says so.
  for (const at of [0, 7, text.length >> 1, text.length - 1]) {
    const bytes = Buffer.from(text);
    bytes[at] ^= 1;
    assert.notEqual(verify(bytes.toString()).status, 0, `byte ${at}`);
  }
  assert.match(
    verify(text.replace('"two","status":"given"', '"two","status":"refused"')).said,
    /entry 1: `hash` is not that of its content/,
  );
  assert.equal(verify('{').status, 1);
  assert.equal(verify(text, '--policy').status, 2);
});

for (const [how, tag, gpc] of [
  ['regime', 'data-regime="us"', false],
  ['signal', 'data-regime="us"', true],
  ['age', 'data-age="13-15"', false],
]) {
  test(`where nobody chooses, because of the ${how}, that is what is on record, and no consent`, LIMIT, async (t) => {
    serve(shop, t, { tag });
    const script = gpc
      ? () => Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { value: true })
      : undefined;
    const visitor = await shop.visit(t, PAGE, { script });
    const [receipt] = await recorded(visitor, 1);
    assert.deepEqual(
      [receipt.how, receipt.gpc, receipt.minor, receipt.notice.surface, statuses(receipt)],
      [how, gpc, how === 'age', 'none', 'unasked unasked unasked'],
    );
    assert.equal(receipt.regime, how === 'age' ? 'eu' : 'us');
    assert.equal(receipt.notice.hash, undefined);
    await assertWhole(visitor);
  });
}

for (const [who, answers] of [
  ['the plan', true],
  ['core', false],
]) {
  test(`storage that is cleared midway leaves a whole chain, and the choice: answered by ${who}`, LIMIT, async (t) => {
    const page = answers ? serveBuilt(shop, t).page : (serve(shop, t), PAGE);
    const visitor = await shop.visit(t, page);
    if (!answers) {
      await visitor.choose('accept');
      await recorded(visitor, 1);
      await visitor.go(page);
    }
    const release = await holdJournal(visitor);
    if (answers) await visitor.choose('reject');
    else {
      await visitor.openPreferences();
      await visitor.inPreferences('reject');
    }
    await visitor.until('one', 'denied');
    await eventually(async () => assert.ok(await isWaitedFor(visitor)));
    const browser = await visitor.context.newCDPSession(visitor.page);
    await browser.send('DOMStorage.clear', { storageId: { securityOrigin: ORIGIN, isLocalStorage: true } });
    await release();
    const [after] = await recorded(visitor, 1);
    assert.deepEqual([after.how, after.before], ['reject', '']);
    await assertWhole(visitor);
  });
}

test('a choice that was taken over is on record as that, in both forms', LIMIT, async (t) => {
  const moving = [{ from: 'klaro', asOf: '2026-10-01', names: { a: 'one', b: 'two', c: 'three' } }];
  const klaro = (answers) => ({
    name: 'klaro',
    value: encodeURIComponent(JSON.stringify(answers)),
    domain: 'www.shop.test',
    path: '/',
  });
  const recordOf = async (answers, count) => {
    serve(shop, t, { moving });
    const visitor = await shop.visit(t, '/bare.html');
    await visitor.context.addCookies([klaro(answers)]);
    await visitor.go(PAGE);
    const [first] = await recorded(visitor, count);
    await assertWhole(visitor, serve(shop, t, { moving }));
    return [first.how, statuses(first)];
  };
  assert.deepEqual(await recordOf({ a: true, b: false, c: true }, 1), ['former', 'given refused given']);
  // Nothing is said of the third: it is asked, and the record of the rest stands already.
  assert.deepEqual(await recordOf({ a: true, b: false }, 1), ['former', 'given refused unasked']);
});
