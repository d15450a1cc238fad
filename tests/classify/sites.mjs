// Sites that hold real SDKs from npm, bundled with esbuild as their own code, in the test world: every host that an SDK
// calls is played there, and the log says whether it was.

import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';
import { allowAnyOrigin } from '../world/cors.mjs';
import { SDKS } from './expected.mjs';

const FOLDER = fileURLToPath(new URL('./sdks', import.meta.url));

/** Each SDK as one script. */
export async function bundles() {
  const built = await build({
    entryPoints: Object.keys(SDKS).map((name) => `${FOLDER}/${name}.js`),
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    write: false,
    outdir: '/',
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"', global: 'window' },
    logLevel: 'silent',
  });
  return Object.fromEntries(built.outputFiles.map(({ path, text }) => [path.match(/([^/\\]+)\.js$/)[1], text]));
}

const answer = (type, body) => (request, response) => {
  allowAnyOrigin(request, response);
  response.writeHead(200, { 'content-type': type }).end(body);
};
const json = (value) => answer('application/json', JSON.stringify(value));

/** Plays what the SDKs need an answer of; to all else the world says yes. */
export function serveVendors(world) {
  // Matomo's own script is not on npm: what it does is in its documentation (https://matomo.org/faq/general/faq_146/).
  world.serve(
    'sdks.matomo.cloud',
    '/matomo.js',
    answer(
      'text/javascript',
      `
    const keep = (name, value, age) => {
      document.cookie = name + '=' + value + '; path=/; max-age=' + age + '; SameSite=Lax';
    };
    keep('_pk_id.1.1fff', '0123456789abcdef.1', 33955200);
    keep('_pk_ses.1.1fff', '1', 1800);
    new Image().src = 'https://sdks.matomo.cloud/matomo.php?idsite=1&rec=1';`,
    ),
  );
  world.serve(
    'cdn.segment.com',
    json({
      integrations: { 'Segment.io': { apiKey: 'TESTWRITEKEY', unbundledIntegrations: [] } },
      plan: {},
      edgeFunction: {},
      middlewareSettings: {},
      enabledMiddleware: {},
    }),
  );
  world.serve('api.segment.io', json({ success: true }));
  world.serve('us.i.posthog.com', json({ status: 'Ok', supportedCompression: [], featureFlags: {} }));
}

/** A banner of somebody else's making. */
const BANNER = `<div role="dialog" aria-label="Cookies"
  style="position:fixed;bottom:0;left:0;right:0;padding:16px;background:#fff">
  <p>We and our partners use cookies.</p><button id="no">Reject all</button> <button id="yes">Accept all</button></div>
  <script>
    const sdk = (name) => Object.assign(document.createElement('script'), { src: '/sdk/' + name + '.js' });
    const load = () => LATER.forEach((name) => document.body.append(sdk(name)));
    const asked = document.cookie.match(/choice=(\\w+)/);
    const close = () => document.querySelector('[role=dialog]').remove();
    const choose = (said) => { document.cookie = 'choice=' + said + '; path=/; max-age=15552000'; close();
    if (said == 'yes') load(); };
    for (const said of ['yes', 'no']) document.getElementById(said).onclick = () => choose(said);
    if (asked) { close(); if (asked[1] == 'yes') load(); }
  </script>`;

const page = (head, body) => (request, response) => {
  response
    .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
    .end(
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The SDKs</title>${head}</head>` +
        `<body><main><h1>The SDKs</h1></main>${body}</body></html>`,
    );
};
const script = (name) => `<script src="/sdk/${name}.js"></script>`;

/**
 * A site: `early` SDKs run whatever is chosen, `later` ones after its banner's "accept".
 * @param {string} host
 */
export function serveSite(world, host, files, { early = [], later = [], portcullis, policy } = {}) {
  for (const [name, text] of Object.entries(files))
    world.serve(host, `/sdk/${name}.js`, answer('text/javascript', text));
  if (portcullis) world.serve(host, '/portcullis', portcullis);
  if (policy) world.serve(host, '/policy.json', json(policy));
  const tag = portcullis
    ? '<script data-cfasync="false" src="/portcullis/portcullis.js" data-policy="/policy.json"></script>'
    : '';
  const banner = portcullis ? '' : BANNER.replace('LATER', JSON.stringify(later));
  const held = portcullis
    ? later.map((name) => `<script type="text/plain" data-consent="${name}" data-src="/sdk/${name}.js"></script>`)
    : [];
  world.serve(host, page(tag, banner + early.map(script).join('') + held.join('')));
}
