// The preferences: a dialog, with the visitor's own part in it.

import type { Shim } from '../shim/between';
import { page } from '../gate/document';
import { first } from '../gate/own';
import { type CentreActs, createCentre } from './centre';
import type { News } from './news';
import type { Openings } from './opened';
import SHEET from './preferences.css';
import { tongueOf } from './tongue';

const NAME = 'preferences';

export interface Preferences {
  open(): Promise<void>;
  /** Closes them, and gives the focus back. */
  close(): void;
  isOpen(): boolean;
}

const switchesOf = (root: HTMLElement): HTMLInputElement[] => [...root.querySelectorAll<HTMLInputElement>('input')];
const isTouched = ({ checked, defaultChecked }: HTMLInputElement): boolean => checked !== defaultChecked;

/** What the visitor has touched stays as it is in another drawing of the same, and so does the focus. */
const carryOver = (before: HTMLInputElement[], focused: Element | null, after: HTMLInputElement[]): void => {
  for (const input of before) {
    const same = first(after, ({ value }) => value === input.value);
    if (same && isTouched(input)) same.checked = input.checked;
    if (same && input === focused) same.focus();
  }
};

export const createPreferences = (shim: Shim, openings: Openings, news: News, acts: CentreActs): Preferences => {
  const { surfaces } = shim;
  let isDressed = false;

  const close = (): void => {
    // A dialog gives the focus back to what opened it, where that still stands.
    surfaces.standing(NAME)?.querySelector('dialog')?.close();
    surfaces.hide(NAME);
  };
  const centre = createCentre(shim, openings, acts, () => open());

  const open = (): Promise<void> => {
    const before = shim.record.copies().join(' ');
    return openings.call(
      async (opened) => {
        const drawing = await news.inPreferences(opened.page.preferences(), opened);
        // An answer that came meanwhile takes the place of the question.
        if (shim.record.copies().join(' ') !== before) return;
        if (!isDressed) surfaces.adopt(SHEET);
        isDressed = true;
        const standing = surfaces.standing(NAME);
        const { focused } = page;
        const root = surfaces.show(NAME, drawing, tongueOf(opened.language));
        if (standing) carryOver(switchesOf(standing), focused, switchesOf(root));
        root.querySelector('dialog')?.addEventListener('close', () => {
          if (surfaces.standing(NAME) === root) surfaces.hide(NAME);
        });
        const details = root.querySelector<HTMLDetailsElement>('.portcullis-centre');
        if (details) centre.attend(details);
      },
      'more',
      'durations',
    );
  };

  // What another tab chose meanwhile is shown where nothing was touched.
  page.listen('portcullis:change', () => {
    const standing = surfaces.standing(NAME);
    const { services } = shim.state();
    for (const input of standing ? switchesOf(standing) : []) {
      if (!isTouched(input)) input.checked = input.defaultChecked = services[input.value] === 'granted';
    }
  });

  return { open, close, isOpen: () => !!surfaces.standing(NAME) };
};
