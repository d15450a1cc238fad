// The ledger: every request that reached a vendor's stand-in, streamed to the pages that watch.

// A page that opens late still sees what happened just before.
const REMEMBERED = 30;

/**
 * @typedef {object} Entry
 * @property {string} vendor
 * @property {string} host    the host that was stood in for
 * @property {string} method
 * @property {string} path    without the query: it holds what a vendor would have learned
 * @property {string} time    ISO 8601
 */

export class Ledger {
  #vendors = {};
  #recent = [];
  #listeners = new Set();

  /** @param {Omit<Entry, 'time'>} request */
  add(request) {
    const entry = { ...request, time: new Date().toISOString() };
    const count = (this.#vendors[entry.vendor]?.count ?? 0) + 1;
    this.#vendors[entry.vendor] = { count, last: entry };
    this.#recent.push(entry);
    if (this.#recent.length > REMEMBERED) this.#recent.shift();
    // The count travels along, so that a listener that missed something is right again at once.
    this.#tell('request', { ...entry, count });
  }

  clear() {
    this.#vendors = {};
    this.#recent = [];
    this.#tell('state', this.#state());
  }

  /** Answers with a stream of server-sent events: first the state, then each request as it comes. */
  stream(request, response) {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    // The demo is restarted often; the page should notice quickly.
    response.write(`retry: 1000\n\n${event('state', this.#state())}`);
    this.#listeners.add(response);
    response.on('close', () => this.#listeners.delete(response));
  }

  #state() {
    return { vendors: this.#vendors, recent: this.#recent };
  }

  #tell(name, data) {
    for (const listener of this.#listeners) listener.write(event(name, data));
  }
}

function event(name, data) {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
