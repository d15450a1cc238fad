// `./x bench`: ours beside its peers, in one run. Writes docs/bench.md and docs/growth.svg. BENCH_RUNS and
// BENCH_SCORES say how often each is visited and scored; 15 and 3 unless told.

import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openBeside } from './beside/stage.mjs';
import { LINK, SLOWER, measure, scriptTime } from './beside/visits.mjs';
import { HOST } from './beside/page.mjs';
import { grow, plot, told } from './growth.mjs';
import { openLighthouse } from './lighthouse/score.mjs';
import { median, spread } from './numbers.mjs';

const RUNS = Number(process.env.BENCH_RUNS ?? 15);
const SCORES = Number(process.env.BENCH_SCORES ?? 3);
const OURS = /^portcullis/;
const docs = (name) => fileURLToPath(new URL(`../../docs/${name}`, import.meta.url));
const thousands = (number) => Math.round(number).toLocaleString('en');

const beside = await openBeside();
const all = beside.forms;
const products = all.filter(({ accept }) => accept);
const bare = all.find(({ name }) => name == 'no module');
const plain = all.find((form) => form.plain);
const visits = new Map(all.map((form) => [form, []]));
const scores = new Map(all.map((form) => [form, []]));
try {
  // Interleaved, or what the machine does meanwhile would fall on one product alone.
  for (let run = 0; run < RUNS; run++) {
    for (const form of all) {
      const script = await scriptTime(beside.chromium, form);
      visits.get(form).push({ ...(await measure(beside.chromium, form)), script });
    }
    console.error(`bench: ${run + 1} of ${RUNS}`);
  }
  const lighthouse = await openLighthouse(beside.world);
  for (let run = 0; run < SCORES; run++)
    for (const form of all) scores.get(form).push(await lighthouse.score(`https://${HOST}${form.path}`));
  await lighthouse.close();
} finally {
  await beside.close();
}
const grown = await grow(Math.min(5, RUNS));
writeFileSync(docs('growth.svg'), plot(grown));

const values = (form, what) => visits.get(form).map((one) => one[what]);
const total = (form, what, unit) =>
  [...new Set(visits.get(form)[0][what])].reduce((sum, file) => sum + beside.weights.get(file)[unit], 0);
const best = (figure, among = products.filter(({ name }) => !OURS.test(name))) => Math.min(...among.map(figure));

/** The mean of the lowest third: what else the machine does only adds. */
const least = (numbers) => {
  const lowest = numbers.toSorted((a, b) => a - b).slice(0, Math.ceil(numbers.length / 3));
  return lowest.reduce((sum, one) => sum + one, 0) / lowest.length;
};
const ownScript = (form) => least(values(form, 'script')) - least(values(bare, 'script'));

/** A row a product: figures, and how the median stands to the best peer's. */
function table(columns, forms = products) {
  const head = columns.map(({ title }) => title);
  const rows = forms.map((form) => {
    const cells = columns.map(({ of, figure, without }) => {
      const ratio = OURS.test(form.name) && figure ? ` · ${(figure(form) / best(figure)).toFixed(2)}×` : '';
      return without?.(form) ? '–' : of(form) + ratio;
    });
    return `| ${form.name} | ${cells.join(' | ')} |`;
  });
  return `| | ${head.join(' | ')} |\n|---|${head.map(() => '---|').join('')}\n${rows.join('\n')}`;
}

const weight = (title, what) => ({
  title,
  of: (form) => ['raw', 'gzip', 'brotli'].map((unit) => thousands(total(form, what, unit))).join(' / '),
  figure: (form) => total(form, what, 'brotli'),
});
const count = (title, what) => ({
  title,
  of: (form) => String(Math.max(...values(form, what).map((files) => files.length))),
  figure: (form) => Math.max(...values(form, what).map((files) => files.length)),
});
const time = (title, what, { ratio = true, without } = {}) => ({
  title,
  of: (form) => spread(values(form, what)),
  ...(ratio && { figure: (form) => median(values(form, what)) }),
  without,
});
const more = (title, what, than, digits = 0) => ({
  title,
  of: (form) => (median(values(form, what)) - median(values(than, what))).toFixed(digits),
});

const floors = all.filter(({ floor }) => floor);
function floorRow(floor) {
  const form = products.find(({ name }) => name == floor.floor);
  const [mine, least] = [form, floor].map((one) => median(values(one, 'banner')));
  const times = [form, floor].map((one) => [spread(values(one, 'banner')), ownScript(one).toFixed(1)]);
  const [[banner, script], [bannerOfFloor, scriptOfFloor]] = times;
  return (
    `| ${form.name} | ${banner} | ${bannerOfFloor} | ${(mine / least).toFixed(2)}× | ${script} | ` +
    `${scriptOfFloor} |`
  );
}

const text = `# Beside the peers

Written by \`./x bench\`: Chromium, 390 × 844, ${SLOWER}× CPU, a link of ${LINK.latency} ms and 1.6 Mbit/s,
${RUNS} interleaved visitors per product. Every product
stands on the same page with the same three services (Google Analytics, Sentry, Cloudflare Web Analytics), set up as
its documents say (\`tests/bench/beside/forms.mjs\`); files are served as brotli 11 and cached for a year, as a site
should. Times are medians in milliseconds with the middle half of the runs in brackets; \`· 0.50×\` is ours against
the best peer's.

Osano's cookieconsent shows a banner and holds nothing: the site's own code has to. c15t is its React banner with
React inside; of its bytes, a bundle of React alone is ${thousands(beside.react.brotli)}. vanilla-cookieconsent hides
itself from automated browsers and was told not to. Under the seal a grant takes effect with the next page, so no
service comes with the click.

The first row of ours is what the quick start gives: the policy is built into the entry. The second carries entry and
plan in the page. The last is a site that builds nothing: its policy is fetched and its plan made in the page.

Where ours is not first, a cell says by how much, and this is why. *A first visit's bytes*: the entry knows what every
service of the policy and of the card's vendors may reach and store, and hooks the roads by which code reaches it;
peers hold what is marked for them.
*The largest paint*: the entry is a script that the parser waits for, first in \`<head>\`,
because it holds what comes after it; peers are deferred or stand at the end. The seal's is deferred too. *Its plan
made in the page*: script, page module and wasm are fetched one after the other.

## What is loaded

Bytes raw / gzip 9 / brotli 11. A product's settings are the page's own bytes (brotli); those of ours are in the
entry, in the page, or in the policy that is fetched beside it.

${table([
  weight('first visit', 'loaded'),
  count('requests', 'loaded'),
  weight('returning visit', 'again'),
  count('requests', 'again'),
  {
    title: 'settings in the page',
    of: (form) => String(beside.carried(form) + (form.fetchesPolicy ? beside.weights.get('/policy.json').brotli : 0)),
  },
])}

## A first visit

The columns with + are differences to the page without any module. *Script time* is what the main thread spends on
scripts until the page has loaded and the banner stands, at the machine's own speed, in other visits: the mean of the
lowest third, less that of the page without any module.

${table([
  time('banner, ms', 'banner'),
  {
    title: '+ script time, ms',
    of: (form) => ownScript(form).toFixed(1),
    figure: ownScript,
  },
  more('+ largest paint, ms', 'largest', bare),
  more('+ shift', 'shift', bare, 3),
  more('+ blocking time, ms', 'blocking', bare),
  more('+ long tasks', 'tasks', bare),
  {
    title: '+ heap, kB',
    of: (form) => thousands((median(values(form, 'heap')) - median(values(bare, 'heap'))) / 1000),
    figure: (form) => median(values(form, 'heap')) - median(values(bare, 'heap')),
  },
  time('Accept to paint, ms', 'click'),
  {
    title: 'the banner was the largest paint',
    of: (form) => `${values(form, 'ours').filter(Boolean).length} of ${RUNS}`,
  },
  { title: 'requests of services before the choice', of: (form) => String(Math.max(...values(form, 'early'))) },
])}

### The floor

A script of as many bytes in the same place that draws the same banner and does nothing else
(\`tests/bench/beside/floor.mjs\`), in the same run. What is above it is what ours does besides: hooks, decisions, the
record.

| | banner, ms | the floor's | against | script time, ms | the floor's |
|---|---|---|---|---|---|
${floors.map(floorRow).join('\n')}

## A returning visit, everything granted

From the navigation to the first service's request; without any module, with plain tags,
${spread(values(plain, 'service'))}.

${table([
  time('first service asked for, ms', 'service'),
  more('+ largest paint, ms', 'largestAgain', plain),
  more('+ blocking time, ms', 'blockingAgain', plain),
])}

## Lighthouse 12.8.2

The median of ${SCORES}, of a first visit.

${table(
  ['performance', 'accessibility', 'best-practices'].map((what) => ({
    title: what,
    of: (form) => String(median(scores.get(form).map((one) => one[what]))),
  })),
  [bare, ...products],
)}

## Growth

${told(grown)}
`;
writeFileSync(docs('bench.md'), `${text}\n${scale()}`);
console.log(text);

/** What it comes to at a site of 100 million views a day, on paper, from the bytes above. */
function scale() {
  const form = products.find(({ name }) => name == 'portcullis');
  const first = total(form, 'loaded', 'brotli');
  const again = total(form, 'again', 'brotli');
  const VIEWS = 100e6;
  const NEW = 0.2;
  const gigabytes = (bytes) => (bytes / 1e9).toFixed(0);
  const rows = [...products.filter(({ name }) => !/sealed/.test(name))].map((one) => {
    const bytes = VIEWS * NEW * total(one, 'loaded', 'brotli');
    const requests = thousands((VIEWS * NEW * values(one, 'loaded')[0].length) / 1e6);
    return `| ${one.name} | ${gigabytes(bytes)} | ${requests} |`;
  });
  return `## A site of 100 million views a day

On paper, from the bytes above. Of the views, suppose a fifth by browsers that have nothing cached; the rest answer
from the cache (\`immutable\`), where ours asks for its entry alone, with \`If-None-Match\`: a 304 of some 200 bytes.

| | GB a day | million requests a day |
|---|---|---|
${rows.join('\n')}

Ours, by part: first visits ${thousands((VIEWS * NEW) / 1e6)} million × ${thousands(first)} bytes =
${gigabytes(VIEWS * NEW * first)} GB; were nothing cached, ${gigabytes(VIEWS * again)} GB for all views. At
0.01 to 0.08 dollars a GB, what content delivery networks list, that is
${(((VIEWS * NEW * first) / 1e9) * 0.01).toFixed(0)} to
${(((VIEWS * NEW * first) / 1e9) * 0.08).toFixed(0)} dollars a day. Revalidating the entry on every view:
100 million requests × 200 bytes = 20 GB, and most of the requests; printed into the page it asks for nothing.

Hosting that is right at this size: \`portcullis build POLICY --out DIR\` writes the entry, which is served
\`no-cache\` with an \`ETag\`, and all else into a folder that is named by its content, which is served with
\`Cache-Control: public, max-age=31536000, immutable\`. [docs/tools.md](tools.md) has both, and \`portcullis recipe\`
the headers.

Receipts: one a decision, not a view. If a fifth of the views are first ones and half of those decide, 10 million a
day: 116 a second on average, ten times that at the peak, about 1 kB each. The endpoint need only check the shape,
answer 204 and append to the queue that the site has (Kafka, Kinesis, Pub/Sub) keyed by the receipt's id; the consumer
stores with the id as the primary key, so that what is sent twice is stored once.
`;
}
