// What Connection-Allowlist shuts in Chromium that no policy of a page does, and that links to other sites are of it:
// docs/tools.md says so, and the recipes leave it to whoever can list what the site links to.

import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';

const VECTORS = {
  'a preload by header': { headers: (other) => ({ link: `<${other}/x.js>; rel=preload; as=script` }) },
  'a report by header': {
    headers: (other) => ({ 'content-security-policy-report-only': `img-src 'none'; report-uri ${other}/report` }),
    html: () => '<img src="/own.png">',
  },
  'a refresh by header': { headers: (other) => ({ refresh: `0; url=${other}/refreshed` }) },
  'speculation rules': {
    html: (other) =>
      `<script type="speculationrules">{"prefetch":[{"urls":["${other}/ahead"],"eagerness":"immediate"}]}</script>`,
  },
  'a link': { html: (other) => `<a href="${other}/linked">a</a><script>document.querySelector('a').click()</script>` },
  'a form': {
    html: (other) => `<form action="${other}/sent" method="post"></form><script>document.forms[0].submit()</script>`,
  },
};

let own, other, browser, sent, came, barriers;
const listen = async (handler) => {
  const server = http.createServer(handler);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, at: `http://127.0.0.1:${server.address().port}` };
};
before(async () => {
  other = await listen((request, response) => (came.push(request.url), response.end()));
  own = await listen((request, response) => {
    if (request.url == '/')
      return response.writeHead(200, { 'content-type': 'text/html', ...sent.headers }).end(sent.html);
    if (request.url.startsWith('/barrier')) barriers++;
    response.writeHead(204).end();
  });
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
});
after(async () => {
  await browser.close();
  for (const { server } of [own, other]) server.close(), server.closeAllConnections();
});

/** Loads the page in a browser of its own; comes back when the other was asked, or when it had every time to be. */
async function visit({ headers = () => ({}), html = () => '' }, allow, reaches) {
  [came, barriers] = [[], 0];
  // The page asks its own server again and again while what is tried may happen.
  const barrier =
    '<script>(async () => { for (let left = 40; left; ' +
    'left--) await fetch("/barrier?" + left).catch(() => 0); })()</script>';
  sent = {
    headers: { ...headers(other.at), ...(allow && { 'connection-allowlist': allow }) },
    html: `<!doctype html>${barrier}${html(other.at)}`,
  };
  const context = await browser.newContext();
  const page = await context.newPage();
  page.goto(own.at).catch(() => {});
  // Where the page itself was to go, its place is taken by the browser's own that says why not: nobody is left to ask.
  const stays = () => !page.url().startsWith('chrome-error:');
  while (reaches ? !came.length : barriers < 40 && stays()) await new Promise((resolve) => setTimeout(resolve, 10));
  await context.close();
  return came.filter((path) => path != '/favicon.ico');
}

for (const [name, vector] of Object.entries(VECTORS)) {
  test(`${name} goes out, not past the header, and past one that names where it goes`, {
    timeout: 30_000,
  }, async () => {
    await visit(vector, undefined, true);
    assert.deepEqual(await visit(vector, '(response-origin)', false), []);
    await visit(vector, `(response-origin "${other.at}")`, true);
  });
}
