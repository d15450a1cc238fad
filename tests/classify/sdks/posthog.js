import posthog from 'posthog-js';
posthog.init('phc_TESTTOKEN', { api_host: 'https://us.i.posthog.com' });
posthog.capture('seen');
