// `./x audit URL`: is the consent banner of a page fair, and can everyone use it?

import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { SIZES, audit } from './audit.mjs';
import { sightOf } from './sight.mjs';

const HELP = `./x audit URL|FILE [--json] [--insecure]
  looks at the consent banner of a page, ours or another's, in ${SIZES.map((size) => size.join('×')).join(', ')} px
  --json      the findings for programs
  --insecure  certificates are not checked
  CHROMIUM    the path of the browser (default /usr/bin/chromium)
Exit status: 0 nothing found, 1 findings, 2 no banner, or the page cannot be opened.`;

let parsed;
try {
  parsed = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean' }, insecure: { type: 'boolean' }, help: { type: 'boolean' } },
  });
} catch (error) {
  stop(error.message);
}
const {
  values: options,
  positionals: [target],
} = parsed;
if (options.help) {
  console.log(HELP);
  process.exit(0);
}
if (!target) stop(HELP);
const url = existsSync(target) ? pathToFileURL(target).href : target;
const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';
if (!existsSync(executablePath)) stop(`no Chromium at ${executablePath}: install it, or set CHROMIUM to its path`);

// What a visitor is shown: some banners hide from a browser that says it is driven.
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-blink-features=AutomationControlled'],
});
let result;
try {
  result = await audit(async () => {
    const context = await browser.newContext({ ignoreHTTPSErrors: options.insecure, reducedMotion: 'reduce' });
    return { ...sightOf(await context.newPage()), close: () => context.close() };
  }, url);
} catch (error) {
  stop(`${url}: ${error.message.split('\n')[0]}`);
} finally {
  await browser.close();
}
const { found, judgements } = result;
if (!found) stop(`${url}: no consent banner found. Is it drawn for a visitor who has never been there?`);
const findings = judgements.filter(({ pass }) => !pass);
if (options.json) console.log(JSON.stringify({ url, banner: found, checks: judgements.length, findings }, null, 2));
else {
  for (const { rule, source, measured, advice, width, layer } of findings) {
    const where = [width && `${width} px`, layer && 'second layer'].filter(Boolean).join(', ');
    console.log(`${rule} (${source})${where ? `, ${where}` : ''}\n  measured: ${measured}\n  do: ${advice}`);
  }
  console.log(`${found}: ${judgements.length} checks, ${findings.length} findings`);
}
process.exit(findings.length ? 1 : 0);

function stop(message) {
  console.error(message);
  process.exit(2);
}
