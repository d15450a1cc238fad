«?SEAL»import { readFileSync } from 'node:fs';
«?SEAL»import { policyFor } from 'portcullis/pkg/tools/header.mjs';
«?SEAL»
«?SEAL»const policy = readFileSync(process.env.POLICY ?? 'policy.json', 'utf8');

/** For every request, before it is answered. */
export function portcullis(request, response) {
  const path = request.url.split('?')[0];
  // The folder of a build never changes; a file that is not there yet may still come. Each visit asks whether the entry
  // beside it is still the newest.
  if (/«BUILT»/.test(path)) {
    const { writeHead } = response;
    response.setHeader('cache-control', '«KEPT»');
    response.writeHead = (status, ...more) => {
      if (status >= 400) response.setHeader('cache-control', 'no-cache');
      return writeHead.call(response, status, ...more);
    };
  } else if (path.startsWith('«BASE»')) response.setHeader('cache-control', 'no-cache');
«?POLICY_URL»  if (path === '«POLICY_URL»') response.setHeader('cache-control', 'no-cache');
«?SEAL»  // Exactly what this visitor has granted, so that not even the latch could open more.
«?SEAL»  const visitor = { cookies: request.headers.cookie, gpc: request.headers['sec-gpc'] === '1', secure: true };
«?SEAL»  response.appendHeader('content-security-policy', policyFor(policy, { guard: '«GUARD»', ...visitor }));
«?SEAL»  response.appendHeader('vary', 'cookie, sec-gpc');
«?SEAL»  // Chromium can also close what no policy governs, and then links and forms to other sites too: name here
«?SEAL»  // whatever your pages link to and the hosts of what you gate, before you take the // away.
«?SEAL»  // response.setHeader('connection-allowlist', '«CONNECTIONS»');
}
«?RENEW»// «RENEW» sets a choice again, for Safari: docs/renewal.md has it.
