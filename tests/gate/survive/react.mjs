// A page that React 19 owns as a whole: rendered on the server, and hydrated from `document` down.

import { createElement as h, useEffect } from 'react';

const attributes = (tag) => {
  const names = { 'http-equiv': 'httpEquiv' };
  return Object.fromEntries(
    [...tag.matchAll(/([a-z-]+)="([^"]*)"/g)].map(([, name, value]) => [
      names[name] ?? name,
      name === 'defer' ? true : value,
    ]),
  );
};
const script = (text) => {
  const [, opening, code] = text.match(/^<script([^>]*)>([^]*)<\/script>$/);
  return h('script', {
    ...attributes(opening),
    key: text,
    ...(code && { dangerouslySetInnerHTML: { __html: code } }),
    suppressHydrationWarning: true,
  });
};

/** The snippet as someone would write it in JSX. */
export const asElements = (lines) =>
  lines.map((line) => (line.startsWith('<meta') ? h('meta', { ...attributes(line), key: line }) : script(line)));

export function Page({ lines, images, early }) {
  useEffect(() => {
    const end = document.createElement('script');
    end.src = '/survive/end.js';
    document.body.append(end);
  }, []);
  return h(
    'html',
    { lang: 'en' },
    h('head', null, h('meta', { charSet: 'utf-8' }), ...asElements(lines), h('title', null, 'Shoes')),
    h(
      'body',
      null,
      h('main', null, h('h1', null, 'Shoes'), ...images.map((src) => h('img', { key: src, src, alt: '' }))),
      h('script', { dangerouslySetInnerHTML: { __html: early }, suppressHydrationWarning: true }),
      h('p', { id: 'end' }, 'The end of the page'),
    ),
  );
}
