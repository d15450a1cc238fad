import * as amplitude from '@amplitude/analytics-browser';
amplitude.init('0123456789abcdef0123456789abcdef', { autocapture: true });
amplitude.track('seen');
