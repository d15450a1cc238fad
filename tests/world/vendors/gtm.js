// FAKE of a Google Tag Manager container, written from facts/vendors.md 2.1. Not vendor code.
// It holds one Google tag that fires on all pages, and one that fires on each of the page's own events.
(function () {
  'use strict';

  var TAG = 'G-INSIDEGTM';
  var layer = (window.dataLayer = window.dataLayer || []);
  function gtag() {
    layer.push(arguments);
  }

  /** The container hears plain objects with an `event`; commands of gtag() are the Google tag's. */
  function hear(item) {
    if (!item || typeof item.event !== 'string') return;
    if (item.event === 'gtm.js') {
      var script = document.createElement('script');
      script.src = 'https://www.googletagmanager.com/gtag/js?id=' + TAG + '&cx=c';
      document.head.appendChild(script);
      gtag('js', new Date());
      gtag('config', TAG);
    } else if (item.event.indexOf('gtm.') !== 0) {
      gtag('event', item.event, { send_to: TAG });
    }
  }

  layer.slice().forEach(hear);
  var push = layer.push;
  layer.push = function () {
    var length = push.apply(layer, arguments);
    [].forEach.call(arguments, hear);
    return length;
  };
})();
