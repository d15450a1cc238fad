// A page of the shop in every language and layout, and those who look at it, in two engines.

import { readdirSync } from 'node:fs';
import { after } from 'node:test';
import { sightOf } from '../../tools/audit/sight.mjs';
import { openFirefox } from '../gate/engines/firefox.mjs';
import { WHOLE } from '../chance.mjs';
import { ORIGIN, openShop } from '../e2e/shop.mjs';

export const LAYOUTS = ['bar', 'box', 'corner'];
export const SCHEMES = ['light', 'dark'];
export const WIDTHS = [1280, 390];
export const HEIGHTS = { 1280: 800, 390: 844, 320: 568 };
/** All of a list in `./x prove visitor`, and the first of it in `./x test`. */
export const few = (all, count) => (WHOLE ? all : all.slice(0, count));
const EVERY_LANGUAGE = readdirSync(new URL('../../www/locales', import.meta.url))
  .filter((name) => /^[A-Za-z-]+\.json$/.test(name))
  .map((name) => name.replace('.json', ''))
  .sort();
/** In `./x test` one of each script, and the one with the longest words. */
export const LANGUAGES = WHOLE ? EVERY_LANGUAGE : ['ar', 'de', 'en', 'ja'];
/** For the tests that go through many cases. */
export const MANY = { timeout: 600000 };

const PAGE = '/p/stage.html';
const link = (at) =>
  `<p>Paragraph ${at}, with <a href="#s${at}">a link of its own</a> in it, ` +
  'and a <button type="button">button</button>.</p>';

/**
 * One shop for all tests of a file. `stage.url({lang, layout, ...})` is a page; `head`, `after` and `attributes`
 * are html put into it.
 */
export function openStage() {
  const shop = openShop();
  const stage = { shop };
  shop.replaced.set(PAGE, (request, response) => {
    const asked = new URL(request.url, ORIGIN).searchParams;
    const {
      lang = 'en',
      layout = 'bar',
      attributes = '',
      head = '',
      after: end = '',
      links = 12,
      policy = '/privacy/policy.json',
    } = Object.fromEntries(asked);
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end(`<!doctype html><html lang="${lang}"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width"><title>Stage</title><style>main {
      padding-bottom: 900px } main p { margin-block: 60px }</style>
      <script src="/portcullis/portcullis.js" data-policy="${policy}"
      data-layout="${layout}" ${attributes}></script>${head}</head>
      <body><main><h1>The stage</h1>${Array.from({ length: Number(links) }, (_, at) => link(at)).join('')}</main>
      ${end}</body></html>`);
  });
  let firefox;
  after(async () => (await firefox)?.browser.close());

  stage.url = (asked = {}) => `${ORIGIN}${PAGE}?${new URLSearchParams(asked)}`;

  /** Someone who has never been here. */
  stage.fresh = async (context) => {
    const visitor = await shop.chromium.visitor({ reducedMotion: 'reduce', ...context });
    return { ...sightOf(visitor.page), ...visitor };
  };
  stage.freshInFirefox = async () => {
    firefox ??= openFirefox(shop.world);
    const context = await (await firefox).browser.createBrowserContext();
    return { ...sightOf(await context.newPage()), context, close: () => context.close() };
  };
  stage.engines = { Chromium: stage.fresh, Firefox: stage.freshInFirefox };
  return stage;
}

export const failuresOf = (judgements) =>
  judgements
    .filter(({ pass }) => !pass)
    .map(
      ({ rule, width, layer, measured }) =>
        `${rule}${width ? ` at ${width} px` : ''}${layer ? ' in the second layer' : ''}: ${measured}`,
    );

/** The banner, at rest. Throws where none comes. */
export async function meet(sight, url) {
  await sight.goto(url);
  await sight.page.waitForSelector('.portcullis-banner');
  return sight.rest('banner');
}
