// Static files from one folder.

import { readFile } from 'node:fs/promises';
import path from 'node:path';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/**
 * A handler for `root`, mounted at `prefix`. A path that ends in '/' means its index.html.
 * @param {string} root  absolute
 */
export function folder(root, prefix = '/') {
  if (!path.isAbsolute(root)) throw new Error(`serve() takes an absolute folder path, not "${root}"`);
  return async (request, response, entry) => {
    const below = decodeURIComponent(entry.path.slice(prefix.replace(/\/$/, '').length)) || '/';
    const file = path.join(root, below.endsWith('/') ? `${below}index.html` : below);
    const bytes = isInside(root, file) ? await readFile(file).catch(() => null) : null;
    response.setHeader('cache-control', 'no-store');
    // Chromium puts a missing icon on the page's console, though the page never asked for one.
    if (!bytes && entry.noise) return void response.writeHead(204).end();
    if (!bytes) {
      return void response.writeHead(404, { 'content-type': 'text/plain' }).end(`no such file: ${entry.path}\n`);
    }
    response.writeHead(200, { 'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream' });
    response.end(request.method === 'HEAD' ? undefined : bytes);
  };
}

function isInside(root, file) {
  const steps = path.relative(root, file);
  return !steps.startsWith('..') && !path.isAbsolute(steps);
}
