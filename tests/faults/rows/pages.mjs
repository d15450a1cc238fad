// What a page goes through: no scripts, no network, twice of us, the cache of the way back, paper, a sandbox.

import { changed, script } from '../row.mjs';
import { until } from '../visit.mjs';

const SHIM = /<script src="\/portcullis\/[^>]*><\/script>/;
const twice = (html) => html.replace(SHIM, '$&$&');
/** Another version of ours, in a folder beside. */
const older = (name) => changed((_, { names }) => names[name].toString().replaceAll('0.1.0', '0.0.9'));
const OLD = Object.fromEntries(
  ['portcullis.js', 'portcullis-seal.js', 'portcullis-page.js'].map((name) => [`old/${name}`, older(name)]),
);
const beside = (first) => (html) =>
  html.replace(SHIM, (tag) =>
    first
      ? tag.replace('/portcullis/', '/portcullis/old/') + tag
      : tag + tag.replace('/portcullis/', '/portcullis/old/'),
  );
const FILE = /portcullis-page\.js .*: deploy the folder as a whole/;

/** The core is asked for and never comes, because by then there is no network. */
function offline() {
  /**
   * The requests of each host, and nothing once there is no network. @type {Map<string,
   * import('node:http').IncomingMessage[] | null>}
   */
  const waiting = new Map();
  const wait = (request) => {
    const mine = waiting.get(request.headers.host);
    if (mine === null) request.socket.destroy();
    else waiting.set(request.headers.host, [...(mine ?? []), request]);
  };
  return {
    files: { 'portcullis-page.js': wait },
    act: async (at) => {
      const requests = await until('the core is asked for', () => waiting.get(at.site.host));
      waiting.set(at.site.host, null);
      await at.visitor.offline(true);
      for (const request of requests) request.socket.destroy();
      await until('the console says so', () => at.visitor.said.some((text) => FILE.test(text)));
      await at.visitor.offline(false);
    },
  };
}

async function thereAndBack(at) {
  const { since } = at;
  await at.seen('.portcullis-banner [data-action=accept]');
  await at.visitor.goto(`${at.site.origin}/bare`);
  await at.visitor.back();
  await at.seen('#buy');
  at.since = since;
}

export const PAGES = {
  title: 'The page',
  rows: [
    { name: 'JavaScript is off', javascript: false, inert: true, then: 'quiet' },
    { name: 'offline before the core has come', ...offline(), then: 'quiet' },
    {
      name: 'no `CSSStyleSheet` that a script may make',
      head: script('delete window.CSSStyleSheet'),
      then: 'asks',
      keeps: true,
    },
    { name: 'the tag twice', page: twice, then: 'asks', keeps: true },
    { name: 'an older version beside it, second', files: OLD, page: beside(false), then: 'asks', keeps: true },
    { name: 'an older version beside it, first', files: OLD, page: beside(true), then: 'asks', refuses: true },
    {
      name: 'a core of another version',
      files: { 'portcullis-page.js': older('portcullis-page.js') },
      says: FILE,
      then: 'quiet',
    },
    {
      name: 'a shim of another version',
      files: { 'portcullis.js': older('portcullis.js'), 'portcullis-seal.js': older('portcullis-seal.js') },
      says: FILE,
      then: 'quiet',
    },
    { name: 'left, and come back to', act: thereAndBack, then: 'asks' },
    { name: 'printed', act: (at) => at.visitor.print(), then: 'asks', refuses: true },
    { name: 'in a frame that is a sandbox', framed: 'allow-scripts', then: 'quiet' },
    {
      name: 'sandboxed by its own server',
      headers: { 'content-security-policy': 'sandbox allow-scripts' },
      says: /portcullis/,
      then: 'quiet',
      errors: /Cross-Origin|CORS/,
    },
  ],
};
