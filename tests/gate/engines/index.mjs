// The three engines, by one small interface.

import { openChromium } from './chromium.mjs';
import { openFirefox } from './firefox.mjs';
import { openWebKit } from './webkit.mjs';

/**
 * Someone who has never been here, in a browser of their own.
 * @typedef {object} Tab
 * @property {(url: string) => Promise<void>} goto  on its way; whether it is there, the log says
 * @property {(script: string) => Promise<unknown>} evaluate  the value of an expression
 *
 * @typedef {Tab & {tab: () => Promise<Tab>, cookies: () => Promise<string[]>, close: () => Promise<void>}} Visitor
 */

export const ENGINES = {
  chromium: { name: 'Chromium', open: openChromium, lanes: 4 },
  firefox: { name: 'Firefox', open: openFirefox, lanes: 4 },
  webkit: { name: 'WebKitGTK', open: openWebKit, lanes: 4 },
};
