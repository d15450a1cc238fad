// The page on which all are measured: a shop's, with a style sheet, a picture, a script of its own and the same three
// services. What stands in it for a product is told apart by comments, so that its own bytes can be counted.

export const HOST = 'www.bench.test';

/** The services, each by what it loads. */
export const SERVICES = [
  {
    id: 'google-analytics',
    name: 'Google Analytics',
    src: 'https://www.googletagmanager.com/gtag/js?id=G-TEST123456',
    after:
      'window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments); } ' +
      "gtag('js', new Date()); gtag('config', 'G-TEST123456');",
  },
  {
    id: 'sentry-errors',
    name: 'Sentry',
    src: 'https://browser.sentry-cdn.com/11.12.0/bundle.min.js',
    after: "Sentry.init({ dsn: 'https://abc@o1.ingest.us.sentry.io/1' });",
  },
  {
    id: 'cloudflare-web-analytics',
    name: 'Cloudflare Web Analytics',
    src: 'https://static.cloudflareinsights.com/beacon.min.js',
    attributes: `data-cf-beacon='{"token":"bench"}'`,
  },
];
export const isService = (url) => SERVICES.some(({ src }) => url.startsWith(src));

/** The services as tags that a product keeps from running: `mark` writes what it wants to see there. */
export const tags = (mark) =>
  SERVICES.map(
    ({ id, src, after, attributes = '' }) =>
      `<script type="text/plain" ${mark(id, src)} ${attributes}>` +
      `</script>${after ? `\n<script type="text/plain" ${mark(id)}>${after}</script>` : ''}`,
  ).join('\n');

const words = 'Boots, clogs and sandals, in every size and in most colours. ';
const style =
  'body { margin: 0; font: 16px/1.5 sans-serif } main { max-width: 50em; margin: auto; padding: 1em } ' +
  'img { width: 100%; height: auto }';
const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="400"><rect width="800"
  height="400" fill="#a86"/>${'<circle cx="400" cy="200" r="90" fill="#fed"/>'.repeat(40)}</svg>`;

export const page = ({
  head = '',
  end = '',
}) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport"
  content="width=device-width, initial-scale=1">
<title>Shoes</title><meta name="description" content="A shop's page">
${head}
<link rel="stylesheet" href="/site.css"><script defer src="/site.js"></script></head>
<body><main><h1>Shoes</h1><img src="/shoes.svg" alt="Shoes" width="800"
  height="400">${`<p>${words.repeat(8)}</p>`.repeat(12)}</main>
${end}
</body></html>`;

export const own = {
  '/site.css': ['text/css', style],
  '/site.js': ['text/javascript', 'document.documentElement.dataset.ran = 1;'],
  '/shoes.svg': ['image/svg+xml', picture],
  '/favicon.ico': ['image/x-icon', ''],
};
