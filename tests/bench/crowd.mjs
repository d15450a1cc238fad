// A site with thirty vendors, three of which keep the page busy for 200 ms as they start: what an answer to the
// banner sets off. The test of it and the bench measure the same page.

export const VENDORS = 30;
export const BUSY = [3, 11, 19];
export const isVendor = (url) => /^https:\/\/v\d+\.crowd\.test\//.test(url);

const host = (at) => `v${at}.crowd.test`;
const all = Array.from({ length: VENDORS }, (_, at) => at);

export const services = all.map((at) => ({
  id: `vendor-${at}`,
  name: `Vendor ${at}`,
  vendor: `Vendor ${at}`,
  class: 'tracking',
  purpose: 'Counts',
  hosts: [host(at)],
}));

/** The tags, marked as `mark` says. */
export const tags = (mark) =>
  all
    .map((at) => `<script type="text/plain" ${mark(`vendor-${at}`, `https://${host(at)}/tag.js`)}></script>`)
    .join('\n');

/** Answers for every vendor. */
export function serveCrowd(world) {
  for (const at of all) {
    const work = BUSY.includes(at) ? 'for (const end = performance.now() + 200; performance.now() < end;);' : '';
    world.serve(host(at), (request, response) =>
      response
        .writeHead(200, { 'content-type': 'text/javascript' })
        .end(`${work} window.vendors = (window.vendors ?? 0) + 1;`),
    );
  }
}

const words = 'Boots, clogs and sandals, in every size and in most colours. ';
export const content = `<main><h1>Shoes</h1>${`<p>${words.repeat(12)}</p>`.repeat(12)}</main>`;

/** What Chromium's trace says of a visit: its events, in order. */
export async function traced(browser, page, act) {
  await browser.startTracing(page, {
    categories: [
      'toplevel',
      'devtools.timeline',
      'disabled-by-default-devtools.timeline',
      'disabled-by-default-devtools.timeline.frame',
    ],
  });
  let trace;
  try {
    await act();
  } finally {
    trace = await browser.stopTracing();
  }
  const { traceEvents } = JSON.parse(trace);
  return traceEvents.sort((one, other) => one.ts - other.ts);
}
