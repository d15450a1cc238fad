// What consent must gate: the hosts of facts/vendors.md 1.1, 2.4 and 3.1, told by host and path,
// because www.google.com also serves things nobody needs to ask for. Written apart from the
// module's own table on purpose: a host forgotten there must not be forgotten here.

const HOSTS = [
  // Sentry
  /(^|\.)sentry\.io$/,
  /(^|\.)sentry-cdn\.com$/,
  /^app\.getsentry\.com$/,
  // Google
  /(^|\.)googletagmanager\.com$/,
  /(^|\.)google-analytics\.com$/,
  /(^|\.)analytics\.google\.com$/,
  /(^|\.)doubleclick\.net$/,
  /(^|\.)googleadservices\.com$/,
  /(^|\.)googlesyndication\.com$/,
  /^adservice\.google\.com$/,
  /^tagassistant\.google\.com$/,
  /(^|\.)merchant-center-analytics\.goog$/,
  /^cct\.google$/,
  // Cloudflare; challenges.cloudflare.com is security and stays open
  /(^|\.)cloudflareinsights\.com$/,
];

const GOOGLE = /^(www\.)?google\.[a-z.]+$/;
const GOOGLE_PATHS = /^\/(ads\/ga-audiences|pagead\/|ccm\/collect|rmkt\/|g\/collect)/;

/** Paths that carry the same data through the site's own host. */
const FIRST_PARTY_PATHS = [/^\/cdn-cgi\/rum$/, /^\/api\/[0-9]+\/envelope\//];

export function isGated({ host, path }) {
  return (
    HOSTS.some((pattern) => pattern.test(host)) ||
    (GOOGLE.test(host) && GOOGLE_PATHS.test(path)) ||
    FIRST_PARTY_PATHS.some((pattern) => pattern.test(path))
  );
}
