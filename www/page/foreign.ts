// portcullis-foreign.js: for the time of a move from another product (docs/moving.md). What its markup marks is marked
// for the shim, with the services that the policy's `moving` gives for its names. All of it is inert by HTML itself,
// and stays so where a name stands for nothing, which is told.

import { page } from '../gate/document';
import { reachInside } from './ours';
import { builtPlanOf, findPolicy } from './policy';

type Services = Record<string, string | string[]>;
/** Names that all must be granted; of those that are parted here, the first that the policy knows. */
type Names = string[][];
interface Moving {
  from: string;
  names: Services;
}

const attribute = (element: Element, name: string): string =>
  element.getAttribute(`data-${name}`) || element.getAttribute(name) || '';
const listed = (text: string, separator: string): Names => text.split(separator).map((name) => [name.trim()]);

/** Where each product marks, and by which names. */
const MARKS: Record<string, [selector: string, names: (mark: HTMLElement, services: Services) => Names]> = {
  // `!` runs what was refused: no name begins so.
  'vanilla-cookieconsent': [
    '[data-category]',
    ({ dataset: { category = '', service } }) => [service ? [`${category}/${service}`, category] : [category]],
  ],
  klaro: ['[data-name]', ({ dataset }) => [[dataset.name ?? '']]],
  cookiebot: ['[data-cookieconsent]', ({ dataset }) => listed(dataset.cookieconsent ?? '', ',')],
  onetrust: [
    '[class*=optanon-category-]',
    ({ className }, services) =>
      [...className.matchAll(/optanon-category-(\S+)/g)].flatMap(([, name = '']) =>
        services[name] ? [[name]] : listed(name, '-'),
      ),
  ],
};

const params = (element: Element, names: string): string =>
  names
    .split(' ')
    .filter((name) => attribute(element, name))
    .map((name) => `${name}=${encodeURIComponent(attribute(element, name))}`)
    .join('&');

const YOUTUBE = 'theme rel controls showinfo autoplay mute start end loop';
const VIMEO = 'title byline portrait loop autoplay muted color';

/** tarteaucitron's places for frames, the service that each is of, and what it shows. */
const PLACES: Record<string, [service: string, address: (place: Element) => string]> = {
  youtube_player: [
    'youtube',
    (place) => `https://www.youtube-nocookie.com/embed/${attribute(place, 'videoID')}?${params(place, YOUTUBE)}`,
  ],
  vimeo_player: [
    'vimeo',
    (place) => `https://player.vimeo.com/video/${attribute(place, 'videoID')}?${params(place, VIMEO)}`,
  ],
  tac_iframe: ['iframe', (place) => attribute(place, 'url')],
};

const told = new Set<string>();
const tellUnknown = (product: string, name: string): void => {
  const unknown = `${product} "${name}"`;
  if (told.has(unknown)) return;
  told.add(unknown);
  console.warn(
    `portcullis: the policy's "moving" does not say what ${unknown} stands for: what is marked so stays held`,
  );
};

/** The services that stand behind names; none where one of them stands for nothing. */
const behind = (product: string, names: Names, services: Services): string[] => {
  const ids = new Set<string>();
  for (const alternatives of names) {
    const name = alternatives.find((name) => Object.hasOwn(services, name) && services[name]?.length);
    if (name === undefined) {
      tellUnknown(product, alternatives[0] ?? '');
      return [];
    }
    for (const id of [services[name]].flat()) if (id) ids.add(id);
  }
  return [...ids];
};

/** What has been dealt with. */
const seen = new WeakSet<Element>();

const isInert = ({ localName, dataset, attributes }: HTMLElement): boolean => {
  const isOurs = dataset.consent ?? dataset.consentAny ?? dataset.portcullis;
  if (isOurs !== undefined) return false;
  if (localName === 'script') return attributes.getNamedItem('type')?.value === 'text/plain';
  return !!(dataset.src || dataset.href || dataset.srcset || dataset.cookieblockSrc);
};

/** A frame in the place of what tarteaucitron would have made one of. */
const framed = (place: HTMLElement, address: string): HTMLElement => {
  const frame = page.create('iframe');
  frame.id = place.id;
  frame.title = attribute(place, 'title');
  for (const name of ['width', 'height']) if (attribute(place, name)) frame.setAttribute(name, attribute(place, name));
  frame.allowFullscreen = attribute(place, 'allowfullscreen') !== '0';
  frame.dataset.src = address;
  place.replaceWith(frame);
  return frame;
};

/** The shim looks at marks as they come. */
const mark = (element: HTMLElement, ids: string[]): void => {
  const { cookieblockSrc } = element.dataset;
  if (cookieblockSrc) element.dataset.src ??= cookieblockSrc;
  element.dataset.consent = ids.join(' ');
};

const unseen = function* (selector: string): Iterable<HTMLElement> {
  for (const element of page.all(selector)) if (!seen.has(element)) yield element;
};

const markMarks = ({ from, names: services }: Moving): void => {
  const [selector, names] = MARKS[from] ?? [];
  if (!selector || !names) return;
  for (const element of unseen(selector)) {
    if (!isInert(element)) continue;
    seen.add(element);
    const ids = behind(from, names(element, services), services);
    if (ids.length) mark(element, ids);
  }
};

const markPlaces = ({ from, names: services }: Moving): void => {
  if (from !== 'tarteaucitron') return;
  for (const [place, [service, address]] of Object.entries(PLACES)) {
    for (const element of unseen(`.${place}:not(iframe)`)) {
      seen.add(element);
      const ids = behind(from, [[service]], services);
      if (ids.length) mark(framed(element, address(element)), ids);
    }
  }
};

const start = async (): Promise<void> => {
  const { shim } = await reachInside();
  const { text } = await findPolicy(shim, builtPlanOf(shim));
  const { moving = [] }: { moving?: Moving[] } = JSON.parse(text);
  const look = (): void => {
    for (const one of moving) {
      markMarks(one);
      markPlaces(one);
    }
  };
  look();
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
};
start().catch((error) => console.error('portcullis: marks of another product:', error.message));
