// Tools that answer for the visitor find our banner and can answer it: DuckDuckGo's autoconsent by its own
// heuristics and by our rule, Consent-O-Matic by our rule. The proof is the cookie jar and the log.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { GOOGLE, LIMIT, assertNothingGated, eventually } from '../e2e/shop.mjs';
import { Cases } from './tally.mjs';
import { LAYOUTS, MANY, few, openStage } from './stage.mjs';

const stage = openStage();
const rules = (name) => readFile(new URL(`../../docs/rules/${name}.json`, import.meta.url), 'utf8').then(JSON.parse);
const script = readFile(
  createRequire(import.meta.url)
    .resolve('@duckduckgo/autoconsent')
    .replace(/[^/]*$/, 'autoconsent.playwright.js'),
  'utf8',
);

const CONFIG = {
  enabled: true,
  disabledCmps: [],
  enablePrehide: false,
  enableCosmeticRules: false,
  enableGeneratedRules: false,
  enablePopupMutationObserver: false,
  detectRetries: 60,
  isMainWorld: false,
  prehideTimeout: 2000,
  visualTest: false,
  performanceLoggingEnabled: false,
  // Its default of 100 ms is for fast machines; what it looks for is the same.
  heuristicPopupSearchTimeout: 2000,
};

/** Someone for whom autoconsent answers. `said`: what it told its extension. */
async function withAutoconsent(t, path, { autoAction, rule }) {
  const visitor = await stage.shop.chromium.visitor({ reducedMotion: 'reduce' });
  t.after(visitor.close);
  const said = [];
  const config = { ...CONFIG, autoAction, enableHeuristicDetection: !rule, heuristicMode: rule ? 'off' : 'reject' };
  await visitor.page.exposeBinding('autoconsentSendMessage', async ({ frame }, message) => {
    said.push(message);
    const answer = (reply) => frame.evaluate(`autoconsentReceiveMessage(${JSON.stringify(reply)})`).catch(() => {});
    if (message.type === 'init') await answer({ type: 'initResp', config, rules: { autoconsent: rule ? [rule] : [] } });
    if (message.type === 'eval')
      await answer({ type: 'evalResp', id: message.id, result: await frame.evaluate(message.code) });
  });
  await visitor.page.addInitScript(await script);
  const since = stage.shop.world.mark();
  await visitor.page.goto(`https://www.shop.test${path}`);
  const record = async () => (await visitor.context.cookies()).find(({ name }) => name === '__Host-consent')?.value;
  return { ...visitor, said, record, gated: () => stage.shop.world.gated({ since }).map(({ url }) => url), since };
}
const done = (visitor) =>
  eventually(async () => {
    // It looks by its heuristics every other time, and between two looks waits until the page changes: so the page
    // does.
    await visitor.page.evaluate(() => document.body.append(document.createElement('i')));
    const end = visitor.said.find(({ type }) => type === 'autoconsentDone');
    assert.ok(end, `autoconsent said ${visitor.said.map(({ type }) => type).join(', ')}`);
    return end;
  }, 20000);

/** Its heuristics know both the buttons and the usual sentences of these, and of no other language of ours. */
const KNOWN = few(['de', 'en', 'es', 'fr', 'it', 'nl', 'pl', 'pt', 'pt-BR'], 1);
test(
  'autoconsent finds the banner by its own heuristics and refuses, in the languages that it knows',
  MANY,
  async (t) => {
    const cases = new Cases("autoconsent's heuristics find the banner and refuse, by the cookie jar", KNOWN.join(', '));
    for (const lang of KNOWN) cases.add(lang, await refusedBy(t, lang));
    cases.done();
  },
);

async function refusedBy(t, lang) {
  const failures = [];
  const visitor = await withAutoconsent(t, `/p/stage.html?lang=${lang}&links=2`, { autoAction: 'optOut' });
  try {
    const { cmp, totalClicks } = await done(visitor);
    if (cmp !== 'HEURISTIC-REJECT' || totalClicks !== 1) failures.push(`${cmp}, ${totalClicks} clicks`);
    await eventually(async () => assert.match((await visitor.record()) ?? 'no record', /\.r\.e\w+\.g$/));
    await visitor.barrier();
    failures.push(...visitor.gated());
  } catch (error) {
    failures.push(error.message);
  }
  await visitor.close();
  return failures;
}

for (const [autoAction, ends] of [
  ['optOut', /\.r\.e\w+\.g$/],
  ['optIn', /\.a\./],
]) {
  test(`our rule for autoconsent works: ${autoAction}`, MANY, async (t) => {
    const cases = new Cases(`docs/rules/autoconsent.json: ${autoAction}`, 'bar, box, corner; English, Japanese');
    const rule = await rules('autoconsent');
    for (const layout of few(LAYOUTS, 1)) {
      for (const lang of few(['en', 'ja'], 1)) {
        const visitor = await withAutoconsent(t, `/p/stage.html?lang=${lang}&layout=${layout}&links=2`, {
          autoAction,
          rule,
        });
        const { cmp, totalClicks } = await done(visitor);
        assert.deepEqual([cmp, totalClicks], ['portcullis', 1]);
        await eventually(async () => assert.match((await visitor.record()) ?? 'no record', ends));
        if (autoAction === 'optOut') {
          await visitor.barrier();
          assert.deepEqual(visitor.gated(), []);
        }
        cases.add(`${layout} ${lang}`, []);
        await visitor.close();
      }
    }
    cases.done();
  });
}

/** The keys of each thing in a rule of Consent-O-Matic, as its published schema has them. */
const KEYS = {
  css: ['type', 'parent', 'target'],
  checkbox: ['type', 'parent', 'target'],
  click: ['type', 'target', 'parent', 'openInTab'],
  list: ['type', 'actions'],
  consent: ['type', 'consents'],
  ifcss: ['type', 'target', 'trueAction', 'falseAction'],
  waitcss: ['type', 'target', 'retries', 'waitTime', 'negated'],
  hide: ['type', 'target'],
};
const keyed = (thing, keys = KEYS[thing.type]) => {
  assert.ok(keys, `there is no ${thing.type}`);
  for (const key of Object.keys(thing)) assert.ok(keys.includes(key), `${thing.type} has no ${key}`);
  return thing;
};

/** Does what such a rule says, by what its schema says of it. `wants`: the kinds of use that its user has allowed. */
async function follow(page, rule, wants) {
  const find = ({ selector, ...rest }) => {
    keyed(rest, ['displayFilter']);
    return page.locator(selector).first();
  };
  const act = {
    list: async ({ actions }) => {
      for (const one of actions) await run(one);
    },
    click: ({ target }) => find(target).click(),
    hide: ({ target }) => find(target).waitFor(),
    waitcss: ({ target, retries, waitTime }) => find(target).waitFor({ timeout: retries * waitTime }),
    ifcss: async ({ target, trueAction, falseAction }) => {
      const next = (await find(target).count()) ? trueAction : falseAction;
      if (next) await run(next);
    },
    consent: async ({ consents }) => {
      for (const { type, matcher, toggleAction } of consents.map((one) =>
        keyed(one, ['type', 'matcher', 'toggleAction', 'trueAction', 'falseAction']),
      )) {
        assert.ok(['A', 'B', 'D', 'E', 'F', 'X'].includes(type));
        if ((await find(keyed(matcher).target).isChecked()) !== wants.includes(type)) await run(toggleAction);
      }
    },
  };
  const run = (action) => act[keyed(action).type](action);
  keyed(rule, ['detectors', 'methods']);
  for (const { presentMatcher, showingMatcher } of rule.detectors) {
    for (const matcher of [...presentMatcher, ...showingMatcher])
      await find(keyed(matcher).target).waitFor({ state: 'visible' });
  }
  for (const name of ['HIDE_CMP', 'OPEN_OPTIONS', 'DO_CONSENT', 'SAVE_CONSENT'])
    await run(rule.methods.find((one) => one.name === name).action);
}

for (const [what, wants, ends, came] of [
  ['nothing', [], /\.s\.e\w+\.g$/, false],
  ['measurement', ['D'], /\.s\.e\w+\.(?!g$)/, true],
]) {
  test(`our rule for Consent-O-Matic grants what its user allows, and that is ${what}`, LIMIT, async (t) => {
    const cases = new Cases('docs/rules/consent-o-matic.json: followed as its schema says', `${what} allowed`);
    const visitor = await stage.shop.visit(t, '/p/shoes.html');
    await follow(visitor.page, (await rules('consent-o-matic')).portcullis, wants);
    await visitor.control.waitFor();
    assert.match(await visitor.record(), ends);
    if (came) await visitor.came(GOOGLE.script);
    else await assertNothingGated(visitor);
    cases.add(what, []);
    cases.done();
  });
}
