// The recipes, each run by the program that it is for: what is sent to whom, and what is kept how long.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { ROOT, folder, native, smallPackage } from './shells.mjs';

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
const cookie = (grants, edition = '.ef3a') => `x=1; __Host-consent=1.${WHEN}.s${edition}.g${grants}; y=2`;
/** Whom a server without our code cannot tell apart, and whether it sends them the policy. */
const VISITORS = [
  [undefined, true],
  [cookie(''), true],
  ['__Host-consent=garbage', true],
  ['a__Host-consent=1.abc.a.g~a', true],
  [cookie('', ''), true],
  [cookie('~a'), false],
  // A record of before there were editions.
  [cookie('~a', ''), false],
];

const there = folder();
// Apache does not serve as root.
chmodSync(there, 0o755);
const policy = path.join(there, 'policy.json');
writeFileSync(policy, JSON.stringify(POLICY));

// What all of them serve: a build, and what only looks like its folder.
const site = path.join(there, 'site');
mkdirSync(path.join(site, 'privacy'), { recursive: true });
const built = path.join(site, 'portcullis');
const { status, err } = native(['build', policy, '--out', built, '--pkg', smallPackage(), '--guard', 'seal']);
assert.equal(status, 0, err);
const FOLDER = JSON.parse(readFileSync(path.join(built, 'portcullis.json'), 'utf8')).folder;
const LIKE = [
  '/portcullis/abcdefabcdef0/x.js',
  '/portcullis/ABCDEFABCDEF/x.js',
  `/portcullis/x/${FOLDER}/x.js`,
  `/${FOLDER}/x.js`,
];
for (const name of LIKE) {
  mkdirSync(path.dirname(path.join(site, name)), { recursive: true });
  writeFileSync(path.join(site, name), '1');
}

const PLACE = ['--policy-url', '/privacy/policy.json', '--guard', 'seal'];
const [, shut] = readFileSync(path.join(built, 'portcullis-seal.js'), 'utf8').match(/"closed":"([^"]*)"/);
const recipe = (host) => native(['recipe', policy, '--for', host, ...PLACE]).out;
copyFileSync(policy, path.join(site, 'privacy/policy.json'));
writeFileSync(path.join(site, 'index.html'), 'a page');

const running = [];
after(() => running.forEach((child) => child.kill()));

async function freePort() {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts a server, and comes back when it answers. */
async function serve(port, command, ...parameters) {
  const child = spawn(command, parameters, {
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: there,
    env: { ...process.env, HOME: there },
  });
  running.push(child);
  let said = '';
  child.stderr.on('data', (chunk) => (said += chunk));
  for (;;) {
    assert.equal(child.exitCode, null, said);
    const answers = await new Promise((resolve) => {
      const socket = net
        .connect(port, '127.0.0.1', () => (socket.destroy(), resolve(true)))
        .on('error', () => resolve(false));
    });
    if (answers) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const ask = (port, where, headers = {}, method = 'GET') =>
  new Promise((resolve, reject) => {
    http
      .request({ port, host: '127.0.0.1', path: where, headers, method }, (response) => {
        response.resume().on('end', () => resolve({ status: response.statusCode, headers: response.headers }));
      })
      .on('error', reject)
      .end();
  });

/** What every one of them must send. */
async function holds(get) {
  for (const [sent, isShut] of VISITORS) {
    const { status, headers } = await get('/', sent ? { cookie: sent } : {});
    assert.equal(status, 200);
    assert.equal(headers['content-security-policy'], isShut ? shut : undefined, `${sent}`);
    assert.match(headers.vary, /cookie/i);
    assert.equal(headers['cache-control'], undefined);
  }
  const cached = async (file, sent = {}) => {
    const { status, headers } = await get(file, sent);
    if (status == 200 && file.endsWith('.wasm') && /nginx|caddy/i.test(headers.server))
      assert.equal(headers['content-type'], 'application/wasm');
    // Who asks again is told that it is the same, and as long as before.
    if (headers.etag && !sent['if-none-match'])
      assert.deepEqual(await cached(file, { 'if-none-match': headers.etag }), [304, headers['cache-control']]);
    else assert.ok(sent['if-none-match'] || !/nginx|caddy|apache/i.test(headers.server), `no etag: ${file}`);
    return [status, headers['cache-control']];
  };
  const KEPT = 'public, max-age=31536000, immutable';
  const files = ['portcullis-page.js', 'portcullis.wasm', 'locales/en.json', 'policy.json'];
  for (const file of files) assert.deepEqual(await cached(`/portcullis/${FOLDER}/${file}`), [200, KEPT], file);
  assert.deepEqual(await cached('/privacy/policy.json'), [200, 'no-cache']);
  const beside = ['portcullis-seal.js', 'portcullis-seal.js?v=2', 'portcullis.json', 'portcullis-choices.js'];
  for (const file of [...beside.map((name) => `/portcullis/${name}`), ...LIKE.slice(0, 3)])
    assert.deepEqual(await cached(file), [200, 'no-cache'], file);
  assert.deepEqual(await cached(LIKE[3]), [200, undefined]);
  // What is deployed in a moment is not missing for a year.
  const { status, headers: none } = await get(`/portcullis/${FOLDER}/missing.js`, {});
  assert.equal(status, 404);
  assert.doesNotMatch(`${none['cache-control']}`, /max-age|immutable/);
}

const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
const nginx = (port, inHttp, inServer, modules = '') => `${modules}
daemon off; pid ${there}/nginx-${port}.pid; error_log stderr; worker_processes 1; user root;
events { worker_connections 64; }
http {
  include /etc/nginx/mime.types; access_log off;
  ${TEMPORARY.map((name) => `${name}_temp_path ${there}/nginx-${name};`).join(' ')}
  ${inHttp}
  server { listen 127.0.0.1:${port}; root ${site}; ${inServer}\n }
}`;

async function startNginx(name, text, port) {
  const file = path.join(there, name);
  writeFileSync(file, text);
  execFileSync('nginx', ['-t', '-q', '-c', file], { stdio: 'inherit' });
  await serve(port, 'nginx', '-c', file);
}

test('nginx sends the policy to who granted nothing, and to nobody else', async () => {
  const port = await freePort();
  const [inHttp, inServer] = recipe('nginx').split('# In server { }\n');
  await startNginx('nginx.conf', nginx(port, inHttp, inServer), port);
  await holds((...request) => ask(port, ...request));
});

test("nginx sets a choice again by docs/renewal.md's recipe", async () => {
  const page = readFileSync(path.join(ROOT, 'docs/renewal.md'), 'utf8');
  const codes = [...page.matchAll(/```(js|nginx)\n([^]*?)```/g)];
  const [shared, , , njs] = codes.filter(([, kind]) => kind == 'js').map(([, , code]) => code);
  const scripts = path.join(there, 'njs');
  mkdirSync(scripts);
  writeFileSync(path.join(scripts, 'renewal.js'), shared);
  writeFileSync(path.join(scripts, 'renewal_nginx.js'), njs);
  const [, , conf] = codes.find(([, kind]) => kind == 'nginx');
  const [inHttp, inServer] = conf.split(/(?=^location)/m);
  const port = await freePort();
  const module = 'load_module /usr/lib/nginx/modules/ngx_http_js_module.so;';
  await startNginx('renewal.conf', nginx(port, `js_path ${scripts};\n${inHttp}`, inServer, module), port);
  const renew = async (sent, method = 'POST') => {
    const { status, headers } = await ask(port, '/portcullis/renew', sent ? { cookie: sent } : {}, method);
    return { status, set: headers['set-cookie'], cache: headers['cache-control'] };
  };
  const { status, set, cache } = await renew(cookie('~a'));
  assert.deepEqual([status, cache, set.length], [204, 'no-store', 1]);
  const [, record, left] = set[0].match(/^__Host-consent=(\S+); Path=\/; Secure; SameSite=Lax; Max-Age=(\d+)$/);
  assert.equal(record, `1.${WHEN}.s.ef3a.g~a`);
  assert.ok(left <= 180 * 86400 && left > 179 * 86400, left);
  for (const other of [
    undefined,
    '__Host-consent=garbage',
    `${cookie('~a')}; ${cookie('')}`,
    '__Host-consent=1.abc.a.g~a',
  ]) {
    assert.deepEqual((await renew(other)).set, undefined, other);
  }
  assert.equal((await renew(cookie('~a'), 'GET')).set, undefined);
});

test('caddy does the same', async () => {
  const port = await freePort();
  const file = path.join(there, 'Caddyfile');
  writeFileSync(
    file,
    `{\n admin off\n auto_https off\n}\nhttp://127.0.0.1:${port} {\nbind 127.0.0.1\nroot * ` +
      `${site}\nfile_server\n${recipe('caddy')}}\n`,
  );
  const env = { ...process.env, HOME: there };
  execFileSync('caddy', ['validate', '--adapter', 'caddyfile', '--config', file], { stdio: 'ignore', env });
  await serve(port, 'caddy', 'run', '--adapter', 'caddyfile', '--config', file);
  await holds((...request) => ask(port, ...request));
});

test('apache does the same', async () => {
  // The program alone brings no list of types.
  writeFileSync(path.join(there, 'mime.types'), '');
  const modules = ['mpm_event', 'authz_core', 'dir', 'mime', 'headers', 'setenvif'].map(
    (name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`,
  );
  const port = await freePort();
  const file = path.join(there, 'apache.conf');
  writeFileSync(
    file,
    `${modules.join('\n')}
ServerRoot ${there}\nUser www-data\nGroup www-data\nServerName 127.0.0.1\nListen 127.0.0.1:${port}
PidFile ${there}/apache-${port}.pid\nErrorLog ${there}/apache.log\nTypesConfig ${there}/mime.types
DocumentRoot ${site}\nDirectoryIndex index.html\nMutex file:${there}
<Directory ${site}>\nRequire all granted\n</Directory>\n${recipe('apache')}`,
  );
  execFileSync('apache2', ['-t', '-f', file], { stdio: ['ignore', 'ignore', 'inherit'] });
  await serve(port, 'apache2', '-X', '-f', file);
  await holds((...request) => ask(port, ...request));
});

test("cloudflare's worker does the same, as far as Node has what it uses", async () => {
  const ASSETS = {
    fetch: async ({ url }) => new Response('a page', { status: url.endsWith('missing.js') ? 404 : 200 }),
  };
  const file = path.join(there, 'worker.mjs');
  writeFileSync(file, recipe('cloudflare'));
  const { default: worker } = await import(pathToFileURL(file));
  await holds(async (where, headers) => {
    const { status, headers: sent } = await worker.fetch(new Request(`https://shop.example${where}`, { headers }), {
      ASSETS,
    });
    return { status, headers: Object.fromEntries(sent) };
  });
});
