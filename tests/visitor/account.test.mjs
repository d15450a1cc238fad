// A choice that goes with an account: the code of docs/account.md, on two devices.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { GOOGLE, LIMIT, LONG, ORIGIN, RECORD, json, openShop } from '../e2e/shop.mjs';

const shop = openShop();
const PAGE = '/p/account.html';
const SIGNED_OUT = `${RECORD}-signed-out`;
const MINUTE = 60000;
const now = Math.floor(Date.now() / MINUTE);
const recordOf = (how, grants, ago = 0) => `1.${(now - ago).toString(36)}.${how}.g${grants}`;

let folder, account;
before(async () => {
  const code = async (page) => {
    const text = await readFile(new URL(`../../docs/${page}.md`, import.meta.url), 'utf8');
    return text.match(/```js\n([^]*?)```/)[1];
  };
  folder = await mkdtemp(path.join(os.tmpdir(), 'account-'));
  await writeFile(path.join(folder, 'package.json'), '{"type":"module"}');
  for (const name of ['renewal', 'account']) await writeFile(path.join(folder, `${name}.js`), await code(name));
  account = await import(pathToFileURL(path.join(folder, 'account.js')));
});
after(() => rm(folder, { recursive: true }));

/** A site with accounts: who asks for `/sign-in/NAME` is signed in as that, on the device whose session it is. */
function siteWithAccounts(t, services) {
  const policy = { site: { name: 'The Shop', contact: 'privacy@shop.test' }, updated: '2026-11-22', services };
  const accounts = new Map();
  const sessions = new Map();
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Account</title>
    <script data-cfasync="false" src="/portcullis/portcullis.js" data-policy="${PAGE}.json"></script>
    </head><body><h1>Account</h1></body></html>`;
  const send = (response, setCookie) =>
    response.writeHead(200, { 'content-type': 'text/html', 'set-cookie': setCookie }).end(html);
  const deviceOf = ({ headers }) => headers.cookie?.match(/device=(\w+)/)[1];
  const signInAs = (name) => (request, response) => {
    const { seen, setCookie } = account.signIn(request.headers.cookie, accounts.get(name));
    sessions.set(deviceOf(request), { name, seen });
    send(response, setCookie);
  };
  shop.replace(t, `${PAGE}.json`, json(policy));
  for (const name of ['ada', 'ben']) shop.replace(t, `/sign-in/${name}`, signInAs(name));
  shop.replace(t, '/sign-out', (request, response) => {
    sessions.delete(deviceOf(request));
    send(response, account.signOut(request.headers.cookie).setCookie);
  });
  shop.replace(t, PAGE, (request, response) => {
    const session = sessions.get(deviceOf(request));
    if (!session) return send(response, []);
    const said = account.signedIn(request.headers.cookie, accounts.get(session.name), session.seen);
    accounts.set(session.name, said.kept);
    session.seen = said.seen;
    send(response, said.setCookie);
  });
  const device = async (name) => {
    const cookies = [{ name: 'device', value: name, url: ORIGIN }];
    const visitor = await shop.visit(t, '/bare.html');
    await visitor.context.addCookies(cookies);
    return visitor;
  };
  return { accounts, policy, device };
}

const ANALYTICS = { use: 'google-analytics', id: 'G-TEST123456' };
const FILMS = {
  id: 'films',
  name: 'Films',
  vendor: 'Acme',
  purpose: 'Shows films',
  class: 'tracking',
  hosts: ['cdn.acme.test'],
  since: new Date().toISOString().slice(0, 10),
};

test('a choice of one device holds on the other, a withdrawal as well as a consent', LONG, async (t) => {
  const site = siteWithAccounts(t, [ANALYTICS]);
  const [phone, desk] = [await site.device('phone'), await site.device('desk')];
  await phone.go('/sign-in/ada');
  await phone.choose('accept');
  await phone.go(PAGE);
  await phone.came(GOOGLE.report);

  await desk.go('/sign-in/ada');
  await desk.control.waitFor();
  await desk.came(GOOGLE.report);
  assert.equal(await desk.banner.count(), 0);
  assert.equal(await desk.record(), await phone.record());

  await desk.openPreferences();
  await desk.inPreferences('reject');
  await desk.until('google-analytics', 'denied');
  const refused = await desk.record();
  await desk.go(PAGE);
  await desk.control.waitFor();
  await phone.go(PAGE);
  await phone.control.waitFor();
  await phone.barrier();
  assert.equal(await phone.record(), refused);
  assert.deepEqual(phone.seen(GOOGLE.report), []);
});

test('what is new since the choice is asked on the other device, and the rest stands', LONG, async (t) => {
  const site = siteWithAccounts(t, [ANALYTICS]);
  const day = 24 * 60;
  site.accounts.set('ada', recordOf('a', '~google-analytics', 3 * day).replace('.g~', '.e0.g~'));
  site.policy.services.push(FILMS);
  const desk = await site.device('desk');
  await desk.go('/sign-in/ada');
  await desk.banner.waitFor();
  await desk.came(GOOGLE.report);
  const { services } = await desk.state();
  assert.deepEqual([services['google-analytics'], services.films], ['granted', 'undecided']);
});

test('who is not signed in has the choice of the device, and it reaches no account', LONG, async (t) => {
  const site = siteWithAccounts(t, [ANALYTICS]);
  const [home, phone] = [await site.device('home'), await site.device('phone')];
  await home.go(PAGE);
  await home.choose('accept');
  const own = await home.record();
  await home.go('/sign-in/ben');
  await home.go(PAGE);
  assert.equal(site.accounts.get('ben'), undefined);

  await phone.go('/sign-in/ben');
  await phone.choose('reject');
  await phone.go(PAGE);
  await home.go(PAGE);
  await home.control.waitFor();
  await home.barrier();
  assert.equal(await home.record(), await phone.record());
  assert.deepEqual(home.seen(GOOGLE.report), []);

  await home.go('/sign-out');
  await home.came(GOOGLE.report);
  assert.equal(await home.record(), own);
  assert.deepEqual(await home.cookies().then((names) => names.filter((name) => name === SIGNED_OUT)), []);
});

test('a table of what is kept, and what is set', LIMIT, () => {
  const old = recordOf('a', '~x', 60);
  const newer = recordOf('r', '', 1);
  const lapsed = recordOf('a', '~x', 200 * 24 * 60);
  const cookie = (record) => `a=b; ${RECORD}=${record}; c=d`;
  const first = ({ setCookie }) => setCookie.map((line) => line.split(';')[0]);

  assert.deepEqual(first(account.signIn(cookie(old), newer)), [`${SIGNED_OUT}=${old}`, `${RECORD}=${newer}`]);
  assert.deepEqual(first(account.signIn('', undefined)), [`${SIGNED_OUT}=`]);
  assert.deepEqual(first(account.signIn('', lapsed)), [`${SIGNED_OUT}=`]);
  for (const hostile of [`${old}\r\nSet-Cookie: a=b`, 'accept', '<b>'])
    assert.deepEqual(first(account.signIn(cookie(hostile), hostile)), [`${SIGNED_OUT}=`], hostile);

  const kept = (here, ofAccount, seen) => account.signedIn(here && cookie(here), ofAccount, seen).kept;
  assert.equal(kept(newer, old, old), newer, 'a choice of this device');
  assert.equal(kept(old, newer, old), newer, 'what this device had is no choice');
  assert.equal(kept(old, newer, undefined), newer, 'an older choice does not bring itself back');
  assert.equal(kept(old, undefined, old), undefined, 'the device chose before the sign-in');
  assert.equal(kept('accept', old, old), old, 'no record');
  assert.equal(kept(undefined, old, old), old, 'who deletes cookies keeps the choice of the account');
  assert.deepEqual(first(account.signedIn(cookie(old), newer, old)), [`${RECORD}=${newer}`]);
  assert.deepEqual(first(account.signedIn(cookie(newer), newer, newer)), []);

  assert.deepEqual(first(account.signOut(`${SIGNED_OUT}=${old}`)), [`${RECORD}=${old}`, `${SIGNED_OUT}=`]);
  assert.deepEqual(first(account.signOut(cookie(newer))), [`${RECORD}=`, `${SIGNED_OUT}=`]);
});
