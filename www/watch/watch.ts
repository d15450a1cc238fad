// portcullis-watch.js: the watchdog, a tag of its own after the shim's, for a site that wants to hear what its policy does
// not declare. At idle it looks at the names that are stored, and says of each that it has not met what is known of
// it, and which script wrote it where a stack shows that. Names, never values.

import { hide } from '../shim/live/hook';
import { formerly } from '../page/moving';
import { policyText } from '../page/tag';
import { asker, bring } from './ask';
import type { Ask, Known } from './names';
import { erase } from './erase';
import { onWrite, stored } from './written';

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
const developing =
  'console' in own.dataset || /^(localhost|127\.0\.0\.1|\[::1\])$|\.localhost$/.test(location.hostname);
/** What a policy can name (src/policy/field.rs): what a site cannot name it could not keep. */
const DECLARABLE = /^(?!\*$)[!-+\--:<>-~]{1,128}$/;

/** The writers of names, by store and name. */
const writers = new Map<string, string>();
const met = new Set<string>();
const told = new Set<string>();
let erasing = false;

/** What a policy declares, as src/page/names.rs reads it. */
const declared = ({ services = [] }: any): string =>
  services
    .flatMap((entry: any) => {
      const { use, cookies } = entry.use || entry.cookies ? entry : { use: entry };
      // Names that an entry has itself are in place of those that its service would bring.
      return cookies
        ? cookies.map(({ store = 'cookie', name }: any) => store + '\t' + name)
        : typeof use == 'string'
          ? [use.replace('services/', '')]
          : [];
    })
    .join('\n');

let asking: Promise<[Ask, any]> | undefined;
/** What names are asked of, and the policy; fetched with the first name that is to be looked at. */
const ready = () => (asking ??= Promise.all([asker(base, own.nonce), policyText().then(JSON.parse)]));

let explaining: Promise<unknown> | undefined;
/** Whether a name may be erased: a policy that core cannot read declares nothing, and nothing is erased by that. */
const isNobodys = async (store: string, name: string): Promise<boolean> => {
  const site = (window as any).portcullis;
  await (explaining ??= site.explain ? Promise.resolve() : bring(base, 'explain', own.nonce, {}));
  try {
    return !(await site.explain(name, store)).declared;
  } catch {
    return false;
  }
};

const tell = (found: Undeclared[]) => {
  for (const detail of found) d.dispatchEvent(new CustomEvent('portcullis:undeclared', { detail }));
  if (developing) {
    console.warn(
      `portcullis: ${found.length} stored ${found.length > 1 ? 'names' : 'name'} that the policy does not declare:`,
    );
    console.table(
      found.map(({ store, name, class: kind, sure, vendor, script }) => ({
        store,
        name,
        class: kind,
        sure,
        vendor,
        script,
      })),
    );
  }
  const { report } = own.dataset;
  // Never to a third party.
  if (report && new URL(report, location.href).origin == location.origin) {
    navigator.sendBeacon(
      report,
      new Blob([JSON.stringify({ page: location.pathname, undeclared: found })], { type: 'application/json' }),
    );
  }
};

const look = async () => {
  const all = (await stored()).filter((key) => !met.has(key));
  for (const key of all) met.add(key);
  if (!all.length) return;
  const [ask, site] = await ready();
  const answers = await ask(declared(site), all.join('\n'));
  const former: unknown[] = (site.moving ?? []).map(formerly);
  const found: Undeclared[] = [];
  for (const [at, known] of answers.entries()) {
    if (known.sure == 'declared') continue;
    const [store, name] = all[at]!.split('\t') as [string, string];
    const unwanted =
      site.unknown == 'deny' && known.class == 'tracking' && DECLARABLE.test(name) && !former.includes(name);
    let erased = false;
    if (unwanted && (await isNobodys(store, name))) {
      erasing = true;
      const going = erase(store, name);
      erasing = false;
      erased = await going;
      // Written again, it is erased again.
      met.delete(all[at]!);
    }
    if (told.has(all[at]!)) continue;
    told.add(all[at]!);
    found.push({ name, store, ...known, script: writers.get(all[at]!) ?? '', erased });
  }
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

onWrite(base, (key, script) => {
  if (erasing) return;
  if (!writers.has(key)) writers.set(key, script);
  if (d.readyState == 'complete' && !met.has(key)) atIdle();
});
hide(window);
if (d.readyState == 'complete') atIdle();
else addEventListener('load', atIdle);
