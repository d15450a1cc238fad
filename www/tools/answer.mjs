// A page of the web as it came over the wire, with what redirects and Early Hints said before it: `fetch` tells
// nothing of those.

import http from 'node:http';
import https from 'node:https';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

const DECODE = { gzip: gunzipSync, 'x-gzip': gunzipSync, deflate: inflateSync, br: brotliDecompressSync };
const REDIRECTS = 10;
const PATIENCE = 30_000;

/** A status line, headers as they came, and a blank line. */
const head = (status, raw) =>
  Buffer.from(`HTTP/1.1 ${status}\r\n${raw.map((one, at) => one + (at % 2 ? '\r\n' : ': ')).join('')}\r\n`);

/**
 * @param {string} url
 * @returns {Promise<Buffer>} as `curl -i` prints it
 */
export async function fetchAnswer(url) {
  const came = [];
  for (let left = REDIRECTS; left; left--) {
    const { hints, status, headers, raw, body } = await ask(url);
    came.push(...hints, head(status, raw));
    if (!(status >= 300 && status < 400 && headers.location)) return Buffer.concat([...came, body]);
    url = new URL(headers.location, url).href;
    if (!/^https?:/.test(url)) throw new Error(`it leads to ${url}`);
  }
  throw new Error('it leads on and on');
}

const ask = (url) =>
  new Promise((resolve, reject) => {
    const hints = [];
    const options = {
      headers: { accept: 'text/html,*/*;q=0.8', 'accept-encoding': 'identity', 'user-agent': 'portcullis check' },
      signal: AbortSignal.timeout(PATIENCE),
    };
    const request = (url.startsWith('https:') ? https : http).get(url, options, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        try {
          const decode = DECODE[response.headers['content-encoding']] ?? ((bytes) => bytes);
          const { statusCode: status, headers, rawHeaders: raw } = response;
          resolve({ hints, status, headers, raw, body: decode(Buffer.concat(chunks)) });
        } catch (error) {
          reject(error);
        }
      });
    });
    request.on('information', ({ statusCode, rawHeaders }) => hints.push(head(statusCode, rawHeaders)));
    request.on('error', reject);
  });
