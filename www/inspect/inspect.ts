// portcullis-inspect.js: a panel for whoever builds the site. It lists what was held, let through, blocked and written,
// says of each what explain() says, and drafts what the policy lacks. `portcullis.inspect()` fetches and opens it; as a
// tag of its own after the shim's it looks on from the start, and opens when it is asked to.

import { hideHooks } from '../gate/hook';
import { STORE_LETTERS } from '../generated';
import { present, reachInside } from '../page/ours';
import type { Inside } from '../shim/between';
import { page } from '../gate/document';
import { keyOf, onWrite, type StoredName, stored } from '../watch/written';
import { answerer } from './answer';
import { lookForHeld, watchCalls } from './held';
import { Panel } from './panel';
import { Rows } from './rows';
import { watchTraffic } from './traffic';

interface Given extends Inside {
  handed: { open?: () => void };
}

/** How often it looks while it is open, in milliseconds: a property of localStorage is written without a call. */
const EVERY = 500;

const isStored = ({ store, name }: StoredName): boolean => {
  if (store === 'cookie') return `; ${page.cookies}`.includes(`; ${name}=`);
  if (store === 'localStorage' || store === 'sessionStorage') return window[store].getItem(name) !== null;
  return false;
};

/** Looks on from now; returns what opens the panel. */
const start = (inside: Inside, isLate: boolean): (() => void) => {
  const { shim } = inside;
  /** Below it lie all scripts of ours. */
  const base = new URL('.', shim.tag.src || shim.folder()).href;
  const rows = new Rows(answerer(inside));
  const see = rows.see.bind(rows);
  /** The scripts that wrote names, and the names that were listed as written. */
  const writers = new Map<string, string>();
  const written = new Set<string>();

  watchCalls(shim, base, shim.guard === 'live', see);
  onWrite(base, (one, script) => {
    const isHeld = shim.guard !== 'marks' && shim.judge.isHeldName(STORE_LETTERS[one.store], one.name);
    if (isHeld && !isStored(one)) see({ kind: 'held', ...one, road: one.store, script });
    else writers.set(keyOf(one), script);
  });
  hideHooks(window);
  watchTraffic(base, see, rows.unsee.bind(rows));

  const lookNow = async (): Promise<void> => {
    lookForHeld(shim, base, see);
    const names = await stored();
    for (const one of names) {
      if (written.has(keyOf(one))) continue;
      written.add(keyOf(one));
      see({ kind: 'written', ...one, road: one.store, script: writers.get(keyOf(one)) });
    }
    const hasMore = await rows.settle();
    const hasLess = rows.keep(names);
    if (hasMore || hasLess) panel.draw();
  };
  let looking: Promise<void> | undefined;
  /** Looks at what is there now, and lists it. */
  const look = (): Promise<void> => {
    looking ??= lookNow().finally(() => (looking = undefined));
    return looking;
  };

  const panel = new Panel(rows, { guard: shim.guard, late: isLate, scheme: shim.setting('scheme') });
  document.addEventListener('portcullis:change', async () => {
    lookForHeld(shim, base, see);
    if (!panel.isOpen) return;
    await look();
    await rows.renew();
    panel.draw();
  });
  if (page.isLoading) document.addEventListener('DOMContentLoaded', () => lookForHeld(shim, base, see));

  return () => {
    if (panel.isOpen) return;
    panel.open();
    const timer = setInterval(look, EVERY);
    panel.onclose = () => clearInterval(timer);
    look()
      .then(() => rows.renew())
      .then(() => panel.draw());
  };
};

const script = page.currentScript as HTMLScriptElement & { portcullis?: Given };
const given = script.portcullis;

const begin = (inside: Inside): void => {
  const open = start(inside, !!given);
  if (given) given.handed.open = open;
  else if ('open' in script.dataset) open();
  (window as Realm).portcullis.inspect = async () => open();
};

// At once where the shim has run: what is called from here on is seen.
const inside = given ?? present();
if (inside) begin(inside);
else reachInside().then(begin, (error) => console.error('portcullis: the inspector:', error.message));
