// Files of ours that do not come, come late, or come as something else; and wasm that cannot run.

import binaryen from 'binaryen';
import { createHash } from 'node:crypto';
import { changed, dropped, script, status } from '../row.mjs';
import { until } from '../visit.mjs';

const WASM = 'portcullis.wasm';
const PAGE = 'portcullis-page.js';
const integrity = (bytes) => `sha256-${createHash('sha256').update(bytes).digest('base64')}`;

/** The wasm made otherwise, and the script that fetches it told of its hash. */
function remade(change) {
  let made;
  const once = (names) => (made ??= Buffer.from(change(names[WASM])));
  return {
    [WASM]: changed((bytes, { names }) => once(names)),
    [PAGE]: changed((bytes, { names }) => bytes.toString().replace(integrity(names[WASM]), integrity(once(names)))),
  };
}

/** The same wasm, with a trap where that export begins. */
const trapped = (name) => (bytes) => {
  const module = binaryen.readBinary(bytes);
  for (let at = 0; at < module.getNumExports(); at++) {
    const one = binaryen.getExportInfo(module.getExportByIndex(at));
    if (one.kind != binaryen.ExternalFunction) continue;
    if (one.name == name) binaryen.Function.setBody(module.getFunction(one.value), module.unreachable());
  }
  return module.emitBinary();
};

/** The same wasm, whose memory may not grow: its section of memories is id 5, and a limit's flag is 1. */
function cramped(bytes) {
  let at = 8;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const start = at;
    const id = bytes[at++];
    const end = number() + at;
    if (id != 5) {
      at = end;
      continue;
    }
    at += 2;
    const from = at;
    number();
    const initial = bytes.subarray(from, at);
    const section = Buffer.concat([Buffer.from([1, 1]), initial, initial]);
    return Buffer.concat([bytes.subarray(0, start), Buffer.from([5, section.length]), section, bytes.subarray(end)]);
  }
  throw new Error('no memory of its own');
}

/** An answer that waits until the page has been used, and as long as PORTCULLIS_LATE_SECONDS says. */
const LATE = Number(process.env.PORTCULLIS_LATE_SECONDS ?? 0) * 1000;
function late() {
  /** What goes on with each request, by the host of who waits. @type {Map<string, Set<() => void>>} */
  const all = new Map();
  const of = (host) => all.get(host) ?? all.set(host, new Set()).get(host);
  return {
    answer: async (request, response, { bytes, type }) => {
      await new Promise((done) => of(request.headers.host).add(done));
      response.writeHead(200, { 'content-type': type }).end(bytes);
    },
    /** Used while it is awaited: locked, and alive. */
    act: async (at) => {
      const begun = Date.now();
      const waiting = of(at.site.host);
      await until('it is asked for', () => waiting.size);
      await at.buys();
      const found = await at.gated();
      if (found.length) throw new Error(found.join());
      if (LATE) await until('time has passed', () => Date.now() - begun > LATE, LATE + 9999);
      for (const go of waiting) go();
    },
  };
}
export const lateRow = (name, file) => {
  const { answer, act } = late();
  return { name, files: { [file]: answer }, act, then: 'asks' };
};

const half = changed((bytes) => bytes.subarray(0, bytes.length >> 1));
const flipped = changed((bytes) => {
  const copy = Buffer.from(bytes);
  copy[copy.length >> 1] ^= 1;
  return copy;
});
const SHIMS = ['portcullis.js', 'portcullis-seal.js'];
const shim = (answer) => Object.fromEntries(SHIMS.map((name) => [name, answer]));
const html = (request, response) =>
  response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Not found</title>');

const asks = { then: 'asks', keeps: true };
const quiet = { then: 'quiet' };

export const FILES = {
  title: 'Files of ours',
  rows: [
    { name: 'the shim is missing (404)', files: shim(status(404)), inert: true, ...quiet },
    {
      name: 'the shim is blocked, and all that has our name',
      files: { '*': dropped, 'policy.json': dropped },
      inert: true,
      ...quiet,
    },
    { name: 'the shim is cut off half way', files: shim(half), inert: true, ...quiet, errors: /./ },
    {
      name: 'the shim is a page (a host that answers all with 200)',
      files: shim(html),
      inert: true,
      ...quiet,
      errors: /./,
    },
    {
      name: 'the core is missing (404)',
      files: { [PAGE]: status(404) },
      says: /portcullis-page\.js did not load/,
      ...quiet,
    },
    { name: 'the core is blocked', files: { [PAGE]: dropped }, says: /portcullis-page\.js did not load/, ...quiet },
    {
      name: 'the texts are missing',
      files: { 'locales/en.json': status(404) },
      says: /portcullis: .*en\.json/,
      ...quiet,
    },
    lateRow('the core comes late', PAGE),
  ],
};

export const WASM_ROWS = {
  title: 'The wasm, and browsers without',
  rows: [
    { name: 'missing (404)', files: { [WASM]: status(404) }, ...asks },
    { name: 'an error of the server (500)', files: { [WASM]: status(500) }, ...asks },
    { name: 'blocked', files: { [WASM]: dropped }, ...asks },
    lateRow('late', WASM),
    { name: 'cut off half way', files: { [WASM]: half }, ...asks },
    {
      name: 'of the wrong type (text/html)',
      files: {
        [WASM]: (request, response, { bytes }) => response.writeHead(200, { 'content-type': 'text/html' }).end(bytes),
      },
      ...asks,
    },
    { name: 'wrong by one bit', files: { [WASM]: flipped }, ...asks },
    {
      name: "refused by the page's own policy",
      says: /wasm-unsafe-eval/,
      ...asks,
      headers: {
        'content-security-policy':
          "script-src 'self' 'unsafe-inline' https://www.googletagmanager.com " +
          'https://browser.sentry-cdn.com https://static.cloudflareinsights.com',
      },
    },
    { name: 'no `WebAssembly` in the browser', head: script('delete window.WebAssembly'), ...asks },
    {
      name: 'memory refused when it starts',
      head: script(
        'WebAssembly.instantiate = WebAssembly.instantiateStreaming = function () { return ' +
          "Promise.reject(new RangeError('Out of memory')); }",
      ),
      ...asks,
    },
    {
      name: 'memory refused while it runs',
      // Another policy than the one that a seal was printed of never opens the page.
      guards: ['live'],
      says: /wasm-unsafe-eval/,
      ...asks,
      files: {
        ...remade(cramped),
        'policy.json': changed((bytes) => Buffer.concat([Buffer.alloc(200000, ' '), bytes])),
      },
    },
    { name: 'a trap as it starts', files: remade(trapped('page_open')), ...asks },
    { name: 'a trap in its first look', files: remade(trapped('page_look')), ...asks },
    { name: 'a trap as what is refused is erased', files: remade(trapped('page_erase')), ...asks },
    {
      name: 'a trap in the middle of a call',
      ...asks,
      head: script(`['instantiate', 'instantiateStreaming'].forEach(function (method) {
        var start = WebAssembly[method], left = 1; WebAssembly[method] = function (source, imports) {
          var from = Object.keys(imports)[0], all = imports[from], mine = {}, given = {};
          Object.keys(all).forEach(function (name) {
          mine[name] = typeof all[name] != 'function' ? all[name] : function () {
            if (left-- > 0) throw new WebAssembly.RuntimeError('unreachable');
            return all[name].apply(null, arguments); }; });
          given[from] = mine; return start.call(WebAssembly, source, given); }; })`),
    },
    {
      name: 'missing, and its JavaScript too',
      files: { [WASM]: status(404), 'portcullis-plain.js': status(404) },
      says: /portcullis-plain\.js/,
      ...quiet,
    },
  ],
};
