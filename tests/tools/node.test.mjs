// The recipe for Node: exactly what a record grants is in the header, and that is all that leaves the page and its own
// documents, in Chromium, with the package as npm installs it.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { generate } from 'selfsigned';
import { folder, install, native } from './shells.mjs';

const POLICY = {
  site: { name: 'S', contact: 'privacy@shop.example' },
  updated: '2026-11-22',
  allow: ['https://fonts.example'],
  services: ['a', 'b'].map((id) => ({
    id,
    name: id,
    vendor: 'V',
    class: 'tracking',
    purpose: 'Shows us where visitors click',
    privacy: `https://${id}.example/`,
    hosts: [`${id}.acme.test`],
    cookies: [],
  })),
};
const WHEN = Math.floor(Date.now() / 60000).toString(36);
const { app, pkg } = install();
const site = folder();
const policy = path.join(site, 'policy.json');
writeFileSync(policy, JSON.stringify(POLICY));
const built = native(['build', policy, '--out', path.join(site, 'portcullis'), '--pkg', pkg, '--guard', 'seal']);
assert.equal(built.status, 0, built.err);
const printed = native(['snippet', policy, '--out', path.join(site, 'portcullis'), '--pkg', pkg]);
const [, shut] = printed.out.match(/Content-Security-Policy" content="([^"]*)"/);

test(
  'Node sends exactly what a record grants, and that is all that leaves the page and its own ' + 'documents',
  async () => {
    writeFileSync(path.join(app, 'server.mjs'), native(['recipe', policy, '--for', 'node', '--guard', 'seal']).out);
    process.env.POLICY = policy;
    const { portcullis } = await import(pathToFileURL(path.join(app, 'server.mjs')));
    const head = printed.out;
    const tag = (id, where) => `<img src="https://${id}.acme.test/${where}">`;
    const pages = {
      '/': `<!doctype html><head>${head}</head>${tag('a', 'page')}${tag('b', 'page')}<iframe src="/frame"></iframe>`,
      '/frame': tag('a', 'frame') + tag('b', 'frame'),
    };
    let bare, came;
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'shop.test' }], { keySize: 2048 });
    const server = https.createServer({ key, cert }, (request, response) => {
      if (!request.headers.host.startsWith('shop.test')) {
        came.push(request.headers.host.split('.')[0] + request.url);
        return response.end();
      }
      const { pathname } = new URL(request.url, 'https://shop.test');
      if (!bare) portcullis(request, response);
      const file = path.join(site, pathname);
      const types = { js: 'text/javascript', json: 'application/json', wasm: 'application/wasm' };
      if (pages[pathname]) response.setHeader('content-type', 'text/html').end(pages[pathname]);
      else if (types[pathname.split('.').pop()])
        response.setHeader('content-type', types[pathname.split('.').pop()]).end(readFileSync(file));
      else response.writeHead(404).end();
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--ignore-certificate-errors',
        `--host-resolver-rules=MAP *.test 127.0.0.1:${server.address().port}`,
      ],
    });
    try {
      const visit = async (grants, { without = false, gpc, again } = {}) => {
        [bare, came] = [without, []];
        const context = await browser.newContext({
          ignoreHTTPSErrors: true,
          extraHTTPHeaders: gpc ? { 'sec-gpc': '1' } : {},
        });
        if (grants != undefined)
          await context.addCookies([
            { name: '__Host-consent', value: `1.${WHEN}.s.e0.g${grants}`, url: 'https://shop.test/', secure: true },
          ]);
        const page = await context.newPage();
        const { status, headers } = await page
          .goto('https://shop.test/')
          .then(async (answer) => ({ status: answer.status(), headers: await answer.allHeaders() }));
        // The shim is the very file that the hash is of: it runs.
        await page.waitForFunction(() => window.portcullis?.state);
        assert.equal(status, 200);
        const first = { came: came.sort(), policy: headers['content-security-policy'] };
        if (again) {
          await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.startsWith('portcullis-pass ')));
          came = [];
          await page.reload();
        }
        await context.close();
        return again ? came.sort() : first;
      };
      assert.deepEqual(
        (await visit(undefined, { without: true })).came,
        ['a/frame', 'b/frame'],
        'the control: a meta does not reach its own documents',
      );
      assert.deepEqual(await visit(), { came: [], policy: shut });
      assert.deepEqual(await visit(''), { came: [], policy: shut });
      // What is granted is in the header; the meta, which no latch has lifted yet, still holds the page itself.
      const granted = await visit('~a');
      assert.deepEqual(granted.came, ['a/frame']);
      assert.equal(granted.policy, shut.replace('; worker-src', ' https://a.acme.test wss://a.acme.test; worker-src'));
      assert.deepEqual((await visit('~a~b')).came, ['a/frame', 'b/frame']);
      // With the pass that the first page leaves, the latch opens what the header allows, and no more.
      assert.deepEqual(await visit('~a', { again: true }), ['a/frame', 'a/page']);
      assert.deepEqual(
        await visit('~a', { gpc: true }),
        { came: [], policy: shut },
        'a grant does not outlive a signal that came after it',
      );
    } finally {
      await browser.close();
      server.close();
    }
  },
);
