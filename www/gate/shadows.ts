// Shadow roots: marks in them are marks like any other. Roots that code attaches are seen as they come, closed ones
// too, and those of the markup where they are open, or where their element asks for its internals.

import { page } from './document';
import { hookMethod } from './hook';
import { MARK } from './marks';

export interface Shadows {
  /** The document, and every root that is still in it. */
  roots(): (Document | ShadowRoot)[];
  /** Looks for roots that the parser has attached to what was there before. */
  look(): void;
}

/** `changed` is called for each change of what is in the page, and `found` for each mark that comes into it. */
export const watchShadows = (changed: () => void, found: (mark: Element) => void): Shadows => {
  const seen = new Set<ShadowRoot>();
  /** Also those that are in no page, or closed. */
  const rootOf = new WeakMap<Element, ShadowRoot>();

  const see = (root: ShadowRoot): void => {
    rootOf.set(root.host, root);
    if (seen.has(root) || !root.host.isConnected) return;
    seen.add(root);
    observer.observe(root, WHAT);
    seeIn(root);
  };
  const seeElement = (element: Element): void => {
    const root = rootOf.get(element) ?? element.shadowRoot;
    if (root) see(root);
    if (element.matches(MARK)) found(element);
  };
  const seeIn = (node: ParentNode): void => {
    for (const element of page.within(node, '*')) seeElement(element);
  };
  const observer = new MutationObserver((records) => {
    for (const { addedNodes } of records) {
      for (const node of addedNodes) {
        if (!(node instanceof Element) || !node.isConnected) continue;
        seeElement(node);
        seeIn(node);
      }
    }
    changed();
  });
  observer.observe(document, WHAT);
  hookMethod(Element.prototype, 'attachShadow', (call) => {
    const root = call();
    see(root);
    return root;
  });
  hookMethod(HTMLElement.prototype, 'attachInternals', (call) => {
    const internals = call();
    if (internals.shadowRoot) see(internals.shadowRoot);
    return internals;
  });

  return {
    roots() {
      for (const root of seen) if (!root.host.isConnected) seen.delete(root);
      return [document, ...seen];
    },
    look: () => seeIn(document),
  };
};

const WHAT: MutationObserverInit = {
  childList: true,
  subtree: true,
  attributeFilter: ['data-src', 'data-consent', 'data-consent-any', 'inert'],
};
