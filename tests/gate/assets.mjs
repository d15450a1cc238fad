// What a vector gets when it arrives: something of the kind that its address names, that any page may use.

import { allowAnyOrigin } from '../world/cors.mjs';

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
const DRAWING = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><filter id="f"><feFlood/></filter>
<clipPath id="c"><rect width="9" height="9"/></clipPath><pattern id="p" width="9" height="9"><rect id="x"
  width="9" height="9"/></pattern></svg>`;

const KINDS = {
  css: ['text/css', '.none { color: red }'],
  events: ['text/event-stream', 'data: 1\n\n'],
  html: ['text/html', '<!doctype html><title>asked for</title>'],
  js: ['text/javascript', 'void 0;'],
  json: ['application/json', '{}'],
  mjs: ['text/javascript', 'export {};'],
  mp3: ['audio/mpeg', 'no film'],
  mp4: ['video/mp4', 'no film'],
  ogg: ['audio/ogg', 'no film'],
  png: ['image/png', PIXEL],
  svg: ['image/svg+xml', DRAWING],
  txt: ['text/plain', ''],
  vtt: ['text/vtt', 'WEBVTT\n'],
  webm: ['video/webm', 'no film'],
  webmanifest: ['application/manifest+json', '{}'],
  woff2: ['font/woff2', ''],
};

export function answerAsset(request, response, { path }) {
  const [type, body] = KINDS[path.split('.').at(-1)] ?? KINDS.json;
  allowAnyOrigin(request, response);
  // A kept answer would be used again without the log seeing it.
  // Firefox waits for more of a film whose length it does not know, and its page is never loaded.
  response.writeHead(200, { 'content-type': type, 'content-length': body.length, 'cache-control': 'no-store' });
  response.end(body);
}
