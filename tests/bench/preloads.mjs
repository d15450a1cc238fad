// What the seal costs a page's own resources, and what takes it back: in Chromium a static policy in the page
// makes the preload scanner wait. Writes docs/preloads.md; run by `./x bench preloads`.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { copyBuild } from '../e2e/build.mjs';
import { snippet } from '../gate/snippet.mjs';
import { openChromium } from '../world/browser.mjs';
import { folder } from '../world/folder.mjs';
import { openWorld } from '../world/index.mjs';
import { median } from './numbers.mjs';

const RUNS = 15;
const HOST = 'www.bench.test';
const POLICY = JSON.parse(readFileSync(new URL('../world/pages/privacy/policy.json', import.meta.url), 'utf8'));
const { html: seal } = snippet(POLICY);
const own = ['style', 'script'].map((as) => ({ as, href: as == 'style' ? '/own.css' : '/own.js' }));
const hints = own.map(({ as, href }) => `<link rel="preload" as="${as}" href="${href}">`).join('');
const headers = { link: own.map(({ as, href }) => `<${href}>; rel=preload; as=${as}`).join(', ') };

/** Each a page of the same content; `before` is what stands where the snippet goes. */
const FORMS = [
  { name: 'without the seal', before: '' },
  { name: 'sealed', before: seal },
  { name: 'sealed, own preloads before the latch', before: hints + seal },
  { name: 'sealed, own `Link` headers', before: seal, headers },
];

const words = 'Boots, clogs and sandals, in every size and in most colours. ';
const page = (before) => `<!doctype html><html lang="en"><head><meta charset="utf-8">${before}
<title>Bench</title><link rel="stylesheet" href="/own.css"><script defer src="/own.js"></script></head>
<body><main><h1>Shoes</h1>${`<p>${words.repeat(20)}</p>`.repeat(20)}<img src="/own.svg" alt=""></main></body></html>`;

const spread = (numbers) => {
  const sorted = numbers.toSorted((one, other) => one - other);
  return [sorted[numbers.length >> 2], sorted[(numbers.length * 3) >> 2]];
};

/** One visit of someone who has never been here, on a slow machine and a slow line. */
async function measure(chromium, form) {
  const visitor = await chromium.visitor();
  const devtools = await visitor.context.newCDPSession(visitor.page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: 200_000,
    uploadThroughput: 90_000,
  });
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await visitor.page.goto(`https://${HOST}/${FORMS.indexOf(form)}`);
  const found = await visitor.page.evaluate(async () => {
    const painted = await new Promise((done) =>
      new PerformanceObserver((list) => done(list.getEntries()[0])).observe({ type: 'paint', buffered: true }),
    );
    const at = (name) => performance.getEntriesByType('resource').find((entry) => entry.name.endsWith(name)).startTime;
    return { script: at('/own.js'), style: at('/own.css'), paint: painted.startTime };
  });
  await visitor.close();
  return found;
}

const world = await openWorld();
const build = await copyBuild();
try {
  world.serve(HOST, '/portcullis', folder(build.folder, '/portcullis'));
  world.serve(HOST, '/privacy', (request, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(POLICY)),
  );
  world.serve(HOST, '/own.css', (request, response) =>
    response.writeHead(200, { 'content-type': 'text/css' }).end('main { max-width: 60em; }'),
  );
  world.serve(HOST, '/own.js', (request, response) =>
    response.writeHead(200, { 'content-type': 'text/javascript' }).end('window.own = 1;'),
  );
  world.serve(HOST, '/own.svg', (request, response) =>
    response.writeHead(200, { 'content-type': 'image/svg+xml' }).end('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  );
  FORMS.forEach((form, at) =>
    world.serve(HOST, `/${at}`, (request, response) =>
      response.writeHead(200, { 'content-type': 'text/html', ...form.headers }).end(page(form.before)),
    ),
  );
  const chromium = await openChromium(world);
  const found = new Map(FORMS.map((form) => [form, []]));
  // Interleaved, or what the machine does meanwhile would fall on one form alone.
  for (let run = 0; run < RUNS; run++) for (const form of FORMS) found.get(form).push(await measure(chromium, form));
  await chromium.close();
  const of = (form, what) => found.get(form).map((one) => one[what]);
  const cell = (form, what) => {
    const differences = of(form, what).map((ms, run) => ms - of(FORMS[0], what)[run]);
    const [low, high] = spread(differences);
    return form == FORMS[0]
      ? `${Math.round(median(of(form, what)))} ms`
      : `${Math.round(median(differences))} (${Math.round(low)} to ${Math.round(high)})`;
  };
  const rows = FORMS.map(
    (form) => `| ${form.name} | ${['style', 'script', 'paint'].map((what) => cell(form, what)).join(' | ')} |`,
  );
  const text = `# What the seal costs the page's own preloads

Written by \`./x bench preloads\`: Chromium, 4× CPU, 150 ms latency, ${RUNS} interleaved visits of someone who has
never been here. The first row is in milliseconds after the navigation began; the others are the differences to it in
ms, the median and the middle half.

| page | own style sheet asked for | own deferred script asked for | first contentful paint |
|---|---|---|---|
${rows.join('\n')}

A page's static policy makes Chromium's preload scanner wait for the parser. The last two rows say how much of that
comes back where the page names its own resources in preloads placed before the latch, or in \`Link\` headers.
`;
  writeFileSync(fileURLToPath(new URL('../../docs/preloads.md', import.meta.url)), text);
  console.log(text);
} finally {
  await world.close();
  await build.remove();
}
