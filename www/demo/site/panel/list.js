// Fills a list, and leaves it alone where nothing changed: selections and screen readers stay put.

/** @param {(string | Node)[][]} items  what each entry holds */
export function fill(list, items, { empty }) {
  const entries = (items.length ? items : [[empty]]).map((parts) => {
    const entry = document.createElement('li');
    entry.append(...parts);
    return entry;
  });
  const next = document.createElement('ul');
  next.append(...entries);
  if (next.innerHTML !== list.innerHTML) list.replaceChildren(...entries);
}

/** An element with a text, and a class where it needs one. */
export function text(tag, content, className) {
  const element = document.createElement(tag);
  element.textContent = content;
  if (className) element.className = className;
  return element;
}
