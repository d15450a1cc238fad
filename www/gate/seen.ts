// Whether a visitor sees a place for what an element loads. Such a request comes back with a grant; any other fails at
// a refusal, like one to a host that cannot be reached.

import { any } from './own';

const PLACE = /^(iframe|frame|embed|object|video|audio)$/;
const PICTURE = /^(img|image|input)$/;
const SOURCE = /^(source|track)$/;

/** Of a style or an attribute; an SVG image has a length of another kind. */
const isPixel = (size: string): boolean => size !== '' && Number.parseFloat(size) <= 1;

export const hasPlace = (element: Element): boolean => {
  if (PLACE.test(element.localName)) return true;
  const { parentElement } = element;
  if (SOURCE.test(element.localName)) {
    // A picture is where its <img> is.
    const shown = parentElement?.localName === 'picture' ? parentElement.querySelector('img') : parentElement;
    return !!shown && hasPlace(shown);
  }
  if (!PICTURE.test(element.localName) || !element.isConnected) return false;
  const { width, height } = (element as HTMLElement).style;
  const sizes = [element.getAttribute('width') ?? '', element.getAttribute('height') ?? '', width, height];
  return element.getClientRects().length > 0 && !any(sizes, isPixel);
};
