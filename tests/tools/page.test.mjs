// `check --page`: a page as a server sends it, its headers, its redirects and what comes ahead of it.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { install, later, native, policies } from './shells.mjs';

const [POLICY] = policies('real');
const TAG = '<script src="/portcullis/portcullis.js" data-policy="/policy.json"></script>';
const program = later(install().app);
let server, url;
before(async () => {
  server = http.createServer((request, response) => {
    const send = (headers = {}, body = TAG) =>
      response.writeHead(200, { 'content-type': 'text/html', ...headers }).end(body);
    const pages = {
      '/clean': () => send(),
      '/moved': () => response.writeHead(302, { location: '/link' }).end(),
      '/link': () => send({ link: '</a.css>; rel=preload; as=style, <https://other.example>; rel=preconnect' }),
      '/early': () =>
        response.writeEarlyHints({ link: '<https://other.example/a.css>; rel=preload; as=style' }, () => send()),
      '/reports': () =>
        send({ 'reporting-endpoints': 'a="https://other.example/r"', refresh: '9; url=https://other.example/' }),
      '/squeezed': () => send({ 'content-encoding': 'gzip' }, gzipSync(`${TAG}\n<base href="https://other.example/">`)),
      '/round': () => response.writeHead(302, { location: '/round' }).end(),
    };
    (pages[request.url] ?? (() => response.writeHead(404).end()))();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${server.address().port}`;
});
after(() => server.close());

async function check(where) {
  const { status, out, err } = await program([
    'check',
    POLICY,
    '--today',
    '2026-11-23',
    '--page',
    `${url}${where}`,
    '--format',
    'json',
  ]);
  if (status == 2) return { status, err };
  const found = JSON.parse(out).findings.filter(({ file }) => file.startsWith(url));
  return { status, found: found.map(({ header, line, rule }) => `${header ?? line} ${rule}`) };
}

test('what only the headers say is found, and a page without it has no finding', async () => {
  assert.deepEqual(await check('/clean'), { status: 0, found: [] });
  assert.deepEqual(await check('/link'), { status: 1, found: ['link preconnect'] });
  assert.deepEqual(await check('/reports'), { status: 1, found: ['reporting-endpoints reports', 'refresh refresh'] });
  assert.deepEqual(await check('/early'), { status: 1, found: ['link early-hint'] });
});

test('redirects are followed and what is packed is unpacked', async () => {
  assert.deepEqual(await check('/moved'), { status: 1, found: ['link preconnect'] });
  assert.deepEqual(await check('/squeezed'), { status: 1, found: ['2 base'] });
});

test('a page that does not come is no finding', async () => {
  for (const where of ['/none', '/round']) {
    const { status, err } = await check(where);
    assert.equal(status, 2, where);
    assert.match(err, /answered 404|on and on/);
  }
});

test('the native program reads what curl prints, and says so of a URL', async () => {
  const told = native(['check', POLICY, '--page', `${url}/clean`]);
  assert.equal(told.status, 2);
  assert.match(told.err, /npx portcullis.*curl/);
  // This process answers curl, so it may not wait for it.
  const { stdout: page } = await promisify(execFile)('curl', ['-sSiL', `${url}/moved`]);
  const { status, out } = native(['check', POLICY, '--today', '2026-11-23', '--page', '-'], { input: page });
  assert.equal(status, 1);
  assert.match(out, /^-:link: preconnect: connects to other\.example/m);
});
