// The style sheets as pages adopt them. Against a page's `!important` ours has to be important too, and among important
// declarations those in a layer win over those in none: docs/decisions/011.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { transform } from 'esbuild';
import postcss from 'postcss';

const PAGE = path.resolve(import.meta.dirname, '../page');
const SUPPORTED = '(color: light-dark(red, red))';
const LIGHT_DARK = /light-dark\(([^,()]+),[^()]+\)/g;

/** Every declaration important, and all of it in our layer. */
const outOfReach = {
  postcssPlugin: 'out-of-reach',
  OnceExit(root, { AtRule }) {
    root.walkDecls((declaration) => {
      declaration.important = true;
    });
    const layer = new AtRule({ name: 'layer', params: 'portcullis', nodes: root.nodes });
    root.removeAll();
    root.append(layer);
  },
};

/** Browsers without `light-dark()` get the light colours. */
const lightFirst = {
  postcssPlugin: 'light-first',
  Once(root, { AtRule, Rule }) {
    root.walkRules((rule) => {
      if (rule.parent.type === 'atrule' && rule.parent.name === 'supports') return;
      const both = rule.nodes.filter((node) => node.type === 'decl' && node.value.includes('light-dark('));
      if (!both.length) return;
      const supported = new Rule({ selector: rule.selector, nodes: both.map((declaration) => declaration.clone()) });
      rule.after(new AtRule({ name: 'supports', params: SUPPORTED, nodes: [supported] }));
      for (const declaration of both) declaration.value = declaration.value.replaceAll(LIGHT_DARK, '$1');
    });
  },
};

/** Sheets of www/page as one, minified. */
export async function sheetOf(...names) {
  const source = names.map((name) => readFileSync(path.join(PAGE, name), 'utf8')).join('\n');
  const { css } = await postcss([lightFirst, outOfReach]).process(source, { from: undefined });
  const { code } = await transform(css, { loader: 'css', minify: true, target: 'chrome111' });
  return code.trim();
}
