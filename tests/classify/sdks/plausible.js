import { init } from '@plausible-analytics/tracker';
init({ domain: 'sdks.test', captureOnLocalhost: true });
