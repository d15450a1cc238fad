// Names the cookies of this page's host, as they are now.

import { onChange } from '../consent.js';
import { fill, text } from './list.js';

export function watchCookies() {
  const list = document.querySelector('[data-cookies]');

  function show() {
    const names = document.cookie
      .split('; ')
      .filter(Boolean)
      .map((pair) => pair.split('=', 1)[0]);
    fill(
      list,
      names.sort().map((name) => [text('code', name)]),
      { empty: 'none' },
    );
  }

  show();
  onChange(show);
  // Not every browser tells a page that a cookie came or went.
  setInterval(show, 1000);
}
