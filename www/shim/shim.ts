// The shim: one classic script, first in <head>. It holds what the plan gates, draws the plan's banner, and answers by
// the plan; anything that the plan does not foresee it asks of core, which it then fetches.

import { hookContacts } from '../gate/contacts';
import { hookElements } from '../gate/elements';
import { createJudge } from '../gate/judge';
import { MARK, createMarks } from '../gate/marks';
import { hookMarkup } from '../gate/markup';
import { hookNetwork } from '../gate/network';
import { hookRealm } from '../gate/realms';
import { watchShadows } from '../gate/shadows';
import { hookStorage } from '../gate/storage';
import { trusted, useTrustedPolicy } from '../gate/trusted';
import { type Plan, VERSION, type Wording } from '../generated';
import { restoreReferrer } from './came';
import type { Portcullis } from '../portcullis';
import { createApi, makeQueuedCalls } from './api';
import type { Core, Inside, Shim } from './between';
import { coreLoader } from './core';
import { declaredIn } from './declared';
import { page } from '../gate/document';
import { collectErrors } from './errors';
import { whenChanged, whenStale } from './fresh';
import { onLanguageChange, pageLanguage, wordingIn } from './language';
import { keepWords } from './passes';
import { type MadePlan, builtPlan, isOfPolicy, keptPlan, madePlan } from './plan';
import { recordCookie } from './record';
import { sealed as sealPage } from './seal';
import { createServices } from './services';
import { bare, settingsOf } from './settings';
import { pageIsSettled } from './settled';
import { runSteps } from './steps';
import { createSurfaces } from './surfaces';
import { createVisit } from './visit';
import { all, any, first, mapped } from '../gate/own';

/** Whether this is the shim of the seal (portcullis-seal.js), beside a policy that the browser enforces. */
declare const SEAL: boolean;

/** How long a look at the page's marks may wait for others, in milliseconds: to look takes as long as the page is. */
const TOGETHER = 64;

const start = (tag: HTMLScriptElement): void => {
  // What the page has set; of an element with that id, nothing.
  const given = bare((window as Realm).portcullis ?? {}, tag.dataset);
  // A second copy has nothing to do.
  if (given.state) return;
  const setting = settingsOf(given);
  const guard = setting('guard') || 'live';

  const built = builtPlan(tag) ?? emptyPlan();
  let plan = built;
  let made: MadePlan | undefined;
  if (!isOfPolicy(plan, setting('policy'))) {
    made = keptPlan(guard, setting('policy'));
    plan = made?.plan ?? { ...built, decisions: { ...built.decisions, answers: undefined, services: [] } };
  }

  const parsed = page.isLoading
    ? new Promise<void>((done) => page.listen('readystatechange', () => done(), { once: true }))
    : Promise.resolve();
  // A plan that is made in the page is not known yet.
  if (SEAL && plan.decisions.seal?.reloads !== false) restoreReferrer();
  const sealed = SEAL ? sealPage(plan.decisions.seal?.closed ?? '') : undefined;
  useTrustedPolicy(sealed?.opened?.types);
  const errors = collectErrors();
  const record = recordCookie();
  const source = setting('base') || tag.src;
  // Put in as text, or from a blob, our script cannot know where its files are.
  const hasHome = /^(?!data:|blob:)./.test(source);
  if (!hasHome)
    console.error(
      'portcullis: put in as text or from a blob, our script needs data-base, the folder of its files',
      tag,
    );
  const home = new URL('.', new URL(hasHome ? source : '', location.href)).href;
  let folder = hasHome ? home + (plan.folder ? `${plan.folder}/` : '') : '';

  const loadScript = (attributes: Record<string, string>, properties: object = {}): Promise<boolean> =>
    new Promise((done) => {
      const script = Object.assign(page.create('script'), properties);
      for (const [name, value] of Object.entries(attributes))
        script.setAttribute(name, name === 'src' ? trusted('createScriptURL', value) : value);
      script.nonce = tag.nonce;
      script.addEventListener('load', () => done(true));
      script.addEventListener('error', () => done(false));
      page.head.append(script);
    });

  const judge = createJudge(
    location,
    () => page.baseURI,
    (host, road) => page.dispatch(new CustomEvent('portcullis:unknown', { detail: { host, road } })),
    home,
  );
  const declared = plan.decisions.answers ? undefined : declaredIn(setting);
  judge.learn(
    [plan.decisions.table, declared?.table].join('\n'),
    plan.decisions.deniesUnknown || !!declared?.deniesUnknown,
  );

  const members = (written: string): string[] => {
    // A service of the catalogue may be written with its folder, as in a policy.
    const name = written.replace(/^services\//, '');
    const { services, groups } = plan.decisions;
    if (any(services, ({ id }) => id === name)) return [name];
    return first(groups, ([group]) => group === name)?.[1] ?? [];
  };
  const complain = (what: string, mark: Element): void => console.error(`portcullis: ${what}:`, mark);
  const marks = createMarks({
    members,
    runs: (id) => services.marksMayWake(id),
    afterNeeded: (id) => services.afterNeeded(id),
    verdict: judge.verdict,
    ownersOf: judge.ownersOf,
    roots: () => shadows.roots(),
    knowsPolicy: () => !!plan.decisions.answers,
    names: () => mapped(plan.decisions.services, ({ id }) => id),
    nonce: tag.nonce,
    complain,
    // A service that runs already lets its places go in a task of its own, which comes before this one.
    onHeldPlace: () => void setTimeout(() => hasHome && marks.heldPlaces().length && bringPlaceholders()),
  });
  const services = createServices({
    root: window as Realm,
    doers: {
      errors: errors.replay,
      event: (name) => new Promise((done) => page.listen(name, done, { once: true })),
    },
    loadScript: (_, src, attributes) => loadScript({ ...attributes, src }),
    parsed,
    hasMark: marks.hasScript,
    wakeMarks: marks.look,
    marksRun: marks.scriptsRun,
    emptyPlaces: marks.withdraw,
  });
  services.learn(plan.decisions);

  const hooks = sealed ? [hookStorage, hookContacts] : [hookStorage, hookNetwork, hookElements, hookMarkup];
  const hookFrames =
    guard === 'marks'
      ? undefined
      : hookRealm(
          window,
          mapped(hooks, (hook) => (realm: Realm) => hook(realm, judge)),
          // A mark that has come in this very task.
          (frame) => frame.isConnected && frame.matches(MARK) && marks.see(frame),
        );
  runSteps(window, plan.decisions.before, { script: never, after: never, event: never, errors: () => {} }, () => true);

  const surfaces = createSurfaces({
    act: (action, surface, pressed) => act(action, surface, pressed),
    onOpener: (element) => core.prefetchFor(element),
    scheme: setting('scheme'),
    settled: pageIsSettled(),
  });
  let isTouched = false;
  if (sealed) addEventListener('input', () => (isTouched = true), true);

  const shim: Shim = {
    version: VERSION,
    tag,
    setting,
    guard,
    isSealed: !!sealed,
    folder: () => folder,
    parsed,
    record,
    judge,
    marks,
    services,
    surfaces,
    plan: () => plan,
    made: () => made,
    knownTable: built.decisions.table,
    wording: () => words,
    state: () => visit.state(),
    learn(newest, text) {
      made = madePlan(newest, text, pageLanguage(), made);
      keepWords(guard, made);
      plan = newest;
      judge.learn(plan.decisions.table, plan.decisions.deniesUnknown);
      services.learn(plan.decisions);
      wording = undefined;
      marks.look();
    },
    apply: (outcome) => visit.apply(outcome),
    owe: (written, surface) => visit.owe(written, surface),
    takeDue: () => visit.takeDue(),
    loadScript,
    letThrough: (ids, withScripts = false) => visit.letThrough(ids, withScripts),
    waits: () => visit.waits(),
    isTouched: () => isTouched,
  };
  const core = coreLoader(shim);
  const inside: Inside = { shim, core: core.get };

  const fail = (error: unknown): void => {
    // What its files would have done has been said to be missing.
    if (hasHome) console.error('portcullis:', error instanceof Error ? error.message : error);
  };
  /** Has core do something, and shows on what was pressed that it was heard. */
  const withCore = async (
    what: (core: Core) => Promise<unknown>,
    pressed?: HTMLElement,
    otherwise?: () => void,
  ): Promise<unknown> => {
    if (pressed) pressed.ariaBusy = 'true';
    try {
      return await what(await core.get());
    } catch (error) {
      otherwise?.();
      return fail(error);
    } finally {
      if (pressed) pressed.ariaBusy = null;
    }
  };

  let words: Wording | undefined;
  let wording: Promise<Wording | undefined> | undefined;
  /**
   * The words of a plan that was made in a page; core has those of a further language, or else another language serves.
   */
  const wordingOfMade = async (): Promise<Wording | undefined> => {
    const language = pageLanguage();
    if (!made?.words[language]) await withCore((core) => core.page());
    return made?.words[language] ?? Object.values(made?.words ?? {})[0];
  };
  const currentWording = async (): Promise<Wording | undefined> => {
    wording ??= made ? wordingOfMade() : wordingIn(plan, folder, pageLanguage());
    const found = await wording;
    if (found && found !== words) {
      if (found.sheet && found.sheet !== words?.sheet) surfaces.adopt(found.sheet);
      words = found;
    }
    await hasBody();
    return words;
  };

  const visit = createVisit({
    setting,
    guard,
    sealed,
    record,
    judge,
    services,
    surfaces,
    errors,
    parsed,
    plan: () => plan,
    made: () => made,
    wording: currentWording,
    askCore: (what) => withCore((page) => page[what]()),
    canAsk: canAsk(),
  });

  const act = (action: string, surface: HTMLElement, pressed: HTMLElement): void => {
    if (action === 'accept' || action === 'reject' || action === 'withdraw') {
      if (surface === surfaces.standing('banner') && visit.answer(action)) return;
      withCore(
        (core) => (surface === surfaces.standing('banner') ? core.answer(action) : core.act(action, surface)),
        pressed,
      );
      return;
    }
    const opens = action === 'choose' || action === 'open';
    // Where the preferences cannot be had, the banner is what there is to answer by.
    const askByBanner = (): void => void (opens && words && surfaces.show('banner', words.banner, words));
    const before = record.copies().join(' ');
    /** Unless an answer came while core was on its way. */
    const open = async (core: Core): Promise<void> => (before === record.copies().join(' ') ? core.open() : undefined);
    withCore((core) => (opens ? open(core) : core.act(action, surface)), pressed, askByBanner);
  };

  const shadows = watchShadows(() => changed(), marks.see);
  let soon: ReturnType<typeof setTimeout> | undefined;
  /** Once at once, and once for all that came until a moment later. */
  const changed = (): void => {
    hookFrames?.();
    surfaces.keep();
    if (soon) return;
    marks.look();
    soon = setTimeout(() => {
      soon = undefined;
      marks.look();
    }, TOGETHER);
  };
  const bringPlaceholders = once(() => loadScript({ src: `${folder}portcullis-places.js` }, { portcullis: inside }));

  const api = createApi({
    state: () => visit.state(),
    core: core.get,
    members: (name) => (members(name).length ? members(name) : [name]),
    when: (ids) =>
      new Promise((done) => {
        if (all(ids, services.isGranted)) done();
        else judge.whenGranted(ids, done);
      }),
    inside,
  });
  const { queue } = given;
  window.portcullis = Object.assign(given, api) as Portcullis;

  visit.look();
  if (made) whenChanged(setting('policy'), made.text, () => withCore((core) => core.look()));
  if (plan.decisions.answers && plan.folder) {
    whenStale(tag, home, plan.decisions.digest, (manifest) => {
      folder = `${home}${manifest.folder}/`;
      withCore((core) => core.look());
    });
  }
  parsed.then(() => {
    shadows.look();
    marks.look();
  });
  makeQueuedCalls(api, queue);
  onLanguageChange(() => {
    wording = undefined;
    visit.redraw();
  });
  addEventListener('storage', ({ key }) => (key === null || /^portcullis-pass /.test(key)) && visit.look(), true);
  page.listen('close', () => surfaces.keep(), true);
  page.listen('prerenderingchange', () => visit.look(), true);
  page.listen('visibilitychange', () => visit.look(), true);
  const back = (event: PageTransitionEvent): void => {
    if (event.persisted) visit.look();
  };
  if (sealed?.opened) sealed.opened.back = back;
  else addEventListener('pageshow', back);
};

const never = (): Promise<never> => Promise.reject(new TypeError('no step of that kind runs before anything else'));

/** Calls something the first time alone. */
const once = (what: () => unknown): (() => void) => {
  let isDone = false;
  return () => {
    if (!isDone) what();
    isDone = true;
  };
};

/** Resolves in the first task in which there is a body. */
const hasBody = (): Promise<void> =>
  page.body
    ? Promise.resolve()
    : new Promise((done) => {
        const observer = new MutationObserver(() => {
          if (!page.body) return;
          observer.disconnect();
          done();
        });
        observer.observe(page.root, { childList: true });
      });

/**
 * In somebody else's frame, or a sandbox, nobody is there to be asked. A frame of a guarded page waits for that one.
 */
const canAsk = (): boolean => {
  try {
    return top === window || !(top as Realm).portcullis?.state;
  } catch {
    return false;
  }
};

const emptyPlan = (): Plan => ({
  decisions: {
    version: '',
    digest: '',
    policy: '',
    updated: '',
    table: '',
    deniesUnknown: false,
    before: [],
    tells: [],
    signals: [],
    services: [],
    groups: [],
    days: [],
    editions: [],
    lifetime: 0,
    former: [],
    hasUnlistedNames: false,
    receipts: false,
    renew: '',
  },
});

start(page.currentScript);
