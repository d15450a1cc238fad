// What the browser does for the page module: the functions that src/page/host.rs names. They do as
// they are told; whatever is decided is decided in Rust.

/** @typedef {import('../shim/between').Shim} Shim */

/** @type {Shim} */ let shim;
/** @type {(action: string, picked: string) => void} */ let act;
let language = 'en';
/** The record, where the browser does not keep it: the choice then holds for this page. */
let kept = '';
let refocus = false;
/** @type {Promise<unknown>} */ let done = Promise.resolve();
/** @type {Map<string, {node: HTMLElement, view: string}>} */ const standing = new Map();

/**
 * @param {Shim} to
 * @param {string} speaking  the texts' language
 * @param {typeof act} acting  what a click on an action does
 */
export function bind(to, speaking, acting) {
  shim = to;
  language = speaking;
  act = acting;
  kept = '';
}

/** Resolves when every pass handed over so far has been run. */
export const settled = () => done;

/** @param {string} text @param {number} [from] */
const after = (text, from = 1) => text.slice(from);

/**
 * Makes nodes of a drawing; src/page/view.rs says what its lines are.
 * @param {string} view
 */
function nodes(view) {
  /** @type {any} */ const all = document.createDocumentFragment();
  let at = all;
  for (const line of view.split('\n')) {
    const rest = after(line);
    const space = rest.indexOf(' ');
    if (line[0] == '<') at = at.appendChild(document.createElement(rest));
    else if (line[0] == '>') at = at.parentNode;
    else if (line[0] == '.') at.className = 'portcullis-' + rest;
    else if (line[0] == '=') at.setAttribute(rest.slice(0, space), after(rest, space + 1));
    else if (line[0] == '"') at.append(rest);
    else if (line[0] == '~') at.append(shim.lasts?.(rest, language));
    else if (line[0] == '@') {
      at.dataset.action = rest;
      at.addEventListener('click', () => act(rest, picked(standing.get('preferences')?.node)));
    }
  }
  return all;
}

/** The services whose switches are on, a line each. @param {HTMLElement | undefined} inside */
const picked = (inside) =>
  [...(inside?.querySelectorAll('input') || [])].filter((box) => box.checked).map((box) => box.value).join('\n');

/** @param {string} surface @param {string} view */
export function draw(surface, view) {
  if (standing.get(surface)?.view == view && standing.get(surface)?.node.isConnected) return;
  close(surface);
  const node = document.createElement('div');
  node.className = 'portcullis';
  node.lang = language;
  standing.set(surface, { node, view });
  if (surface == 'banner') {
    // First in the tab order; empty at first, so that filling it is announced.
    node.setAttribute('aria-live', 'polite');
    document.body.prepend(node);
    node.append(nodes(view));
  } else {
    node.append(nodes(view));
    document.body.append(node);
    const dialog = /** @type {HTMLDialogElement} */ (node.firstChild);
    dialog.addEventListener('close', () => standing.get(surface)?.node == node && close(surface));
    dialog.showModal();
  }
}

/** @param {string} surface */
export function close(surface) {
  const node = standing.get(surface)?.node;
  if (!node) return;
  standing.delete(surface);
  refocus ||= node.contains(document.activeElement);
  // A dialog gives the focus back to what opened it, where that still stands.
  if (node.firstChild instanceof HTMLDialogElement) node.firstChild.close();
  node.remove();
}

export function jar() {
  let cookies = '';
  try {
    cookies = document.cookie;
  } catch {}
  return kept && !cookies.includes(shim.record + '=') ? cookies + '; ' + kept : cookies;
}

/** @param {string} cookie */
export function write(cookie) {
  if (cookie.startsWith(shim.record)) kept = /** @type {string} */ (cookie.split(';')[0]);
  try {
    document.cookie = cookie;
  } catch {}
}

/** The services that marked scripts load here, those that have woken included. */
export const tagged = () =>
  [...document.querySelectorAll('script')].map(({ dataset }) => dataset.consent || dataset.consented).join('\n');

/** A click is painted before vendors take the processor; a hidden page paints nothing. */
const painted = () =>
  new Promise((paint) => {
    requestAnimationFrame(() => setTimeout(paint));
    setTimeout(paint, 99);
  });

/** @param {string} body @param {boolean} stands */
export function commit(body, stands) {
  try {
    // Passes of another record are nobody's; those of this one may be other tabs'.
    const start = body.slice(0, body.indexOf(','));
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith('portcullis ') && !(stands && localStorage[key].startsWith(start))) localStorage.removeItem(key);
    }
    if (stands) localStorage[shim.store] = body;
  } catch {}
  done = done.then(painted).then(() => shim.apply(JSON.parse(body))).then((control) => {
    // Never to nowhere: what had the focus is gone, and the control is what it led to.
    if (refocus && document.activeElement == document.body) control?.focus();
    refocus = false;
  });
}

/** @param {number} count */
export const plural = (count) => new Intl.PluralRules(language).select(count);
