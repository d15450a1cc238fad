// The floor: a script of as many bytes as ours, in the same place, that draws the same banner and does nothing else.
// What ours takes beyond that, its hooks and its decisions take.

import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Draws as surfaces.ts does, once there is a body. */
const SOURCE = `
  import { build } from './www/shim/surfaces';
  const draw = () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(WORDING.sheet);
    document.adoptedStyleSheets.push(sheet);
    const root = document.createElement('div');
    root.className = 'portcullis';
    root.lang = WORDING.language;
    root.dir = WORDING.direction;
    root.append(build(WORDING.banner));
    document.body.append(root);
    if (root.firstElementChild.popover) root.firstElementChild.showPopover();
  };
  const observer = new MutationObserver(() => {
    if (!document.body) return;
    observer.disconnect();
    draw();
  });
  observer.observe(document.documentElement, { childList: true });
`;

/** What ours carries beyond the floor stands in it as a comment, so that it has the same bytes to load. */
const padded = (script, entry) => {
  const [opens, closes] = ['/*', '*/'];
  const rest = entry.slice(script.length + opens.length + closes.length).replaceAll(closes, '* ');
  return script + opens + rest + closes;
};

/**
 * Writes the floor of a site that was built into `out`, as floor.js of `folder`.
 * @returns {Promise<string>} its text
 */
export async function writeFloor(out, wording, folder) {
  const bundled = await build({
    stdin: { contents: SOURCE, resolveDir: ROOT, loader: 'ts' },
    bundle: true,
    minify: true,
    write: false,
    define: { WORDING: JSON.stringify(wording) },
    logLevel: 'error',
  });
  const text = padded(bundled.outputFiles[0].text, await readFile(path.join(out, 'portcullis.js'), 'utf8'));
  await writeFile(path.join(folder, 'floor.js'), text);
  return text;
}
