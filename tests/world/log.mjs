// What reached the world, in order, and how a test waits for it.

import { isBrowserNoise, isBrowserNoiseHost } from './noise.mjs';

/**
 * @typedef {object} Entry
 * @property {number} at       milliseconds since 1970
 * @property {number} order    position, counted together with the CONNECTs
 * @property {string} host     without port
 * @property {string} method
 * @property {string} path
 * @property {URLSearchParams} query
 * @property {string} url
 * @property {Record<string, string>} cookies
 * @property {Record<string, string>} headers
 * @property {string} body     empty until the last byte is in
 * @property {Buffer} bytes    the same body, for what is not text
 * @property {boolean} received  the last byte is in, or the browser gave up
 * @property {boolean} noise   the browser asked for itself, not for a page
 */

/**
 * @typedef {object} Filter
 * @property {string | RegExp | (string | RegExp)[]} [host]
 * @property {string | RegExp | (string | RegExp)[]} [path]
 * @property {string} [method]  without it CORS preflights never count
 * @property {number} [since]   a mark
 * @property {(entry: Entry) => boolean} [where]
 */

export class Log {
  entries = [];
  connects = [];
  #next = 0;
  #waiting = new Set();

  mark() {
    return this.#next;
  }

  connect(host, port) {
    this.connects.push({ at: Date.now(), order: this.#next++, host, port, noise: isBrowserNoiseHost(host) });
  }

  /** Logs a request as soon as its head is in, so that one cut off half way is seen as well. */
  request(message) {
    const scheme = message.socket.encrypted ? 'https' : 'http';
    const url = new URL(message.url, `${scheme}://${message.headers.host ?? 'unknown.invalid'}`);
    const entry = {
      at: Date.now(),
      order: this.#next++,
      host: url.hostname.replace(/^\[|\]$/g, ''),
      method: message.method,
      path: url.pathname,
      query: url.searchParams,
      url: url.href,
      cookies: readCookies(message.headers.cookie),
      headers: message.headers,
      body: '',
      bytes: Buffer.alloc(0),
      received: false,
      noise: false,
    };
    entry.noise = isBrowserNoise(entry);
    this.entries.push(entry);

    const chunks = [];
    message.on('data', (chunk) => chunks.push(chunk));
    message.on('close', () => {
      if (!entry.received) this.#finish(entry, chunks);
    });
    message.on('end', () => this.#finish(entry, chunks));
    return entry;
  }

  #finish(entry, chunks) {
    entry.bytes = Buffer.concat(chunks);
    entry.body = entry.bytes.toString('utf8');
    entry.received = true;
    for (const look of [...this.#waiting]) look();
  }

  /** @param {Filter} filter */
  requests(filter = {}) {
    const { host, path, method, since = 0, where } = filter;
    return this.entries.filter(
      (entry) =>
        !entry.noise &&
        entry.order >= since &&
        (method ? entry.method === method : entry.method !== 'OPTIONS') &&
        fits(entry.host, host) &&
        fits(entry.path, path) &&
        (!where || where(entry)),
    );
  }

  /** @param {Pick<Filter, 'host' | 'since'>} filter */
  connections({ host, since = 0 } = {}) {
    return this.connects.filter((one) => !one.noise && one.order >= since && fits(one.host, host));
  }

  /**
   * The entries, once there are `count` of them with their bodies.
   * @param {Filter} filter
   * @returns {Promise<Entry[]>}
   */
  until(filter, { count = 1, within = 15000 } = {}) {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = this.requests(filter).filter((entry) => entry.received);
        if (found.length < count) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(found);
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(this.#missing(filter, count, within)));
      }, within);
      this.#waiting.add(look);
      look();
    });
  }

  #missing(filter, count, within) {
    const shown = Object.entries(filter)
      .map(([key, value]) => `${key} ${value}`)
      .join(', ');
    const found = this.requests(filter).length;
    const seen = this.entries
      .filter((entry) => entry.order >= (filter.since ?? 0))
      .map((entry) => `  ${entry.order}  ${entry.method} ${entry.url}`);
    return (
      `waited ${within} ms for ${count} request(s) with ${shown || 'any address'}, saw ${found}. ` +
      `All that was seen:\n${seen.join('\n') || '  nothing'}`
    );
  }
}

function fits(text, wanted) {
  if (wanted === undefined) return true;
  return [wanted].flat().some((one) => (one instanceof RegExp ? one.test(text) : one === text));
}

function readCookies(header = '') {
  const pairs = header
    .split(/; */)
    .filter(Boolean)
    .map((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? ['', pair] : [pair.slice(0, at), pair.slice(at + 1)];
    });
  return Object.fromEntries(pairs);
}
