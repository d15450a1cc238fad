import MatomoTracker from '@jonkoops/matomo-tracker';
const tracker = new MatomoTracker({ urlBase: 'https://sdks.matomo.cloud', siteId: 1 });
tracker.trackPageView();
