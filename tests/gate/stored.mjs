// What a page left behind, as the site sees it next: a page without any guard, whose own request brings the cookies,
// and which reads the rest out. Then all of it is deleted for the next run.

const GATED = '_acme';
const OWN = '_own';
const COOKIES = ['', 'Domain=shop.test;', 'Domain=www.shop.test;', 'Domain=www.shop.test; SameSite=None; Partitioned;'];

const READ = `(async () => {
  const databases = (await indexedDB.databases()).map(({ name }) => name);
  const found = { localStorage: Object.keys(localStorage), sessionStorage: Object.keys(sessionStorage),
  indexedDB: databases, caches: await caches.keys() };
  for (const name of ['${GATED}', '${OWN}']) {
    localStorage.removeItem(name);
    sessionStorage.removeItem(name);
    await caches.delete(name);
    await new Promise((done) => Object.assign(indexedDB.deleteDatabase(name), {
    onsuccess: done, onerror: done, onblocked: done }));
  }
  await fetch(location.href, { method: 'POST', body: JSON.stringify(found) });
})()`;

/** Whether the twin is in store yet, asked in its page. */
export const STORED = `(async () =>
  document.cookie.includes('${OWN}') || '${OWN}' in localStorage || '${OWN}' in sessionStorage ||
  (await indexedDB.databases()).some(({ name }) => name === '${OWN}') || (await caches.keys()).includes('${OWN}'))()`;

/** Files under its run what a visitor who goes to /gate/stored/ID has in store. */
export function serveStored(serve, runs, look) {
  serve('/gate/stored', (request, response, entry) => {
    const run = runs.get(entry.path.split('/')[3]);
    const note = (where, name) => {
      if (name === GATED) run.leaks.push(`${name} in ${where}`);
      if (name === OWN) run.twins++;
    };
    if (request.method !== 'POST') {
      for (const name of Object.keys(entry.cookies)) note('the cookies', name);
      const names = [GATED, OWN].flatMap((name) =>
        COOKIES.map((parts) => `${name}=; Path=/; ${parts} Secure; Max-Age=0`),
      );
      response.setHeader('set-cookie', names);
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(`<!doctype html><title>stored</title><script>${READ}</script>`);
      return;
    }
    request.on('end', () => {
      for (const [where, names] of Object.entries(JSON.parse(entry.body))) for (const name of names) note(where, name);
      run.read = true;
      response.writeHead(204).end();
      look();
    });
  });
}
