// The shim: one classic script, first in <head>. It holds what is gated, compares the record with the
// pass, and runs the pass for a returning visitor. It never judges: where record and pass do not match
// to the letter, it fetches the core, which does.

import { contacts } from './contacts';
import { d } from './document';
import { bare } from './bare';
import { elements } from './live/elements';
import { type Running, Promise, heard, learn, running, settle, verdict } from './live/known';
import { network } from './live/network';
import { guard } from './live/realms';
import { storage } from './live/storage';
import { load, trust, wake } from './marks';
import { sealed } from './seal';
import { type Step, interpreter } from './steps';
import type { Core, Pass, Shim, State } from './between';

/** Also frames whose address the guard holds: it is no attribute of theirs. */
const MARKS = '[data-consent]' + (SEAL ? '' : ',iframe:not([src])');
const NOTHING = { state: { decided: false, services: {} }, run: [], holds: true } as unknown as Pass;

/** Whether this is the shim of the seal (portcullis-seal.js), beside a policy that the browser enforces. */
declare const SEAL: boolean;
declare const STRICT: boolean;
declare const VERSION: string, BEFORE: Step[];
/** The core, in the build that has it within (portcullis.inline.js). */
declare const INLINE: string, CORE: (script: { portcullis: Shim; src: string }) => void;

(() => {
  const w = window as any;
  const tag = d.currentScript as HTMLScriptElement;
  // What the page has set, and not what its `Object.prototype` has; of an element with that id, nothing.
  const settings = bare({ ...w.portcullis, ...tag.dataset });
  // A second copy has nothing to do.
  if (settings.state) return;
  const setting = (name: string): string => settings[name] || '';

  const seal = SEAL ? setting('guard') : '';
  const shut = SEAL ? sealed() : undefined;
  if (STRICT) trust(shut?.opened?.types);

  const seen = new Set<unknown>();
  let now = NOTHING;
  let control: HTMLElement | undefined;
  let core: Promise<Core> | undefined;
  let places: unknown;

  const parsed = Promise.resolve(d.readyState > 'l' && heard('readystatechange'));
  const on = (_: 'change', listener: (state: State) => void) => {
    const hear = (event: any) => listener(event.detail);
    d.addEventListener('portcullis:change', hear);
    return () => d.removeEventListener('portcullis:change', hear);
  };

  // Early errors: in memory until the choice, replayed after a grant, dropped after a refusal.
  let errors: any = [];
  const note = (event: Event) => errors[19] || errors.push?.(event);
  'error unhandledrejection'.split(' ').map((name) => addEventListener(name, note));

  const run = interpreter({
    script: (service: string, src: string, attributes: object) => {
      // What settings have loaded, tags need not load again.
      if (!seen.has(service)) return (seen.add(service), load({ ...attributes, src }, tag.nonce));
    },
    tags: (service: string) => {
      running[service]![2] = Promise.resolve();
      release();
      return parsed.then(() => running[service]![2]);
    },
    after: (_: string, service: string) => running[service]![1],
    event: (_: string, name: string) => heard(name),
    errors: () => {
      for (const event of errors)
        w['on' + event.type]?.(event.message ?? event, event.filename, event.lineno, event.colno, event.error);
      errors = 0;
    },
  });
  run(BEFORE, '');

  const frames = setting('guard') != 'marks' && guard(w, SEAL ? [storage, contacts] : [storage, network, elements]);

  // Marked tags wake as their service's turn comes, and those that stand later as they come.
  const release = () => {
    for (const mark of d.querySelectorAll<any>(MARKS)) {
      const service = mark.dataset.consent;
      const runs = running[service];
      if (runs?.[2] && !seen.has(mark) && !(mark.text != null && seen.has(service))) {
        runs[2] = runs[2].then(() => (running[service] ? wake(mark, tag.nonce) : seen.delete(mark)));
        seen.add(mark);
      }
      // What stands in the place of a held iframe, embed, object, video or audio is drawn by a script of its own.
      if (!runs && mark.localName[4] < 'p' && (service || mark.src)) places ||= bring('places');
    }
  };
  let soon: unknown;
  new MutationObserver(() => {
    frames && frames();
    // To look through a page takes as long as the page is: once at once, and once for all that came until a moment later.
    soon ||= setTimeout(() => (soon = release()), 64, release());
  }).observe(document, { childList: true, subtree: true });

  /** The control that opens the preferences again. */
  const draw = () => {
    if (!control) {
      control = d.createElement('button');
      control.className = 'portcullis-control';
      control.onclick = () => api.open();
      try {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(now.style);
        d.adoptedStyleSheets.push(sheet);
      } catch {}
    }
    control.textContent = SEAL && shim.waits && now.label ? now.label + ': ' + now.next : now.label;
    now.label ? d.body.append(control) : control.remove();
    return control;
  };

  /** One pass takes the place of another: what it no longer grants stops, what it newly grants starts. */
  const apply = (pass: Pass) => {
    const granted = shut ? shut.within(pass) : pass.run;
    if (SEAL) {
      shim.waits = pass.run.length > granted.length;
      shim.reloads = pass.seal?.[2];
    }
    for (const service in running) {
      const [stop, started] = running[service]!;
      if (!granted.some(([granted]) => granted == service)) {
        delete running[service];
        run(stop, service);
        // And again once what was still on its way has arrived; what was pushed is in its queue.
        started!.then(() =>
          run(
            stop.filter(([operation]) => operation != 'push'),
            service,
          ),
        );
      }
    }
    for (const [service, start, ...runs] of granted) {
      if (!running[service]) {
        (running[service] = runs as Running)[1] = run(start, service, true);
      }
    }
    if (!pass.holds) errors = 0;
    now = pass;
    if (pass.declared) learn(pass.declared);
    settle(pass.state);
    return parsed.then(draw);
  };

  // The seal's shim runs when a <base> may have come, and its snippet has paths of the page's origin alone.
  const own = (path: string): any => (SEAL ? location.origin + path : path);
  const ask = () => fetch(own(setting('policy')), { cache: 'no-cache' });
  const inline = d.querySelector('script#portcullis-policy')?.textContent;
  try {
    learn(JSON.parse(setting('declared') || inline!));
  } catch {}
  const shim: Shim = bare({
    tag,
    d,
    setting,
    // What must be as it was for a pass to hold is part of where it lies: tabs that differ keep one each.
    store:
      'portcullis ' +
      [
        VERSION,
        inline || setting('policy'),
        (SEAL ? 'revision guard age' : 'revision regime country age').split(' ').map(setting),
        (SEAL && (d.documentElement as any).portcullis) || d.documentElement.lang || navigator.language,
        (navigator as any).globalPrivacyControl,
      ],
    record: location.protocol == 'https:' ? '__Host-consent' : 'consent',
    ...(SEAL && { seal }),
    parsed,
    load,
    apply,
  });
  const bring = (name: string) =>
    INLINE && name == 'core'
      ? new Promise<void>((done) => done(CORE({ portcullis: shim, src: tag.src })))
      : load({ src: new URL(`portcullis-${name}.js`, SEAL ? own(tag.getAttribute('src')!) : tag.src) }, tag.nonce, {
          portcullis: shim,
        });
  const awaken = () => {
    // Neither failing is an error of the page's: core says what is missing.
    return (core ||= Promise.allSettled([(shim.policy = inline || ask()), bring('core')]).then(() => {
      if (shim.core) return shim.core;
      // What cannot be withdrawn must not run, here or on the next page.
      delete localStorage[shim.store];
      apply(NOTHING);
      console.error('no portcullis-core');
    }) as Promise<Core>);
  };
  const decide = (): any => awaken().then((core) => core?.look());

  /** Runs the pass where it matches to the letter; otherwise what runs stops, and core decides. */
  const look = () => {
    let found: string | undefined, another;
    try {
      [, found, another] = ('; ' + d.cookie).split('; ' + shim.record + '=');
      const pass: Pass = JSON.parse(localStorage[shim.store]);
      // Two copies are for core to judge, and so is a pass that the seal was not told of.
      if ((!SEAL || pass.seal) && another == undefined && pass.record === found!.split(';')[0]) {
        apply(pass);
        // What was erased is looked for once more.
        localStorage['portcullis-erase'] ? decide() : shim.core?.look();
        return pass.policy;
      }
    } catch {}
    // Another tab may have chosen since the latch looked.
    now.run[0] ? apply(NOTHING) : shut?.within(NOTHING);
    if (!framed || found) decide();
  };

  const api = (w.portcullis = Object.assign(settings, {
    ready: heard('portcullis:change').then(() => now.state),
    state: () => now.state,
    on,
    when: (service: string) => verdict([service], true),
  }));
  'withdraw inspect open deny grant'
    .split(' ')
    .map((name) => (api[name] = (services?: string[]) => awaken().then((core: any) => core[name](services))));
  for (const [name, ...values] of settings.queue || []) api[name](...values);

  // Somebody else's frame, or a sandbox: nobody is there to be asked. A frame of a guarded page waits for that one.
  let framed: unknown;
  try {
    framed = top!.document && top != w && (top as any).portcullis?.state;
  } catch {
    return;
  }
  const policy = look();
  if (SEAL) addEventListener('input', (event) => (shim.touched = event), true);
  addEventListener('storage', (event) => /^portcullis /.test(event.key!) && look(), true);
  // Before the page's own listeners, however early they came.
  d.addEventListener('prerenderingchange', look, true);
  const back = (event: PageTransitionEvent) => event.persisted && look();
  if (shut?.opened) {
    shut.opened.back = back;
    // A page that comes back is visible before it is shown.
    d.addEventListener('visibilitychange', () => d.cookie.includes(now.record) || look(), true);
  } else addEventListener('pageshow', back);
  if (policy && !inline && !setting('revision')) {
    addEventListener('load', () =>
      ask()
        .then((answer) => answer.text())
        .then((text) => text != policy && decide())
        .catch(String),
    );
  }
})();
