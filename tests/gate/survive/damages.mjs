// What gets at the snippet between the command that prints it and the browser that reads it, kind by kind.

import minifyHtml from '@minify-html/node';
import terser from 'html-minifier-terser';
import htmlnano from 'htmlnano';
import max from 'htmlnano/presets/max';
import { parse, serialize } from 'parse5';
import { renderToString } from 'react-dom/server';
import { createElement } from 'react';
import { CUTS } from './cuts.mjs';
import { CODE, GRANTABLE, LATCH, MARKER, META, SHIM, SNIPPET, UNDECLARED, early, page } from './page.mjs';
import { Page } from './react.mjs';

/**
 * @typedef {object} Damage
 * @property {string} name  damages of one name share a row
 * @property {string} [place]  which of them
 * @property {Serve} [serve]
 * @property {(browser: import('../engines/index.mjs').Tab, visit: string) => Promise<Serve>} [prepare]  where it needs
 * the browser
 * @typedef {(visit: string, response: import('node:http').ServerResponse, request: import('node:http').IncomingMessage)
 * => void} Serve
 */

const html =
  (text, type = 'text/html') =>
  async (visit, response) => {
    const body = await text(visit);
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(body);
  };
const head = (name, ...lines) => ({ name, serve: html((visit) => page(visit, lines.join('\n') + '\n')) });
const whole = (name, change, snippet = SNIPPET) => ({
  name,
  serve: html((visit) => change(page(visit, snippet), visit)),
});

const UNLATCHED = `${[META, MARKER, SHIM].join('\n')}\n`;
const OUTSIDE = '<script src="/survive/nothing.js"></script>';

const EVERYTHING = {
  collapseBooleanAttributes: true,
  collapseInlineTagWhitespace: true,
  collapseWhitespace: true,
  conservativeCollapse: false,
  decodeEntities: true,
  html5: true,
  minifyCSS: true,
  minifyJS: { compress: { passes: 3, unsafe: true, toplevel: true } },
  minifyURLs: true,
  processConditionalComments: true,
  removeAttributeQuotes: true,
  removeComments: true,
  removeEmptyAttributes: true,
  removeEmptyElements: true,
  removeOptionalTags: true,
  removeRedundantAttributes: true,
  removeScriptTypeAttributes: true,
  removeStyleLinkTypeAttributes: true,
  removeTagWhitespace: true,
  sortAttributes: true,
  sortClassName: true,
  useShortDoctype: true,
  processScripts: ['text/plain'],
};
const ALL = {
  allow_noncompliant_unquoted_attribute_values: true,
  allow_optimal_entities: true,
  allow_removing_spaces_between_attributes: true,
  keep_closing_tags: false,
  keep_comments: false,
  keep_html_and_head_opening_tags: false,
  minify_css: true,
  minify_doctype: true,
  minify_js: true,
  remove_bangs: true,
  remove_processing_instructions: true,
};

const NOT_INSTALLED = { minifyCss: false, minifySvg: false, removeUnusedCss: false };

/** The scripts of the page as the edge leaves them for Rocket Loader. */
const rocket = (text, spares) =>
  text
    .replace(/<script(?![^>]*type=)([^>]*)>/g, (tag, rest) =>
      spares && rest.includes('data-cfasync="false"')
        ? tag
        : `<script${rest} type="0123456789abcdef01234567-text/javascript">`,
    )
    .replace('</body>', '<script src="/survive/rocket-loader.js"></script></body>');

const images = (visit) => [GRANTABLE, UNDECLARED].map((host) => `https://${host}/image?visit=${visit}`);
const react = (name, lines, change = (text) => text) => ({
  name,
  serve: html((visit) => {
    const props = { lines, images: images(visit), early: early(visit) };
    const data = JSON.stringify(props).replaceAll('<', '\\u003c');
    const scripts = `<script type="application/json" id="props">${data}</script><script
    src="/survive/react.js"></script>`;
    return change(
      `<!DOCTYPE html>${renderToString(createElement(Page, props))}`.replace('</body>', `${scripts}</body>`),
    );
  }),
});

/** Sends the page in these pieces, each when the browser has had time to read the one before. */
const inPieces = (pieces) => async (visit, response) => {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  for (const piece of pieces(page(visit))) {
    response.write(piece);
    await new Promise((done) => setTimeout(done, 60));
  }
  response.end();
};
const cutAt = (offset) =>
  inPieces((text) => {
    const at = text.indexOf(SNIPPET) + offset;
    return [text.slice(0, at), text.slice(at)];
  });

const IN_TWO = `in two, torn at one of ${CUTS.length} places`;
const shown = (offset) => JSON.stringify(`${SNIPPET.slice(0, offset).slice(-8)}|${SNIPPET.slice(offset, offset + 8)}`);

export const CONTROL = head('no snippet: the control');
export const UNDAMAGED = head('none', SNIPPET.trim());

/** @type {Record<string, Damage[]>} */
export const DAMAGES = {
  'Minifiers and parsers': [
    whole('html-minifier-terser, every option', (text) => terser.minify(text, EVERYTHING)),
    whole('minify-html, every option', (text) => minifyHtml.minify(Buffer.from(text), ALL).toString()),
    whole('htmlnano, its largest preset', async (text) => (await htmlnano.process(text, NOT_INSTALLED, max)).html),
    whole('a round trip by parse5', (text) => serialize(parse(text))),
    {
      name: 'a round trip by the browser itself',
      prepare: async (browser, visit) => {
        const parsed = `new DOMParser().parseFromString(${JSON.stringify(page(visit))},
        'text/html').documentElement.outerHTML`;
        const text = await browser.evaluate(parsed);
        return html(() => `<!DOCTYPE html>${text}`);
      },
    },
    whole('quotes as entities', (text) => text.replace(META, META.replaceAll("'", '&#x27;'))),
    whole('tag and attribute names in capitals', (text) =>
      text.replace(/<\/?[a-z]+[^>]*>/g, (tag) =>
        tag.replace(/^<\/?[a-z]+|\s[a-z-]+(?==")/g, (name) => name.toUpperCase()),
      ),
    ),
    whole('no line ends', (text) => text.replaceAll('\n', ' ')),
    whole('line ends of Windows', (text) => text.replaceAll('\n', '\r\n')),
    whole('comments between the lines', (text) =>
      text.replace(SNIPPET, SNIPPET.replaceAll('\n', '\n<!-- <script> & co. -->\n')),
    ),
  ],
  'The latch, moved or late': [
    head('after the policy', META, LATCH, MARKER, SHIM),
    head('after the marker', META, MARKER, LATCH, SHIM),
    head('last of the snippet', META, MARKER, SHIM, LATCH),
    whole('at the end of head', (text) => text.replace('</head>', `${LATCH}</head>`), UNLATCHED),
    whole('at the start of body', (text) => text.replace('<body>', `<body>${LATCH}`), UNLATCHED),
    whole('at the end of body', (text) => text.replace('</body>', `${LATCH}</body>`), UNLATCHED),
    whole('before head', (text) => text.replace('<head>', `${LATCH}<head>`), UNLATCHED),
    whole('before the doctype', (text) => LATCH + text, UNLATCHED),
    head('as a module', LATCH.replace('<script', '<script type="module"'), META, MARKER, SHIM),
    head('after a timeout', `<script>setTimeout(function () {${CODE}})</script>`, META, MARKER, SHIM),
    head(
      'when the page is parsed',
      `<script>addEventListener('DOMContentLoaded', function () {${CODE}})</script>`,
      META,
      MARKER,
      SHIM,
    ),
    head(
      'put in by another script',
      `<script>document.head.appendChild(document.createElement('script')).text = ${JSON.stringify(CODE)}</script>`,
      META,
      MARKER,
      SHIM,
    ),
    head('by eval', `<script>eval(${JSON.stringify(CODE)})</script>`, META, MARKER, SHIM),
    head('in noscript', `<noscript>${LATCH}</noscript>`, META, MARKER, SHIM),
    head('in a file, async', '<script async="" src="/survive/latch.js"></script>', META, MARKER, SHIM),
    head('in a file, deferred', '<script defer="" src="/survive/latch.js"></script>', META, MARKER, SHIM),
    head('twice', LATCH, LATCH, META, MARKER, SHIM),
    head('throwing', '<script>throw Error()</script>', META, MARKER, SHIM),
    head('cut short', `<script>${CODE.slice(0, -9)}</script>`, META, MARKER, SHIM),
  ],
  'Lines lost, moved or added': [
    head('no latch', META, MARKER, SHIM),
    head('no marker', LATCH, META, SHIM),
    head('no shim', LATCH, META, MARKER),
    head('only the policy', META),
    head('the policy at the end', LATCH, MARKER, SHIM, META),
    head('the marker first', MARKER, LATCH, META, SHIM),
    head('the shim first', SHIM, LATCH, META, MARKER),
    head('metas first, as a head manager sorts', META, '<title>Sorted</title>', SHIM, LATCH, MARKER),
    whole('every script at the end of body', (text) => {
      const scripts = text.match(/<script[^]*?<\/script>/g);
      return scripts
        .reduce((rest, script) => rest.replace(script, ''), text)
        .replace('</body>', `${scripts.join('\n')}</body>`);
    }),
    whole('no tags of head and body', (text) => text.replace(/<\/?(head|body)[^>]*>\n?/g, '')),
    head('twice, one after the other', SNIPPET + SNIPPET),
    whole('and again at the end of head', (text) => text.replace('</head>', `${SNIPPET}</head>`)),
    head("a script of the site's after it", SNIPPET.trim(), OUTSIDE),
    head(
      'a preload after the latch',
      LATCH,
      '<link rel="preload" as="script" href="/survive/end.js" />',
      META,
      MARKER,
      SHIM,
    ),
    head('the same policy twice', LATCH, META, META, MARKER, SHIM),
    head('a base before it', '<base href="/elsewhere/" target="_top" />', SNIPPET.trim()),
    head(
      "a policy of the site's before it",
      '<meta http-equiv="Content-Security-Policy" content="object-src \'none\'" />',
      SNIPPET.trim(),
    ),
    head(
      "a policy of the site's after it",
      SNIPPET.trim(),
      '<meta http-equiv="Content-Security-Policy" content="object-src \'none\'" />',
    ),
  ],
  'Frameworks and edges': [
    { name: 'XHTML', serve: html((visit) => page(visit), 'application/xhtml+xml') },
    react('React 19 hydrates the document, the snippet put before its head by the server', [], (text) =>
      text.replace('<head>', `<head>${SNIPPET}`),
    ),
    {
      name: 'Turbo comes to it from a page like it',
      serve: (visit, response, request) =>
        html(() => {
          const turbo = page(visit).replace(
            '</head>',
            '<script src="/survive/turbo.js" defer="defer"></script></head>',
          );
          if (request.url.includes('&next')) return turbo;
          const onward = "addEventListener('turbo:load', () => Turbo.visit(location.href + '&next'), { once: true });";
          return turbo.replace(/<body>[^]*<\/body>/, `<body><script>${onward}</script></body>`);
        })(visit, response),
    },
    whole('Rocket Loader', (text) => rocket(text, true)),
    whole('Rocket Loader that spares nothing', (text) => rocket(text, false)),
  ],
  'In pieces': [
    ...CUTS.map((offset) => ({ name: IN_TWO, place: `at byte ${offset}: ${shown(offset)}`, serve: cutAt(offset) })),
    { name: 'line by line', serve: inPieces((text) => text.split(/(?<=\n)/)) },
  ],
};

/** What nothing in the page can make good: no policy stands where a browser heeds it, or not before something asks. */
export const LOST = [
  head('in a file', '<script src="/survive/latch.js"></script>', META, MARKER, SHIM),
  head('no policy', LATCH, MARKER, SHIM),
  head('neither policy nor marker', LATCH, SHIM),
  head('neither marker nor shim', LATCH, META),
  head('only the latch', LATCH),
  whole(
    'the policy in body',
    (text) => text.replace('<body>', `<body>${META}`),
    `${[LATCH, MARKER, SHIM].join('\n')}\n`,
  ),
  whole('all of it in body', (text) => text.replace('<body>', `<body>${SNIPPET}`), ''),
  whole('all of it at the end of body', (text) => text.replace('</body>', `${SNIPPET}</body>`), ''),
  whole('something before it that ends head', (text) => text.replace(SNIPPET, `\u200B${SNIPPET}`)),
  whole("a script of the site's before it", (text) => text.replace('<meta charset', `${OUTSIDE}<meta charset`)),
  head("a script of the site's after the latch", LATCH, OUTSIDE, META, MARKER, SHIM),
  react('React 19 hydrates the document, the snippet in its own JSX', [LATCH, META, MARKER, SHIM]),
];
