«?SEAL»import { readFileSync } from 'node:fs';
«?SEAL»import { policyFor } from 'portcullis/pkg/tools/header.mjs';
«?SEAL»
«?SEAL»// The file that is served as «POLICY_URL».
«?SEAL»const policy = readFileSync(process.env.POLICY ?? 'policy.json', 'utf8');

/** For every request, before it is answered. */
export function portcullis(request, response) {
  const path = request.url.split('?')[0];
  // The folder of a release (`portcullis release`) never changes; what is not there yet may come. The files beside it
  // belong together: each visit asks whether they are the same.
  if (/«RELEASED»/.test(path)) {
    const { writeHead } = response;
    response.setHeader('cache-control', '«KEPT»');
    response.writeHead = (status, ...more) => {
      if (status >= 400) response.setHeader('cache-control', 'no-cache');
      return writeHead.call(response, status, ...more);
    };
  } else if (path.startsWith('«BASE»') || path === '«POLICY_URL»') response.setHeader('cache-control', 'no-cache');
«?SEAL»  // Exactly what this visitor has granted, so that not even the latch could open more.
«?SEAL»  const visitor = { cookies: request.headers.cookie, gpc: request.headers['sec-gpc'] === '1', secure: true };
«?SEAL»  response.appendHeader('content-security-policy', policyFor(policy, { guard: '«GUARD»', ...visitor }));
«?SEAL»  response.appendHeader('vary', 'cookie, sec-gpc');
«?SEAL»  // Chromium can also close what no policy governs, and then links and forms to other sites too: name here whatever
«?SEAL»  // your pages link to and the hosts of what you gate, before you take the // away.
«?SEAL»  // response.setHeader('connection-allowlist', '«CONNECTIONS»');
«?AHEAD»  // Who has no record is going to need this file: it is sent for beside the page, not after it.
«?AHEAD»  if (request.headers['sec-fetch-dest'] === 'document' && !/«RECORDED»/.test(request.headers.cookie ?? '')) {
«?AHEAD»    response.appendHeader('link', '«AHEAD»');
«?AHEAD»  }
}
«?RENEW»// «RENEW» sets a choice again, for Safari: docs/renewal.md has it.
