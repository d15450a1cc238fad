// What Firefox fetches when it looks ahead, in spite of a policy in the page, and what helps. Writes
// docs/ahead.md; run by `./x bench ahead`.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { copyBuild } from '../e2e/build.mjs';
import { openFirefox } from '../gate/engines/firefox.mjs';
import { snippet } from '../gate/snippet.mjs';
import { folder } from '../world/folder.mjs';
import { openWorld } from '../world/index.mjs';

const LOADS = 50;
const HOST = 'www.bench.test';
const POLICY = JSON.parse(readFileSync(new URL('../world/pages/privacy/policy.json', import.meta.url), 'utf8'));
const { html: seal } = snippet(POLICY);
const SHEET = '<link rel="stylesheet" href="/own.css">';
const INLINE = '<script>window.own = 1</script>';
const EXTERNAL = '<script src="/own.js"></script>';
const srcset = (address, more = '') => `<img ${more} srcset="${address} 1x" alt="">`;
const picture = (address, more = '') =>
  `<picture><source srcset="${address} 1x"><img ${more} src="data:," alt=""></picture>`;
const src = (address) => `<img src="${address}" alt="">`;

/** Each a page: what its server sends, piece by piece, once the snippet's place is reached. */
const PAGES = [
  { name: 'no seal: style sheet, inline script, `srcset`', pieces: (image) => [SHEET + INLINE + srcset(image)] },
  { name: 'style sheet, inline script, `srcset`', pieces: (image) => [seal + SHEET + INLINE + srcset(image)] },
  { name: 'style sheet, inline script, `picture`', pieces: (image) => [seal + SHEET + INLINE + picture(image)] },
  { name: 'external script, `srcset`', pieces: (image) => [seal + EXTERNAL + srcset(image)] },
  { name: '`srcset` alone', pieces: (image) => [seal + srcset(image)] },
  {
    name: '20,000 paragraphs, `srcset`',
    pieces: (image) => [seal + '<p>Boots, clogs and sandals, in every size.</p>'.repeat(20000) + srcset(image)],
  },
  { name: 'style sheet, `srcset`, inline script', pieces: (image) => [seal + SHEET + srcset(image) + INLINE] },
  { name: 'inline script, style sheet, `srcset`', pieces: (image) => [seal + INLINE + SHEET + srcset(image)] },
  {
    name: 'deferred script, style sheet, `srcset`',
    pieces: (image) => [seal + EXTERNAL.replace('src', 'defer src') + SHEET + srcset(image)],
  },
  { name: 'style sheet, inline script, `src`', pieces: (image) => [seal + SHEET + INLINE + src(image)] },
  {
    name: 'style sheet, inline script, `srcset`, lazy',
    pieces: (image) => [seal + SHEET + INLINE + srcset(image, 'loading="lazy"')],
  },
  {
    name: 'style sheet, inline script, `picture`, lazy',
    pieces: (image) => [seal + SHEET + INLINE + picture(image, 'loading="lazy"')],
  },
  {
    name: 'the snippet sent 60 ms ahead; style sheet, inline script, `srcset`',
    pieces: (image) => [seal, SHEET + INLINE + srcset(image)],
  },
  {
    name: '`img-src` in a header; style sheet, inline script, `srcset`',
    headers: { 'content-security-policy': "img-src 'self' data:" },
    pieces: (image) => [seal + SHEET + INLINE + srcset(image)],
  },
];

const world = await openWorld();
const build = await copyBuild();
try {
  const reached = new Set();
  const ended = new Map();
  const type = (name) => ({ 'content-type': `${name}; charset=utf-8`, 'cache-control': 'no-store' });
  world.serve(/\.other\.test$/, (request, response, { host }) => {
    reached.add(host.split('.')[0]);
    response.writeHead(200, type('image/png')).end();
  });
  world.serve(HOST, '/portcullis', folder(build.folder, '/portcullis'));
  world.serve(HOST, '/privacy', (request, response) =>
    response.writeHead(200, type('application/json')).end(JSON.stringify(POLICY)),
  );
  // It comes later than the parser would like: what the page's scripts wait for.
  const late = (name, text) => (request, response) =>
    setTimeout(() => response.writeHead(200, type(name)).end(text), 150);
  world.serve(HOST, '/own.css', late('text/css', 'p { color: inherit }'));
  world.serve(HOST, '/own.js', late('text/javascript', 'window.own = 1;'));
  world.serve(HOST, '/turn', (request, response) => response.writeHead(204).end());
  world.serve(
    HOST,
    '/end',
    (request, response, { path }) => (ended.get(path.split('/')[2])?.(), response.writeHead(204).end()),
  );
  world.serve(HOST, '/page', async (request, response, { path }) => {
    const [, , at, load] = path.split('/');
    const { headers, pieces } = PAGES[at];
    response.writeHead(200, { ...type('text/html'), ...headers });
    response.write('<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bench</title>');
    for (const [place, piece] of pieces(`https://${load}.other.test/x.png`).entries()) {
      if (place) await new Promise((resolve) => setTimeout(resolve, 60));
      response.write(piece);
    }
    // The page's end is told when what was asked for while it loaded has had three turns to arrive.
    response.end(`<script>addEventListener('load', async () => {
for (let turn = 0; turn < 3; turn++) await fetch('/turn');
fetch('/end/${load}');
});</script></body></html>`);
  });
  const firefox = await openFirefox(world);
  const counts = PAGES.map(() => 0);
  for (let load = 0; load < LOADS; load++) {
    for (const at of PAGES.keys()) {
      const name = `load-${load}-${at}`;
      const end = new Promise((resolve) => ended.set(name, resolve));
      await firefox.goto(`https://${HOST}/page/${at}/${name}`);
      await end;
      counts[at] += reached.has(name);
    }
  }
  await firefox.close();
  const text = `# What Firefox fetches when it looks ahead

Written by \`./x bench ahead\`: Firefox, nothing chosen, an image of a third party that nobody declared,
${LOADS} loads of each page,
from the server's log. All but the first page begin with the seal's snippet; the style sheet and the scripts are the
page's own, and the style sheet and the external script take 150 ms.

| page | loads in which the third party was asked |
|---|---|
${PAGES.map(({ name }, at) => `| ${name} | ${counts[at]} |`).join('\n')}
`;
  writeFileSync(fileURLToPath(new URL('../../docs/ahead.md', import.meta.url)), text);
  console.log(text);
} finally {
  await world.close();
  await build.remove();
}
process.exit();
