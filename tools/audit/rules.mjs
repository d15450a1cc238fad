// The rules of fairness and of use, as judgements of what was measured. Each says what it saw, and what to do.

import { colour, contrast, over } from './picture.mjs';
import { VAGUE } from './words.mjs';

/**
 * @typedef {object} Judgement
 * @property {string} rule
 * @property {boolean} pass
 * @property {string} measured
 * @property {string} advice
 */

export const RULES = {
  'reject-first-layer': ['EU-03', 'Put a button that refuses everything beside the one that accepts everything.'],
  'same-element': ['EU-03', 'Make both answers the same native element: two <button>s, never a link.'],
  'same-clicks': ['EU-04', 'Refusing must take as many clicks as accepting: one.'],
  'same-keys': ['EU-04', 'Let the two answers be neighbours in the tab order.'],
  'same-size': ['EU-05', 'Give both answers one width and one height.'],
  'same-look': ['EU-05', 'Give both answers the same colours, border, font and weight: one CSS class for both.'],
  'same-weight': ['EU-05', 'Let both answers stand out from the banner equally.'],
  'same-row': ['EU-05', 'Put the two answers side by side, or one above the other in one column with nothing between.'],
  'same-view': ['EU-05', 'Show both answers whole, at once, without scrolling.'],
  'same-order': ['EU-05', 'Keep the answers in one order on every visit.'],
  'off-by-default': ['EU-06', 'Leave every optional switch off until the visitor turns it on.'],
  'no-wall': ['EU-08', 'Leave the page usable: no overlay, no inert content.'],
  'page-scrolls': [
    'EU-08',
    'Do not lock the scrolling of the page (overflow: hidden, position: fixed on html or body).',
  ],
  'focus-leaves': ['EU-08', 'Do not keep the focus in the banner.'],
  withdraw: ['EU-11', 'Show a control on every page from which withdrawing takes at most one click more than giving.'],
  'plain-words': ['EU-18', 'Say what the button does: "Accept all", not "OK".'],
  'focus-seen': ['A-02', 'Keep what has the focus out from under the banner, for example by scroll-padding.'],
  'target-size': ['A-03', 'Make each control at least 24 by 24 CSS pixels, or keep others 12 px away from its middle.'],
  'text-contrast': ['A-04', 'Give each text a contrast of 4.5 to 1 (3 to 1 where it is large).'],
  'no-sideways': ['A-05', 'Let the banner fit the width of the window.'],
};

const near = (one, other, factor = 1.05) => Math.max(one, other) <= Math.min(one, other) * factor + 0.5;
const size = ({ width, height }) => `${Math.round(width)}×${Math.round(height)}`;
const ratio = (value) => value.toFixed(2);

export function judgement(rule, pass, measured) {
  return { rule, source: RULES[rule][0], pass: Boolean(pass), measured, advice: RULES[rule][1] };
}

/** The two answers of one layer. @returns {Judgement[]} */
export function twins({ accept, reject }, shot) {
  if (!accept || !reject) return [];
  const [one, other] = [accept.box, reject.box];
  const different = Object.keys(accept.look).filter((name) => accept.look[name] !== reject.look[name]);
  const fills = [accept, reject].map((button) => prominence(button, shot));
  const side = Math.abs(one.y - other.y) <= 1;
  const stacked =
    Math.abs(one.x - other.x) <= 1 && Math.abs(one.y - other.y) <= Math.max(one.height, other.height) + 24;
  return [
    judgement(
      'same-element',
      accept.tag === reject.tag && accept.tag !== 'a',
      `accept is <${accept.tag}>, reject is <${reject.tag}>`,
    ),
    judgement(
      'same-size',
      near(one.width, other.width) && near(one.height, other.height),
      `accept ${size(one)}, reject ${size(other)}`,
    ),
    judgement(
      'same-look',
      !different.length,
      different.length
        ? different.map((name) => `${name}: accept ${accept.look[name]}, reject ${reject.look[name]}`).join('; ')
        : `${Object.keys(accept.look).length} properties equal`,
    ),
    judgement(
      'same-weight',
      fills.every(Boolean) && near(fills[0], fills[1], 1.1),
      `against the banner: accept ${ratio(fills[0] ?? 0)}, reject ${ratio(fills[1] ?? 0)} to 1`,
    ),
    judgement(
      'same-row',
      side || stacked,
      side
        ? 'side by side'
        : stacked
          ? 'one above the other'
          : `accept at ${Math.round(one.x)}, ${Math.round(one.y)}; ` +
            `reject at ${Math.round(other.x)}, ${Math.round(other.y)}`,
    ),
    judgement(
      'same-view',
      accept.whole && reject.whole && accept.onTop && reject.onTop,
      [accept, reject]
        .map(
          ({ whole, onTop }, at) =>
            `${['accept', 'reject'][at]} ${whole ? (onTop ? 'in view' : 'covered') : 'not whole in view'}`,
        )
        .join(', '),
    ),
  ];
}

/** How much a button's fill, or its edge where it has none, differs from what it stands on. */
function prominence({ box }, shot) {
  const edge = shot.ground({ x: box.x - 5, y: box.y + box.height / 3, width: 3, height: box.height / 3 });
  const fill = shot.ground({ x: box.x + 3, y: box.y + 3, width: box.width - 6, height: box.height - 6 });
  return edge && fill && contrast(edge, fill);
}

/** What holds for either layer. @returns {Judgement[]} */
export function readable({ texts, targets }, shot) {
  const poor = texts
    .map((line) => ({ ...line, ...contrastOf(line, shot) }))
    .filter(({ ratio: value, asked }) => value < asked);
  const small = targets.filter((one) => (one.width < 23.5 || one.height < 23.5) && crowded(one, targets));
  return [
    judgement(
      'text-contrast',
      texts.length && !poor.length,
      poor.length
        ? poor.map(({ text, ratio: value }) => `"${text}" ${ratio(value)} to 1`).join('; ')
        : `${texts.length} lines of text`,
    ),
    judgement(
      'target-size',
      !small.length,
      small.length
        ? small.map((one) => `${one.tag} "${one.text.slice(0, 30)}" ${size(one)}`).join('; ')
        : `${targets.length} targets`,
    ),
  ];
}

/** A small target is a fault where another comes into the circle of 24 px around its middle (2.5.8). */
const crowded = (one, targets) => {
  const [x, y] = [one.x + one.width / 2, one.y + one.height / 2];
  const gap = (at, from, length) => Math.max(from - at, 0, at - from - length);
  return targets.some(
    (other) => other !== one && Math.hypot(gap(x, other.x, other.width), gap(y, other.y, other.height)) < 12,
  );
};

export function contrastOf({ box, color, opacity, size: px, weight }, shot) {
  const ground = shot.ground(box);
  const said = colour(color);
  const asked = px >= 24 || (px >= 18.66 && weight >= 700) ? 3 : 4.5;
  // A colour that is not understood is not a fault of the page.
  return { ratio: ground && said ? contrast(over(said, ground, opacity), ground) : 21, asked };
}

export function switchedOff({ switches }) {
  const optional = switches.filter(({ fixed }) => !fixed);
  const on = optional.filter((one) => one.on);
  return judgement(
    'off-by-default',
    !on.length,
    on.length
      ? `on: ${on.map(({ name }) => name || 'unnamed').join(', ')}`
      : `${optional.length} optional switches, all off`,
  );
}

/** The first layer, as it stands. @returns {Judgement[]} */
export function firstLayer(banner, shot) {
  const { accept, reject, wall } = banner;
  return [
    judgement('reject-first-layer', reject || !accept, reject ? `"${reject.text}"` : `only "${accept?.text ?? ''}"`),
    ...twins(banner, shot),
    ...readable(banner, shot),
    switchedOff(banner),
    judgement(
      'no-wall',
      !wall.inert && wall.reached === wall.points && wall.selectable,
      `${wall.reached} of ${wall.points} points of the page around it can be reached` +
        (wall.inert ? '; the page is inert' : '') +
        (wall.selectable ? '' : '; its text cannot be selected'),
    ),
    judgement(
      'no-sideways',
      wall.sideways <= 0,
      wall.sideways > 0 ? `the page is ${wall.sideways} px wider than the window` : 'fits',
    ),
    ...(accept
      ? [judgement('plain-words', !VAGUE.includes(accept.text.toLowerCase().replace(/[.!]$/, '')), `"${accept.text}"`)]
      : []),
  ];
}
