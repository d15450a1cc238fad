import * as Sentry from '@sentry/browser';
Sentry.init({ dsn: 'https://abc123@o1.ingest.us.sentry.io/1' });
Sentry.captureMessage('here');
