/* A Worker before your site. Without one, a file _headers has what is the same for every visitor:
«BASE»*
  Cache-Control: no-cache
«BASE»:build/*
  ! Cache-Control
  Cache-Control: «KEPT»
«?POLICY_URL»«POLICY_URL»
«?POLICY_URL»  Cache-Control: no-cache
*/
export default {
  async fetch(request, env) {
    const from = await (env?.ASSETS ?? globalThis).fetch(request);
    const answer = new Response(from.body, from);
    const { pathname } = new URL(request.url);
    // The folder of a build never changes; a file that is not there yet may still come. Each visit asks whether the
    // entry beside it is still the newest.
    if (/«BUILT»/.test(pathname) && from.status < 400) answer.headers.set('cache-control', '«KEPT»');
    else if (pathname.startsWith('«BASE»')) answer.headers.set('cache-control', 'no-cache');
«?POLICY_URL»    if (pathname === '«POLICY_URL»') answer.headers.set('cache-control', 'no-cache');
«?SEAL»    // A visitor whose record grants something gets no header: the latch opens exactly that.
«?SEAL»    // All others get the policy.
«?SEAL»    answer.headers.append('vary', 'cookie');
«?SEAL»    if (!/«GRANTS»/.test(request.headers.get('cookie') ?? '')) {
«?SEAL»      answer.headers.append('content-security-policy', "«SEAL»");
«?SEAL»      // Chromium can also close what no policy governs, and then links and forms to other sites too: name here
«?SEAL»      // whatever your pages link to before you take the // away.
«?SEAL»      // answer.headers.set('connection-allowlist', '«CONNECTIONS»');
«?SEAL»    }
    return answer;
  },
};
«?RENEW»// «RENEW» sets a choice again, for Safari: docs/renewal.md has its Worker.
