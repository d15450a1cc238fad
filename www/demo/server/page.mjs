// The page's own origin: the site at /, the module built of its policy at /portcullis/, the ledger at /ledger.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { FILES } from './files.mjs';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ts': 'text/plain; charset=utf-8',
  // Compiling while it streams works with exactly this type.
  '.wasm': 'application/wasm',
};

/** A request listener for the page's port. */
export function answerPage({ ledger, vendors, build }) {
  return async (request, response) => {
    const asked = pathOf(request);
    if (asked === '/ledger/clear') {
      if (request.method !== 'POST') return refuse(response, 405, 'POST clears the ledger.');
      ledger.clear();
      return void response.writeHead(204).end();
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'Only GET and HEAD.');
    if (asked === '/ledger') return ledger.stream(request, response);
    if (asked === '/privacy') return void response.writeHead(302, { location: '/privacy/' }).end();

    const file = await fileFor(asked, build);
    const found = file && (await readFile(file).catch(() => null));
    if (!found) return refuse(response, 404, missing(asked));

    const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
    const body = type.startsWith('text/html') ? nameStandIns(found, vendors) : found;
    response.writeHead(200, {
      'content-type': type,
      'content-length': Buffer.byteLength(body),
      // Somebody who edits a file and reloads sees the edit.
      'cache-control': 'no-cache',
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
}

/** The path that was asked for, or null where it cannot be read. */
function pathOf(request) {
  try {
    return decodeURIComponent(request.url.split('?', 1)[0]);
  } catch {
    return null;
  }
}

/** The file behind a path, or null where it would lie outside of what is served. */
async function fileFor(asked, build) {
  if (!asked?.startsWith('/') || asked.includes('\0')) return null;
  const isModule = asked.startsWith('/portcullis/');
  const root = isModule ? await build.folder().catch(say) : FILES.site;
  if (!root) return null;
  const rest = isModule ? asked.slice('/portcullis'.length) : asked;
  const file = path.join(root, rest.endsWith('/') ? `${rest}index.html` : rest);
  return file.startsWith(root + path.sep) ? file : null;
}

/** What the command line says of a policy that it cannot build. */
function say(error) {
  console.error(error.stderr || error.message);
  return null;
}

/** The tags in the page name the usual ports; where another program holds one, they must follow. */
function nameStandIns(html, vendors) {
  return html.toString('utf8').replace(/127\.0\.0\.1:(\d+)/g, (whole, port) => {
    const vendor = vendors.find(({ usual }) => usual === Number(port));
    return vendor ? `127.0.0.1:${vendor.port}` : whole;
  });
}

function missing(asked) {
  return asked?.startsWith('/portcullis/')
    ? 'Not there. The terminal says why the module was not built.'
    : 'Not there.';
}

function refuse(response, status, line) {
  response
    .writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-cache' })
    .end(`${line}\n`);
}
