// What the browser does for the page module: the functions that src/page/host.rs names. They do as
// they are told; whatever is decided is decided in Rust.

/** @typedef {import('../shim/between').Shim} Shim */

/** @type {Shim} */ let shim;
/** @type {(action: string, picked: string) => void} */ let act;
/**
 * What the page is made of besides its policy's text: the words by their keys, their language, the text of the
 * policy, the folder that it came from, the style of the control, that policy, and what the seal makes of it.
 * @type {{ words: Record<string, string>, language: string, policy?: string, home?: string, style?: string, declared?: any, seal?: string[] }}
 */
let known = { words: {}, language: '' };
/** The record, where the browser does not keep it: the choice then holds for this page. */
let kept = '';
let refocus = false;
/** @type {Promise<unknown>} */ let done = Promise.resolve();
/** What stands of each surface. @type {Record<string, any>} */ const standing = {};

/**
 * @param {Shim} to
 * @param {typeof act} acting  what a click on an action does
 */
export function bind(to, acting) {
  shim = to;
  act = acting;
  kept = '';
}

/** @param {Partial<typeof known>} more  of words, those that were learned first come first */
export function learn(more) {
  known = { ...known, ...more, words: { ...more.words, ...known.words } };
}

/**
 * The words of a key, a value in their `{}`. A key that is missing shows itself.
 * @param {string} key @param {string} value @param {string} [other]  a key that stands in
 */
export const say = (key, value, other = key) =>
  `${known.words[key] ?? known.words[other] ?? key}`.split('{}').join(value);

/** The words of a key for a number of things. A browser may know a plural form that the words lack. @param {string} key @param {string} number */
const count = (key, number) =>
  say(`${key}.${new Intl.PluralRules(known.language).select(+number)}`, number, key + '.other');

/** Resolves when every pass handed over so far has been run. */
export const settled = () => done;

/**
 * Makes nodes of a drawing; src/text/view.rs says what its lines are.
 * @param {string} view
 */
export function nodes(view) {
  /** @type {any} */ const all = shim.d.createDocumentFragment();
  let at = all;
  for (const line of view.split('\n')) {
    const rest = line.slice(1);
    const [name, ...values] = /** @type {[string, ...string[]]} */ (rest.split(' '));
    const value = values.join(' ');
    if (line[0] == '<') at = at.appendChild(shim.d.createElement(rest));
    else if (line[0] == '>') at = at.parentNode;
    else if (line[0] == '.') at.className = 'portcullis-' + rest;
    else if (line[0] == '=') at.setAttribute(name, value);
    else if (line[0] == '"') at.append(rest);
    else if (line[0] == '$') at.append(say(name, value));
    else if (line[0] == '#') at.append(count(name, value));
    else if (line[0] == '!') at.ariaLabel = say(name, value);
    else if (line[0] == '^') Object.assign(at, { target: '_blank', rel: 'noreferrer', href: rest || known.home });
    else if (line[0] == '~') at.append(shim.lasts?.(rest, known.language, count));
    else if (line[0] == '@') {
      at.dataset.action = rest;
      at.addEventListener('click', () => act(rest, picked(at.closest('.portcullis'))));
    }
  }
  return all;
}

/** The services whose switches are on, a line each. @param {HTMLElement} inside */
const picked = (inside) =>
  [...inside.querySelectorAll(':checked')].map((box) => /** @type {any} */ (box).value).join('\n');

/** @param {string} surface @param {string} view */
export function draw(surface, view) {
  if (standing[surface]?.view == view && standing[surface].isConnected) return;
  close(surface);
  /** @type {any} */ const node = (standing[surface] = shim.d.createElement('div'));
  node.view = view;
  node.className = 'portcullis';
  node.lang = known.language;
  node.dir = /ar|he/.test(known.language) ? 'rtl' : 'ltr';
  // First in the tab order. Empty at first, so that filling it is announced; a dialog is announced as it opens.
  node.ariaLive = surface == 'banner' ? 'polite' : 'off';
  shim.d.body.prepend(node);
  node.append(nodes(view));
  // Above all that the page stacks, and clear of what it clips, moves and filters: docs/decisions/011.
  const top = node.firstChild;
  top.addEventListener('close', () => standing[surface] == node && close(surface));
  top.showModal ? top.showModal() : top.showPopover?.();
}

/** @param {string} surface */
export function close(surface) {
  const node = standing[surface];
  if (!node) return;
  delete standing[surface];
  refocus ||= node.contains(shim.d.activeElement);
  // A dialog gives the focus back to what opened it, where that still stands.
  node.firstChild.close?.();
  node.remove();
}

/** Nothing where cookies are denied. */
function cookies() {
  try {
    return shim.d.cookie;
  } catch {
    return '';
  }
}

/** Whether the browser holds a record. */
const recorded = () => `; ${cookies()}`.includes(`; ${shim.record}=`);

export const jar = () => (kept && !recorded() ? `${cookies()}; ${kept}` : cookies());

/** @param {string} cookie */
export function write(cookie) {
  const ours = cookie.startsWith(shim.record);
  try {
    Reflect.set(Document.prototype, 'cookie', cookie, document);
    // The page may be left before this is on record (www/page/proof): the next one then wakes for what is owed.
    if (ours && known.declared.receipts) {
      const node = standing.preferences || standing.banner;
      localStorage['portcullis-due' + (Date.now() + Math.random())] = shim.due = [
        cookie,
        known.language,
        node?.firstChild.className,
        node?.textContent,
      ];
      localStorage['portcullis-erase'] ||= ' ';
    }
  } catch {}
  if (ours) kept = recorded() ? '' : /** @type {string} */ (cookie.split(';')[0]);
}

/** The services that marked scripts load here, those that have woken included. */
export const tagged = () =>
  [...shim.d.querySelectorAll('script')].map(({ dataset }) => dataset.consent || dataset.consented).join('\n');

/** A click is painted before vendors take the processor; a hidden page paints nothing. */
const painted = () =>
  new Promise((paint) => {
    requestAnimationFrame(() => setTimeout(paint));
    setTimeout(paint, 999);
  });

/** Removes the passes that do not begin with this; all where it is nothing. @param {string} [start] */
export function revoke(start) {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith('portcullis ') && !(start && localStorage[key].startsWith(start)))
        localStorage.removeItem(key);
    }
  } catch {}
}

let latest = 0;

/** @param {string} written  src/consent/pass.rs says it, and what is added here @param {boolean} stands */
export function commit(written, stands) {
  /** @type {import('../shim/between').Pass} */
  const pass = {
    record: '',
    policy: known.policy,
    seal: known.seal,
    ...JSON.parse(written),
    style: known.style,
    declared: known.declared,
  };
  pass.label = pass.state.decided ? say(pass.label || 'reopen', '') : '';
  if (known.seal) pass.next = say('next', '');
  const body = JSON.stringify(pass);
  // Passes of another record are nobody's; those of this one may be other tabs'.
  revoke(stands ? body.slice(0, body.indexOf(',')) : '');
  try {
    // Not what stands already, or two tabs with different tags would wake each other for ever.
    const same = body.slice(0, body.indexOf(',"state"'));
    if (stands && !localStorage[shim.store]?.startsWith(same)) localStorage[shim.store] = body;
  } catch {}
  const mine = ++latest;
  done = done
    .then(painted)
    // A later choice has overtaken this one.
    .then(() => {
      if (mine != latest) return;
      // A task for each service that starts, so that none makes the visitor wait for all.
      for (const [, start] of pass.run)
        start.unshift(['call', 'Promise.resolve', new Promise(/** @type {any} */ (setTimeout))]);
      return shim.apply((shim.pass = pass));
    })
    .then((control) => {
      // Never to nowhere: what had the focus is gone, and the control is what it led to.
      if (refocus && shim.d.activeElement == shim.d.body) control?.focus();
      refocus = false;
    })
    .catch((error) => console.error('portcullis:', error));
}
