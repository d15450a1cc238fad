// How much of a phone the banner takes: in every language and layout, for five purposes. What is drawn is core's own
// drawing, under the sheets as they are built.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { sheetOf } from '../../www/build/sheets.mjs';

const PROGRAM = fileURLToPath(new URL('../../target/debug/portcullis', import.meta.url));
const POLICY = {
  site: { name: 'The Shop', contact: 'privacy@shop.test', policy: '/privacy/' },
  updated: '2026-11-22',
  services: ['sentry-errors', 'google-analytics', 'meta-pixel', 'hotjar', 'intercom'],
};
const LAYOUTS = { bar: [], box: ['layouts/box.css'], corner: ['layouts/corner.css'] };
const LANGUAGES = readdirSync(new URL('../../www/locales', import.meta.url))
  .filter((name) => /^[A-Za-z-]+\.json$/.test(name))
  .map((name) => name.replace('.json', ''));
const PHONE = { width: 390, height: 844 };
/** Of the screen. */
const MOST = 0.45;
/** A short paragraph, in lines of 390 px: a larger block becomes the largest paint of a page. */
const LINES = 7;
/** DejaVu Sans is a sixth wider than what phones have; its condensed face is about as wide as theirs. */
const PHONES_FONT = ':root { --portcullis-font: "DejaVu Sans Condensed" }';
const MANY = { timeout: 120000 };

let browser;
let folder;
const sheets = {};
const drawings = {};
before(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'height-'));
  const file = path.join(folder, 'policy.json');
  writeFileSync(file, JSON.stringify(POLICY));
  for (const language of LANGUAGES)
    drawings[language] = JSON.parse(execFileSync(PROGRAM, ['plan', file, '--lang', language])).wording;
  for (const [layout, more] of Object.entries(LAYOUTS))
    sheets[layout] = await sheetOf('base.css', 'control.css', 'banner.css', ...more);
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Draws a banner as the shim does, and says what it takes. */
const DRAW = ({ language, direction, banner }) => {
  const build = (drawing) => {
    if (typeof drawing === 'string') return document.createTextNode(drawing);
    const [tag, attributes, ...children] = drawing;
    const element = document.createElement(tag);
    for (const name in attributes) element.setAttribute(name, attributes[name]);
    element.append(...children.map(build));
    return element;
  };
  const root = document.createElement('div');
  Object.assign(root, { className: 'portcullis', lang: language, dir: direction });
  root.append(build(banner));
  document.body.replaceChildren(root);
  root.firstChild.showPopover();
  const box = (element) => element.getBoundingClientRect();
  const said = root.querySelector('.portcullis-said');
  const whole = box(root.firstChild);
  // What is set inline is painted as one with what is around it.
  const list = said.querySelector('ul');
  const from = getComputedStyle(list).display === 'inline' ? said.querySelector('#portcullis-about') : list;
  const paragraphs = [
    box(list).bottom - box(from).top,
    ...[...said.querySelectorAll('h2, p')].map((block) => box(block).height),
  ];
  return {
    top: whole.top,
    height: whole.height,
    scrolls: said.scrollHeight > said.clientHeight + 1,
    reached: [...root.querySelectorAll('button')].every(
      (button) => box(button).bottom <= innerHeight && box(button).top > innerHeight / 2,
    ),
    largest: Math.max(...paragraphs) / Number.parseFloat(getComputedStyle(said).lineHeight),
  };
};

/** What each language's banner takes in a layout, on a screen of that size. */
async function tall(layout, viewport, css = '') {
  const page = await browser.newPage({ viewport });
  await page.setContent(
    '<!doctype html><meta name="viewport" content="width=device-width"><title>Height</title><body>',
  );
  await page.evaluate(
    (text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      document.adoptedStyleSheets.push(sheet);
    },
    sheets[layout] + PHONES_FONT + css,
  );
  const all = [];
  for (const language of LANGUAGES) all.push({ language, ...(await page.evaluate(DRAW, drawings[language])) });
  await page.close();
  return all;
}

const saidOf = (all) =>
  all.map(({ language, height }) => `${language} ${Math.round((height / PHONE.height) * 100)} %`).join(', ');

for (const layout of Object.keys(LAYOUTS)) {
  test(
    `on a phone the ${layout} takes at most 45 % of the screen in every language, and nothing of it scrolls`,
    MANY,
    async () => {
      const all = await tall(layout, PHONE);
      assert.deepEqual(saidOf(all.filter(({ height, scrolls }) => height > PHONE.height * MOST || scrolls)), '');
      assert.deepEqual(
        all.filter(({ reached }) => !reached).map(({ language }) => language),
        [],
        'in reach of a thumb',
      );
      assert.deepEqual(
        all.filter(({ largest }) => largest > LINES).map(({ language, largest }) => `${language} ${largest}`),
        [],
      );
    },
  );

  test(`at twice the size of text the ${layout} scrolls inside, and its answers stay on the screen`, MANY, async () => {
    const all = await tall(layout, PHONE, '@layer portcullis { .portcullis { font-size: 32px !important } }');
    for (const { language, top, reached } of all) assert.ok(top >= 0 && reached, language);
  });
}
