// Policies with every field that there is, and the values that tell one form from another: on the edge of each, on both
// sides.

export const WHOLE = {
  $schema: 'https://shop.example/policy.schema.json',
  site: { name: 'Shop', contact: 'privacy@shop.example', policy: '/privacy/' },
  updated: '2026-11-22',
  effective: '2026-12-01',
  services: [
    { use: 'cloudflare-security', class: 'essential' },
    {
      use: 'sentry', src: '/sentry.js', dsn: 'https://k1@o1.ingest.sentry.io/2', collect: 'all',
      name: 'Errors', vendor: 'Sentry', class: 'functional', purpose: 'Mends what fails', privacy: 'https://sentry.io/privacy/',
      since: '2026-11-22', hosts: ['errors.shop.example'], paths: ['/tunnel'], cookiePath: '/shop',
      cookies: [{ name: 'a*', duration: '1d', store: 'indexedDB', purpose: 'Keeps reports', administered: 'us', path: '/shop', httpOnly: false }],
    },
    { use: 'google-analytics', id: 'G-ABCD1234', mode: 'basic', class: 'functional' },
    { use: 'google-tag-manager', id: 'GTM-ABCD12', tag: 'G-ABCD1234', mode: 'advanced', class: 'tracking' },
    { use: 'cloudflare-web-analytics', token: 'abc_DEF-1', class: 'tracking' },
    { use: 'cloudflare-zaraz', purposes: { ab: true, cd: false }, class: 'tracking' },
    { use: 'cloudflare-turnstile', class: 'essential' },
    { use: 'services/youtube', id: 'video', class: 'functional', purpose: 'Shows films', hosts: ['www.youtube-nocookie.com'], cookies: [] },
    { use: 'services/stripe' },
    {
      id: 'acme', name: 'Acme', vendor: 'Acme Inc.', class: 'tracking', purpose: 'Shows us where visitors click',
      privacy: 'https://acme.example/privacy', since: '2026-11-01', hosts: ['*.acme.example', 'cdn.example/acme/'],
      paths: ['/acme'], cookies: [{ name: '_acme', duration: 'session' }], cookiePath: '/',
    },
  ],
  allow: ['https://fonts.example', 'https://api.example:8443'],
  language: 'de',
  texts: { de: { accept: 'Alles erlauben', reject: 'Alles ablehnen' } },
  onGrant: 'reload',
  unknown: 'deny',
  renew: '/renew',
  moving: [{ from: 'vanilla-cookieconsent', names: { ads: 'acme', 'ads/pixel': ['acme', 'video'] }, stored: 'shop_cc', asOf: '2026-09-01', revision: 2, keep: false }],
  receipts: { endpoint: '/consent', id: true },
  notice: {
    next: { effective: '2027-01-01', policy: '/privacy/2027-01-01.json' },
    introduction: [{ text: 'This is how we treat what we learn.', list: ['Orders'], mark: 'green' }],
    definitions: [{ term: 'Account', text: 'What is yours', also: ['profile'], note: [{ mark: 'yellow' }] }],
    collected: [{ what: 'Orders', how: 'By you', why: 'To deliver', basis: ['contract'], examples: ['Address'], kept: '10 years', note: [] }],
    children: { under: 13, text: [] },
    transfers: { to: ['Japan'], text: [] },
    sale: { sells: false, text: [] },
    california: { contact: 'ccpa@shop.example', shared: [{ category: 'Identifiers', examples: 'Address', recipients: 'Carriers' }], text: [] },
    rights: { days: 30, text: [] },
    authorities: [{ regime: 'eu', name: 'CNIL', link: 'https://www.cnil.fr/' }],
    contacts: [{ for: 'Security', address: 'security@shop.example' }],
    versions: [{ date: '2025-01-01', changes: ['First'] }],
  },
};

/** What stands in a group above, each for itself. */
export const APART = {
  site: { name: 'Shop', contact: 'privacy@shop.example' },
  updated: '2026-11-22',
  services: [
    'cloudflare-security',
    { use: 'sentry-errors', src: '/sentry.js', dsn: 'https://k1@o1.ingest.sentry.io/2', collect: 'all', class: 'functional' },
    { use: 'sentry-replay', dsn: 'https://k1@o1.ingest.sentry.io/2', class: 'tracking' },
  ],
};

/** An object of so many fields. */
export const many = (count, value) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, value]));

export const TRICKY = [
  { endpoint: '/consent', id: false }, { id: false }, { endpoint: 'https://a.example/' },
  null, true, false, 0, 1.5, [], {}, [null], ['sentry'], { de: {} }, { a: true }, { a: 'x' }, { 'a b': true }, { de: { accept: ' ' } },
  many(512, true), many(513, true), many(513, {}), many(512, 'acme'), many(513, 'acme'), { de: many(513, 'x') }, { ['x'.repeat(129)]: true },
  '', ' ', 'x', 'x y', '\u00a0', 'a\tb', 'a\u007f', 'a\u0085', 'a\u202eb', 'a\u2066b', 'a\u2065b', 'a\u00a0b', 'ab\u0000',
  'x'.repeat(1000), 'x'.repeat(1001), 'é'.repeat(400), 'x'.repeat(128), 'x'.repeat(129), 'x'.repeat(40), 'x'.repeat(41), 'x-1', '1x', 'X', 'x_y', '-x',
  // Days.
  '2024-02-29', '2023-02-29', '2000-02-29', '2100-02-29', '1970-01-01', '1972-02-29', '1969-12-31', '9999-12-31', '2026-04-31', '2026-13-01', '2026-1-1', '2026-00-10',
  '2026-01-00', '2026-01-01T00', '02026-01-01',
  // Links, origins, hosts and paths.
  '/', '/x', '//x', '/x;y', '/x y', '/x"', "/x'", '/x`', '/x<', '/x\\y', '/ü', '/x?y#z', 'https://', 'https://a', 'https://a.example/x;y', 'https://a@b', 'https://a/?@', 'https://a?@', 'https://ü.example',
  'https:///x', 'http://a.example', 'http://localhost', 'http://localhost:1/x', 'http://localhost.evil', 'http://127.0.0.1/x', 'javascript:alert(1)', 'HTTPS://a.example',
  `https://${'a'.repeat(2040)}`, `https://${'a'.repeat(2041)}`, `/${'a'.repeat(2047)}`, `/${'a'.repeat(2048)}`, 'https://k@h', 'https://k@', 'https://k_@h', 'https://k@h?x', 'https://@h',
  'https://a.example:443', 'https://a.example:', 'https://a.example:x', 'https://a.example/', 'https://A.example', 'https://a..example', 'https://.a', 'https://a-b', 'https://a_b',
  `https://${'a'.repeat(253)}`, `https://${'a'.repeat(254)}`, `https://${'a'.repeat(253)}:1`,
  'a.example', '*.example', '*.a.example', '*', '*.*.a', 'a.*', 'a.example/', 'a.example/x y', 'a.example/ü', 'a.example//', 'a.', '.a', 'A.example', '*.a.example/x',
  `${'a'.repeat(250)}.bc`, `${'a'.repeat(251)}.bc`, `*.${'a'.repeat(250)}.bc`, `*.${'a'.repeat(251)}.bc`,
  // Names.
  'a*', '*a', 'a*b', 'a*b*', '**', 'a,b', 'a;b', 'a=b', 'a<b', 'é', '__Host-a', 'a:b/c?d',
  // Durations and words.
  'session', '1d', '9999y', '10000d', '1w', 'd', '1D', '0s', '-1d', '1.5h', 'essential', 'functional', 'tracking', 'Essential', 'cookie', 'localStorage', 'sessionStorage', 'indexedDB', 'cacheStorage',
  'us', 'vendor', 'them', 'report', 'deny', 'next-page', 'reload', 'basic', 'advanced', 'all',
  // Services and their settings.
  'sentry', 'sentry-errors', 'sentry-replay', 'google-analytics', 'cloudflare-zaraz', 'cloudflare-turnstile', 'piwik',
  'G-ABCD', 'G-ABC', 'G-abcd', `G-${'A'.repeat(16)}`, `G-${'A'.repeat(17)}`, 'GTM-AB', 'GTM-A', `GTM-${'A'.repeat(14)}`, `GTM-${'A'.repeat(15)}`,
  { use: 'sentry' }, { use: 'piwik' }, { use: 1 }, { use: 'google-analytics' }, { use: 'google-analytics', id: 'G-ABCD' }, { a: ['acme', 1] }, { a: ['acme', 'x-1'] }, { a: 'acme' }, 'klaro', { use: 'sentry', id: 'a' }, { id: 'a' },
];
