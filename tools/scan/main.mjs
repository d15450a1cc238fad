// `./x scan URL`: whom and what a site's visitors meet before a choice, after a refusal and after an acceptance.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { draft } from './draft.mjs';
import { scan } from './scan.mjs';
import { table } from './table.mjs';

const HELP = `./x scan URL [URL …] [options]
  visits pages of one site before a choice, after "reject" and after "accept", each as someone who has never been there,
  and lists every third-party host, cookie and storage key of each state, what it is, and whether the policy has it
  --policy FILE  the site's policy; without it the one that the page names
  --draft FILE   writes a policy, or where there is one the entries that it lacks
  --json         all of it for programs
  --insecure     certificates are not checked
  CHROMIUM       the path of the browser (default /usr/bin/chromium)
Exit status: 0 nothing found, 1 findings, 2 the site cannot be visited.`;

function stop(message) {
  console.error(message);
  process.exit(2);
}

let parsed;
try {
  const text = { type: 'string' },
    flag = { type: 'boolean' };
  parsed = parseArgs({
    allowPositionals: true,
    options: { policy: text, draft: text, json: flag, insecure: flag, help: flag },
  });
} catch (error) {
  stop(error.message);
}
const { values: options, positionals: urls } = parsed;
if (options.help) {
  console.log(HELP);
  process.exit(0);
}
if (!urls.length) stop(HELP);
const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';
if (!existsSync(executablePath)) stop(`no Chromium at ${executablePath}: install it, or set CHROMIUM to its path`);

// What a visitor is shown: some banners hide from a browser that says it is driven.
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-blink-features=AutomationControlled'],
});
let scanned;
try {
  const fresh = () => browser.newContext({ ignoreHTTPSErrors: options.insecure, reducedMotion: 'reduce' });
  scanned = await scan(fresh, urls, { policy: options.policy && readFileSync(options.policy, 'utf8') });
} catch (error) {
  stop(`${urls[0]}: ${error.message.split('\n')[0]}`);
} finally {
  await browser.close();
}
const drafted = draft(scanned);
if (options.draft) writeFileSync(options.draft, JSON.stringify(drafted.policy, null, 2) + '\n');
console.log(
  options.json ? JSON.stringify({ ...scanned, draft: drafted }, null, 2) : table(scanned, drafted, options.draft),
);
process.exit(scanned.findings.length ? 1 : 0);
