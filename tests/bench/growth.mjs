// What grows with a site: more services, more marked tags, more nodes. Run by `./x bench`; `node
// tests/bench/growth.mjs` prints it alone.

import { fileURLToPath } from 'node:url';
import { copyBuild } from '../e2e/build.mjs';
import { openChromium } from '../world/browser.mjs';
import { folder } from '../world/folder.mjs';
import { openWorld } from '../world/index.mjs';
import { median, spread } from './numbers.mjs';

const HOST = 'www.bench.test';
const SIZES = [3, 30, 300];
const TAGS = 1000;
const NODES = 10000;
const BATCH = 100;
const range = (count) => Array.from({ length: count }, (_, at) => at);
const vendor = (at) => ({
  id: `vendor-${at}`,
  name: `Vendor ${at}`,
  vendor: `Vendor ${at}`,
  class: 'tracking',
  purpose: 'Counts',
  hosts: [`v${at}.crowd.test`],
  cookies: [{ name: `_v${at}`, duration: '1y' }],
});
const policy = (count) => ({
  site: { name: 'Bench', contact: 'privacy@bench.test', policy: '/privacy/' },
  updated: '2026-11-22',
  services: range(count).map(vendor),
});
// Inline, so that what is measured is ours and not a thousand requests.
const tags = (count) =>
  range(TAGS)
    .map(
      (at) =>
        `<script type="text/plain" data-consent="vendor-${at % count}">window.ran = (window.ran ?? 0) + 1</script>`,
    )
    .join('\n');
const page = (head, body = '') =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bench</title>${head}</head>` +
  `<body><main></main>${body}</body></html>`;
const OURS = (count) => `<script src="/portcullis/portcullis.js" data-policy="/policy-${count}.json"></script>`;
const OBSERVED =
  '<script>new MutationObserver(() => {}).observe(document, { childList: true, subtree: true })</script>';

/** Milliseconds of the page's own main thread that DevTools counts as work. */
async function worked(devtools, act) {
  const spent = async () =>
    (await devtools.send('Performance.getMetrics')).metrics.find(({ name }) => name == 'TaskDuration').value * 1000;
  const before = await spent();
  await act();
  return (await spent()) - before;
}

async function answer(chromium, count) {
  const visitor = await chromium.visitor();
  const { page: at, context } = visitor;
  const devtools = await context.newCDPSession(at);
  await devtools.send('Performance.enable');
  const found = {};
  await at.goto('about:blank');
  found.decide = await worked(devtools, async () => {
    await at.goto(`https://${HOST}/tags-${count}`);
    await at.locator('.portcullis-banner').waitFor();
  });
  found.open = await worked(devtools, async () => {
    await at.locator('.portcullis-banner [data-action=choose]').click();
    await at.locator('dialog.portcullis-preferences').waitFor();
  });
  found.release = await worked(devtools, async () => {
    await at.locator('dialog.portcullis-preferences [data-action=accept]').click();
    await at.waitForFunction((all) => window.ran == all, TAGS, { polling: 20 });
  });
  await visitor.close();
  return found;
}

/** How the nodes come: in tasks that follow each other at once, or one each hundredth of a second. */
const PACES = { burst: 0, paced: 10 };

/** Adds nodes at a pace, and tells what processor time the main thread took. */
async function add(chromium, form, pace) {
  const visitor = await chromium.visitor();
  const devtools = await visitor.context.newCDPSession(visitor.page);
  await visitor.page.goto(`https://${HOST}/nodes-${form}`);
  if (form == 'live') await visitor.page.locator('.portcullis-banner').waitFor();
  await devtools.send('Performance.setTimeDomain', { timeDomain: 'threadTicks' });
  await devtools.send('Performance.enable');
  const run = () =>
    visitor.page.evaluate(
      async ([nodes, batch, wait]) => {
        const main = document.querySelector('main');
        const { port1, port2 } = new MessageChannel();
        const task = () =>
          new Promise((done) => (wait ? setTimeout(done, wait) : ((port1.onmessage = done), port2.postMessage(0))));
        main.replaceChildren();
        for (let at = 0; at < nodes; at += batch) {
          for (let one = 0; one < batch; one++) {
            const node = document.createElement('p');
            node.textContent = 'Boots';
            main.append(node);
          }
          await task();
        }
      },
      [NODES, BATCH, pace],
    );
  // Once for the compiler.
  await run();
  const times = [];
  for (let at = 0; at < 5; at++) times.push(await worked(devtools, run));
  await visitor.close();
  return Math.min(...times);
}

const FORMS = { bare: '', observed: OBSERVED, live: OURS(3) };

/** @returns the two tables' figures, from `runs` interleaved runs each */
export async function grow(runs) {
  const world = await openWorld();
  const build = await copyBuild();
  const html = (text) => (request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(text);
  world.serve(HOST, '/portcullis', folder(build.folder, '/portcullis'));
  for (const count of SIZES) {
    world.serve(HOST, `/policy-${count}.json`, (request, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(policy(count))),
    );
    world.serve(HOST, `/tags-${count}`, html(page(OURS(count), tags(count))));
  }
  for (const [form, head] of Object.entries(FORMS)) world.serve(HOST, `/nodes-${form}`, html(page(head)));
  const chromium = await openChromium(world);
  const services = new Map(SIZES.map((count) => [count, []]));
  const nodes = Object.fromEntries(
    Object.keys(PACES).map((pace) => [pace, Object.fromEntries(Object.keys(FORMS).map((form) => [form, []]))]),
  );
  for (let run = 0; run < runs; run++) {
    for (const count of SIZES) services.get(count).push(await answer(chromium, count));
    for (const [pace, wait] of Object.entries(PACES))
      for (const form of Object.keys(FORMS)) nodes[pace][form].push(await add(chromium, form, wait));
  }
  await chromium.close();
  await world.close();
  await build.remove();
  return { services, nodes };
}

const WHAT = {
  decide: 'to the banner, page and all',
  open: 'to the preferences',
  release: `to the last of ${TAGS} marked tags`,
};

/** A plot on logarithmic axes: what is linear is at most as steep as the dashed line. */
export function plot({ services }) {
  const [width, height, left, bottom] = [640, 320, 75, 40];
  const x = (count) => left + ((Math.log10(count) - 0.3) / 2.4) * (width - left - 130);
  const y = (ms) => height - bottom - (Math.log10(Math.max(1, ms)) / 4) * (height - bottom - 20);
  const colours = { decide: '#1b6ca8', open: '#b3541e', release: '#2f7d32' };
  const drawn = Object.keys(WHAT).map((what) => ({
    what,
    points: SIZES.map((count) =>
      [x(count), y(median(services.get(count).map((one) => one[what])))].map((one) => one.toFixed(1)),
    ),
  }));
  // The words stand beside the last points, one below the other where those lie close.
  const LINE = 16;
  let lowest = 0;
  const lines = drawn
    .sort((one, other) => one.points[2][1] - other.points[2][1])
    .map(({ what, points }) => {
      lowest = Math.max(+points[2][1] + 4, lowest + LINE);
      const line = points.map((one) => one.join()).join(' ');
      const dots = points.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="4" fill="${colours[what]}"/>`).join('');
      const name = `<text x="${+points[2][0] + 10}" y="${lowest.toFixed(1)}" fill="${colours[what]}">${what}</text>`;
      return `<polyline fill="none" stroke="${colours[what]}" stroke-width="2" points="${line}"/>${dots}${name}`;
    });
  const grid = [1, 10, 100, 1000, 10000].map(
    (ms) =>
      `<line x1="${left}" x2="${width - 130}" y1="${y(ms)}" y2="${y(ms)}" stroke="#ddd"/>` +
      `<text x="${left - 8}" y="${y(ms) + 4}" text-anchor="end">${ms} ms</text>`,
  );
  const ticks = SIZES.map(
    (count) => `<text x="${x(count)}" y="${height - 15}" text-anchor="middle">${count} services</text>`,
  );
  const [start, end] = [`x1="${x(3)}" y1="${y(10)}"`, `x2="${x(300)}" y2="${y(1000)}"`];
  const linear = `<line ${start} ${end} stroke="#999" stroke-dasharray="4 4"/>`;
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  const title = 'Work of the main thread by the number of services';
  const parts = [...grid, linear, ...lines, ...ticks].join('');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="sans-serif" font-size="12"><title>${title}</title>` +
    `<rect width="${width}" height="${height}" fill="#fff"/>${parts}</svg>\n`
  );
}

export function told({ services, nodes }) {
  const cell = (count, what) => spread(services.get(count).map((one) => one[what]));
  const rows = Object.entries(WHAT).map(
    ([what, words]) => `| ${words} | ${SIZES.map((count) => cell(count, what)).join(' | ')} |`,
  );
  const ratio = (pace, form) => (median(nodes[pace][form]) / median(nodes[pace].observed)).toFixed(2);
  const watched = (form, words) =>
    `| ${words} | ${Object.keys(PACES)
      .map((pace) => `${spread(nodes[pace][form])} | ${ratio(pace, form)}`)
      .join(' | ')} |`;
  return `| main thread at work, ms | ${SIZES.map((count) => `${count} services`).join(' | ')} |
|---|${SIZES.map(() => '---').join('|')}|
${rows.join('\n')}

![Work by the number of services](growth.svg)

The dashed line is ten times the work for ten times the services; nothing is steeper.

A page that adds ${NODES.toLocaleString('en')} nodes, ${BATCH} a task, undecided, under \`live\`: processor time of
its main thread, layout and all, and against an empty MutationObserver.

| | as fast as it can, ms | against | in a second, ms | against |
|---|---|---|---|---|
${watched('bare', 'nothing watches')}
${watched('observed', 'an empty MutationObserver')}
${watched('live', 'portcullis, live')}
`;
}

if (process.argv[1] == fileURLToPath(import.meta.url))
  console.log(told(await grow(Number(process.env.BENCH_RUNS ?? 5))));
