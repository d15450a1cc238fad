// WebKitGTK: its MiniBrowser under Xvfb, driven by WebKitWebDriver, in the words of W3C WebDriver.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import net from 'node:net';
import { once } from 'node:events';

const HOME = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/libexec'];
const MINI_BROWSER = HOME.flatMap((home) =>
  ['4.1', '6.0', '4.0'].map((version) => `${home}/webkit2gtk-${version}/MiniBrowser`),
);

/** @returns {Promise<import('./index.mjs').Visitor>} */
export async function openWebKit(world, { javascript = true } = {}) {
  const binary = process.env.MINI_BROWSER || MINI_BROWSER.find((file) => existsSync(file));
  if (!binary)
    throw new Error('no MiniBrowser: run "apt-get install webkit2gtk-driver", or set MINI_BROWSER to its path');
  const screen = await openScreen();
  const port = await freePort();
  const driver = spawn('WebKitWebDriver', [`--port=${port}`], {
    stdio: 'ignore',
    env: { ...process.env, DISPLAY: screen.display, GDK_BACKEND: 'x11', NO_AT_BRIDGE: '1' },
  });
  const end = () => (driver.kill(), screen.close());
  process.on('exit', end);
  const call = caller(`http://127.0.0.1:${port}`);
  const options = {
    binary,
    // The proxy of WebDriver's own capability has no effect here. A profile is never written in automation.
    args: ['--automation', `--proxy=${world.proxy}`, `--enable-javascript=${javascript}`],
  };
  const capabilities = {
    alwaysMatch: { acceptInsecureCerts: true, pageLoadStrategy: 'none', 'webkitgtk:browserOptions': options },
  };
  const { sessionId } = await onceItListens(() => call('POST', '/session', { capabilities }));
  const here = `/session/${sessionId}`;

  // One session has one current window, so what is asked of several goes one after the other.
  let last = Promise.resolve();
  const inTurn = (work) => (last = last.then(work, work));
  const tabOf = (handle) => {
    const ask = (method, path, body) =>
      inTurn(async () => {
        await call('POST', `${here}/window`, { handle });
        return call(method, here + path, body);
      });
    return {
      goto: (url) => ask('POST', '/url', { url }),
      evaluate: (script) => ask('POST', '/execute/sync', { script: `return (${script});`, args: [] }),
      cookies: async () => (await ask('GET', '/cookie')).map(({ name }) => name),
    };
  };
  return {
    ...tabOf(await call('GET', `${here}/window`)),
    tab: async () => tabOf((await inTurn(() => call('POST', `${here}/window/new`, { type: 'window' }))).handle),
    async close() {
      await inTurn(() => call('DELETE', here)).catch(() => undefined);
      process.off('exit', end);
      end();
    },
  };
}

/** A screen of our own, on a display that Xvfb picks. */
async function openScreen() {
  const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [number] = await Promise.race([
    once(screen.stdio[3], 'data'),
    once(screen, 'error').then(([error]) => Promise.reject(error)),
    once(screen, 'exit').then(([code]) => Promise.reject(new Error(`Xvfb ended with ${code}`))),
  ]);
  return { display: `:${String(number).trim()}`, close: () => screen.kill() };
}

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

const caller = (origin) => async (method, path, body) => {
  const response = await fetch(origin + path, { method, body: body && JSON.stringify(body) });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`WebKitWebDriver: ${method} ${path}: ${value.error}: ${value.message}`);
  return value;
};

/** The driver says nothing when it listens; until then nobody answers at its port. */
async function onceItListens(ask, within = 10000) {
  const end = Date.now() + within;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (error.cause?.code !== 'ECONNREFUSED' || Date.now() > end) throw error;
      await new Promise((done) => setTimeout(done, 50));
    }
  }
}
