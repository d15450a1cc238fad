// An app's own tests pass unchanged with the module in its page: before the choice, after either, and without.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { LIMIT, openShop } from './shop.mjs';

const shop = openShop();
const FILE = new URL('../world/pages/app/index.html', import.meta.url);
const TAG = '<script src="/portcullis/portcullis.js" data-policy="/privacy/policy.json"></script>';

/** The app's own tests: they know nothing of the module. */
const OWN = {
  'the router shows what the address says, backwards too': async ({ page }) => {
    await page.click('nav >> text=List');
    await page.click('nav >> text=Form');
    assert.equal(await page.textContent('h1'), 'Form');
    await page.goBack();
    await page.waitForFunction(() => document.querySelector('h1').textContent == 'List');
    await page.goBack();
    await page.waitForFunction(() => document.querySelector('h1').textContent == 'Home');
    assert.equal(await page.textContent('main p'), '1 visits');
  },
  'the list fetches its items and shows their images': async ({ page, came, since }) => {
    await page.click('nav >> text=List');
    await page.waitForSelector('main li:nth-child(3)');
    assert.deepEqual(await page.$$eval('main li', (items) => items.map((item) => item.textContent)), [
      'Boot 7',
      'Boot 9',
      'Boot 11',
    ]);
    await came({ path: /^\/app\/\d+\.svg$/, since }, { count: 3 });
  },
  'the form says what it has sent': async ({ page, came }) => {
    await page.click('nav >> text=Form');
    await page.fill('input', '42');
    await page.click('text=Send');
    assert.equal(await page.textContent('output'), 'sent true size=42');
    const [{ body }] = await came({ path: '/app/sent' });
    assert.match(body, /name="size"[^]*42/);
  },
  'the worker works': async ({ page }) => {
    await page.click('nav >> text=Work');
    await page.waitForFunction(() => document.querySelector('output').textContent == 'adder: 6 Boot');
  },
};

for (const [state, answer] of [
  ['without the module'],
  ['before the choice', ''],
  ['after "accept"', 'accept'],
  ['after "reject"', 'reject'],
]) {
  for (const [name, own] of Object.entries(OWN)) {
    test(`${state}: ${name}`, LIMIT, async (t) => {
      const page = String(await readFile(FILE)).replace(/<!--.*-->/, answer === undefined ? '' : TAG);
      const html = (request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(page);
      for (const path of ['/app/', '/app/list', '/app/form', '/app/work']) shop.replace(t, path, html);
      const visitor = await shop.visit(t, '/app/');
      if (answer !== undefined) await visitor.banner.waitFor();
      if (answer) await visitor.choose(answer);
      await own(visitor);
      assert.deepEqual(visitor.errors.map(String), []);
    });
  }
}
