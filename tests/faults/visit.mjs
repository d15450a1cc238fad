// One row in one browser: a visitor meets the fault, and what became of it is read from the server's log, the cookie
// jar and the browser. What falls short is a list of texts; none is as it should be.

import { LEAKS } from './site.mjs';

const BANNER = '.portcullis-banner [data-action=accept]';
const CONTROL = 'button.portcullis-control';
/** Asked through prototypes: rows have `document` itself say otherwise. Null while it is not seen. */
export const find = (selector) => `Document.prototype.querySelector.call(document, ${JSON.stringify(selector)})`;
const seen = (selector) => `!!(${find(selector)}?.getBoundingClientRect().height > 0)`;
const click = (selector) => `void ${find(selector)}.click()`;
const RECORD = '__Host-consent';
const GRAMMAR = {
  accept: /^1\.[0-9a-z]+\.a\.e\w+\.g~cloudflare-web-analytics~google-analytics~sentry-errors$/,
  reject: /^1\.[0-9a-z]+\.r\.e\w+\.g$/,
};
const VENDOR = { host: 'www.googletagmanager.com', path: '/gtag/js' };

let barriers = 0;

/** Asks again until it says so; then what it said. */
const PATIENCE = Number(process.env.FAULTS_PATIENCE ?? 20000);
export async function until(what, ask, within = PATIENCE) {
  const end = Date.now() + within;
  for (let failed; ; ) {
    try {
      const answer = await ask();
      if (answer) return answer;
    } catch (error) {
      // A page that is on its way to another cannot be asked.
      failed = error;
    }
    if (Date.now() > end) throw new Error(`waited ${within} ms: ${what}`, { cause: failed });
    await new Promise((done) => setTimeout(done, 40));
  }
}

/** Someone at a page of a site of their own. */
export class Visit {
  constructor({ world, site, visitor, stranger, patience = PATIENCE }) {
    Object.assign(this, { world, site, visitor, stranger, patience, since: world.mark() });
  }

  async go(path = '/page') {
    this.since = this.world.mark();
    await this.visitor.goto(this.site.origin + path);
  }

  /** That was asked of the shop, since the page was gone to or `since`. */
  came = (path, since = this.since) => this.world.until({ host: this.site.host, path, since });
  seen = (selector) => until(`${selector} is seen`, () => this.visitor.evaluate(seen(selector)), this.patience);
  isSeen = (selector) => this.visitor.evaluate(seen(selector));
  click = (selector) => this.visitor.evaluate(click(selector));
  record = async () => (await this.visitor.cookies()).find(({ name }) => name == RECORD)?.value;

  /** The page's button still does what it did, and tells what the page has kept. */
  async buys() {
    const since = this.world.mark();
    await this.click('#buy');
    const [{ body }] = await this.came('/own/bought', since);
    return body;
  }

  /** Whatever the page has sent before has arrived: a stranger's new connection is later than any of its. */
  async barrier() {
    await this.stranger.goto(`https://barrier-${++barriers}.test/`);
  }

  /** What reached a vendor. */
  async gated() {
    await this.barrier();
    return this.site.gated(this.since).map(({ url }) => `reached ${url}`);
  }
}

/** The row, met by one who has chosen nothing. */
async function meet(at, row) {
  if (row.prepare) {
    at.site.faulty = false;
    await at.go();
    await at.seen(BANNER);
    await at.click(BANNER.replace('accept', 'reject'));
    await at.seen(CONTROL);
    await at.visitor.evaluate(row.prepare);
    at.site.faulty = true;
  }
  await at.go(row.framed ? '/framed' : '/page');
  if (row.javascript === false) return { failed: [...(await at.gated()), ...(await quietly(at, row))] };
  const [first] = await at.came('/own/runs');
  if (row.act) await row.act(at);
  if (row.then == 'asks') await at.seen(BANNER);
  if (row.then == 'decided') await at.seen(CONTROL);
  if (row.says) await until(`the console says ${row.says}`, () => at.visitor.said.some((text) => row.says.test(text)));
  const kept = row.framed ? (await at.came('/own/bought'))[0].body : await at.buys();
  const failed = [...(await at.gated()), ...(await quietly(at, row))];
  if (kept != first.body) failed.push(`the page had ${first.body}, and has ${kept}`);
  if (row.reports) failed.push(...(await violations(at)));
  if (row.refuses) {
    await at.click(BANNER.replace('accept', 'reject'));
    await at.seen(CONTROL);
    failed.push(...(await at.gated()));
  }
  return { failed };
}

/** Nothing is seen of us where nothing is to be asked. */
async function quietly(at, row) {
  if (row.then == 'asks' || row.javascript === false) return [];
  return (await at.isSeen(BANNER)) ? ['the banner stands'] : [];
}

/** What a report names that no page asked for, or that the fault itself asks for. */
const OF_THE_BROWSER = [
  /\/own\/refused|favicon\.ico/,
  /(img-src|default-src)[^}]*google-analytics/,
  /"blocked-uri":"https:\/\/www.google-analytics/,
];

/** What the browser reports as refused, but for what we ask for in the end: with that one all others have come. */
async function violations(at) {
  await at.visitor.evaluate(`void (new Image().src = '/own/refused')`);
  const reported = () =>
    at.world.requests({ host: at.site.host, path: '/violation', since: at.since }).map(({ body }) => body);
  await until('the browser reports what is refused', () => reported().some((body) => body.includes('/own/refused')));
  // Whatever the browser asks for by itself is nobody's.
  return reported()
    .filter((body) => !OF_THE_BROWSER.some((pattern) => pattern.test(body)))
    .map((body) => `reported ${body}`);
}

/** An answer, here and on a later page without the fault. */
async function answer(at, action, guard) {
  await at.seen(BANNER);
  await at.click(BANNER.replace('accept', action));
  const record = await until('a record', () => at.record());
  const failed = GRAMMAR[action].test(record) ? [] : [`${action} wrote ${record}`];
  await at.seen(CONTROL);
  const mine = { ...VENDOR, where: ({ headers }) => headers.referer == `${at.site.origin}/` };
  if (action == 'accept' && guard == 'live') await at.world.until({ ...mine, since: at.since });
  if (action == 'reject') failed.push(...(await at.gated()));
  at.site.faulty = false;
  await at.go('/bare');
  await at.barrier();
  await at.go();
  await at.seen(CONTROL);
  if (await at.isSeen(BANNER)) failed.push(`${action}: asked again on a later page`);
  if (action == 'accept') await at.world.until({ ...mine, since: at.since });
  else failed.push(...(await at.gated()));
  return failed;
}

/** The same page without us: the tracker hears of it, and the page's own script runs. */
async function leaks(at) {
  await at.go();
  await at.came('/own/runs');
  await at.world.until({
    host: LEAKS,
    where: ({ headers }) => headers.referer == `${at.site.origin}/`,
    since: at.since,
  });
  return 'leaks';
}

/** @returns {Promise<string>}  the cell: how it ended, or what is wrong */
export async function outcome(world, sites, browser, stranger, row, guard) {
  const failed = [];
  const turns = row.keeps ? ['reject', 'accept'] : [undefined];
  for (const action of turns) {
    const site = sites.site(row, guard);
    const visitor = await browser.visitor(row);
    // What is known never to come is not waited for as long.
    const at = new Visit({ world, site, visitor, stranger, patience: row.known?.[guard] ? PATIENCE / 4 : PATIENCE });
    try {
      if (guard == 'none') return await leaks(at);
      if (action != 'accept') failed.push(...(await meet(at, row)).failed);
      else await at.go();
      if (action) failed.push(...(await answer(at, action, guard)));
    } catch (error) {
      // Where it went no further it must be locked all the same.
      failed.push(error.message, ...(await at.gated().catch(() => [])));
    } finally {
      failed.push(
        ...visitor.errors.filter((message) => !row.errors?.test(message)).map((message) => `uncaught: ${message}`),
      );
      await visitor.close().catch(() => {});
      site.close();
    }
  }
  if (failed.length) return `FAILS: ${[...new Set(failed)].join('; ')}`;
  return row.keeps ? `locked, ${row.then}, both answers hold` : `locked, ${row.then}`;
}
