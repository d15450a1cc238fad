// Answers with a vendor's script.

import { readFile } from 'node:fs/promises';
import { allowAnyOrigin } from '../cors.mjs';

/** Reads a fake that lies next to this file. */
export const readScript = (name) => readFile(new URL(name, import.meta.url), 'utf8');

/** Sends JavaScript that any page may load, with or without `crossorigin`. */
export function sendScript(request, response, source) {
  allowAnyOrigin(request, response);
  response.writeHead(200, {
    'content-type': 'text/javascript; charset=utf-8',
    // A cached script would be fetched without the log seeing it.
    'cache-control': 'no-store',
  });
  response.end(source);
}
