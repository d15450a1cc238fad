// portcullis-watch.js: the watchdog, a tag of its own after the shim's, for a site that wants to hear what its policy does
// not declare. At idle it looks at the names that are stored, and says of each that it has not met what is known of
// it, and which script wrote it where a stack shows that. Names, never values.

import { hook, natives, text } from '../shim/live/hook';
import type { Ask, Known } from './names';
import { erase } from './erase';

export interface Undeclared extends Known {
  name: string;
  store: string;
  /** The script that wrote it, where that was seen. */
  script: string;
  /** Whether it was erased: `"unknown": "deny"` in the policy. */
  erased: boolean;
}

const d = document;
const own = Reflect.get(Document.prototype, 'currentScript', d) as HTMLScriptElement;
const base = new URL('.', own.src).href;
/** Where somebody looks at the console. */
const developing = 'console' in own.dataset || /^(localhost|127\.0\.0\.1|\[::1\])$|\.localhost$/.test(location.hostname);
/** What Portcullis keeps itself. */
const OURS = /^(__Host-)?consent$|^portcullis/;

/** The writers of names, by store and name. */
const writers = new Map<string, string>();
const met = new Set<string>();
const told = new Set<string>();
let erasing = false;

/** The script that is writing now: the first on the stack that is none of ours. */
const writer = () => {
  const places = Error().stack?.match(/\b(https?|blob):[^\s)]+/g) ?? [];
  return (places.find((place) => !place.startsWith(base)) ?? '').replace(/(:\d+){1,2}$/, '');
};

const asked = (ask: () => Promise<string[]>) => new Promise<string[]>((done) => done(ask())).catch(() => [] as string[]);
const names = async () => {
  const stores: Record<string, string[]> = {
    cookie: d.cookie.split('; ').map((pair) => pair.split('=')[0]!),
    localStorage: await asked(async () => Object.keys(localStorage)),
    sessionStorage: await asked(async () => Object.keys(sessionStorage)),
    indexedDB: await asked(async () => (await indexedDB.databases()).map(({ name }) => name!)),
    cacheStorage: await asked(() => caches.keys()),
  };
  return Object.entries(stores).flatMap(([store, all]) => all.filter((name) => name && !OURS.test(name) && !/[\n\t]/.test(name)).map((name) => store + '\t' + name));
};

/** The policy that the shim's tag names, as text. */
const policy = async (): Promise<any> => {
  const shim = d.querySelector<HTMLScriptElement>('script[data-policy]');
  return JSON.parse(d.getElementById('portcullis-policy')?.textContent ?? (await (await fetch(shim!.dataset.policy!)).text()));
};

/** What a policy declares, as src/page/names.rs reads it. */
const declared = ({ services = [] }: any): string =>
  services.flatMap((entry: any) => {
    const { use, cookies } = entry.use || entry.cookies ? entry : { use: entry };
    // Names that an entry has itself are in place of those that its service would bring.
    return cookies ? cookies.map(({ store = 'cookie', name }: any) => store + '\t' + name) : typeof use == 'string' ? [use.replace('services/', '')] : [];
  }).join('\n');

let asking: Promise<[Ask, any]> | undefined;
/** What names are asked of, and the policy; fetched with the first name that is to be looked at. */
const ready = () =>
  (asking ??= Promise.all([
    new Promise<Ask>((done, fail) => {
      const portcullis: { ask?: Ask } = {};
      const script = Object.assign(d.createElement('script'), { src: base + 'portcullis-names.js', nonce: own.nonce, portcullis });
      script.onload = script.onerror = () => (portcullis.ask ? done(portcullis.ask) : fail(Error('no portcullis-names.js')));
      d.head.append(script);
    }),
    policy(),
  ]));

const tell = (found: Undeclared[]) => {
  for (const detail of found) d.dispatchEvent(new CustomEvent('portcullis:undeclared', { detail }));
  if (developing) {
    console.warn(`portcullis: ${found.length} stored ${found.length > 1 ? 'names' : 'name'} that the policy does not declare:`);
    console.table(found.map(({ store, name, class: kind, sure, vendor, script }) => ({ store, name, class: kind, sure, vendor, script })));
  }
  const { report } = own.dataset;
  // Never to a third party.
  if (report && new URL(report, location.href).origin == location.origin) {
    navigator.sendBeacon(report, new Blob([JSON.stringify({ page: location.pathname, undeclared: found })], { type: 'application/json' }));
  }
};

const look = async () => {
  const all = (await names()).filter((key) => !met.has(key));
  for (const key of all) met.add(key);
  if (!all.length) return;
  const [ask, site] = await ready();
  const answers = await ask(declared(site), all.join('\n'));
  const found = answers.flatMap((known, at): Undeclared[] => {
    if (known.sure == 'declared') return [];
    const [store, name] = all[at]!.split('\t') as [string, string];
    // Of whom nobody knows may be the site's own, and is only told of.
    const erased = site.unknown == 'deny' && known.class == 'tracking' && known.sure != 'none';
    if (erased) {
      erasing = true;
      erase(store, name);
      erasing = false;
      // Written again, it is erased again.
      met.delete(all[at]!);
    }
    if (told.has(all[at]!)) return [];
    told.add(all[at]!);
    return [{ name, store, ...known, script: writers.get(all[at]!) ?? '', erased }];
  });
  if (found.length) tell(found);
};

let waiting = false;
/** Looks when the browser has nothing better to do, once for all that is written until then. */
const atIdle = () => {
  if (waiting) return;
  waiting = true;
  const idle: typeof requestIdleCallback = window.requestIdleCallback ?? ((then) => setTimeout(then, 200));
  idle(() => {
    waiting = false;
    look().catch((error) => {
      // Once: it looks no more.
      waiting = true;
      console.warn(`portcullis: the watchdog cannot look: ${error.message}`);
    });
  });
};

const STORES: Record<string, string> = { cookie: 'cookie', set: 'cookie', open: 'indexedDB' };
hook(window, 'Document.cookie CookieStore.set Storage.setItem IDBFactory.open', (go, values, self, name) => {
  const one = values.length ? `${values[0]?.name ?? text(values)}` : '';
  if (one && !erasing) {
    const store = name == 'setItem' ? (self == sessionStorage ? 'sessionStorage' : 'localStorage') : STORES[name]!;
    const key = `${store}\t${one.split(store == 'cookie' ? '=' : '\n')[0]!.trim()}`;
    if (!writers.has(key)) writers.set(key, writer());
    if (d.readyState == 'complete' && !met.has(key)) atIdle();
  }
  return go();
});
hook(window, 'Function.toString', (go, values, self) => go(values, natives.get(self) || self));
if (d.readyState == 'complete') atIdle();
else addEventListener('load', atIdle);
