// Who answers for which host.

import { allowAnyOrigin } from './cors.mjs';
import { folder } from './folder.mjs';

/**
 * @callback Handler
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {import('./log.mjs').Entry} entry
 * @returns {void | Promise<void>}
 */

export class Sites {
  #mounts = [];

  /**
   * serve(host, handler) or serve(host, '/prefix', handler). A handler is a function or the
   * absolute path of a folder. The longest prefix wins; of equal ones, the last served.
   * @param {string | RegExp} host
   * @param {...(string | Handler)} rest
   */
  serve(host, ...rest) {
    const [prefix, handler] = rest.length > 1 ? rest : ['/', rest[0]];
    const answer = typeof handler === 'string' ? folder(handler, prefix) : handler;
    this.#mounts.unshift({ host, prefix, answer });
  }

  async answer(request, response, entry) {
    try {
      await this.#find(entry)(request, response, entry);
    } catch (error) {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(`the test world failed to answer ${entry.url}\n${error.stack}`);
    }
  }

  #find({ host, path }) {
    let best;
    for (const mount of this.#mounts) {
      const ours = mount.host instanceof RegExp ? mount.host.test(host) : mount.host === host;
      if (!ours || !isBelow(path, mount.prefix)) continue;
      if (!best || mount.prefix.length > best.prefix.length) best = mount;
    }
    return best?.answer ?? unknownHost;
  }
}

/** '/shop' holds '/shop' and '/shop/cart', not '/shopping'. */
function isBelow(path, prefix) {
  return path.startsWith(prefix) && (prefix.endsWith('/') || [undefined, '/'].includes(path[prefix.length]));
}

/** A host nobody serves says yes to everything, so that a leak shows in the log and never hangs. */
function unknownHost(request, response) {
  allowAnyOrigin(request, response);
  response.writeHead(204).end();
}
