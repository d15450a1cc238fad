// What is seen in a page: the banner, its buttons, its texts, what is on. Runs inside the page, as the text
// of one function that needs nothing else; it changes nothing there.

/** @param {ReturnType<typeof import('./words.mjs').buttonWords>} words */
export function eye(words) {
  const BUTTONS = 'button, a, [role=button], input[type=button], input[type=submit]';
  const SWITCHES = 'input[type=checkbox], [role=switch], [role=checkbox]';

  /** Everything below a node, open shadow trees included. */
  function* below(root) {
    for (const node of root.children ?? []) {
      yield node;
      if (node.shadowRoot) yield* below(node.shadowRoot);
      yield* below(node);
    }
  }
  const all = (root, selector) =>
    [...(root.shadowRoot ? below(root.shadowRoot) : []), ...below(root)].filter((node) => node.matches(selector));
  const seen = (node) => {
    const { width, height } = node.getBoundingClientRect();
    return width > 0 && height > 0 && node.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  };
  const text = (node) => (node.innerText || node.value || node.ariaLabel || '').replace(/\s+/g, ' ').trim();
  const box = (node) => {
    const { x, y, width, height } = node.getBoundingClientRect();
    return { x, y, width, height };
  };
  const holds = (outer, node) => {
    for (let at = node; at; at = at.parentNode ?? at.host) if (at === outer) return true;
    return false;
  };

  /** What a button is for by what it says: the most telling kind first. */
  function kindOf(node) {
    const said = text(node)
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}' -]+/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim();
    if (!said || said.length > 60) return undefined;
    for (const kind of ['reject', 'accept', 'settings']) if (words[kind].texts.includes(said)) return kind;
    const has = (mark) =>
      new RegExp(`(^|[^\\p{L}])${mark.replace(/[^\p{L}\p{N}]/gu, '.')}([^\\p{L}]|$)`, 'u').test(said);
    return ['reject', 'settings', 'accept'].find((kind) => words[kind].marks.some(has));
  }
  const isDialog = (node) => node.matches('dialog[open], [role=dialog], [role=alertdialog], [aria-modal=true]');
  const floats = (node) => /fixed|sticky/.test(getComputedStyle(node).position);

  function buttonsOf(root) {
    const found = { all: all(root, BUTTONS).filter((node) => seen(node) && text(node)) };
    for (const node of found.all) {
      const ours =
        root.matches('.portcullis-banner, .portcullis-preferences') && { choose: 'settings' }[node.dataset.action];
      found[ours || kindOf(node)] ??= node;
    }
    return found;
  }

  /** The banner: ours by its name, another's by what floats above the page and asks. */
  function banner() {
    const ours = [...below(document)].find((node) => node.matches('.portcullis-banner') && seen(node));
    if (ours) return ours;
    let best;
    for (const node of below(document.body ?? document)) {
      if (!(isDialog(node) || floats(node)) || !(seen(node) || node.querySelector(BUTTONS))) continue;
      const found = buttonsOf(node);
      const asks = ['accept', 'reject', 'settings'].filter((kind) => found[kind]).length;
      // A banner has an answer and something to read; the inner of two that ask the same is it.
      if (!found.accept && !found.reject) continue;
      if (text(node).length < 40) continue;
      if (!best || asks >= best.asks) best = { node, asks };
    }
    return best?.node;
  }

  /** The second layer: a dialog with switches. */
  function layer() {
    const ours = [...below(document)].find((node) => node.matches('.portcullis-preferences') && seen(node));
    if (ours) return ours;
    const asking = [...below(document.body ?? document)].filter(
      (node) => (isDialog(node) || floats(node)) && all(node, SWITCHES).length && text(node),
    );
    return asking.at(-1);
  }

  const LOOK = [
    'background-color',
    'background-image',
    'color',
    'border-top',
    'border-right',
    'border-bottom',
    'border-left',
    'border-radius',
    'font-family',
    'font-size',
    'font-weight',
    'font-style',
    'letter-spacing',
    'text-transform',
    'text-decoration-line',
    'opacity',
    'box-shadow',
    'filter',
    'transform',
  ];
  /** Whether a person who points there points at it. */
  function onTop(node) {
    const { x, y, width, height } = node.getBoundingClientRect();
    let hit = document.elementFromPoint(x + width / 2, y + height / 2);
    while (hit?.shadowRoot) {
      const inner = hit.shadowRoot.elementFromPoint(x + width / 2, y + height / 2);
      if (!inner || inner === hit) break;
      hit = inner;
    }
    return Boolean(hit && (holds(node, hit) || (hit.contains(node) && hit.closest('label'))));
  }
  function looks(node) {
    if (!node) return undefined;
    const style = getComputedStyle(node);
    const { x, y, width, height } = node.getBoundingClientRect();
    return {
      text: text(node),
      tag: node.localName,
      box: { x, y, width, height },
      look: Object.fromEntries(LOOK.map((name) => [name, style.getPropertyValue(name)])),
      whole: x >= -1 && y >= -1 && x + width <= innerWidth + 1 && y + height <= innerHeight + 1,
      onTop: onTop(node),
    };
  }

  const opacityOf = (node) => {
    let opacity = 1;
    for (let at = node; at; at = at.parentElement ?? at.getRootNode().host)
      opacity *= Number(getComputedStyle(at).opacity);
    return opacity;
  };
  /** Every line of text that stands in view, with its colour. */
  function texts(root) {
    const found = [];
    for (const node of [root, ...all(root, '*')]) {
      const style = getComputedStyle(node);
      if (!seen(node) || node.matches(':disabled, :disabled *')) continue;
      for (const child of node.childNodes) {
        if (child.nodeType !== 3 || !child.data.trim()) continue;
        const range = document.createRange();
        range.selectNodeContents(child);
        for (const { x, y, width, height } of range.getClientRects()) {
          if (width < 2 || height < 2 || x < 0 || y < 0 || x + width > innerWidth || y + height > innerHeight) continue;
          const hit = document.elementFromPoint(x + width / 2, y + height / 2);
          if (hit && !(holds(root, hit) || hit.shadowRoot)) continue;
          // What is scrolled away within the banner is not in view.
          if (hit && !hit.shadowRoot && !holds(node, hit) && !hit.contains(node)) continue;
          found.push({
            text: child.data.trim().slice(0, 60),
            box: { x, y, width, height },
            opacity: opacityOf(node),
            color: style.getPropertyValue('-webkit-text-fill-color') || style.color,
            size: parseFloat(style.fontSize),
            weight: Number(style.fontWeight),
          });
        }
      }
    }
    return found;
  }

  /** Targets of a pointer. Links within a sentence are exempt (2.5.8). */
  const targets = (root) =>
    all(root, `${BUTTONS}, ${SWITCHES}, summary, [tabindex="0"][role]:not([role=region]), label:has(input)`)
      .filter(
        (node) =>
          seen(node) && !(node.matches('a') && getComputedStyle(node).display === 'inline') && !node.matches('label *'),
      )
      .map((node) => ({ text: text(node), tag: node.localName, ...box(node) }));

  const switches = (root) =>
    all(root, SWITCHES).map((node) => ({
      name: text(node.closest('label') ?? node) || node.value || node.name || node.id,
      on: node.checked ?? node.getAttribute('aria-checked') === 'true',
      fixed: node.disabled || node.readOnly || node.getAttribute('aria-disabled') === 'true',
      native: node.localName === 'input',
    }));

  /** What stands of the page around the banner, at points where it is not. */
  function wall(root) {
    const points = [];
    const cover = root.getBoundingClientRect();
    for (let column = 1; column < 10; column++) {
      for (let row = 1; row < 10; row++) {
        const [x, y] = [(innerWidth * column) / 10, (innerHeight * row) / 10];
        if (x >= cover.left - 2 && x <= cover.right + 2 && y >= cover.top - 2 && y <= cover.bottom + 2) continue;
        const hit = document.elementFromPoint(x, y);
        if (!hit) continue;
        // What holds the banner or floats over the whole view is no part of the page.
        const over =
          floats(hit) &&
          hit.getBoundingClientRect().width >= innerWidth - 20 &&
          hit.getBoundingClientRect().height >= innerHeight - 20;
        points.push(
          !(
            over ||
            holds(root, hit) ||
            (hit.contains(root) && hit !== document.body && hit !== document.documentElement)
          ),
        );
      }
    }
    const { body, documentElement: html } = document;
    const style = [html, body].map((node) => getComputedStyle(node));
    return {
      points: points.length,
      reached: points.filter(Boolean).length,
      locked: style.some(({ overflowY, position }) => /hidden|clip/.test(overflowY) || position === 'fixed'),
      inert:
        Boolean(document.querySelector('body > [inert], body[inert], main[inert]')) ||
        root.matches('dialog:modal') ||
        Boolean(root.closest('dialog:modal')),
      tall: html.scrollHeight > innerHeight + 40,
      scrolled: scrollY,
      selectable: getComputedStyle(body).userSelect !== 'none',
      sideways: html.scrollWidth - innerWidth,
      share: Math.max(0, Math.min(cover.bottom, innerHeight) - Math.max(cover.top, 0)) / innerHeight,
    };
  }

  const measured = (root) => {
    if (!root) return undefined;
    const { accept, reject, settings } = buttonsOf(root);
    return {
      name: root.matches('.portcullis-banner, .portcullis-preferences')
        ? 'portcullis'
        : root.id || String(root.className).split(' ')[0] || root.localName,
      box: box(root),
      accept: looks(accept),
      reject: looks(reject),
      settings: looks(settings),
      order: accept && reject && (accept.compareDocumentPosition(reject) & 4 ? 'accept, reject' : 'reject, accept'),
      texts: texts(root),
      targets: targets(root),
      switches: switches(root),
      wall: wall(root),
    };
  };

  /** Where the focus is: in the banner, on an answer, and whether a person can see it. */
  function focus() {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    if (!at || at === document.body || at === document.documentElement) return { on: 'page' };
    const root = banner();
    const { accept, reject, settings } = root ? buttonsOf(root) : {};
    const { x, y, width, height } = at.getBoundingClientRect();
    const inside = Boolean(root && holds(root, at));
    const cover = root?.getBoundingClientRect();
    const under = (px, py) => {
      const hit = document.elementFromPoint(px, py);
      return root && hit && holds(root, hit);
    };
    // Nothing of it can be seen (2.4.11): each of five points lies under the banner or out of view.
    const points = [
      [0.5, 0.5],
      [0.1, 0.2],
      [0.9, 0.2],
      [0.1, 0.8],
      [0.9, 0.8],
    ].map(([fx, fy]) => [x + width * fx, y + height * fy]);
    const hidden = points.every(
      ([px, py]) => px < 0 || py < 0 || px >= innerWidth || py >= innerHeight || (!inside && under(px, py)),
    );
    return {
      on:
        at === accept
          ? 'accept'
          : at === reject
            ? 'reject'
            : at === settings
              ? 'settings'
              : inside
                ? 'banner'
                : 'page element',
      inside,
      hidden,
      name: `${at.localName} "${text(at).slice(0, 30)}"`,
      box: { x, y, width, height },
      cover: cover && { y: cover.y, height: cover.height },
    };
  }

  /** The control that opens the choice again, somewhere on the page. */
  function reopen() {
    const found = all(document, BUTTONS).filter(seen);
    const node =
      found.find((one) => one.matches('.portcullis-control')) ??
      found.find((one) => {
        const said = `${text(one)} ${one.ariaLabel ?? ''} ${one.title ?? ''}`.toLowerCase();
        return (
          words.reopen.texts.some((known) => said.includes(known)) ||
          words.reopen.marks.some((known) => said.includes(known))
        );
      });
    return looks(node);
  }

  return { banner: () => measured(banner()), layer: () => measured(layer()), focus, reopen, scroll: () => scrollY };
}
