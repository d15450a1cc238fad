// What the scan must say of tests/classify/sites.mjs, written down before it was first run: from the vendors'
// documentation and the SDKs' sources. `names` are patterns; the rest of a name is a token or a version.

// What the first run showed otherwise is marked: there the browser was right.

/** By SDK: whom it talks to, what it stores, and what is known of it. */
export const SDKS = {
  sentry: { hosts: ['o1.ingest.us.sentry.io'], names: [], service: 'sentry-errors' },
  plausible: { hosts: ['plausible.io'], names: [], service: 'plausible' },
  posthog: {
    hosts: ['us.i.posthog.com', 'us-assets.i.posthog.com'],
    // Otherwise: no `ph_*_window_id`, but two more names.
    names: [
      'cookie ph_*_posthog',
      'localStorage ph_*_posthog',
      'sessionStorage ph_*_primary_window_exists',
      'sessionStorage ph_*_posthog',
      'sessionStorage ph_*_session_registered_properties',
    ],
    service: 'posthog',
  },
  matomo: { hosts: ['sdks.matomo.cloud'], names: ['cookie _pk_id.*', 'cookie _pk_ses.*'], service: 'matomo' },
  amplitude: {
    hosts: ['api2.amplitude.com', 'sr-client-cfg.amplitude.com'],
    // Otherwise: a database too.
    names: [
      'cookie AMP_*',
      'cookie AMP_MKTG_*',
      'localStorage AMP_unsent_*',
      'localStorage AMP_remote_config_*',
      'sessionStorage AMP_*',
      'indexedDB AMP_diagnostics_*',
    ],
    service: 'amplitude',
  },
  segment: {
    hosts: ['cdn.segment.com', 'api.segment.io'],
    // Otherwise: `ajs_user_id`, and no `persisted-queue:*`, for the queue is sent at once.
    names: ['cookie ajs_anonymous_id', 'localStorage ajs_anonymous_id', 'localStorage ajs_user_id'],
    service: 'segment',
  },
  mixpanel: {
    hosts: ['api-js.mixpanel.com'],
    // Otherwise: the tab's names, and two databases.
    names: [
      'cookie mp_*_mixpanel',
      'localStorage __mpq_*',
      'sessionStorage mp_*tab_id_*',
      'indexedDB mixpanelBrowserDb',
      'indexedDB mixpanelFlagsDb',
    ],
    service: 'mixpanel',
  },
  // Nobody knows a site's own recorder.
  recorder: { hosts: ['in.recorder.example'], names: ['localStorage replaySession'] },
};
