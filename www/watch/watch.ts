// portcullis-watch.js: the watchdog, a tag of its own after the shim's, for a site that wants to hear what its policy
// does not declare. At idle it looks at the names that are stored, and says of each that it has not met what is known
// of it, and which script wrote it where a stack shows that. Names, never values.

import { hideHooks } from '../gate/hook';
import type { Known, StoreName } from '../generated';
import { reachInside } from '../page/ours';
import type { Inside } from '../shim/between';
import { page } from '../gate/document';
import { erase } from './erase';
import { type AskNames, namesBy } from './names';
import { keyOf, onWrite, type StoredName, stored } from './written';

export interface Undeclared extends Known {
  name: string;
  store: StoreName;
  /** The script that wrote it, where that was seen. */
  script: string;
  /** Whether it was erased: `"unknown": "deny"` in the policy. */
  erased: boolean;
}

const own = page.currentScript;
const base = new URL('.', own.src).href;
/** Where somebody looks at the console. */
const isDeveloped =
  'console' in own.dataset || /^(localhost|127\.0\.0\.1|\[::1\])$|\.localhost$/.test(location.hostname);
/** What a policy can name (src/policy/field.rs): what a site cannot name it could not keep. */
const DECLARABLE = /^(?!\*$)[!-+\--:<>-~]{1,128}$/;

/** The writers of names. */
const writers = new Map<string, string>();
const met = new Set<string>();
const told = new Set<string>();
let isErasing = false;

const print = (found: Undeclared[]): void => {
  const names = found.length > 1 ? 'names' : 'name';
  console.warn(`portcullis: ${found.length} stored ${names} that the policy does not declare:`);
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
};

const report = (found: Undeclared[]): void => {
  const { report: address } = own.dataset;
  // Never to a third party.
  if (!address || new URL(address, location.href).origin !== location.origin) return;
  const told = JSON.stringify({ page: location.pathname, undeclared: found });
  navigator.sendBeacon(address, new Blob([told], { type: 'application/json' }));
};

const tell = (found: Undeclared[]): void => {
  for (const detail of found) document.dispatchEvent(new CustomEvent('portcullis:undeclared', { detail }));
  if (isDeveloped) print(found);
  report(found);
};

/**
 * Whether a name goes that nobody declared; of a policy that cannot be read core says nothing, and nothing is erased.
 */
const isUnwanted = ({ shim }: Inside, name: string, known: Known): boolean => {
  const { deniesUnknown, former } = shim.plan().decisions;
  return deniesUnknown && known.class === 'tracking' && DECLARABLE.test(name) && !former.includes(name);
};

const eraseQuietly = async ({ store, name }: StoredName): Promise<boolean> => {
  isErasing = true;
  const going = erase(store, name);
  isErasing = false;
  return going;
};

const lookAt = async (inside: Inside, one: StoredName, known: Known): Promise<Undeclared | undefined> => {
  if (known.sure === 'declared') return undefined;
  const key = keyOf(one);
  const unwanted = isUnwanted(inside, one.name, known);
  const erased = unwanted && (await eraseQuietly(one));
  // Written again, it is erased again.
  if (unwanted) met.delete(key);
  if (told.has(key)) return undefined;
  told.add(key);
  return { ...one, ...known, script: writers.get(key) ?? '', erased };
};

let asking: Promise<[Inside, AskNames]> | undefined;
const ready = (): Promise<[Inside, AskNames]> => {
  asking ??= reachInside().then((inside) => [inside, namesBy(inside)]);
  return asking;
};

const look = async (): Promise<void> => {
  const all = (await stored()).filter((one) => !met.has(keyOf(one)));
  for (const one of all) met.add(keyOf(one));
  if (!all.length) return;
  const [inside, ask] = await ready();
  const answers = await ask(all);
  const found: Undeclared[] = [];
  for (const [at, one] of all.entries()) {
    const undeclared = await lookAt(inside, one, answers[at]!);
    if (undeclared) found.push(undeclared);
  }
  if (found.length) tell(found);
};

let isWaiting = false;
/** Looks when the browser has nothing better to do, once for all that is written until then. */
const atIdle = (): void => {
  if (isWaiting) return;
  isWaiting = true;
  const lookNow = (): void => {
    isWaiting = false;
    look().catch((error) => {
      // Once: it looks no more.
      isWaiting = true;
      console.warn(`portcullis: the watchdog cannot look: ${error.message}`);
    });
  };
  if (typeof requestIdleCallback === 'function') requestIdleCallback(lookNow);
  else setTimeout(lookNow, 200);
};

onWrite(base, (written, script) => {
  if (isErasing) return;
  const key = keyOf(written);
  if (!writers.has(key)) writers.set(key, script);
  if (page.isComplete && !met.has(key)) atIdle();
});
hideHooks(window);
if (page.isComplete) atIdle();
else addEventListener('load', atIdle);
