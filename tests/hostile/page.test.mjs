// A policy whose every text is hostile, in the browser: the banner, the preferences and the policy page have the nodes
// and attributes that they have with plain words, and nothing more is asked of anybody.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LONG } from '../e2e/shop.mjs';
import { PAGE, openStage, policy, service } from '../notice/stage.mjs';

const { shop, visit } = openStage();
const HOST = 'cdn.evil.test';
const HOSTILE = [
  `<img src=//${HOST}/a onerror="window.pwned=1">`,
  `"><script src=//${HOST}/b></script>`,
  `' onmouseover='window.pwned=1' style='position:fixed;inset:0;background:url(//${HOST}/c)`,
  `</style><style>*{display:none}</style>}*{background:url(//${HOST}/d)}`,
  '[click](javascript:window.pwned=1) [here](data:text/html,x) `<b>`',
  `&lt;iframe src="//${HOST}/e"&gt; {} {{constructor.constructor('window.pwned=1')()}} \${window.pwned=1}`,
];

/** A policy all of whose texts are made by that, from what they are. */
const saying = (of) =>
  policy({
    site: { name: of('The Shop'), contact: of('privacy@shop.test'), policy: PAGE },
    services: ['acme', 'bolt'].map((id) =>
      service(id, {
        name: of(id),
        vendor: of(`${id} Inc.`),
        purpose: of(`Does what ${id} does`),
        class: id == 'acme' ? 'tracking' : 'functional',
        cookies: [{ name: `_${id}`, duration: '30d', purpose: of('Keeps it') }],
      }),
    ),
    texts: { en: { accept: of('Yes to all'), reject: of('No to all'), about: of('About') } },
    notice: {
      introduction: [{ text: of('So it is.'), list: [of('One'), of('Two')], mark: 'green' }],
      definitions: [{ term: of('Account'), text: of('Yours'), also: [of('profile')] }],
      collected: [
        {
          what: of('Orders'),
          how: of('By you'),
          why: of('To deliver'),
          basis: ['contract'],
          examples: [of('Address')],
          kept: of('Ten years'),
        },
      ],
      contacts: [{ for: of('Security'), address: of('security@shop.test') }],
      versions: [{ date: '2025-01-01', changes: [of('First')] }],
    },
  });

/** Elements with the names of their attributes, and where those lead that lead somewhere. */
const outline = (locator) =>
  locator.evaluate((root) =>
    [root, ...root.querySelectorAll('*')].map((element) => {
      const leads = ['href', 'src', 'action', 'formaction', 'style']
        .map((name) => element.getAttribute(name))
        .filter(
          (value) =>
            value &&
            !/^(https:\/\/(acme|bolt)\.test\/|https:\/\/support\.|https:\/\/[a-z.]+\/[^:<]*$|\/|#|mailto:)/.test(value),
        );
      return [element.localName, ...[...element.attributes].map(({ name }) => name).sort(), ...leads].join(' ');
    }),
  );

async function seen(t, declared) {
  const visitor = await visit(t, declared);
  await visitor.banner.waitFor();
  await visitor.article.waitFor();
  const shown = { banner: await outline(visitor.banner), article: await outline(visitor.article) };
  await visitor.openPreferences();
  for (const summary of await visitor.preferences.locator('summary').all())
    await summary.evaluate((element) => element.click());
  shown.preferences = await outline(visitor.preferences);
  await visitor.barrier();
  const hosts = [
    ...new Set(
      visitor
        .seen({})
        .map(({ host }) => host)
        .filter((host) => !/^barrier-/.test(host)),
    ),
  ].sort();
  assert.equal(await visitor.page.evaluate(() => 'pwned' in window), false);
  assert.deepEqual(visitor.errors, []);
  return { shown, hosts, text: await visitor.preferences.innerText() };
}

test('nothing that a policy says makes a node, an attribute or a request', LONG, async (t) => {
  const plain = await seen(
    t,
    saying((text) => text),
  );
  assert.ok(plain.shown.banner.length > 8 && plain.shown.preferences.length > 20 && plain.shown.article.length > 60);
  for (const hostile of HOSTILE) {
    const { shown, hosts, text } = await seen(
      t,
      saying((said) => (said.includes('@') ? `${hostile}@shop.test` : hostile)),
    );
    for (const part of Object.keys(shown)) {
      // A passage may say what is code by `…`, and what is stressed by *…*; no more.
      const more = shown[part].filter(
        (line) => !plain.shown[part].includes(line) && !(part == 'article' && /^(code|em)$/.test(line)),
      );
      assert.deepEqual(more, [], `${part}: ${hostile}`);
    }
    assert.deepEqual(hosts, plain.hosts, hostile);
    assert.ok(text.includes(hostile.slice(0, 12)), `it is shown as it was written: ${text}`);
  }
});
