// portcullis-places.js: fetched on pages where a frame is held. In its place stands what it is and whose, and how
// to have it. docs/placeholders.md says what a visitor sees.

import { gated, heard, learn } from '../shim/live/known';
import type { Pass, Shim, State } from '../shim/between';
import { chosen } from './language';
import { type Placeholder, draw } from './placeholder';

declare const CALLED: Record<string, [name: string, vendor: string, kind: string, privacy: string]>;

const script = Reflect.get(Document.prototype, 'currentScript', document) as HTMLScriptElement & { portcullis: Shim };
const shim = script.portcullis;
const base = new URL('.', script.src).href;
const api: { state(): State; open(): Promise<void>; grant(ids: string[]): Promise<unknown> } = (window as any).portcullis;

/** Whether the host says that this is a child; what is not plainly an adult is taken for one. */
const minor = !/^(adult)?$/.test(shim.setting('age'));
const idle = () => new Promise((done) => (window.requestIdleCallback ?? setTimeout)(done));

/** The pass that the page runs by: core's, or the stored one. */
const standing = (): Pass => shim.pass ?? JSON.parse(localStorage[shim.store]);

/** What the policy says of a service, or else the built-in one of that id. */
const serviceOf = (id: string, policy: any) => {
  for (const entry of policy.services) {
    const { use = entry, ...own } = entry.at ? { use: entry } : entry.use ? entry : { ...entry, use: '' };
    if (use ? !id.startsWith(use) : own.id != id) continue;
    const [name, vendor, kind, privacy] = CALLED[id] ?? [];
    return { name, vendor, privacy, class: kind, ...own };
  }
};

/** The service that a frame waits for, by its mark, or by the address that the guard holds. */
const waitsFor = (frame: HTMLIFrameElement): string | undefined => {
  const { services } = api.state();
  try {
    const { hostname, pathname } = new URL(frame.src, document.baseURI);
    const { consent, consented } = frame.dataset;
    if (consented ?? (!consent && (!frame.src || frame.getAttributeNode('src')))) return;
    const id = (consent ? [consent] : gated('.' + hostname + pathname) ?? []).find((id) => services[id]);
    // Under the seal a grant may wait for the next page.
    return id && (services[id] != 'granted' || shim.waits) ? id : undefined;
  } catch {}
};

/** The frames let through for this page alone, and what of them the pass must say. */
const once = new Set<string>();
let granting = false;

/** Lets this frame's service through until another choice or the next page, and wakes this frame of its marks. */
const letThrough = (frame: HTMLIFrameElement, id: string) => {
  const pass = standing();
  once.add(id);
  // As the shim's `id+`: let through, and not granted.
  if (frame.dataset.consent) frame.dataset.consent = id + '+';
  const services = { ...pass.state.services };
  for (const one of once) services[one] = 'once';
  granting = true;
  shim.apply({ ...pass, state: { ...pass.state, services }, run: [...pass.run, ...[...once].map((one): Pass['run'][0] => [one + '+', [['tags']], []])] });
  granting = false;
};

/** What was last done, for those who hear it: empty at first, so that filling it is announced. */
const status = document.createElement('div');
status.role = 'status';
status.className = 'portcullis-told';
// By properties, which no style-src refuses.
Object.assign(status.style, { position: 'fixed', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' });

const drawn = new Map<HTMLIFrameElement, Placeholder>();
/** The frame that a visitor has asked for gets the focus when it loads. */
let asked: HTMLIFrameElement | undefined;
let words: Record<string, string>;
let language: string;

const place = (frame: HTMLIFrameElement, id: string) => {
  const policy: any = standing().declared;
  const service = serviceOf(id, policy);
  if (!service) return;
  const say = (key: string, value = '') => (words[key] ?? key).split('{}').join(value);
  const load = { label: say('held.once'), act() {
    asked = frame;
    letThrough(frame, id);
    status.textContent = say('held.loaded');
  } };
  const always = { label: say('held.always'), act() {
    asked = frame;
    api.grant([id]).then(() => waitsFor(frame) && (status.textContent = say('held.next')));
  } };
  const waits = api.state().services[id] == 'granted';
  const locked = service.class == 'tracking' && minor;
  drawn.get(frame)?.remove();
  drawn.set(frame, draw(frame, {
    language,
    name: service.name,
    title: say('held', service.name),
    about: locked ? say('locked.age') : waits ? say('held.next') : say('held.about', service.vendor),
    privacy: service.privacy && [say('privacy', service.vendor), service.privacy],
    // What the browser itself refuses cannot be let through in this page.
    answers: locked || waits ? [] : shim.seal ? [always] : [load, always],
    open: { label: say('heading'), act: () => api.open() },
    scheme: shim.setting('scheme'),
  }));
  // Never to nowhere: the button that was pressed may be gone.
  if (frame == asked) frame.focus({ preventScroll: true });
};

/** Where nothing would be seen there is nothing to say: a tracker's frame, or one behind a tab that is not open. */
const seen = (frame: HTMLIFrameElement) => {
  const { width, height, right, bottom } = frame.getBoundingClientRect();
  return width >= 24 && height >= 24 && right + scrollX > 0 && bottom + scrollY > 0
    && frame.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !frame.closest('[aria-hidden=true],[inert]');
};
const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const frame = target as HTMLIFrameElement;
    const id = waitsFor(frame);
    if (id && !drawn.has(frame) && seen(frame)) place(frame, id);
  }
});

let looking: Promise<unknown> | undefined;
const look = () => (looking ??= idle().then(() => {
  looking = undefined;
  for (const [frame, placeholder] of drawn) {
    if (waitsFor(frame)) continue;
    placeholder.remove();
    drawn.delete(frame);
    if (frame == asked) frame.focus({ preventScroll: true });
  }
  for (const frame of document.querySelectorAll('iframe')) if (waitsFor(frame)) sizes.observe(frame);
}));

const start = async () => {
  while (!Object.keys(api.state().services)[0]) await heard('portcullis:change');
  await shim.parsed;
  await idle();
  const policy: any = standing().declared;
  learn(policy);
  language = await chosen(Promise.resolve(policy));
  words = { ...(await (await fetch(`${base}locales/${language}.more.json`)).json()), ...policy.texts?.[language] };
  document.body.append(status);
  document.addEventListener('portcullis:change', () => {
    // Another choice takes the place of what was let through.
    if (!granting) once.clear();
    for (const [frame] of drawn) {
      const id = waitsFor(frame);
      if (id) place(frame, id);
    }
    look();
  });
  new MutationObserver(look).observe(document, { childList: true, subtree: true, attributeFilter: ['src', 'data-consented'] });
  look();
};
start().catch((error) => console.error('portcullis:', error));
