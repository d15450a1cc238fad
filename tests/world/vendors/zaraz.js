// FAKE of Cloudflare Zaraz with its consent API, written from facts/vendors.md 3.2. Not vendor code.
// Its one tool has the purpose that the query names.
(function () {
  'use strict';

  var purpose = new URL(document.currentScript.src).searchParams.get('purpose');
  var kept = document.cookie.split('; ').filter(function (pair) {
    return pair.indexOf('cf_consent=') === 0;
  })[0];
  var choices = kept ? JSON.parse(decodeURIComponent(kept.slice('cf_consent='.length))) : {};
  var queue = [];

  function send(name) {
    document.cookie = 'cfz_tool=1; Path=/; Max-Age=31536000';
    navigator.sendBeacon('/cdn-cgi/zaraz/t?' + new URLSearchParams({ name: name }));
  }

  function set(changes) {
    Object.assign(choices, changes);
    document.cookie = 'cf_consent=' + encodeURIComponent(JSON.stringify(choices)) + '; Path=/; Max-Age=31536000';
    document.dispatchEvent(new Event('zarazConsentChoicesUpdated'));
  }

  var consent = {
    APIReady: true,
    get: function (id) {
      return choices[id];
    },
    getAll: function () {
      return Object.assign({}, choices);
    },
    set: set,
    setAll: function (value) {
      var all = {};
      all[purpose] = value;
      set(all);
    },
    sendQueuedEvents: function () {
      queue.splice(0).forEach(window.zaraz.track);
    },
  };

  window.zaraz = {
    consent: consent,
    track: function (name) {
      if (choices[purpose]) send(name);
      else queue.push(name);
    },
  };
  document.dispatchEvent(new Event('zarazConsentAPIReady'));
})();
