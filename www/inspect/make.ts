// Elements, without markup: pages that demand trusted types take these.

type Properties = Record<string, unknown>;

/** An element with properties, attributes (those with a hyphen, and `role`, `for`) and children. */
export const make = <Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Properties = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (/-|^(role|for)$/.test(key)) element.setAttribute(key, `${value}`);
    else Reflect.set(element, key, value);
  }
  element.append(...children);
  return element;
};
