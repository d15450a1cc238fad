// Browsers ask their makers for things no page asked for. Launch flags stop most of it; Chromium 156
// still asks for updates and for accounts when it starts. This list names addresses as narrowly as
// it can, for what it hides no test sees.

const CHROMIUM = [
  /^update\.googleapis\.com$/,
  /^clients[0-9]*\.google\.com$/,
  /^android\.clients\.google\.com$/,
  /^optimizationguide-pa\.googleapis\.com$/,
  /^content-autofill\.googleapis\.com$/,
  /^safebrowsing(ohttpgateway)?\.googleapis\.com$/,
  /^clientservices\.googleapis\.com$/,
  /^edgedl\.me\.gvt1\.com$/,
  /^redirector\.gvt1\.com$/,
  /^passwordsleakcheck-pa\.googleapis\.com$/,
];

const FIREFOX = /(^|\.)mozilla\.(com|net|org)$|^detectportal\.firefox\.com$/;

const CHROMIUM_PATHS = {
  'accounts.google.com': /^\/ListAccounts/,
  'www.google.com': /^\/(complete\/|async\/|searchdomaincheck)/,
};

const isOf = (patterns, host) => patterns.some((pattern) => pattern.test(host));

/** Whether the browser itself asked, and not a page. */
export function isBrowserNoise({ host, path, headers }) {
  if (isOf(CHROMIUM, host) || FIREFOX.test(host) || CHROMIUM_PATHS[host]?.test(path)) return true;
  // Asked of a site by the browser, sooner or later or never. Another site's icon is the page's doing.
  return path === '/favicon.ico' && headers['sec-fetch-site'] !== 'cross-site';
}

/** Whether a connection to this host, whatever is asked there, is the browser's own. */
export function isBrowserNoiseHost(host) {
  return isOf(CHROMIUM, host) || FIREFOX.test(host) || host === 'accounts.google.com';
}
