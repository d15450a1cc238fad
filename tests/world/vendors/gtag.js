// FAKE of Google's gtag.js, written from facts/vendors.md 2.1 to 2.4. Not vendor code.
// Unlike the real one it sends at once and does not gather hits for five seconds.
(function () {
  'use strict';

  // The order in which gcd lists them.
  var TYPES = ['ad_storage', 'analytics_storage', 'ad_user_data', 'ad_personalization'];
  var CLICK_IDS = ['gclid', 'dclid', 'gbraid', 'wbraid'];
  var COOKIE_AGE = 34560000; // 400 days: two years are asked for, this is what Chromium grants
  var region = ''; // where Google believes the visitor is; the test world writes it in

  var source = new URL(document.currentScript.src);
  var ownTag = source.searchParams.get('id');
  var layerName = source.searchParams.get('l') || 'dataLayer';

  var tags = (window.google_tag_manager = window.google_tag_manager || {});
  var alreadyRuns = Boolean(tags[layerName]);
  if (ownTag) tags[ownTag] = {};
  if (alreadyRuns) return;
  tags[layerName] = {};

  var data = (window.google_tag_data = window.google_tag_data || {});
  var consent = (data.ics = { entries: {}, usedDefault: false, usedUpdate: false, wasSetLate: false });
  var settings = {};
  var configured = {}; // tag id -> its config
  var consentWasRead = false;
  var held = null; // hits that wait for a consent update
  var client = newClient();
  var session = Math.floor(Date.now() / 1000);

  // --- commands -----------------------------------------------------------------------------

  var COMMANDS = {
    js: function () {},
    set: function (name, value) {
      if (typeof name === 'object') Object.assign(settings, name);
      else settings[name] = value;
    },
    config: function (id, options) {
      configured[id] = options || {};
      if (configured[id].send_page_view === false) return;
      hit(id, 'page_view', {});
    },
    event: function (name, parameters) {
      parameters = parameters || {};
      var targets = parameters.send_to ? [].concat(parameters.send_to) : Object.keys(configured);
      targets.forEach(function (id) {
        hit(id, name, parameters);
      });
    },
    consent: function (kind, choices) {
      if (kind === 'default') consentDefault(choices || {});
      if (kind === 'update') consentUpdate(choices || {});
    },
  };

  function consentDefault(choices) {
    var places = choices.region ? [].concat(choices.region) : [''];
    var fit = places.filter(function (place) {
      return region === place || region.split('-')[0] === place || !place;
    });
    if (!fit.length) return;
    // "US-CA" beats "US" beats everywhere.
    var precision = Math.max.apply(
      null,
      fit.map(function (place) {
        return place.length;
      }),
    );
    if (consentWasRead && !consent.usedDefault) consent.wasSetLate = true;
    consent.usedDefault = true;
    TYPES.forEach(function (type) {
      var entry = (consent.entries[type] = consent.entries[type] || { precision: -1 });
      if (choices[type] === undefined || precision < entry.precision) return;
      entry.precision = precision;
      entry.default = choices[type] === 'granted';
    });
    if (choices.wait_for_update && !held) {
      held = [];
      setTimeout(release, choices.wait_for_update);
    }
  }

  function consentUpdate(choices) {
    var couldStore = isAllowed('analytics_storage');
    consent.usedUpdate = true;
    TYPES.forEach(function (type) {
      if (choices[type] === undefined) return;
      var entry = (consent.entries[type] = consent.entries[type] || { precision: -1 });
      entry.update = choices[type] === 'granted';
    });
    var canStore = isAllowed('analytics_storage');
    if (couldStore && !canStore) client = newClient();
    // The cookies appear with the grant and do not wait for an event. A denial leaves them.
    if (!couldStore && canStore) Object.keys(configured).forEach(writeCookies);
    release();
  }

  function release() {
    var hits = held || [];
    held = null;
    hits.forEach(function (send) {
      send();
    });
  }

  // --- consent ------------------------------------------------------------------------------

  /** What is not denied is allowed: a page that says nothing has given everything away. */
  function isAllowed(type) {
    var entry = consent.entries[type] || {};
    return entry.update !== undefined ? entry.update : entry.default !== false;
  }

  function isUnset(type) {
    var entry = consent.entries[type] || {};
    return entry.update === undefined && entry.default === undefined;
  }

  function gcs() {
    return (
      'G1' +
      ['ad_storage', 'analytics_storage']
        .map(function (type) {
          return isUnset(type) ? '-' : isAllowed(type) ? '1' : '0';
        })
        .join('')
    );
  }

  /** l, p, q, r and t were measured; m, n, u and v are by analogy. */
  function gcd() {
    var letters = TYPES.map(function (type) {
      var entry = consent.entries[type] || {};
      var row = entry.default === undefined ? 'lmn' : entry.default ? 'tuv' : 'pqr';
      return row[entry.update === undefined ? 0 : entry.update ? 2 : 1];
    });
    return '13' + letters.join('3') + '5l1';
  }

  // --- hits ---------------------------------------------------------------------------------

  function hit(id, name, parameters) {
    if (held) held.push(send);
    else send();

    function send() {
      consentWasRead = true;
      if (isDisabled(id)) return;
      writeCookies(id);
      var query = new URLSearchParams({
        v: '2',
        tid: id,
        cid: clientFor(configured[id] || {}),
        gcs: gcs(),
        gcd: gcd(),
        dl: pageAddress(),
        dt: document.title,
        sid: String(session),
        en: name,
      });
      Object.keys(parameters).forEach(function (key) {
        if (key !== 'send_to') query.set('ep.' + key, String(parameters[key]));
      });
      collect(query);
    }
  }

  function collect(query) {
    if (source.hostname !== 'www.googletagmanager.com') {
      // A demo serves this file from a stand-in, and its hits go back there.
      post(source.origin + '/g/collect?' + query);
      return;
    }
    post('https://www.google-analytics.com/g/collect?' + query);
    if (!isAllowed('ad_storage')) return;
    post('https://analytics.google.com/g/collect?' + query);
    post('https://stats.g.doubleclick.net/g/collect?' + query);
    new Image().src = 'https://www.google.com.tr/ads/ga-audiences?' + query;
  }

  function post(url) {
    if (navigator.sendBeacon && navigator.sendBeacon(url)) return;
    fetch(url, { method: 'POST', mode: 'no-cors', keepalive: true }).catch(function () {});
  }

  function isDisabled(id) {
    return window['ga-disable-' + id] === true;
  }

  function pageAddress() {
    var address = new URL(location.href);
    if (settings.ads_data_redaction && !isAllowed('ad_storage')) {
      CLICK_IDS.forEach(function (id) {
        address.searchParams.delete(id);
      });
    }
    return address.href;
  }

  // --- cookies ------------------------------------------------------------------------------

  function newClient() {
    return Math.floor(Math.random() * 0x7fffffff) + '.' + Math.floor(Date.now() / 1000);
  }

  /** The same before and after a grant in one page, which is what makes the early hits joinable. */
  function clientFor(options) {
    if (isAllowed('analytics_storage')) {
      var kept = readCookie((options.cookie_prefix || '') + '_ga');
      if (kept) client = kept.split('.').slice(2).join('.');
    }
    return client;
  }

  function writeCookies(id) {
    if (isDisabled(id) || !isAllowed('analytics_storage')) return;
    var options = configured[id] || {};
    var prefix = options.cookie_prefix || '';
    var now = Math.floor(Date.now() / 1000);
    writeCookie(prefix + '_ga', 'GA1.1.' + clientFor(options), options);
    writeCookie(
      prefix + '_ga_' + id.replace(/^G-/, ''),
      'GS2.1.s' + session + '$o1$g1$t' + now + '$j60$l0$h0',
      options,
    );
  }

  /** Tries the widest domain first; the browser refuses those that are too wide. */
  function writeCookie(name, value, options) {
    var tail =
      '; Path=' +
      (options.cookie_path || '/') +
      '; Max-Age=' +
      COOKIE_AGE +
      (options.cookie_flags ? '; ' + options.cookie_flags : '');
    var domains =
      options.cookie_domain && options.cookie_domain !== 'auto'
        ? [options.cookie_domain]
        : widestFirst(location.hostname);
    for (var i = 0; i < domains.length; i++) {
      document.cookie = name + '=' + value + (domains[i] === 'none' ? '' : '; Domain=' + domains[i]) + tail;
      if (readCookie(name) === value) return;
    }
  }

  function widestFirst(hostname) {
    var labels = hostname.split('.');
    var isAddress = /^[0-9.]+$/.test(hostname) || hostname[0] === '[';
    if (isAddress || labels.length < 2) return ['none'];
    var domains = [];
    for (var size = 2; size <= labels.length; size++) domains.push('.' + labels.slice(-size).join('.'));
    return domains.concat('none');
  }

  function readCookie(name) {
    var found = document.cookie.split('; ').filter(function (pair) {
      return pair.indexOf(name + '=') === 0;
    })[0];
    return found && found.slice(name.length + 1);
  }

  // --- the queue, last: everything above has to exist by now ----------------------------------

  var layer = (window[layerName] = window[layerName] || []);

  /** Only `arguments` objects are commands; an array pushed by mistake is passed over. */
  function run(item) {
    if (Object.prototype.toString.call(item) !== '[object Arguments]') return;
    var command = COMMANDS[item[0]];
    if (command) command.apply(null, [].slice.call(item, 1));
  }

  var waiting = layer.slice();
  var push = layer.push; // a container's, where one was there first
  layer.push = function () {
    var length = push.apply(layer, arguments);
    [].forEach.call(arguments, run);
    return length;
  };
  waiting.forEach(run);
})();
