// Shadow roots: marks in them are marks like any other. Roots that code attaches are seen as they come, closed ones
// too, and those of the markup where they are open.

import { hookMethod } from './hook';

export interface Shadows {
  /** The document, and every root that is still in it. */
  roots(): (Document | ShadowRoot)[];
}

/** `changed` is called for each change of what is in the page. */
export const watchShadows = (changed: () => void): Shadows => {
  const seen = new Set<ShadowRoot>();

  const see = (root: ShadowRoot): void => {
    if (seen.has(root)) return;
    seen.add(root);
    observer.observe(root, WHAT);
    changed();
  };
  const seeOpen = (node: Node): void => {
    if (!(node instanceof Element)) return;
    if (node.shadowRoot) see(node.shadowRoot);
    for (const element of node.getElementsByTagName('*')) if (element.shadowRoot) see(element.shadowRoot);
  };
  const observer = new MutationObserver((records) => {
    for (const { addedNodes } of records) addedNodes.forEach(seeOpen);
    changed();
  });
  observer.observe(document, WHAT);
  hookMethod(Element.prototype, 'attachShadow', (call) => {
    const root = call();
    see(root);
    return root;
  });

  return {
    roots() {
      for (const root of seen) if (!root.host.isConnected) seen.delete(root);
      return [document, ...seen];
    },
  };
};

const WHAT: MutationObserverInit = {
  childList: true,
  subtree: true,
  attributeFilter: ['data-src', 'data-consent', 'inert'],
};
