// portcullis-foreign.js: for the time of a move from another product (docs/moving.md). What its markup marks is marked for
// the shim, with the services that the policy's `moving` gives for its names. All of it is inert by HTML itself, and stays
// so where a name stands for nothing, which is told.

import type { State } from '../shim/between';
import { inline } from './tag';

type Services = Record<string, string | string[]>;
/** Names that all must be granted; of those that are parted here, the first that the policy knows. */
type Names = string[][];

const attribute = (element: Element, name: string) =>
  element.getAttribute('data-' + name) || element.getAttribute(name) || '';
const listed = (text: string, separator: string): Names => text.split(separator).map((name) => [name.trim()]);

/** Where each product marks, and by which names. */
const MARKS: Record<string, [selector: string, names: (mark: HTMLElement, services: Services) => Names]> = {
  // `!` runs what was refused: no name begins so.
  'vanilla-cookieconsent': [
    '[data-category]',
    ({ dataset: { category, service } }) => [service ? [`${category}/${service}`, category!] : [category!]],
  ],
  klaro: ['[data-name]', ({ dataset }) => [[dataset.name!]]],
  cookiebot: ['[data-cookieconsent]', ({ dataset }) => listed(dataset.cookieconsent!, ',')],
  onetrust: [
    '[class*=optanon-category-]',
    ({ className }, services) =>
      [...className.matchAll(/optanon-category-(\S+)/g)].flatMap(([, name]) =>
        services[name!] ? [[name!]] : listed(name!, '-'),
      ),
  ],
};

const params = (element: Element, names: string) =>
  names
    .split(' ')
    .flatMap((name) => (attribute(element, name) ? `${name}=${encodeURIComponent(attribute(element, name))}` : []))
    .join('&');

/** tarteaucitron's places for frames, the service that each is of, and what it shows. */
const PLACES: Record<string, [service: string, address: (place: Element) => string]> = {
  youtube_player: [
    'youtube',
    (place) =>
      `https://www.youtube-nocookie.com/embed/${attribute(place, 'videoID')}?${params(place, 'theme rel controls showinfo autoplay mute start end loop')}`,
  ],
  vimeo_player: [
    'vimeo',
    (place) =>
      `https://player.vimeo.com/video/${attribute(place, 'videoID')}?${params(place, 'title byline portrait loop autoplay muted color')}`,
  ],
  tac_iframe: ['iframe', (place) => attribute(place, 'url')],
};

/** The policy, in the page or where the shim's tag says. */
const declared = async () => {
  const text = inline();
  if (text) return JSON.parse(text);
  const tag = document.querySelector<HTMLElement>('script[data-policy]');
  // Not relative to a <base> of the page's, as under the seal.
  return (await fetch(new URL(tag?.dataset.policy ?? (window as any).portcullis.policy, location.href))).json();
};

const told = new Set<string>();
/** The services that stand behind names; none where one of them stands for nothing. */
const behind = (product: string, names: Names, services: Services) => {
  const ids = new Set<string>();
  for (const alternatives of names) {
    const name = alternatives.find((name) => Object.hasOwn(services, name) && services[name]![0]);
    if (name == undefined) {
      const unknown = `${product} "${alternatives[0]}"`;
      if (!told.has(unknown))
        console.warn(
          `portcullis: the policy's "moving" does not say what ${unknown} stands for: what is marked so stays held`,
        );
      told.add(unknown);
      return [];
    }
    for (const id of [services[name]!].flat()) ids.add(id);
  }
  return [...ids];
};

/** Marks that wait for several services: the shim is told of one, and only when all are granted. */
const waiting: [mark: HTMLElement, ids: string[]][] = [];
const seen = new WeakSet<Element>();
/** The shim looks at its marks when something comes into the page. */
const nudge = document.createComment('');

const settle = () => {
  const services: State['services'] = (window as any).portcullis?.state?.().services ?? {};
  for (const entry of waiting) {
    const [mark, ids] = entry;
    const granted = ids.every((id) => services[id] == 'granted');
    if (granted) mark.dataset.consent ??= ids[0];
    else if (mark.dataset.consent && !mark.dataset.consented && mark.isConnected) {
      // One of them was taken back while the other's turn had not come: what is no longer in the page does not wake.
      const again = mark.cloneNode(true) as HTMLElement;
      delete again.dataset.consent;
      seen.add((entry[0] = again));
      mark.replaceWith(again);
    }
  }
  document.head.append(nudge);
  nudge.remove();
};

const isInert = ({ localName, dataset, attributes }: HTMLElement) =>
  !dataset.consent &&
  !dataset.consented &&
  (localName == 'script'
    ? attributes.getNamedItem('type')?.value == 'text/plain'
    : dataset.src || dataset.href || dataset.srcset || dataset.cookieblockSrc);

/** A frame in the place of what tarteaucitron would have made one of. */
const framed = (place: HTMLElement, address: string) => {
  const frame = document.createElement('iframe');
  frame.id = place.id;
  frame.title = attribute(place, 'title');
  for (const name of ['width', 'height']) if (attribute(place, name)) frame.setAttribute(name, attribute(place, name));
  frame.allowFullscreen = attribute(place, 'allowfullscreen') != '0';
  frame.dataset.src = address;
  place.replaceWith(frame);
  return frame;
};

const mark = (element: HTMLElement, ids: string[]) => {
  const { cookieblockSrc } = element.dataset;
  if (cookieblockSrc) element.dataset.src ??= cookieblockSrc;
  if (ids[1]) waiting.push([element, ids]);
  else element.dataset.consent = ids[0];
};

const look = (moving: { from: string; names: Services }[]) => {
  let found = false;
  for (const { from, names: services } of moving) {
    const [selector, names] = MARKS[from] ?? [];
    for (const element of selector ? document.querySelectorAll<HTMLElement>(selector) : []) {
      if (seen.has(element) || !isInert(element)) continue;
      seen.add(element);
      const ids = behind(from, names!(element, services), services);
      if (ids[0]) mark(element, ids);
      found ||= !!ids[0];
    }
    for (const place in from == 'tarteaucitron' ? PLACES : {}) {
      const [service, address] = PLACES[place]!;
      for (const element of document.querySelectorAll<HTMLElement>(`.${place}:not(iframe)`)) {
        if (seen.has(element)) continue;
        seen.add(element);
        const ids = behind(from, [[service]], services);
        if (ids[0]) mark(framed(element, address(element)), ids);
        found ||= !!ids[0];
      }
    }
  }
  if (found) settle();
};

declared()
  .then(({ moving = [] }) => {
    look(moving);
    new MutationObserver(() => look(moving)).observe(document, { childList: true, subtree: true });
    document.addEventListener('portcullis:change', settle);
  })
  .catch((error) => console.error('portcullis:', error));
