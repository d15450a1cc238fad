// The checker can fail: each of these pages is ours made unfair in one way, and it says in which.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { audit } from '../../tools/audit/audit.mjs';
import { WHOLE } from '../chance.mjs';
import { Cases } from './tally.mjs';
import { MANY, openStage } from './stage.mjs';

const stage = openStage();
/** Once the banner is there. */
const then = (script) => `<script>new MutationObserver((_, all) => {
  const banner = document.querySelector('.portcullis-banner');
  if (!banner?.querySelector('[data-action=choose]')) return;
  all.disconnect();
  const [accept, reject, choose] = ['accept', 'reject',
  'choose'].map((action) => banner.querySelector('[data-action=' + action + ']'));
  ${script}
}).observe(document, { childList: true, subtree: true });</script>`;
/** Only a layer of the page's own, and what is important in it, reaches the banner at all. */
const style = (css) =>
  `<style>@layer unfair { ${css.replace(/:([^;{}]*?)(?: !important)?\s*(?=[;}])/g, ':$1 !important')} }</style>`;
/** Whenever the preferences are drawn. */
const inPreferences = (script) => `<script>new MutationObserver(() => {
  const dialog = document.querySelector('.portcullis-preferences');
  if (!dialog || dialog.unfair) return;
  dialog.unfair = true;
  ${script}
}).observe(document, { childList: true, subtree: true });</script>`;
const REJECT = '.portcullis .portcullis-banner button[data-action=reject][data-action]';

const UNFAIR = {
  'a switch is on before anyone touched it': [
    inPreferences('dialog.querySelector("input").checked = true'),
    'off-by-default',
  ],
  'a ticked box stands in the banner': [
    then('const box = document.createElement("input"); box.type = "checkbox"; box.checked = true; banner.append(box)'),
    'off-by-default',
  ],
  'the refusal is smaller': [
    style(`${REJECT} { flex: 0 1 90px !important; min-height: 30px !important; align-self: end; }`),
    'same-size',
  ],
  'the refusal is set in thinner letters': [style(`${REJECT} { font-weight: 400 !important; }`), 'same-look'],
  'the refusal is paler': [
    style(
      `${REJECT} { background: transparent !important; color: #767676 !important; ` +
        'border-color: transparent !important; }',
    ),
    'same-weight',
  ],
  'the refusal is a link': [
    then(
      'const a = document.createElement("a"); a.href = "#"; a.textContent = reject.textContent; ' +
        'a.className = reject.className; reject.replaceWith(a)',
    ),
    'same-element',
  ],
  'the refusal is only in the second layer': [then('reject.remove()'), 'reject-first-layer'],
  'the refusal takes a second click': [
    then(
      'reject.addEventListener("click", (event) => { if (!reject.asked) { reject.asked = true; ' +
        'event.stopImmediatePropagation(); } }, true); ' +
        'reject.parentNode.addEventListener("click", ' +
        '(event) => { if (event.target === reject && !reject.asked) { reject.asked = true; ' +
        'event.stopPropagation(); } }, true)',
    ),
    'same-clicks',
  ],
  'the refusal is out of view': [
    style(
      '.portcullis .portcullis-banner { max-height: 190px !important; overflow: auto; ' +
        '} .portcullis .portcullis-answers { align-self: start; flex-direction: column; ' +
        'flex-wrap: nowrap !important } ' +
        `${REJECT} { margin-top: 300px !important; }`,
    ),
    'same-view',
  ],
  'the refusal stands behind other stops of the keyboard': [
    then(
      'for (let at = 0; at < 3; at++) accept.after(Object.assign(document.createElement("button"), ' +
        '{ textContent: "Partner " + at }))',
    ),
    'same-keys',
  ],
  'the page does not scroll': [style('html { overflow: hidden !important; }'), 'page-scrolls'],
  'a curtain hangs before the page': [
    then(
      'const curtain = document.createElement("div"); ' +
        'curtain.style = "position:fixed;inset:0;z-index:2147483646;background:#0008"; ' +
        'document.body.append(curtain)',
    ),
    'no-wall',
  ],
  'the page is inert': [then('document.querySelector("main").inert = true'), 'no-wall'],
  'the focus is kept in': [
    then(
      'document.addEventListener("focusin", (event) => banner.contains(event.target) || ' +
        'accept.focus()); accept.focus()',
    ),
    'focus-leaves',
  ],
  'what has the focus lies under the banner': [
    style(
      'main a, main button { position: fixed; bottom: 4px; left: 50%; ' +
        '} .portcullis .portcullis-banner { pointer-events: auto }',
    ),
    'focus-seen',
  ],
  'the text is grey on white': [style('.portcullis .portcullis-banner p { color: #aaa !important; }'), 'text-contrast'],
  'a target is tiny, and close to others': [
    style(
      '.portcullis .portcullis-answers { gap: 2px !important; ' +
        '} .portcullis .portcullis-banner [data-action=choose] { min-height: 0 !important; height: 14px; ' +
        'padding: 0 !important; line-height: 1 !important; font-size: 10px !important; }',
    ),
    'target-size',
  ],
  'the yes is called OK': [then('accept.textContent = "OK"'), 'plain-words'],
  'nothing opens the choice again': [style('.portcullis-control { display: none !important; }'), 'withdraw'],
};

test('each unfair page is caught, by the rule that it breaks', MANY, async () => {
  const cases = new Cases(
    'the checker finds what is unfair',
    `${Object.keys(UNFAIR).length} unfair variants of the page`,
  );
  const left = Object.entries(UNFAIR).filter((_, at) => WHOLE || at % 3 === 0);
  // Two checkers share them: most of a visit is waiting until a page stands still.
  await Promise.all(
    [1, 2].map(async () => {
      for (let next; (next = left.shift()); ) {
        const [what, [head, rule]] = next;
        const { found, judgements } = await audit(stage.fresh, stage.url({ head, links: 2 }), { sizes: [[1280, 800]] });
        const broken = judgements.filter(({ pass }) => !pass);
        const isFound = found && broken.some((one) => one.rule === rule);
        const others = broken.map((one) => `${one.rule} (${one.measured})`).join(', ') || 'nothing';
        cases.add(what, isFound ? [] : [`expected ${rule}, found ${others}`]);
      }
    }),
  );
  cases.done();
});

test('answers that change places from visit to visit are caught', MANY, async () => {
  let visits = 0;
  const fresh = () =>
    stage.fresh().then((sight) => {
      if (visits++ % 2) return sight;
      const goto = sight.goto;
      return { ...sight, goto: (url) => goto(`${url}&head=${encodeURIComponent(then('accept.before(reject)'))}`) };
    });
  const { judgements } = await audit(fresh, stage.url({ links: 2 }), { sizes: [[1280, 800]] });
  assert.deepEqual(
    judgements.filter(({ pass }) => !pass).map(({ rule }) => rule),
    ['same-order'],
  );
});
