// `portcullis release`: what it writes, served as the recipe for Node says. What was asked for, and what was answered, is
// from the server; entries at addresses that stay lead to the folder of their release, and a page that is open keeps it.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { GOOGLE, LONG, assertNothingGated, eventually, openShop } from '../e2e/shop.mjs';
import { ROOT, folder } from './shells.mjs';

const shop = openShop();
const HOST = 'www.shop.test';
/** Browsers keep nothing of a server whose certificate they were told to overlook. */
const PLAIN = { origin: `http://${HOST}` };
const POLICY = path.join(ROOT, 'tests/world/pages/privacy/policy.json');
const there = folder();

function portcullis(...parameters) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(ROOT, 'pkg/tools/portcullis.mjs'), ...parameters],
    { cwd: there, encoding: 'utf8' },
  );
  assert.equal(status, 0, stderr);
  return stdout;
}

/** A pkg/ in which something is worded otherwise, as it would be built. */
function reworded(name, words) {
  const pkg = path.join(there, name);
  cpSync(path.join(ROOT, 'pkg'), pkg, { recursive: true });
  const list = JSON.parse(readFileSync(path.join(pkg, 'integrity.json')));
  for (const [file, texts] of Object.entries(words)) {
    const bytes = JSON.stringify({ ...JSON.parse(readFileSync(path.join(pkg, file))), ...texts });
    writeFileSync(path.join(pkg, file), bytes);
    list.files[file] = `sha256-${createHash('sha256').update(bytes).digest('base64')}`;
  }
  writeFileSync(path.join(pkg, 'integrity.json'), JSON.stringify(list));
  return pkg;
}

const TYPES = { '.js': 'text/javascript', '.json': 'application/json', '.wasm': 'application/wasm' };

/** A site of a test's own: its folder of releases, and a page that names what is in it. */
class Site {
  constructor(t, name) {
    Object.assign(this, { t, name, at: path.join(there, name), base: `/${name}/` });
    shop.world.serve(HOST, `/${name}`, (request, response, entry) => {
      // Before it is answered, as the recipe says.
      this.recipe(request, response);
      const file = path.join(there, entry.path);
      if (!existsSync(file)) return void response.writeHead(404).end();
      const bytes = readFileSync(file);
      const etag = `"${createHash('sha256').update(bytes).digest('hex')}"`;
      response.setHeader('etag', etag);
      if (request.headers['if-none-match'] === etag) response.writeHead(304).end();
      else response.writeHead(200, { 'content-type': TYPES[path.extname(file)] ?? 'text/plain' }).end(bytes);
    });
  }

  /** Writes a release, and has the page name it: by the entries, or by its own folder. */
  async release({ pkg = path.join(ROOT, 'pkg'), byName = false, ...page } = {}) {
    const said = portcullis('release', this.name, '--pkg', pkg);
    const { release } = JSON.parse(readFileSync(path.join(this.at, 'integrity.json')));
    assert.ok(said.startsWith(`${this.name}/${release}/: `), said);
    await this.put(byName ? `${release}/` : '', page);
    return release;
  }

  /** Has the page name what lies in a folder of the site's. */
  async put(own, { options = [], more = () => '', body = '' } = {}) {
    const place = ['--policy-url', '/privacy/policy.json', '--base', this.base + own, '--pkg', `${this.name}/${own}`];
    const head = portcullis('snippet', POLICY, ...place, ...options);
    const recipe = path.join(there, `${this.name}-${shop.world.mark()}.mjs`);
    // Without the seal's header, which wants the package installed: tests/tools/recipes.test.mjs has it.
    const live = options.filter((option) => option == '--inline');
    writeFileSync(recipe, portcullis('recipe', POLICY, ...place, ...live, '--for', 'node'));
    this.recipe = (await import(pathToFileURL(recipe))).portcullis;
    const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Released</title>${head}${more(this.base + own)}</head><body><main><h1>Released</h1></main>${body}</body></html>`;
    this.page = `/p/${this.name}.html`;
    shop.replaced.set(this.page, (request, response) => {
      this.recipe(request, response);
      response.writeHead(200, { 'content-type': 'text/html', 'cache-control': 'no-store' }).end(html);
    });
  }

  /** What was asked of the folder of releases, without its path. */
  asked(since) {
    return shop.world
      .requests({ host: HOST, since, where: ({ path: name }) => name.startsWith(this.base) })
      .map(({ path: name }) => name.slice(this.base.length));
  }

  visit(where) {
    return shop.visit(this.t, this.page, where);
  }
}

const isOf = (release) => (name) => name.startsWith(`${release}/`);

/** What was asked for since: these entries, and of this release alone, which has all of it. */
function assertLed(site, { since }, entries, release) {
  const asked = site.asked(since);
  assert.deepEqual([...new Set(asked.filter((name) => !isOf(release)(name)))].sort(), entries);
  for (const name of asked) assert.ok(existsSync(path.join(site.at, name)), name);
  return asked.filter(isOf(release)).map((name) => name.slice(release.length + 1));
}

test(
  'by an entry all else comes from the folder of its release: banner, accept, preferences and refusal',
  LONG,
  async (t) => {
    const site = new Site(t, 'entry');
    const release = await site.release();
    const visitor = await site.visit();
    await visitor.banner.waitFor();
    await assertNothingGated(visitor);
    const first = assertLed(site, visitor, ['portcullis.js'], release);
    assert.deepEqual(
      first.sort(),
      ['locales/en.json', 'portcullis-core.js', 'portcullis.wasm'],
      'what was sent for ahead is what was needed',
    );
    await visitor.answer('accept');
    await visitor.came(GOOGLE.report);
    await visitor.openPreferences();
    await visitor.inPreferences('reject');
    await visitor.until('google-analytics', 'denied');
    await eventually(() => assert.ok(site.asked(visitor.since).includes(`${release}/portcullis-remains.js`)));
    assertLed(site, visitor, ['portcullis.js'], release);
    assert.deepEqual(visitor.consoleErrors, []);
  },
);

test(
  'the next page before a choice asks for four files without a release, for the entry with one, and for nothing where the page names it',
  LONG,
  async (t) => {
    const bare = new Site(t, 'bare');
    cpSync(path.join(ROOT, 'pkg'), bare.at, { recursive: true });
    await bare.put('');
    const [entry, named] = [new Site(t, 'once'), new Site(t, 'never')];
    await entry.release();
    await named.release({ byName: true });
    const asked = [];
    for (const site of [bare, entry, named]) {
      const visitor = await site.visit(PLAIN);
      await visitor.banner.waitFor();
      await visitor.go(site.page, PLAIN);
      await visitor.banner.waitFor();
      await visitor.barrier();
      asked.push(site.asked(visitor.since).sort());
      await visitor.close();
    }
    assert.deepEqual(asked, [
      ['locales/en.json', 'portcullis-core.js', 'portcullis.js', 'portcullis.wasm'],
      ['portcullis.js'],
      [],
    ]);
  },
);

test('who comes back asks whether the entry is the same, and for nothing else', LONG, async (t) => {
  const site = new Site(t, 'again');
  const release = await site.release();
  const visitor = await site.visit(PLAIN);
  await visitor.choose('accept');
  await visitor.came(GOOGLE.report);
  assert.ok(site.asked(visitor.since).some(isOf(release)), 'the control');
  await visitor.go(site.page, PLAIN);
  await visitor.came(GOOGLE.report);
  await visitor.control.waitFor();
  await visitor.barrier();
  assert.deepEqual(site.asked(visitor.since), ['portcullis.js']);
  const [{ headers }] = visitor.seen({ host: HOST, path: `${site.base}portcullis.js` });
  assert.match(headers['if-none-match'], /^"[0-9a-f]{64}"$/);
  // The preferences were never asked for; once they are, what a first visit has fetched is still there.
  await visitor.openPreferences();
  const later = assertLed(site, visitor, ['portcullis.js'], release);
  assert.ok(
    later.includes('portcullis-later.js') &&
      !later.includes('portcullis-core.js') &&
      !later.includes('locales/en.json'),
    `${later}`,
  );
});

test('who comes back to a page that names its release asks for nothing', LONG, async (t) => {
  const site = new Site(t, 'named');
  const release = await site.release({ byName: true });
  const visitor = await site.visit(PLAIN);
  await visitor.choose('accept');
  await visitor.came(GOOGLE.report);
  assert.ok(assertLed(site, visitor, [], release).includes('portcullis.js'));
  await visitor.go(site.page, PLAIN);
  await visitor.came(GOOGLE.report);
  await visitor.control.waitFor();
  await visitor.barrier();
  assert.deepEqual(site.asked(visitor.since), []);
});

test(
  'a page that was open before a second release keeps the first, and who comes then gets the second',
  LONG,
  async (t) => {
    const site = new Site(t, 'second');
    const first = await site.release();
    const before = await site.visit();
    await before.banner.waitFor();
    const more = JSON.parse(readFileSync(path.join(ROOT, 'pkg/locales/en.more.json')));
    const [key] = Object.keys(more);
    const pkg = reworded('reworded', {
      'locales/en.json': { title: '{} has a second release' },
      'locales/en.more.json': { [key]: 'second' },
    });
    const second = await site.release({ pkg });
    assert.notEqual(second, first);
    const since = shop.world.mark();

    const after = await site.visit();
    await after.banner.getByText('has a second release').waitFor();
    assertLed(site, after, ['portcullis.js'], second);
    assert.equal(await before.banner.getByText('has a second release').count(), 0);

    const opened = shop.world.mark();
    await before.openPreferences();
    const asked = site.asked(opened);
    assert.ok(asked.length > 1 && asked.every(isOf(first)), `${asked}`);
    await before.inPreferences('reject');
    await before.until('google-analytics', 'denied');
    assert.deepEqual(before.consoleErrors, []);
    // That page anew is of the second release.
    await before.go(site.page);
    await before.control.waitFor();
    await before.openPreferences();
    assertLed(site, before, ['portcullis.js'], second);
    assert.ok(site.asked(since).includes('portcullis.js'));
  },
);

test("the seal's shim and the one file for a first visit are entries too", LONG, async (t) => {
  for (const [options, entry, fetches] of [
    [['--guard', 'seal'], 'portcullis-seal.js', true],
    [['--inline'], 'portcullis.inline.js', false],
  ]) {
    const site = new Site(t, entry.replace(/\W/g, ''));
    const release = await site.release({ options });
    const visitor = await site.visit();
    const { since } = visitor;
    await visitor.banner.waitFor();
    assert.equal(assertLed(site, visitor, [entry], release).includes('portcullis-core.js'), fetches);
    await visitor.choose('accept');
    // Under the seal a choice takes effect with the next page.
    await visitor.go(site.page);
    await visitor.came(GOOGLE.report);
    await visitor.openPreferences();
    const later = assertLed(site, { since }, [entry], release);
    assert.ok(later.includes('portcullis-later.js') && later.includes('locales/en.more.json'), `${later}`);
    assert.deepEqual(visitor.consoleErrors, []);
    await visitor.close();
  }
});

test(
  'the other scripts that a page may name stand beside the shims, and fetch from the same folder',
  LONG,
  async (t) => {
    const site = new Site(t, 'others');
    const names = ['choices', 'explain', 'foreign', 'notice', 'watch'];
    const tag = (base) => (name) => `<script defer src="${base}portcullis-${name}.js" data-console=""></script>`;
    const release = await site.release({
      more: (base) => names.map(tag(base)).join(''),
      body: '<a id="choices" href="/" data-portcullis="choices">Choices</a><div data-portcullis="policy"></div>',
    });
    const visitor = await site.visit();
    await visitor.page.locator('[data-portcullis=policy] .portcullis-switches').waitFor();
    await visitor.page.evaluate(() => window.portcullis.explain('_ga'));
    await visitor.page.evaluate(() => void (document.cookie = 'PHPSESSID=1'));
    await eventually(() => assert.ok(site.asked(visitor.since).includes(`${release}/portcullis-names.txt`)));
    await visitor.page.locator('#choices').click();
    await visitor.preferences.waitFor();
    const asked = assertLed(
      site,
      visitor,
      ['portcullis.js', ...names.map((name) => `portcullis-${name}.js`)].sort(),
      release,
    );
    for (const file of ['notice.wasm', 'later.wasm', 'names.js', 'names.wasm'])
      assert.ok(asked.includes(`portcullis-${file}`), `${file}: ${asked}`);
    assert.deepEqual(visitor.consoleErrors, []);
  },
);

test('what a release does not have is asked for again, and what it has is not', LONG, async (t) => {
  const site = new Site(t, 'missing');
  const release = await site.release();
  const visitor = await site.visit(PLAIN);
  await visitor.banner.waitFor();
  const twice = async (name) => {
    const since = shop.world.mark();
    for (let at = 0; at < 2; at++)
      await visitor.page.evaluate((url) => fetch(url).then((answer) => answer.text()), site.base + name);
    return site.asked(since).length;
  };
  assert.equal(await twice(`${release}/portcullis.d.ts`), 1, 'the control');
  assert.equal(await twice(`${release}/not-there-yet.js`), 2);
  assert.equal(await twice('0123456789ab/portcullis-core.js'), 2);
  assert.equal(await twice('portcullis-choices.js'), 2);
  // The folder has the files that were listed, and their list.
  const { files } = JSON.parse(readFileSync(path.join(ROOT, 'pkg/integrity.json')));
  const written = readdirSync(path.join(site.at, release), { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );
  assert.equal(written.length, Object.keys(files).length + 1);
});
