// What a row of the matrix says: one fault, and how a page with it must end.

/**
 * @typedef {'live' | 'seal'} Guard
 * @typedef {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse, file: File) =>
 * unknown} Answer
 * @typedef {{bytes: Buffer, type: string, names: Record<string, Buffer>}} File  what would be answered without the
 * fault, and all files of ours
 *
 * @typedef {object} Row
 * @property {string} name
 * @property {Guard[]} [guards]  both where nothing is said
 * @property {Record<string, Answer>} [files]  files of ours that are answered otherwise, `policy.json` included
 * @property {string} [head]  markup before the tag, first in <head>
 * @property {string} [after]  markup right after it
 * @property {string} [body]  markup at the start of <body>
 * @property {(html: string) => string} [page]  what else becomes of the page
 * @property {Record<string, string>} [headers]  of the page
 * @property {boolean} [javascript]  off where false
 * @property {boolean} [inert]  nothing of ours comes, so under `live` only what is marked is held
 * @property {string} [prepare]  an expression that is evaluated in a page without the fault, after a refusal there
 * @property {(at: import('./visit.mjs').Visit) => Promise<unknown>} [act]  what is done on the page, before it is
 * judged
 * @property {'asks' | 'quiet' | 'decided'} then  the banner stands; nothing does; or what was chosen before holds
 * @property {RegExp} [says]  what the console says
 * @property {RegExp} [errors]  what the browser itself says of it, which nobody can prevent
 * @property {boolean} [refuses]  a refusal is given in the end, and taken
 * @property {string} [framed]  the page is in a frame that is such a sandbox
 * @property {boolean} [keeps]  its answers are tried, on this page and on a later one without the fault
 * @property {boolean} [reports]  no report of a violation may come
 * @property {Partial<Record<string, string>>} [known]  why it fails, where that is known, by guard
 */

export const script = (code) => `<script>${code}</script>`;

export const status = (code) => (request, response) =>
  response.writeHead(code, { 'content-type': 'text/plain' }).end('no\n');
export const dropped = (request) => request.socket.destroy();
export const changed = (change) => (request, response, file) => {
  const bytes = change(file.bytes, file);
  response.writeHead(200, { 'content-type': file.type }).end(bytes);
};
export const text =
  (body, type = 'application/json') =>
  (request, response) =>
    response.writeHead(200, { 'content-type': type }).end(body);
