// portcullis-notice.js: for the policy page alone. Where data-portcullis="policy" stands it puts the readable policy,
// from the file that the gate is made of, with the visitor's choices as switches in place. What stood there stays where
// that cannot be: `portcullis render --fragment` prints something fitting.

import SHEET from '../../src/notice/notice.css';
import type { Reading } from '../shim/between';
import { page as document } from '../gate/document';
import { build } from '../shim/surfaces';
import { reachInside } from './ours';
import { attendSwitches } from './switches';

const script = document.currentScript;
/** The level of the title among the page's headings, where the page says nothing. */
const USUAL_LEVEL = 2;

/** The visitor's own browser, of those whose makers' help is linked. */
const BROWSERS: [sign: RegExp, name: string][] = [
  [/\bEdg/, 'Edge'],
  [/Firefox|FxiOS/, 'Firefox'],
  [/Chrom|CriOS/, 'Chrome'],
  [/Safari/, 'Safari'],
];
const browser = (): string => BROWSERS.find(([sign]) => sign.test(navigator.userAgent))?.[1] ?? '';

/** In the site's own article the sheet gives way to the site's. */
const adopt = (css: string): void => {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.styleSheets.push(sheet);
  } catch {
    // An old browser: the article goes unstyled.
  }
};

/** A link to a section was followed before there was one. */
const followLink = (place: HTMLElement): void => {
  if (!location.hash.startsWith('#portcullis-')) return;
  place.querySelector(`[id="${CSS.escape(location.hash.slice(1))}"]`)?.scrollIntoView();
};

const draw = async (place: HTMLElement): Promise<void> => {
  const inside = await reachInside();
  const core = await inside.core();
  const reading: Reading = await core.read(script.dataset.policy ?? '', 'more', 'notice', 'durations');
  adopt(SHEET);
  place.replaceChildren(build(reading.page.article(Number(place.dataset.level) || USUAL_LEVEL, browser())));
  const box = place.querySelector<HTMLElement>('.portcullis-choices');
  if (box) attendSwitches(box, inside.shim, core, reading.page);
  followLink(place);
  const said = await reading.announced();
  if (said.length) place.querySelector('.portcullis-announced')?.replaceChildren(...said.map(build));
};

const [place] = document.all('[data-portcullis=policy]');
if (place) draw(place).catch((error) => console.error(`portcullis: the readable policy: ${error.message}`));
