/* A Worker before your site. Without one, a file _headers has what does not hang on the visitor:
«BASE»*
  Cache-Control: «BESIDE»
«?RELEASE»«BASE»«RELEASE»/*
«?RELEASE»  ! Cache-Control
«?RELEASE»  Cache-Control: «KEPT»
«POLICY_URL»
  Cache-Control: no-cache
*/
export default {
  async fetch(request, env) {
    const from = await (env?.ASSETS ?? globalThis).fetch(request);
    const answer = new Response(from.body, from);
    const { pathname } = new URL(request.url);
    // The folder of a release (`portcullis release`) never changes; what is not there yet may come. The files beside it
    // belong together: each visit asks whether they are the same.
    if (/«RELEASED»/.test(pathname) && from.status < 400) answer.headers.set('cache-control', '«KEPT»');
    else if (pathname.startsWith('«BASE»') || pathname === '«POLICY_URL»') answer.headers.set('cache-control', 'no-cache');
«?SEAL»    // Who has granted something has the latch open exactly that; everybody else gets the policy as a header.
«?SEAL»    answer.headers.append('vary', 'cookie');
«?SEAL»    if (!/«GRANTS»/.test(request.headers.get('cookie') ?? '')) {
«?SEAL»      answer.headers.append('content-security-policy', "«SEAL»");
«?SEAL»      // Chromium can also close what no policy governs, and then links and forms to other sites too: name here
«?SEAL»      // whatever your pages link to before you take the // away.
«?SEAL»      // answer.headers.set('connection-allowlist', '«CONNECTIONS»');
«?SEAL»    }
«?AHEAD»    // Who has no record is going to need this file: it is sent for beside the page, not after it.
«?AHEAD»    if (request.headers.get('sec-fetch-dest') === 'document' && !/«RECORDED»/.test(request.headers.get('cookie') ?? '')) {
«?AHEAD»      answer.headers.append('link', '«AHEAD»');
«?AHEAD»    }
    return answer;
  },
};
«?RENEW»// «RENEW» sets a choice again, for Safari: docs/renewal.md has its Worker.
