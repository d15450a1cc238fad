// Puts one drawing into another.

import type { Drawing } from '../generated';
import { mapped } from '../gate/own';

type DrawnElement = Exclude<Drawing, string>;
type Attributes = Record<string, string>;

/** A drawing with others put in right before the first child that fits; the drawing itself where none does. */
export const withBefore = (drawing: Drawing, fits: (attributes: Attributes) => boolean, added: Drawing[]): Drawing => {
  if (typeof drawing === 'string') return drawing;
  const [tag, attributes, ...children] = drawing as DrawnElement;
  const at = children.findIndex((child) => typeof child !== 'string' && fits((child as DrawnElement)[1]));
  if (at < 0) return [tag, attributes, ...mapped(children, (child) => withBefore(child, fits, added))];
  return [tag, attributes, ...children.slice(0, at), ...added, ...children.slice(at)];
};

/** A drawing with others put first into the element of that class. */
export const withFirst = (drawing: Drawing, name: string, added: Drawing[]): Drawing => {
  if (typeof drawing === 'string') return drawing;
  const [tag, attributes, ...children] = drawing as DrawnElement;
  if (attributes.class === name) return [tag, attributes, ...added, ...children];
  return [tag, attributes, ...mapped(children, (child) => withFirst(child, name, added))];
};
