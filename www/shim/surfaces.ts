// What stands in the page: the banner and other surfaces that core has drawn, and the control that opens the
// preferences again. Whatever a page does with its body, exactly one of each stands, and it works.

import type { Drawing } from '../generated';
import { page } from '../gate/document';
import { contains, filtered, mapped, ownMap } from '../gate/own';

/** Nodes of a drawing. Texts become text nodes; core has checked every address. */
export const build = (drawing: Drawing): Node => {
  if (typeof drawing === 'string') return page.text(drawing);
  const [tag, attributes, ...children] = drawing;
  const element = page.create(tag as 'div');
  for (const name in attributes) element.setAttribute(name, attributes[name]!);
  for (const child of children) element.append(build(child));
  return element;
};

/** In which language something is said, and from which side it is read. */
export interface Tongue {
  language: string;
  direction: string;
}

export interface Surfaces {
  /** Adds a sheet that no `style-src` can refuse; where a browser cannot, the page goes unstyled. */
  adopt(css: string): void;
  /** Draws a surface in place of the one of that name; the nodes that stand. */
  show(name: string, drawing: Drawing, tongue: Tongue): HTMLElement;
  hide(name: string): void;
  /** The root of a surface that stands. */
  standing(name: string): HTMLElement | undefined;
  /** Has the control say that; without a text it is taken away. */
  showControl(text: string, tongue: Tongue): void;
  /** Says something once to those who hear the page. */
  announce(text: string): void;
  /** Puts back what the page has taken away, and removes its copies of ours. */
  keep(): void;
}

const ROOT = 'portcullis';
const CONTROL = 'portcullis-control';
const STATUS = 'portcullis-status';
/** As base.css has it. */
const MODAL_OF_PAGE = 'dialog:modal:not(.portcullis-preferences)';
const OURS = `.${ROOT},.${CONTROL},.${STATUS}`;

interface Surface {
  drawing: Drawing;
  root: HTMLElement;
}

/** Above all that the page stacks, and clear of what it clips, moves and filters. */
const raise = (top: HTMLElement | null): void => {
  if (top?.popover && !top.matches(':popover-open')) top.showPopover();
  // A dialog that has left the page and come back is open, and no longer modal; one that was closed stays closed.
  if (!top?.matches('dialog[open]:not(:modal)')) return;
  top.removeAttribute('open');
  (top as HTMLDialogElement).showModal();
};

export interface SurfaceHost {
  /** Hears of a click on what has an action. */
  act(action: string, surface: HTMLElement, pressed: HTMLElement): void;
  /** Hears of each element that opens the preferences: what they are drawn by may be fetched ahead. */
  onOpener(element: HTMLElement): void;
  /** The setting of that name. */
  scheme: string;
  /** Once it resolves, surfaces stand first in the page. */
  settled: Promise<unknown>;
}

export const createSurfaces = ({ act, onOpener, scheme, settled }: SurfaceHost): Surfaces => {
  const sheets: CSSStyleSheet[] = [];
  const surfaces = ownMap<string, Surface>();
  let control: HTMLElement | undefined;
  let status: HTMLElement | undefined;
  /** Whether the focus was on something that has gone: it is never left to nowhere. */
  let lostFocus = false;
  /** What has the focus in one of ours: where the page takes that away, and it comes back, so does the focus. */
  let focused: HTMLElement | undefined;
  /** What waits to be announced, because nobody would hear it now. */
  let unsaid = '';
  let isSettled = false;

  const dress = (element: HTMLElement, { language, direction }: Tongue): void => {
    element.lang = language;
    element.dir = direction;
    if (scheme) element.dataset.scheme = scheme;
  };

  const hearClick = ({ target, currentTarget }: Event): void => {
    const pressed = (target as Element).closest<HTMLElement>('[data-action]');
    if (currentTarget === control) act('open', control!, control!);
    else if (pressed?.dataset.action) act(pressed.dataset.action, currentTarget as HTMLElement, pressed);
  };
  const hearFocus = ({ type, target }: Event): void => {
    if (type === 'focusin') focused = target as HTMLElement;
    // What is taken away with the focus is not left by it: that is known once the page is done with it.
    else queueMicrotask(() => (focused = focused?.isConnected && page.focused !== focused ? undefined : focused));
  };
  /** What is heard already is not heard twice; `document.open` takes every listener away. */
  const listen = (element: HTMLElement): void => {
    element.addEventListener('click', hearClick);
    for (const type of ['focusin', 'focusout']) element.addEventListener(type, hearFocus);
  };

  /** A surface stands first for who goes through the page by keyboard or by ear, as soon as it may. */
  const put = (element: HTMLElement): void => {
    if (isSettled && element.className === ROOT) page.body?.prepend(element);
    else page.body?.append(element);
    listen(element);
    raise(element.firstElementChild as HTMLElement | null);
  };

  const moveFirst = (root: HTMLElement): void => {
    const body = page.body as (HTMLElement & { moveBefore?: Node['insertBefore'] }) | null;
    if (body?.moveBefore && root.isConnected) body.moveBefore(root, body.firstChild);
    // What is put in anew loses the focus.
    else if (!root.contains(page.focused)) put(root);
  };
  settled.then(() => {
    isSettled = true;
    for (const { root } of surfaces.values()) moveFirst(root);
  });

  const take = (element: HTMLElement): void => {
    lostFocus ||= element.contains(page.focused);
    element.remove();
  };

  /** While a dialog of the page's own is modal, ours is neither shown nor heard. */
  const sayNow = (): void => {
    if (!unsaid || !status?.isConnected || status.closest('[inert]') || page.all(MODAL_OF_PAGE).length) return;
    status.textContent = unsaid;
    unsaid = '';
  };

  const standing = (): HTMLElement[] =>
    filtered(
      [...mapped([...surfaces.values()], ({ root }) => root), control, status],
      (element) => !!element,
    ) as HTMLElement[];

  return {
    adopt(css) {
      try {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
        sheets.push(sheet);
        page.styleSheets.push(sheet);
      } catch {
        // An old browser: what is drawn still works.
      }
    },
    show(name, drawing, tongue) {
      const before = surfaces.get(name);
      if (before?.drawing === drawing && before.root.lang === tongue.language) {
        this.keep();
        return before.root;
      }
      const hadFocus = before?.root.contains(page.focused);
      const action = hadFocus && (page.focused as HTMLElement).dataset.action;
      const root = page.create('div');
      root.className = ROOT;
      dress(root, tongue);
      root.append(build(drawing));
      for (const opener of root.querySelectorAll<HTMLElement>('[data-action=choose]')) onOpener(opener);
      surfaces.set(name, { drawing, root });
      before?.root.remove();
      put(root);
      (root.firstElementChild as HTMLDialogElement | null)?.showModal?.();
      if (action) root.querySelector<HTMLElement>(`[data-action="${action}"]`)?.focus();
      return root;
    },
    hide(name) {
      const surface = surfaces.get(name);
      if (!surface) return;
      surfaces.delete(name);
      take(surface.root);
    },
    standing: (name) => surfaces.get(name)?.root,
    showControl(text, tongue) {
      if (!text) {
        if (control) take(control);
        control = undefined;
        return;
      }
      const isNew = !control;
      if (!control) {
        control = page.create('button');
        control.className = CONTROL;
      }
      dress(control, tongue);
      control.textContent = text;
      if (!control.isConnected) put(control);
      if (lostFocus && page.focused === page.body) control.focus();
      lostFocus = false;
      // Not before: a focus that we give is no sign that somebody will open it.
      if (isNew) onOpener(control);
    },
    announce(text) {
      if (!status) {
        status = page.create('div');
        status.className = STATUS;
        status.role = 'status';
      }
      status.textContent = '';
      if (!status.isConnected) put(status);
      // What is filled before it has been seen empty is not announced.
      requestAnimationFrame(() =>
        setTimeout(() => {
          unsaid = text;
          sayNow();
        }, 100),
      );
    },
    keep() {
      const ours = standing();
      for (const element of page.all(OURS)) if (!contains(ours, element)) element.remove();
      const isLost = !page.focused || page.focused === page.body;
      const hadFocus = isLost ? focused : undefined;
      for (const element of ours) {
        if (!element.isConnected) put(element);
        else raise(element.firstElementChild as HTMLElement | null);
      }
      if (hadFocus?.isConnected) hadFocus.focus();
      sayNow();
      const adopted = page.styleSheets;
      for (const sheet of sheets) if (!adopted.includes(sheet)) adopted.push(sheet);
    },
  };
};
