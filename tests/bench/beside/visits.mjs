// One visitor's two visits, as a slow phone has them: the first with an answer, and the next. What is measured is told
// by the browser (DevTools, and its own performance entries), and what was loaded by what it asked for.

import { isService, HOST } from './page.mjs';

export const SLOWER = 4;
/** Lighthouse's slow 4G, as a link that is one. */
export const LINK = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * 1024 * 1024) / 8,
  uploadThroughput: (750 * 1024) / 8,
};
const WITHIN = { timeout: 60000 };

function watch(banner) {
  window.felt = { largest: 0, shift: 0, tasks: [], clicks: [], banner: 0 };
  const see = (type, each, more) =>
    new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true, ...more });
  see('largest-contentful-paint', (one) =>
    Object.assign(window.felt, {
      largest: one.startTime,
      element: one.element?.closest('main') ? 'content' : one.element ? 'banner' : '',
    }),
  );
  see('layout-shift', (one) => (window.felt.shift += one.hadRecentInput ? 0 : one.value));
  see('longtask', ({ duration }) => window.felt.tasks.push(duration));
  see('event', (one) => one.interactionId && window.felt.clicks.push(one.duration), { durationThreshold: 16 });
  see('first-input', (one) => window.felt.clicks.push(one.duration));
  const look = () => {
    const shown = [...document.querySelectorAll(banner)].some(
      (one) =>
        one.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && one.getBoundingClientRect().height,
    );
    shown ? (window.felt.banner = performance.now()) : requestAnimationFrame(look);
  };
  if (banner) requestAnimationFrame(look);
}

/** Opens a page and hears what it asks for; times are milliseconds since the navigation was sent. */
async function tab(visitor, page, form) {
  const devtools = await visitor.context.newCDPSession(page);
  const asked = [];
  const open = new Set();
  let begun, moved;
  devtools.on('Network.requestWillBeSent', ({ requestId, request, timestamp, type }) => {
    moved = Date.now();
    open.add(requestId);
    if (type == 'Document' && begun == undefined) begun = timestamp;
    asked.push({ url: request.url, at: (timestamp - begun) * 1000 });
  });
  for (const end of ['Network.loadingFinished', 'Network.loadingFailed'])
    devtools.on(end, ({ requestId }) => (open.delete(requestId), (moved = Date.now())));
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', LINK);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  const prefixes = Object.keys(form.files);
  return {
    devtools,
    go: () => page.goto(`https://${HOST}${form.path}`, { waitUntil: 'load', ...WITHIN }),
    /** What the product loaded, and what it needed the site for. */
    loaded: () =>
      asked
        .filter(({ url }) =>
          prefixes.some((prefix) => new URL(url).host == HOST && new URL(url).pathname.startsWith(`${prefix}/`)),
        )
        .map(({ url }) => new URL(url).pathname),
    services: () => asked.filter(({ url }) => isService(url)),
    /** Nothing is on its way, and nothing has been for a second. */
    quiet: () => eventually(() => !open.size && Date.now() - moved > 1000, 'the page never came to rest'),
    async heap() {
      await devtools.send('HeapProfiler.collectGarbage');
      const {
        usedSize,
        embedderHeapUsedSize = 0,
        backingStorageSize = 0,
      } = await devtools.send('Runtime.getHeapUsage');
      return usedSize + embedderHeapUsedSize + backingStorageSize;
    },
  };
}

async function eventually(check, otherwise = 'a service never came') {
  for (const end = Date.now() + WITHIN.timeout; !check(); await new Promise((done) => setTimeout(done, 50))) {
    if (Date.now() > end) throw new Error(otherwise);
  }
}

/**
 * Milliseconds of script until the page has loaded and the banner stands, at the machine's own speed: throttled, short
 * scripts escape the measure.
 */
export async function scriptTime(chromium, form) {
  const visitor = await chromium.visitor();
  try {
    const devtools = await visitor.context.newCDPSession(visitor.page);
    await devtools.send('Performance.enable');
    await visitor.page.goto(`https://${HOST}${form.path}`, { waitUntil: 'load', ...WITHIN });
    if (form.banner) await visitor.page.locator(form.banner).first().waitFor(WITHIN);
    const { metrics } = await devtools.send('Performance.getMetrics');
    return metrics.find(({ name }) => name == 'ScriptDuration').value * 1000;
  } finally {
    await visitor.close();
  }
}

/** @returns what both visits of one new visitor gave, in milliseconds, bytes and counts */
export async function measure(chromium, form) {
  const visitor = await chromium.visitor({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  try {
    await visitor.context.addInitScript(watch, form.banner ?? '');
    const first = await tab(visitor, visitor.page, form);
    await first.go();
    if (form.banner) await visitor.page.waitForFunction(() => window.felt.banner, null, { ...WITHIN, polling: 100 });
    await first.quiet();
    const { largest, element, shift, tasks, banner } = await visitor.page.evaluate(() => window.felt);
    const found = {
      largest,
      shift,
      banner,
      ours: element == 'banner',
      tasks: tasks.length,
      blocking: tasks.reduce((sum, one) => sum + Math.max(0, one - 50), 0),
      heap: await first.heap(),
      early: form.plain ? 0 : first.services().length,
      loaded: first.loaded(),
    };
    if (form.accept) {
      const button = visitor.page.locator(form.accept).first();
      await button.click({ trial: true });
      const { x, y, width, height } = await button.boundingBox();
      const at = { x: x + width / 2, y: y + height / 2, button: 'left', clickCount: 1 };
      await first.devtools.send('Input.dispatchMouseEvent', { ...at, type: 'mousePressed' });
      await first.devtools.send('Input.dispatchMouseEvent', { ...at, type: 'mouseReleased' });
      await visitor.page.waitForFunction(() => window.felt.clicks.length, null, { ...WITHIN, polling: 100 });
      if (!form.sealed) await eventually(() => first.services().length);
      await first.quiet();
      found.click = await visitor.page.evaluate(() => Math.max(...window.felt.clicks));
    }
    await visitor.page.goto('about:blank');
    const again = await visitor.context.newPage();
    const next = await tab(visitor, again, form);
    await next.go();
    if (form.accept || form.plain) await eventually(() => next.services().length);
    await next.quiet();
    const later = await again.evaluate(() => window.felt);
    return Object.assign(found, {
      again: next.loaded(),
      service: next.services()[0]?.at,
      largestAgain: later.largest,
      blockingAgain: later.tasks.reduce((sum, one) => sum + Math.max(0, one - 50), 0),
    });
  } finally {
    await visitor.close();
  }
}
