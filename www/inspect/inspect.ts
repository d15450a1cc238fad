// portcullis-inspect.js: a panel for whoever builds the site. It lists what was held, let through, blocked and written, says
// of each what explain() says, and drafts what the policy lacks. `portcullis.inspect()` fetches and opens it; as a tag of
// its own after the shim's it looks on from the start, and opens when it is asked to.

import '../page/explain';
import { setting } from '../page/tag';
import { hide } from '../shim/live/hook';
import { LETTERS, gatedName } from '../shim/live/known';
import type { Shim } from '../shim/between';
import { onWrite, stored } from '../watch/written';
import { answerer } from './answer';
import { begin, denies, follow, read } from './declared';
import { lookForHeld, watchCalls } from './held';
import { Panel } from './panel';
import { Rows } from './rows';
import { watchTraffic } from './traffic';

const script = Reflect.get(Document.prototype, 'currentScript', document) as HTMLScriptElement & { portcullis?: Shim };
const base = new URL('.', script.src).href;
const site = (window as any).portcullis;
const guard = setting('guard') || 'live';

begin(setting('declared'));
const follows = () => follow(site.state());
const learned = read(base).then(follows);
follows();

const rows = new Rows(answerer(base, script.nonce));
const see = rows.see.bind(rows);

/** The scripts that wrote names, and the names that were listed as written. */
const writers = new Map<string, string>();
const written = new Set<string>();
const isThere = (store: string, name: string) =>
  store == 'cookie'
    ? `; ${document.cookie}`.includes(`; ${name}=`)
    : /^(local|session)Storage$/.test(store) && window[store as 'localStorage'].getItem(name) != null;

watchCalls(base, () => guard == 'live', denies, see);
onWrite(base, (key, by) => {
  const [store, name] = key.split('\t') as [string, string];
  if (isThere(store, name)) writers.set(key, by);
  else if (guard != 'marks' && gatedName(LETTERS[store]!, name)?.[0])
    see({ kind: 'held', store, name, road: store, script: by });
  else writers.set(key, by);
});
hide(window);
watchTraffic(base, see, rows.unsee.bind(rows));

let looking: Promise<unknown> | undefined;
/** Looks at what is there now, and lists it. */
const look = () =>
  (looking ??= (async () => {
    await learned;
    lookForHeld(base, see);
    const names = await stored();
    for (const key of names) {
      if (written.has(key)) continue;
      written.add(key);
      const [store, name] = key.split('\t') as [string, string];
      see({ kind: 'written', store, name, road: store, script: writers.get(key) });
    }
    const [more, less] = [await rows.settle(), rows.keep(names)];
    if (more || less) panel.draw();
  })().finally(() => (looking = undefined)));

const panel = new Panel(rows, { guard, late: !!script.portcullis, scheme: setting('scheme') });

document.addEventListener('portcullis:change', async () => {
  follows();
  lookForHeld(base, see);
  if (!panel.isOpen) return;
  await look();
  await rows.renew();
  panel.draw();
});
if (document.readyState == 'loading') document.addEventListener('DOMContentLoaded', () => lookForHeld(base, see));

/** How often it looks while it is open: a property of localStorage is written without a call. */
const EVERY = 500;
const open = () => {
  if (panel.isOpen) return;
  panel.open();
  const timer = setInterval(look, EVERY);
  panel.onclose = () => clearInterval(timer);
  look()
    .then(() => rows.renew())
    .then(() => panel.draw());
};

site.inspect = async () => open();
if (script.portcullis) script.portcullis.inspect = open;
else if ('open' in script.dataset) open();
