// The style sheets of other people that a banner has to live with: frameworks as they are published, and pages
// that go further than any of them.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const HOME = path.dirname(createRequire(import.meta.url).resolve('bootstrap/package.json'));
const published = (file) => readFileSync(path.join(HOME, '..', file), 'utf8');

export const FRAMEWORKS = {
  Bootstrap: published('bootstrap/dist/css/bootstrap.min.css'),
  Bulma: published('bulma/css/bulma.min.css'),
  Foundation: published('foundation-sites/dist/css/foundation.min.css'),
  Pico: published('@picocss/pico/css/pico.min.css'),
  'Tailwind preflight': `@layer theme, base, components, utilities;
    @layer base { ${published('tailwindcss/preflight.css')} }`,
  'normalize.css': published('normalize.css/normalize.css'),
  'water.css': published('water.css/out/water.min.css'),
};

export const HOSTILE = {
  'all: unset !important': '* { all: unset !important }',
  'all: revert !important, by an id': ':is(#none, *) { all: revert !important }',
  'all that is shown is hidden':
    'body * { display: none !important; visibility: hidden !important; opacity: 0 !important; ' +
    'pointer-events: none !important; clip-path: inset(50%) !important; scale: 0 !important }',
  'tiny and huge roots': 'html { font-size: 62.5%; line-height: 9 } body { font-size: 40px !important }',
  'text is set otherwise': `* { letter-spacing: .3em !important; word-spacing: 1em !important;
  line-height: 3 !important; text-transform: uppercase !important; text-align: end !important;
    text-indent: 3em !important; text-shadow: 2px 2px red !important; font: italic 9px serif !important;
    white-space: nowrap !important; hyphens: auto; word-break: break-all !important }`,
  'everything moves':
    '* { transition: all 3s 1s !important; animation: turn 2s infinite !important } @keyframes turn ' +
    '{ to { rotate: 1turn; opacity: 0 } }',
  'a body that moves and clips':
    'body { transform: scale(.5); filter: blur(4px); opacity: .3; overflow: hidden; height: 90px; ' +
    'contain: strict; clip-path: inset(20px); perspective: 9px; will-change: transform; ' +
    'isolation: isolate; pointer-events: none; user-select: none; visibility: hidden; ' +
    'writing-mode: vertical-rl }',
  'a body that is a grid':
    'html, body { height: 100% } body { display: grid; grid-template-rows: auto 1fr auto; gap: 40px; ' +
    'place-items: center; counter-increment: a }',
  'a body that is a row':
    'body { display: flex; gap: 5em; flex-direction: row-reverse; ' +
    'justify-content: space-between } body > * { flex: 1 0 50% !important; order: 7 !important }',
  'a margin between all things':
    '* + * { margin-block-start: 3rem !important } body > div { margin: 50px !important; ' +
    'padding: 50px !important; border: 9px solid !important }',
  'buttons that fill':
    'button { width: 100% !important; display: block !important; float: right; ' +
    'position: absolute !important; inset: 0 !important; background: red !important; ' +
    'color: red !important; border: 0 !important; border-radius: 99px !important; ' +
    'appearance: none !important; min-height: 0 !important; font-size: 0 !important }',
  'no dialog, section or list':
    'dialog, [open], [popover], [role=dialog], [aria-live], section, h2, h3, h4, p, ul, li, a, ' +
    'label, input, summary, details, table, span { display: none !important }',
  'a style for dialogs':
    'dialog, [role="dialog"] { position: static !important; max-width: 200px !important; ' +
    'width: 200px !important; background: red !important; ' +
    'transform: translate(-50%, -50%) !important; top: 50% !important; left: 50% !important; ' +
    'color: red } ::backdrop { display: none !important }',
  'empty and lonely boxes are hidden':
    'div:empty, section:first-child, section:only-child, div:first-of-type { display: none !important }',
  'something before and after everything':
    '*::before, *::after { content: "×" !important; display: block !important; ' +
    'position: fixed !important; inset: 0 !important; background: red !important; ' +
    'font-size: 90px !important } p::first-letter, li::first-letter { font-size: 5em !important; ' +
    'float: left !important }',
  'no outlines': '*, :focus, :focus-visible { outline: none !important; box-shadow: none !important }',
  'links as buttons':
    'a, a:any-link { display: block !important; color: #fff !important; ' +
    'text-decoration: none !important; padding: 30px !important }',
  'inputs of its own':
    'input[type=checkbox] { position: absolute !important; opacity: 0 !important; ' +
    'width: 1px !important; height: 1px !important } label { display: block !important; ' +
    'width: 10px !important; overflow: hidden !important }',
};

/** Those under which the whole body is somewhere else. */
export const MOVING = [HOSTILE['everything moves'], HOSTILE['a body that moves and clips']];
