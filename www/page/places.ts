// portcullis-places.js: fetched on pages where something with a place of its own is held. There stands what it is and
// whose, and how to have it. docs/placeholders.md says what a visitor sees.

import { d } from '../shim/document';
import { gatedAddress, heard, learn } from '../shim/live/known';
import type { Pass, Shim, State } from '../shim/between';
import { chosen } from './language';
import { type Placeholder, draw } from './placeholder';
import { type StandIn, standIn, standIns } from './stand-in';

declare const CALLED: Record<string, [name: string, vendor: string, kind: string, privacy: string]>;

const script = Reflect.get(Document.prototype, 'currentScript', document) as HTMLScriptElement & { portcullis: Shim };
const shim = script.portcullis;
const base = new URL('.', script.src).href;
const api: { state(): State; open(): Promise<void>; grant(ids: string[]): Promise<unknown> } = (window as any)
  .portcullis;

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

type Held = HTMLIFrameElement | HTMLEmbedElement | HTMLObjectElement | HTMLMediaElement;
/**
 * Chromium never loads an object that has shown what it holds instead, as it does where its type is not said; nor WebKit one that
 * led somewhere else before it was hidden.
 */
const HELD = 'iframe,embed,object:is([type],:empty):not([data]),video[data-consent],audio[data-consent]';

/** The service that an element waits for, by its mark, or by the address that the guard holds. */
const waitsFor = (element: Held): string | undefined => {
  const { services } = api.state();
  try {
    const name = element.localName == 'object' ? 'data' : 'src';
    const address: string = (element as any)[name];
    const { hostname, pathname, search } = new URL(address, d.baseURI);
    const { consent, consented } = element.dataset;
    if (consented ?? (!consent && (!address || element.getAttributeNode(name)))) return;
    const id = (consent ? [consent] : (gatedAddress(hostname, pathname + search) ?? [])).find((id) => services[id]);
    // Under the seal a grant may wait for the next page.
    return id && (services[id] != 'granted' || shim.waits) ? id : undefined;
  } catch {}
};

/** What is let through for this page alone, and what of them the pass must say. */
const once = new Set<string>();
let granting = false;

/** Lets this element's service through until another choice or the next page, and wakes this one of its marks. */
const letThrough = (element: Held, id: string) => {
  const pass = standing();
  once.add(id);
  // As the shim's `id+`: let through, and not granted.
  if (element.dataset.consent) element.dataset.consent = id + '+';
  const services = { ...pass.state.services };
  for (const one of once) services[one] = 'once';
  granting = true;
  shim.apply({
    ...pass,
    state: { ...pass.state, services },
    run: [...pass.run, ...[...once].map((one): Pass['run'][0] => [one + '+', [['tags']], []])],
  });
  granting = false;
};

/** What was last done, for those who hear it: empty at first, so that filling it is announced. */
const status = d.createElement('div');
status.role = 'status';
status.className = 'portcullis-told';
// By properties, which no style-src refuses.
Object.assign(status.style, {
  position: 'fixed',
  width: '1px',
  height: '1px',
  overflow: 'hidden',
  clipPath: 'inset(50%)',
});

/** The frame that a held element's placeholder is drawn into, once somebody sees it. */
interface Spot {
  into: HTMLIFrameElement;
  /** Where the element is no frame, or one that nobody can draw into. */
  before?: StandIn;
  placeholder?: Placeholder;
}
const spots = new Map<Held, Spot>();
const spotOf = (element: Held): Spot => {
  if (element.localName == 'iframe' && !element.hasAttribute('sandbox')) return { into: element as HTMLIFrameElement };
  const before = standIn(element, tidy);
  return { into: before.frame, before };
};

/** What a visitor has asked for gets the focus when it loads. */
let asked: Held | undefined;
const focus = (element: HTMLElement) => {
  element.focus({ preventScroll: true });
  if (d.activeElement == element) return;
  // No engine gives the focus to every kind; it keeps it until the visitor goes on.
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
  element.addEventListener('blur', () => element.removeAttribute('tabindex'), { once: true });
};
let words: Record<string, string>;
let language: string;

const place = (element: Held, id: string, spot: Spot) => {
  const policy: any = standing().declared;
  const service = serviceOf(id, policy);
  if (!service) return;
  // A name keeps its own direction, and its full stop at its end.
  const say = (key: string, value = '') =>
    (words[key] ?? key).split('{}').join(/ar|he/.test(language) ? `\u2068${value}\u2069` : value);
  const load = {
    label: say('held.once'),
    act() {
      asked = element;
      letThrough(element, id);
      status.textContent = say('held.loaded');
    },
  };
  const always = {
    label: say('held.always'),
    act() {
      asked = element;
      api.grant([id]).then(() => waitsFor(element) && (status.textContent = say('held.next')));
    },
  };
  const waits = api.state().services[id] == 'granted';
  const locked = service.class == 'tracking' && minor;
  const title = say('held', service.name);
  if (spot.before) spot.into.title = element.title || title;
  spot.placeholder?.remove();
  spot.placeholder = draw(spot.into, {
    language,
    name: service.name,
    title,
    about: locked ? say('locked.age') : waits ? say('held.next') : say('held.about', service.vendor),
    privacy: service.privacy && [say('privacy', service.vendor), service.privacy],
    // What the browser itself refuses cannot be let through in this page.
    answers: locked || waits ? [] : shim.seal ? [always] : [load, always],
    open: { label: say('heading'), act: () => api.open() },
    scheme: shim.setting('scheme'),
  });
  // Never to nowhere: the button that was pressed may be gone.
  if (element == asked) focus(spot.into);
};

/** Where nothing would be seen there is nothing to say: a tracker's frame, or one behind a tab that is not open. */
const seen = (element: Held, { into }: Spot) => {
  const { width, height, right, bottom } = into.getBoundingClientRect();
  return (
    width >= 24 &&
    height >= 24 &&
    right + scrollX > 0 &&
    bottom + scrollY > 0 &&
    into.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    !element.closest('[aria-hidden=true],[inert]')
  );
};
const sizes = new ResizeObserver((entries) => {
  for (const [element, spot] of spots) {
    const id = entries.some(({ target }) => target == spot.into) && !spot.placeholder && waitsFor(element);
    if (id && seen(element, spot)) place(element, id, spot);
  }
});

/** Takes away what stands for an element that waits no longer, is gone, or is somewhere else; and the page's copies of it. */
const tidy = () => {
  for (const [element, { into, before, placeholder }] of spots) {
    if ((before ? before.stands() : into.isConnected) && (waitsFor(element) || before?.late())) continue;
    placeholder?.remove();
    before?.remove();
    spots.delete(element);
    if (element == asked) focus(element);
  }
  const ours = new Set<unknown>([...spots.values()].map(({ into }) => into));
  for (const frame of standIns()) if (!ours.has(frame)) frame.remove();
};

let looking: Promise<unknown> | undefined;
const look = () =>
  (looking ??= idle().then(() => {
    looking = undefined;
    tidy();
    for (const element of d.querySelectorAll<Held>(HELD)) {
      if (!waitsFor(element)) continue;
      const spot = spots.get(element) ?? spotOf(element);
      spots.set(element, spot);
      spot.before?.fit();
      sizes.observe(spot.into);
    }
  }));

const start = async () => {
  while (!Object.keys(api.state().services)[0]) await heard('portcullis:change');
  await shim.parsed;
  await idle();
  const policy: any = standing().declared;
  learn(policy);
  language = await chosen(Promise.resolve(policy));
  words = { ...(await (await fetch(`${base}locales/${language}.more.json`)).json()), ...policy.texts?.[language] };
  d.body.append(status);
  d.addEventListener('portcullis:change', () => {
    // Another choice takes the place of what was let through.
    if (!granting) once.clear();
    for (const [element, spot] of spots) {
      const id = spot.placeholder && waitsFor(element);
      if (id) place(element, id, spot);
    }
    look();
  });
  new MutationObserver(() => {
    // Before it is painted: nothing may stand for what the page has taken away.
    if (spots.size) tidy();
    look();
  }).observe(document, { childList: true, subtree: true, attributeFilter: ['src', 'data', 'data-consented'] });
  look();
};
start().catch((error) => console.error('portcullis:', error));
