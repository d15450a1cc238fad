// What somebody wants explained: an element, an address, or a name.

import type { Page } from 'glue/portcullis_bg.js';
import type { Place } from '../gate/places';
import { page as document } from '../gate/document';

const ADDRESS = /^(https?|wss?):\/\/|^\//;
const MINUTE = 60_000;

interface Said {
  marked?: string;
  when?: string;
}

/** Where an element leads; `held` are the places that wait, whose addresses are not in the markup. */
const addressOf = (element: Element, held: Place[]): string => {
  const { consent = '', src } = (element as HTMLElement).dataset;
  const place = held.find((place) => place.element === element);
  if (place) return Object.values(place.attributes)[0] ?? '';
  const values = ['src', 'href', 'data', 'action'].map((name) => element.getAttribute(name));
  const address = src ?? values.find((value) => value);
  if (address) return address;
  const marked = consent && `; it is marked "${consent}"`;
  throw new RangeError(`portcullis: this <${element.localName}> leads nowhere${marked}`);
};

const ask = (page: Page, asked: Parameters<Page['explain']>[0]): Said => {
  const { when, ...said } = page.explain(asked);
  return { ...said, ...(when !== undefined && { when: new Date(when * MINUTE).toISOString() }) };
};

const askAddress = (page: Page, address: URL): Said =>
  ask(page, { name: address.hostname, path: address.pathname + address.search });

export const explain = (page: Page, held: Place[], what: string | URL | Element, store?: string): Said => {
  if (what instanceof Element) {
    const { consent, consentAny } = (what as HTMLElement).dataset;
    const marked = consent ?? consentAny;
    const said = askAddress(page, new URL(addressOf(what, held), document.baseURI));
    return marked ? { marked, ...said } : said;
  }
  if (store === undefined && (what instanceof URL || ADDRESS.test(what)))
    return askAddress(page, new URL(what, document.baseURI));
  return ask(page, { store: store ?? 'cookie', name: `${what}` });
};
