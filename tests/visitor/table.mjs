// docs/visitor.md: what was tried on banner and preferences. `--write` writes it; else it is compared.

import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const FILE = fileURLToPath(new URL('../../docs/visitor.md', import.meta.url));
const folder = process.env.PORTCULLIS_TALLY;
if (!folder) throw new Error('run ./x prove visitor: it says where the tests noted what they tried');

const rows = [];
for (const name of await readdir(folder)) {
  rows.push(
    ...(await readFile(path.join(folder, name), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  );
}
const checks = rows
  .filter(({ check }) => check)
  .map(({ check, engine, over, cases, passed }) => `| ${check} | ${engine} | ${over} | ${cases} | ${passed} |`);
const peers = rows.filter(({ product }) => product).sort((one, other) => one.product.localeCompare(other.product));

const measured = ({ findings }) => {
  const rules = Map.groupBy ? Map.groupBy(findings, ({ rule }) => rule) : grouped(findings);
  return [...rules].map(([rule, found]) => {
    const where = found
      .map(({ width, layer }) => [width && `${width} px`, layer && 'second layer'].filter(Boolean).join(' '))
      .filter(Boolean);
    return (
      `| ${rule} (${found[0].source}) | ${where.join(', ') || 'the whole visit'} | ` +
      `${found[0].measured.replaceAll('|', '\\|')} |`
    );
  });
};
function grouped(findings) {
  const rules = new Map();
  for (const one of findings) rules.set(one.rule, [...(rules.get(one.rule) ?? []), one]);
  return rules;
}

const text = `# What the visitor meets, tried

Written by \`./x prove visitor --write\`; \`./x prove visitor\` compares, and \`./x test\` tries a part. A case is one
page, in one language, layout, scheme and size, or one rule over a whole visit, as the row says. Fairness is measured
from the rendered page: boxes, computed styles, pixels of screenshots, presses of keys, clicks
([tools/audit](../tools/audit); \`./x audit URL\` does it on any page).

| check | engine | over | cases | passed |
|---|---|---|---|---|
${checks.sort().join('\n')}

## The same checker on other banners

Set up as their documents show, without a link of the site's own, in Chromium: that the checker can find something.
Where a rule found something at several sizes, what it measured is that of the first.
${peers
  .map(
    (peer) => `
### ${peer.product}: ${peer.checks} checks, ${peer.findings.length} findings

| rule | where | measured |
|---|---|---|
${measured(peer).join('\n')}
`,
  )
  .join('')}`;

// What letters measure is another machine's fonts' business.
const bare = (all) => all.slice(all.indexOf('## The same')).replace(/\d+(\.\d+)?/g, '#');
const own = (all) => all.slice(0, all.indexOf('## The same'));
if (process.argv.includes('--write')) await writeFile(FILE, text);
else {
  const written = await readFile(FILE, 'utf8').catch(() => '');
  if (own(written) !== own(text) || bare(written) !== bare(text)) {
    console.error(
      'docs/visitor.md is not what was tried: run ./x prove visitor --write, read what changed, and commit it',
    );
    process.exit(1);
  }
}
