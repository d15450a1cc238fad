// How an answer to the banner feels on a slow machine, beside another with the same vendors. Writes docs/felt.md; run
// by `./x bench felt`. What holds whatever the machine is in tests/visitor/felt.test.mjs.

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { copyBuild } from '../e2e/build.mjs';
import { openChromium } from '../world/browser.mjs';
import { folder } from '../world/folder.mjs';
import { openWorld } from '../world/index.mjs';
import { BUSY, VENDORS, content, serveCrowd, services, tags } from './crowd.mjs';
import { median } from './numbers.mjs';

const RUNS = Number(process.env.FELT_RUNS ?? 9);
const SLOWER = 4;
const HOST = 'www.bench.test';
const require = createRequire(import.meta.url);
const file = (name) => readFileSync(require.resolve(name), 'utf8');
const inline = (script) => `<script>${script.replaceAll('</script', '<\\/script')}</script>`;
const ours = tags((id, src) => `data-consent="${id}" data-src="${src}"`);
const policy = {
  site: { name: 'Bench', contact: 'privacy@bench.test', policy: '/privacy/' },
  updated: '2026-11-22',
  services,
};

const FORMS = [
  {
    name: 'portcullis',
    accept: '.portcullis-banner [data-action=accept]',
    reject: '.portcullis-banner [data-action=reject]',
    head: `<script src="/portcullis/portcullis.js" data-policy="/policy.json"></script>${ours}`,
    body: '',
  },
  {
    name: 'vanilla-cookieconsent 3.1.0',
    accept: '#cc-main [data-role=all]',
    reject: '#cc-main [data-role=necessary]',
    head: `<style>${file('vanilla-cookieconsent/dist/cookieconsent.css')}</style>
      ${tags((id, src) => `data-category="analytics" src="${src}"`)}`,
    body:
      inline(file('vanilla-cookieconsent/dist/cookieconsent.umd.js')) +
      inline(`CookieConsent.run({ hideFromBots: false, categories: { necessary: { readOnly: true }, analytics: {} },
      language: { default: 'en', translations: { en: { consentModal: { title: 'Choose', description:
'We would like to count.', acceptAllBtn: 'Accept all', acceptNecessaryBtn: 'Reject all' },
      preferencesModal: { title: 'Choices', acceptAllBtn: 'Accept all', acceptNecessaryBtn:
'Reject all', savePreferencesBtn: 'Save', sections: [] } } } } })`),
  },
];

const worst = (numbers) => Math.max(...numbers);

/** One visit of someone who has never been here, and their answer. */
async function measure(chromium, form, answer) {
  const visitor = await chromium.visitor({ viewport: { width: 390, height: 844 } });
  await visitor.context.addInitScript(() => {
    window.felt = { clicks: [], shifts: [], largest: '' };
    const watch = (type, each, more) =>
      new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true, ...more });
    watch('event', (one) => one.interactionId && window.felt.clicks.push(one.duration), { durationThreshold: 16 });
    watch('first-input', (one) => window.felt.clicks.push(one.duration));
    watch('layout-shift', ({ value }) => window.felt.shifts.push(value));
    watch(
      'largest-contentful-paint',
      ({ element }) => (window.felt.largest = element?.closest('main') ? 'content' : 'banner'),
    );
  });
  const devtools = await visitor.context.newCDPSession(visitor.page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await visitor.page.goto(`https://${HOST}/${FORMS.indexOf(form)}`);
  const button = visitor.page.locator(form[answer]);
  await button.click({ trial: true });
  const { x, y, width, height } = await button.boundingBox();
  const at = { x: x + width / 2, y: y + height / 2, button: 'left', clickCount: 1 };
  await devtools.send('Input.dispatchMouseEvent', { ...at, type: 'mousePressed' });
  await devtools.send('Input.dispatchMouseEvent', { ...at, type: 'mouseReleased' });
  if (answer == 'accept')
    await visitor.page.waitForFunction((count) => window.vendors == count, VENDORS, { polling: 100 });
  await visitor.page.waitForFunction(() => window.felt.clicks.length);
  const found = await visitor.page.evaluate(() => window.felt);
  await visitor.close();
  return { click: worst(found.clicks), shift: found.shifts.reduce((sum, one) => sum + one, 0), largest: found.largest };
}

const world = await openWorld();
const build = await copyBuild();
try {
  serveCrowd(world);
  world.serve(HOST, '/portcullis', folder(build.folder, '/portcullis'));
  world.serve(HOST, '/policy.json', (request, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(policy)),
  );
  FORMS.forEach(({ head, body }, at) =>
    world.serve(HOST, `/${at}`, (request, response) =>
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(
          '<!doctype html><html lang="en"><head><meta charset="utf-8">' +
            `<meta name="viewport" content="width=device-width"><title>Bench</title>${head}</head>` +
            `<body>${content}${body}</body></html>`,
        ),
    ),
  );
  const chromium = await openChromium(world);
  const found = new Map(FORMS.map((form) => [form, { accept: [], reject: [] }]));
  // Interleaved, or what the machine does meanwhile would fall on one form alone.
  for (let run = 0; run < RUNS; run++) {
    for (const form of FORMS)
      for (const answer of ['accept', 'reject']) found.get(form)[answer].push(await measure(chromium, form, answer));
  }
  await chromium.close();
  const clicks = (form, answer) => found.get(form)[answer].map(({ click }) => click);
  const cell = (form, answer) => `${median(clicks(form, answer))} (${worst(clicks(form, answer))})`;
  const ratio = (form) => (median(clicks(form, 'accept')) / median(clicks(FORMS[0], 'accept'))).toFixed(1);
  const visits = (form) => [...found.get(form).accept, ...found.get(form).reject];
  const rows = FORMS.map(
    (form) =>
      `| ${form.name} | ${cell(form, 'accept')} | ${ratio(form)} | ${cell(form, 'reject')} | ` +
      `${worst(visits(form).map(({ shift }) => shift)).toFixed(3)} | ` +
      `${visits(form).filter(({ largest }) => largest == 'banner').length} of ${visits(form).length} |`,
  );
  const text = `# How an answer feels

Written by \`./x bench felt\`: Chromium, ${SLOWER}× CPU, 390 × 844,
${VENDORS} vendors of which ${BUSY.length} keep the page busy for 200 ms each, ${RUNS} interleaved
visits per answer of someone who has never been here. The time is that from the click until what it changed is on the
screen (the longest interaction by the Event Timing API, which rounds to 8 ms): the median, and the worst in brackets.

| | Accept, ms | against ours | Reject, ms | layout shift, worst | banner the largest paint |
|---|---|---|---|---|---|
${rows.join('\n')}

An answer is painted first; then each vendor starts in a task of its own.
`;
  writeFileSync(fileURLToPath(new URL('../../docs/felt.md', import.meta.url)), text);
  console.log(text);
} finally {
  await world.close();
  await build.remove();
}
