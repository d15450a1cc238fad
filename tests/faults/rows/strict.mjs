// Hosts that allow next to nothing: 0 violations of ours, by the browser's own reports.

const nonce = (html) => html.replaceAll('<script', '<script nonce="n0nce"');
const STRICT =
  "default-src 'none'; style-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none'; " +
  'report-uri /violation';
const host = (name, script, more, rest) => ({
  name,
  page: nonce,
  headers: { 'content-security-policy': `${STRICT}; script-src 'nonce-n0nce' ${script}${more}` },
  ...rest,
});
const TYPES = "; require-trusted-types-for 'script'; trusted-types portcullis";

/** The preferences, too: another build, and a style of its own. */
async function opens(at) {
  const choose = '.portcullis-banner [data-action=choose]';
  await at.seen(choose);
  await at.click(choose);
  await at.seen('dialog.portcullis-preferences');
  await at.click('dialog.portcullis-preferences [data-action=close]');
}

const works = { then: 'asks', keeps: true, reports: true, act: opens };

export const STRICT_HOSTS = {
  title: 'Strict hosts',
  rows: [
    host('nonces and strict-dynamic', "'strict-dynamic' 'wasm-unsafe-eval'", '', works),
    host('nonces alone', "'wasm-unsafe-eval'", '', works),
    host(
      'nonces, strict-dynamic and Trusted Types, with our one policy',
      "'strict-dynamic' 'wasm-unsafe-eval'",
      TYPES,
      works,
    ),
    host('the same, without wasm: what to add is said', "'strict-dynamic'", TYPES, {
      then: 'asks',
      keeps: true,
      says: /'wasm-unsafe-eval'/,
    }),
    host(
      'Trusted Types that allow nobody a policy',
      "'strict-dynamic' 'wasm-unsafe-eval'",
      "; require-trusted-types-for 'script'; trusted-types 'none'",
      { then: 'quiet', says: /trusted-types portcullis/ },
    ),
  ],
};
