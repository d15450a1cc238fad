// FAKE of Cloudflare's Web Analytics beacon, written from facts/vendors.md 3.1. Not vendor code.
(function () {
  'use strict';

  // The off switch that the real one has and does not document.
  var beacon = window.__cfBeacon || {};
  if (beacon.load === 'single') return;

  // As a module there is no currentScript, so a copy without the attribute finds nothing to report.
  var script = document.currentScript || document.querySelector('script[data-cf-beacon]');
  if (!script) return;
  var config = readConfig(script);
  if (!config) return;
  config.load = 'single';
  window.__cfBeacon = config;

  var LOAD = 1;
  var ROUTE = 2;
  var HIDDEN = 3;
  var endpoint = endpointFor(config, new URL(script.src));
  var visited = location.href;

  if (document.readyState === 'complete') report(LOAD);
  else
    addEventListener('load', function () {
      report(LOAD);
    });

  if (String(config.spa) !== 'false') {
    var pushState = history.pushState;
    history.pushState = function () {
      pushState.apply(history, arguments);
      routeChanged();
    };
    addEventListener('popstate', routeChanged);
  }

  document.addEventListener('visibilitychange', function () {
    if (document.visibilityState === 'hidden') report(HIDDEN);
  });

  function routeChanged() {
    if (location.href === visited) return;
    report(ROUTE);
    visited = location.href;
  }

  function report(eventType) {
    var body = JSON.stringify({
      siteToken: config.token,
      eventType: eventType,
      location: location.href,
      referrer: eventType === ROUTE ? visited : document.referrer,
      startTime: performance.timeOrigin,
      versions: { js: 'fake' },
    });
    if (eventType === HIDDEN) {
      // The page may be going away, and only a beacon survives that.
      navigator.sendBeacon(endpoint, new Blob([body], { type: 'application/json' }));
      return;
    }
    var request = new XMLHttpRequest();
    request.open('POST', endpoint);
    request.setRequestHeader('content-type', 'application/json');
    request.send(body);
  }

  function readConfig(element) {
    var attribute = element.getAttribute('data-cf-beacon');
    if (attribute) return JSON.parse(attribute);
    var query = new URL(element.src).searchParams;
    if (!query.has('token')) return null;
    return { token: query.get('token'), spa: query.get('spa') || true };
  }

  function endpointFor(options, source) {
    if (options.send && options.send.to) return options.send.to;
    // Only the copy that Cloudflare's edge puts into a page carries a version.
    if (options.version) return location.origin + '/cdn-cgi/rum';
    if (source.hostname === 'static.cloudflareinsights.com') return 'https://cloudflareinsights.com/cdn-cgi/rum';
    // A demo serves this file from a stand-in, and its reports go back there.
    return source.origin + '/cdn-cgi/rum';
  }
})();
