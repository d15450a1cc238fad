// FAKE of Cloudflare's Rocket Loader, written from facts/vendors.md 3.6: what the edge does to a page, and the
// script that then runs what it took out of order.

const MARK = '0123456789abcdef01234567';
const PATH = '/cdn-cgi/scripts/7d0fa10a/cloudflare-static/rocket-loader.min.js';
const EXECUTABLE = /^(text\/javascript|application\/javascript|module|)$/;

/** The page as it leaves the edge. Only an attribute in the HTML before `src` keeps a script out. */
export function rocketed(html) {
  const rewritten = html.replace(/<script\b([^>]*)>/g, (tag, attributes) => {
    const [, type = ''] = /\btype="([^"]*)"/.exec(attributes) ?? [];
    const before = attributes.split(/\bsrc=/)[0];
    if (before.includes('data-cfasync="false"') || !EXECUTABLE.test(type)) return tag;
    const plain = attributes.replace(/\s*\btype="[^"]*"/, '');
    return `<script type="${MARK}-${type || 'text/javascript'}"${plain}>`;
  });
  return rewritten.replace('</body>', `<script src="${PATH}" data-cf-settings="${MARK}-|49" defer></script></body>`);
}

export function serveRocketLoader(serve, host) {
  serve(host, PATH, (request, response) => {
    response.writeHead(200, { 'content-type': 'text/javascript' }).end(`(${run})()`);
  });
}

/** In the page: one after the other, in the order of the document. */
async function run() {
  const [mark] = document.currentScript.dataset.cfSettings.split('|');
  for (const taken of [...document.querySelectorAll(`script[type^="${mark}"]`)]) {
    const script = document.createElement('script');
    for (const { name, value } of taken.attributes)
      script.setAttribute(name, name === 'type' ? value.slice(mark.length) : value);
    script.text = taken.textContent;
    const ran = new Promise((done) => (script.onload = script.onerror = done));
    taken.replaceWith(script);
    if (script.src) await ran;
  }
}
