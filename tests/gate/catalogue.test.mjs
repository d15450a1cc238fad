// The catalogue under both guards: what the command prints of it, and what the page makes of it, are of one mind.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIMIT, json, openShop } from '../e2e/shop.mjs';
import { snippet } from './snippet.mjs';

const PAGE = '/p/films.html';
const URL = '/privacy/films.json';
const POLICY = {
  site: { name: 'The Shop', contact: 'privacy@shop.test' },
  updated: '2026-11-22',
  services: ['services/youtube', { use: 'services/stripe', class: 'essential' }],
};
const [FILM, OTHER, PAY] = ['www.youtube.com', 'player.vimeo.com', 'js.stripe.com'];
const frame = (host) => `<iframe src="https://${host}/" title="${host}"></iframe>`;
const made = (host) =>
  `<script>document.body.append(Object.assign(document.createElement('iframe'), ` +
  `{ src: 'https://${host}/', title: '${host}' }))</script>`;

const shop = openShop();

async function visit(t, head, body) {
  for (const host of [FILM, OTHER, PAY]) {
    shop.world.serve(host, (request, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Here</title>'),
    );
  }
  shop.replace(t, URL, json(POLICY));
  shop.replace(t, PAGE, (request, response) =>
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end(
        `<!doctype html><html lang="en"><head><meta charset="utf-8">${head}<title>Films</title></head>` +
          `<body><main>Films</main>${body}</body></html>`,
      ),
  );
  return shop.visit(t, PAGE);
}
const hosts = (visitor) => [...new Set([FILM, OTHER, PAY].filter((host) => visitor.seen({ host }).length))];

test('without a guard every frame is fetched: the control', LIMIT, async (t) => {
  const visitor = await visit(t, '', [FILM, OTHER, PAY].map(frame).join(''));
  await Promise.all([FILM, OTHER, PAY].map((host) => visitor.came({ host })));
});

test(
  'the tag as it is printed holds what script does with the catalogue’s service before the policy is there',
  LIMIT,
  async (t) => {
    const visitor = await visit(t, snippet(POLICY, { guard: 'live', url: URL }).html, made(FILM) + made(PAY));
    await visitor.came({ host: PAY });
    await visitor.banner.waitFor();
    await visitor.barrier();
    assert.deepEqual(hosts(visitor), [PAY]);
    await visitor.choose('accept');
    await visitor.came({ host: FILM });
  },
);

test(
  'under the seal the browser refuses it in the markup too, and after a grant lets in that service alone',
  LIMIT,
  async (t) => {
    const visitor = await visit(t, snippet(POLICY, { url: URL }).html, [FILM, OTHER, PAY].map(frame).join(''));
    await visitor.came({ host: PAY });
    await visitor.banner.waitFor();
    await visitor.barrier();
    assert.deepEqual(hosts(visitor), [PAY]);
    await visitor.choose('accept');
    await visitor.go(PAGE);
    await visitor.came({ host: FILM });
    await visitor.came({ host: PAY });
    await visitor.barrier();
    assert.deepEqual(hosts(visitor), [FILM, PAY]);
  },
);
