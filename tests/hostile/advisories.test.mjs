// The advisories of this field's other modules (by number), each replayed against ours in Chromium. Where the hole was
// in reading data alone, the replay is native: tests/hostile/*.rs, as the last test here lists.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { LIMIT, eventually, openShop } from '../e2e/shop.mjs';

const shop = openShop();
const EVIL = 'evil.test';
const acme = {
  id: 'acme',
  name: 'Acme',
  vendor: 'Acme Inc.',
  class: 'tracking',
  purpose: 'Shows us where visitors click',
  hosts: ['cdn.acme.test'],
};
const MARKED = '<script type="text/plain" data-consent="acme" data-src="https://cdn.acme.test/a.js"></script>';
const ACME = { host: 'cdn.acme.test' };

/** A page of the shop with one service, and markup of somebody else's before the tag and in the body. */
const at = (t, { before = '', body = '', service = {}, ...more } = {}) =>
  shop.visit(
    t,
    shop.site(t, [{ ...acme, ...service }], {
      head: MARKED,
      body,
      edge: (html) => html.replace('<script data-cfasync', `${before}<script data-cfasync`),
      ...more,
    }),
  );
const notFetched = async (visitor, filter = ACME) => {
  await visitor.barrier();
  assert.deepEqual(
    visitor.seen(filter).map(({ url }) => url),
    [],
  );
};
/** Accepts, and what is held comes: without this nothing above would show that it could. */
const comes = async (visitor) => {
  await visitor.choose('accept');
  await visitor.came(ACME);
};

test('CVE-2025-48939: an image named currentScript does not say where our files are', LIMIT, async (t) => {
  const visitor = await at(t, {
    before:
      `<img name="currentScript" src="https://${EVIL}/a/b.js" alt="">` +
      `<form name="currentScript" action="https://${EVIL}/"></form>`,
  });
  await visitor.banner.waitFor();
  assert.deepEqual(
    [...new Set(visitor.seen({ host: EVIL }).map(({ path }) => path))],
    ['/a/b.js'],
    'the image itself, and no file of ours',
  );
  await notFetched(visitor);
  await comes(visitor);
});

test('CVE-2025-31475: a page whose Object.prototype says granted has granted nothing', LIMIT, async (t) => {
  const names = ['granted', 'tracking', 'acme', 'decided', 'accept', 'record', 'consented'];
  const visitor = await at(t, {
    before: `<script>for (const name of ${JSON.stringify(names)}) Object.prototype[name] = true;</script>`,
  });
  await visitor.page.waitForFunction(() => window.portcullis?.state);
  await notFetched(visitor);
  assert.equal((await visitor.state()).decided === true && (await visitor.record()) !== undefined, false);
});

for (const address of [
  'javascript:pwned=1',
  'JaVa\tScript:pwned=1',
  'data:text/html,<script>pwned=1</script>',
  '//evil.test/',
  '\\\\evil.test',
]) {
  test(
    `CVE-2025-31476: a policy that is linked by ${JSON.stringify(address)} is refused, and the page stays locked`,
    LIMIT,
    async (t) => {
      const visitor = await at(t, { service: { privacy: address } });
      await eventually(() => assert.match(visitor.consoleErrors.join('\n'), /services\[0\]\.privacy/));
      await notFetched(visitor);
      assert.equal(await visitor.banner.count(), 0);
    },
  );
}

test(
  'CVE-2025-31138, PR 1174 and issue 1184: what a held frame’s attributes say is no style and no ' +
    'markup of its placeholder',
  LIMIT,
  async (t) => {
    const cdn = `https://cdn.acme.test/frame`;
    const visitor = await at(t, {
      body: `<div id="place" style="width:300px"><iframe data-consent="acme" data-src="${cdn}"
      width="100%;position:fixed;inset:0;z-index:9"
    height='50%;background:url(//${EVIL}/x)' id='"><img src=//${EVIL}/y onerror=pwned=1>'
    title='<img src=//${EVIL}/z onerror=pwned=1>'></iframe></div>`,
    });
    await visitor.banner.waitFor();
    const place = visitor.page.locator('#place');
    const inside = visitor.page.frameLocator('#place iframe');
    await inside.locator('button').first().waitFor({ state: 'attached' });
    await notFetched(visitor);
    await notFetched(visitor, { host: EVIL });
    const shown = await place.evaluate((root) => ({
      wide: [...root.querySelectorAll('*')].some(
        (element) => element.getBoundingClientRect().width > root.getBoundingClientRect().width + 10,
      ),
      fixed: [...root.querySelectorAll('*')].some((element) => getComputedStyle(element).position == 'fixed'),
    }));
    const images = await inside.locator('img').count();
    assert.deepEqual(
      { ...shown, images, pwned: await visitor.page.evaluate(() => 'pwned' in window) },
      { wide: false, fixed: false, images: 0, pwned: false },
    );
  },
);

test(
  'CVE-2026-49977: buttons of a page’s own markup that look like controls delete nothing and grant nothing',
  LIMIT,
  async (t) => {
    const forged = [
      'class="purgeBtn" data-cookie="session"',
      'data-action="accept"',
      'data-action="save" value="acme"',
      'class="portcullis-control" data-action="accept"',
      'data-consent="acme" data-action="once"',
      'data-portcullis="accept"',
    ];
    const visitor = await at(t, {
      body: `<div class="portcullis-banner">${forged
        .map(
          (attributes) => `<button
      type="button" ${attributes}>x</button>`,
        )
        .join('')}</div>`,
    });
    const banner = visitor.page
      .locator('.portcullis-banner')
      .filter({ has: visitor.page.locator('[data-action=reject]') });
    await banner.waitFor();
    await visitor.context.addCookies([{ name: 'session', value: '1', domain: 'www.shop.test', path: '/' }]);
    await visitor.page.evaluate(() => {
      for (const button of document.querySelectorAll('button:not([data-action=choose])')) {
        if (button.textContent != 'x') continue;
        button.click();
        for (const type of ['pointerdown', 'submit', 'change', 'portcullis:change'])
          button.dispatchEvent(
            new CustomEvent(type, { bubbles: true, detail: { decided: true, services: { acme: 'granted' } } }),
          );
      }
    });
    await notFetched(visitor);
    assert.equal(await visitor.record(), undefined);
    assert.ok((await visitor.cookies()).includes('session'));
  },
);

test(
  'PR 1413: a marked frame or script whose address is javascript: or data: does not run after a grant either',
  LIMIT,
  async (t) => {
    const frames = [
      'javascript:parent.pwned=1',
      ' javascript:parent.pwned=1',
      'java\nscript:parent.pwned=1',
      'data:text/html,<script>parent.pwned=1</script>',
    ];
    const body =
      frames
        .map(
          (address) =>
            `<iframe data-consent="acme" data-src="${address.replaceAll('"', '&quot;')}" title="f"></iframe>`,
        )
        .join('') + '<script type="text/plain" data-consent="acme" data-src="data:text/javascript,pwned=1"></script>';
    const visitor = await at(t, { body });
    await comes(visitor);
    await visitor.barrier();
    assert.equal(await visitor.page.evaluate(() => 'pwned' in window), false);
  },
);

for (const value of [
  "1.hsuwg.a.g~acme' OR 1=1 --",
  '1.hsuwg.a.g~acme%27',
  '1.hsuwg.a.g~acme<b>',
  '1.hsuwg.a.G~acme',
  '1.zzzzzzz.a.g~acme',
]) {
  test(`CVE-2022-44727: a record of ${value} is none`, LIMIT, async (t) => {
    const visitor = await at(t);
    await visitor.banner.waitFor();
    await visitor.setRecord(value);
    assert.equal(await visitor.record(), value, 'the browser has it');
    await visitor.page.reload();
    await visitor.banner.waitFor();
    await notFetched(visitor);
  });
}

test(
  'CVE-2024-45389, CVE-2024-45812, CVE-2024-47068, ' +
    'GHSA-4vvj-4cpr-p986: no file of ours reads document.currentScript by its name',
  () => {
    const folder = new URL('../../pkg/', import.meta.url);
    const scripts = readdirSync(folder, { recursive: true }).filter(
      (name) => name.endsWith('.js') && !name.startsWith('tools'),
    );
    assert.ok(scripts.length >= 10);
    for (const name of scripts)
      assert.doesNotMatch(
        readFileSync(new URL(name, folder), 'utf8'),
        /document\.currentScript|document\[["'`]currentScript/,
        name,
      );
  },
);

test('what is left is native: each by its name there', () => {
  const NATIVE = {
    'CVE-2026-22809 (a regular expression of d= and u=)': ['cost.rs', 'cookies_and_records_are_read_in_linear_time'],
    'CVE-2022-44727 (a cookie for a query)': ['records.rs', 'a_value_that_is_meant_for_a_server_is_no_record'],
    'CVE-2025-31475 (fields named __proto__)': [
      'fields.rs',
      'a_field_of_any_other_name_is_a_mistake_and_none_is_everyones',
    ],
    'CVE-2025-31476, CVE-2025-68457 (addresses)': ['fields.rs', 'what_is_read_as_an_address_or_a_word_takes_no_other'],
    'Klaro for Drupal, CVE-2023-3388 (markup in texts)': [
      'fields.rs',
      'no_string_of_a_policy_makes_markup_a_step_or_a_directive_of_its_own',
    ],
  };
  for (const [what, [file, name]] of Object.entries(NATIVE))
    assert.ok(readFileSync(new URL(file, import.meta.url), 'utf8').includes(`fn ${name}()`), what);
});
