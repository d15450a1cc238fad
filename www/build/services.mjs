// `./x services`: docs/services.md, the catalogue as its files say it. tests/services.test.mjs holds the two together.

import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const FOLDER = path.join(ROOT, 'www/services');
export const PAGE = path.join(ROOT, 'docs/services.md');

/** The files of the catalogue, by the name that a policy uses. */
export const readServices = () =>
  readdirSync(FOLDER)
    .sort()
    .map((name) => JSON.parse(readFileSync(path.join(FOLDER, name), 'utf8')));

const HEAD = `# The catalogue of further services

Written by \`./x services\` from \`www/services\`: change the files, not this page. A policy names one as
\`"youtube"\`, or as \`{ "use": "youtube", … }\` with any field of a service overridden. \`data-consent="youtube"\`
marks its tags, scripts that make such a frame are held, and a refusal erases its names.

**What the rows are worth.** Each has its source. Where a row says *general knowledge*, no page of the vendor's was at
hand: look at your own pages before you rely on it. *13 months* is 395 days here and *6 months* 180. A vendor's names
on its own domain are listed because a visitor is told of them; no page can erase those. *Left out* are names that a
site may well have given to something of its own, which a refusal would erase.

**Classes.** Advertising, measuring, and embeds that recognise a visitor are \`tracking\`.
Payment, captchas, chats, fonts and booking are \`functional\`: they wait for a choice too. Where one is strictly
necessary for what the visitor asked for, as a payment is on the page where one pays, the site may say so: \`{ "use":
"services/stripe", "class": "essential" }\`. It is then listed, never held and never erased; that it is necessary is
for the site to show.

**What live cannot hold** it cannot hold here either:
a frame or a style sheet in the markup itself is fetched before any script runs (README). Mark frames (\`data-src\`);
fonts in a \`<link>\` wait only under the seal. On a first visit a service of the catalogue is known once the core has
read the policy, and from the first script on where the tag has the \`data-declared\` that \`./x snippet\` prints.

**A self-hosted service** has hosts that nobody can list:
\`{ "use": "matomo", "hosts": ["stats.example"], "vendor": "Us", "privacy": "/privacy/" }\`.

Facts of the Open Cookie Database (https://github.com/jkwakman/Open-Cookie-Database, commit 0ee5a17) are used under
the Apache Licence 2.0 (https://www.apache.org/licenses/LICENSE-2.0): names and retention periods, shortened and in
part corrected.

| name in a policy | class | for | hosts | stores |
|---|---|---|---|---|
`;

const cell = (list) => list.join('<br>') || '–';
const code = (text) => `\`${text}\``;

const row = ({ service: { id, name, vendor, class: kind, purpose, privacy, hosts, cookies } }) =>
  [
    '',
    `${code('services/' + id)}<br>[${name}](${privacy}), ${vendor}`,
    kind,
    purpose,
    cell(hosts.map(code)),
    cell(
      cookies.map(({ name: pattern, duration, store }) => `${code(pattern)} ${duration}${store ? `, ${store}` : ''}`),
    ),
    '',
  ]
    .join(' | ')
    .trim();

const TITLES = { hosts: 'Hosts', cookies: 'Stored names', class: 'Class', left: 'Left out' };

const sources = ({ service, sources: given }) =>
  [
    `### ${service.name}\n`,
    ...Object.entries(given).map(([key, source]) => `- ${TITLES[key] ?? code(key)}: ${source}`),
    '',
  ].join('\n');

/** The page. */
export function page(services = readServices()) {
  return `${HEAD}${services.map(row).join('\n')}\n\n## Sources\n\n${services.map(sources).join('\n')}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(PAGE, page());
