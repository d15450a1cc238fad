// Other gates, set up as their documents say to keep away what we keep away, in their strongest form.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);
const inline = (script) => `<script>${script.replaceAll('</script', '<\\/script')}</script>`;

const GUARDS = {
  /** Its list of addresses, then the script, before all others. */
  async yett() {
    const script = await readFile(require.resolve('yett/dist/yett.min.js'), 'utf8');
    return inline('window.YETT_BLACKLIST = [/\\.acme\\.test/, /www\\.google-analytics\\.com/];') + inline(script);
  },

  /** The network blocker with a rule for each host, and the blocker of frames. Offline: there is no backend here. */
  async c15t() {
    const source = `
      import { getOrCreateConsentRuntime } from 'c15t';
      const rule = (domain) => ({ id: domain, domain, category: 'measurement' });
      const { consentStore } = getOrCreateConsentRuntime({
        mode: 'offline',
        networkBlocker: { enabled: true, rules: [rule('acme.test'), rule('google-analytics.com')] },
      });
      consentStore.getState().initializeIframeBlocker();`;
    const { outputFiles } = await build({
      stdin: { contents: source, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
      bundle: true,
      write: false,
      minify: true,
      format: 'iife',
      platform: 'browser',
    });
    // It wants a body, and throws in <head>.
    return `</head><body>${inline(outputFiles[0].text)}`;
  },
};

export const PEERS = Object.keys(GUARDS);

/** @returns {Promise<() => string>} the head of a page with that gate */
export async function guardOf(peer) {
  if (!GUARDS[peer]) throw new Error(`no peer ${peer}: one of ${PEERS.join(', ')}`);
  const head = await GUARDS[peer]();
  return () => head;
}
