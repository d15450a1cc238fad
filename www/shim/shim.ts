// The shim: one classic script, first in <head>. It holds what is gated, compares the record with the
// pass, and runs the pass for a returning visitor. It never judges: where record and pass do not match
// to the letter, it fetches the core, which does.

import { load, wake } from './marks';
import { type Step, run } from './steps';
import type { Core, Pass, Shim, State } from './between';

const NOTHING = { services: {}, run: [], holds: 1 } as unknown as Pass;

const CORE = 'portcullis-core.js';

declare const VERSION: string, CORE_INTEGRITY: string, BEFORE: Step[];

(() => {
  const w = window as any;
  const d = document;
  // An element with that id is not settings, and a second copy has nothing to do.
  const settings = w.portcullis && !w.portcullis.nodeType ? w.portcullis : {};
  if (settings.version) return;

  // Not `document.currentScript`: an <img name=currentScript> takes its place.
  const tag = Reflect.get(Document.prototype, 'currentScript', d) as HTMLScriptElement;
  const setting = (name: string): string => tag.dataset[name] || settings[name] || '';
  const changed = 'portcullis:change';

  const running = new Map<string, Step[]>();
  const started = new Map<string, Promise<unknown>>();
  const chains = new Map<string, Promise<unknown>>();
  const seen = new Set<unknown>();
  // The services whose marked tags may wake: their turn has come in the steps.
  const open = new Set<string>();
  let state = NOTHING;
  let control: HTMLElement | undefined;
  let core: Promise<Core> | undefined;

  const parsed = new Promise<unknown>((done) => (d.readyState == 'loading' ? d.addEventListener('readystatechange', done) : done(0)));
  const on = (_: 'change', listener: (state: State) => void) => {
    const hear = (event: any) => listener(event.detail);
    d.addEventListener(changed, hear);
    return () => d.removeEventListener(changed, hear);
  };

  // Early errors: in memory until the choice, replayed after a grant, dropped after a refusal.
  let errors: any[] | undefined = [];
  const note = (event: Event) => errors?.length! < 20 && errors!.push(event);
  addEventListener('error', note);
  addEventListener('unhandledrejection', note);

  const doers = {
    script: (src: string, attributes: object) => {
      if (!seen.has(src)) {
        seen.add(src);
        return load({ ...attributes, src, nonce: tag.nonce }, (script) => d.head.append(script));
      }
    },
    tags: (_: string, __: unknown, service: string) => {
      open.add(service);
      release(d);
      return parsed.then(() => chains.get(service));
    },
    after: (service: string) => started.get(service),
    errors: () => {
      for (const event of errors!) {
        if (event.type == 'error') w.onerror?.(event.message, event.filename, event.lineno, event.colno, event.error);
        else w.onunhandledrejection?.(event);
      }
      errors = undefined;
    },
  };
  run(BEFORE, () => 1, '', doers);

  // Marked tags wake as their service's turn comes, and those that stand later as they come.
  const release = (root: any) => {
    for (const mark of [root, ...(root.querySelectorAll?.('[data-consent]') || [])]) {
      const service = mark.dataset?.consent;
      if (open.has(service) && !seen.has(mark)) {
        seen.add(mark);
        chains.set(service, Promise.resolve(chains.get(service)).then(() => open.has(service) && wake(mark, tag.nonce)));
      }
    }
  };
  new MutationObserver((changes) => {
    if (open.size) for (const { addedNodes } of changes) addedNodes.forEach(release);
  }).observe(d, { childList: true, subtree: true });

  /** The control that opens the preferences again. */
  const draw = () => {
    if (!control) {
      control = d.createElement('button');
      control.className = 'portcullis-control';
      control.onclick = () => api.open();
      try {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(state.style);
        d.adoptedStyleSheets.push(sheet);
      } catch {}
    }
    control.textContent = state.label;
    state.label ? d.body.append(control) : control.remove();
    return control;
  };

  /** One pass takes the place of another: what it no longer grants stops, what it newly grants starts. */
  const apply = (pass: Pass) => {
    for (const [service, stop] of running) {
      if (!pass.run.some(([granted]) => granted == service)) {
        running.delete(service);
        open.delete(service);
        run(stop, () => !running.has(service), service, doers);
      }
    }
    for (const [service, start, stop] of pass.run) {
      if (!running.has(service)) {
        running.set(service, stop);
        started.set(service, run(start, () => running.has(service), service, doers));
      }
    }
    if (!pass.holds) errors = undefined;
    state = pass;
    d.dispatchEvent(new CustomEvent(changed, { detail: api.state() }));
    return parsed.then(draw);
  };

  // What must be as it was for a pass to hold.
  const hash = (text: string) => [...text].reduce((hash, char) => (hash * 33) ^ char.charCodeAt(0), 5381) + '';
  const inline = d.getElementById('portcullis-policy')?.textContent;
  const shim: Shim = {
    tag,
    setting,
    key: [VERSION, inline ? hash(inline) : setting('policy'), setting('revision'), setting('age'), d.documentElement.lang, (navigator as any).globalPrivacyControl].join(),
    record: location.protocol == 'https:' ? '__Host-consent' : 'consent',
    store: 'portcullis',
    parsed,
    hash,
    apply,
  };
  const awaken = () =>
    (core ||= (async () => {
      shim.policy = inline || fetch(setting('policy'));
      await load({ src: new URL(CORE, tag.src), integrity: CORE_INTEGRITY, crossorigin: '', nonce: tag.nonce }, (script) => {
        (script as any).portcullis = shim;
        d.head.append(script);
      });
      if (!shim.core) console.error(CORE + ' did not load');
      return shim.core!;
    })());

  const decide = () => awaken().then((core) => core?.look());

  /** Runs the pass where it matches to the letter; otherwise what runs stops, and core decides. */
  const look = () => {
    try {
      // Two copies that differ are for core to judge.
      const [record, other] = new Set(d.cookie.match(RegExp(`(?<=(^|; )${shim.record}=)[^;]*`, 'g')));
      const head = record + '\n' + shim.key + '\n';
      const pass: string = localStorage[shim.store];
      if (other === undefined && pass.startsWith(head)) {
        const body: Pass = JSON.parse(pass.slice(head.length));
        apply(body);
        return body.policy;
      }
    } catch {}
    if (running.size) apply(NOTHING);
    decide();
  };

  const api = (w.portcullis = Object.assign(settings, {
    version: VERSION,
    ready: new Promise((done) => on('change', done)),
    state: () => ({ decided: !!state.label, services: state.services }),
    on,
    when: (service: string) => new Promise<unknown>((done) => {
      const check = () => running.has(service) && done(0);
      on('change', check);
      check();
    }),
  }));
  for (const name of ['open', 'grant', 'deny', 'withdraw'] as const) {
    api[name] = (services?: string[]) => awaken().then((core) => core[name](services));
  }
  for (const [name, ...values] of settings.queue || []) api[name](...values);

  const policy = look();
  addEventListener('storage', (event) => event.key == shim.store && look());
  addEventListener('pageshow', (event) => event.persisted && look());
  if (policy && !inline && !setting('revision')) {
    addEventListener('load', async () => hash(await (await fetch(setting('policy'))).text()) != policy && decide());
  }
})();
