// The demo's server, without a browser.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startDemo } from './server/demo.mjs';

const SERVE = fileURLToPath(new URL('./serve.mjs', import.meta.url));

let demo;
before(async () => {
  demo = await startDemo({ port: 0 });
});
after(() => demo.stop());

const at = (path) => new URL(path, demo.address);
const vendorAt = (id, path) => `http://127.0.0.1:${demo.vendors.find((vendor) => vendor.id === id).port}${path}`;

test('the page begins with the module and names the stand-ins as they are', async () => {
  const response = await fetch(demo.address);
  assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8');
  assert.equal(response.headers.get('cache-control'), 'no-cache');

  const html = await response.text();
  assert.equal(html.match(/<script[^>]*>/)[0], '<script src="/portcullis/portcullis.js">');
  for (const id of ['google', 'sentry', 'cloudflare']) assert.ok(html.includes(vendorAt(id, '/')), id);
});

test('every vendor tag in the page is marked, and so inert', async () => {
  const html = await (await fetch(demo.address)).text();
  const tags = html.match(/<script[^>]*127\.0\.0\.1[^>]*>/g);
  assert.equal(tags.length, 3);
  for (const tag of tags) {
    assert.match(tag, /type="text\/plain" data-consent="/);
    assert.doesNotMatch(tag, / src=/);
  }
});

test('whatever the page refers to on its own origin is served', async () => {
  for (const page of ['/', '/privacy/']) {
    const html = await (await fetch(at(page))).text();
    for (const [, path] of html.matchAll(/ (?:href|src)="(\/[^"]*)"/g))
      assert.equal((await fetch(at(path))).status, 200, path);
  }
});

test('the module is built of the policy, and what it names beside it is served', async () => {
  const entry = await (await fetch(at('/portcullis/portcullis.js'))).text();
  assert.ok(entry.includes('G-DEMO123456'));
  const { folder } = await (await fetch(at('/portcullis/portcullis.json'))).json();
  assert.ok(entry.includes(folder));
  const wasm = await fetch(at(`/portcullis/${folder}/portcullis.wasm`));
  assert.deepEqual([wasm.status, wasm.headers.get('content-type')], [200, 'application/wasm']);
});

test('the policy is JSON and names the page that explains it', async () => {
  const policy = await (await fetch(at('/privacy/policy.json'))).json();
  assert.equal((await fetch(at(policy.site.policy))).status, 200);
});

test('nothing outside of the site and the module is served', async () => {
  for (const path of ['/..%2fserve.mjs', '/portcullis/..%2fCargo.toml', '/%zz', '/nothing']) {
    assert.equal((await fetch(at(path))).status, 404, path);
  }
});

test('each vendor has its script, and answers as the real one does', async () => {
  for (const [id, path] of [
    ['google', '/gtag/js?id=G-DEMO123456'],
    ['cloudflare', '/beacon.min.js'],
  ]) {
    const response = await fetch(vendorAt(id, path));
    assert.equal(response.headers.get('content-type'), 'text/javascript; charset=utf-8');
  }
  assert.equal((await fetch(vendorAt('google', '/g/collect?v=2'), { method: 'POST' })).status, 204);

  const envelope = await fetch(vendorAt('sentry', '/api/1/envelope/?v=7'), {
    method: 'POST',
    body: '{}',
    headers: { origin: at('/').origin },
  });
  assert.equal(await envelope.text(), '{}');
  assert.equal(envelope.headers.get('access-control-allow-origin'), at('/').origin);

  const preflight = await fetch(vendorAt('cloudflare', '/cdn-cgi/rum'), {
    method: 'OPTIONS',
    headers: { origin: at('/').origin, 'access-control-request-headers': 'content-type' },
  });
  assert.equal(preflight.headers.get('access-control-allow-headers'), 'content-type');
  assert.equal(preflight.headers.get('access-control-allow-credentials'), 'true');
});

test('a request to a stand-in shows up in the ledger, and a new listener hears of it too', async () => {
  await fetch(at('/ledger/clear'), { method: 'POST' });
  const events = listen();
  assert.deepEqual((await next(events)).data, { vendors: {}, recent: [] });

  await fetch(vendorAt('google', '/g/collect?en=demo_click'), { method: 'POST' });
  const { name, data } = await next(events);
  assert.equal(name, 'request');
  assert.ok(Date.parse(data.time));
  const { time, ...rest } = data;
  assert.deepEqual(rest, {
    vendor: 'google',
    host: 'www.googletagmanager.com',
    method: 'POST',
    path: '/g/collect',
    count: 1,
  });

  const late = listen();
  const state = (await next(late)).data;
  assert.equal(state.vendors.google.count, 1);
  assert.equal(state.recent.length, 1);

  await fetch(at('/ledger/clear'), { method: 'POST' });
  assert.deepEqual((await next(events)).data, { vendors: {}, recent: [] });
  await events.return();
  await late.return();
});

test('a taken port gives one line that says how to choose another', async () => {
  const { code, errors } = await serve({ PORT: new URL(demo.address).port });
  assert.equal(code, 1);
  assert.match(errors, /^Port \d+ is taken\. Choose another: PORT=9000 node www\/demo\/serve\.mjs\n$/);
});

test('a port that is none gives one line too', async () => {
  const { code, errors } = await serve({ PORT: 'eighty' });
  assert.equal(code, 1);
  assert.equal(errors, 'PORT must be a number from 0 to 65535, not "eighty".\n');
});

test('stand-ins move on where their usual ports are taken', async () => {
  // The first demo holds the usual ports or the ones after them; a second one finds others.
  const second = await startDemo({ port: 0 });
  const ports = [...demo.vendors, ...second.vendors].map((vendor) => vendor.port);
  const html = await (await fetch(second.address)).text();
  await second.stop();
  assert.equal(new Set(ports).size, 6);
  for (const vendor of second.vendors) assert.ok(html.includes(`127.0.0.1:${vendor.port}/`), vendor.id);
});

test('where the page cannot open, the stand-ins close again', async () => {
  // A port left open would keep this process alive.
  const script = `
    const { startDemo } = await import(${JSON.stringify(new URL('./server/demo.mjs', import.meta.url).href)});
    await startDemo({ port: ${new URL(demo.address).port} }).catch((error) => console.error(error.code));`;
  const { code, errors } = await run(['--input-type=module', '--eval', script]);
  assert.equal(errors, 'EADDRINUSE\n');
  assert.equal(code, 0);
});

/** The ledger's events, one after the other. */
async function* listen() {
  const stop = new AbortController();
  const { body } = await fetch(at('/ledger'), { signal: stop.signal });
  let text = '';
  try {
    for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const blocks = text.split('\n\n');
      text = blocks.pop();
      for (const block of blocks) {
        const event = /^event: (.*)\ndata: (.*)$/.exec(block);
        if (event) yield { name: event[1], data: JSON.parse(event[2]) };
      }
    }
  } finally {
    stop.abort();
  }
}

async function next(events) {
  return (await events.next()).value;
}

/** Runs the command line until it ends. */
const serve = (env) => run([SERVE], env);

function run(words, env) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, words, { env: { ...process.env, ...env }, timeout: 5000 });
    let errors = '';
    child.stderr.on('data', (chunk) => {
      errors += chunk;
    });
    child.on('close', (code) => resolve({ code, errors }));
  });
}
