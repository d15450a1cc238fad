// The visitor's own part of the preferences: it shows what core says when it is opened, and does what is asked there:
// withdraw, download, erase. docs/receipts.md

import type { Drawing, Report } from '../generated';
import type { Shim } from '../shim/between';
import { page as document } from '../gate/document';
import { build } from '../shim/surfaces';
import SHEET from './centre.css';
import { save } from './save';
import type { Openings } from './opened';

export interface CentreActs {
  withdraw(): Promise<Report | undefined>;
  /** Leaves nothing of ours in the browser but what has to stay. */
  erase(): Promise<void>;
}

export interface Centre {
  /** Fills that part as soon as it is opened. */
  attend(details: HTMLDetailsElement): void;
}

/** Times as the language writes them. */
const dateTimes = (root: ParentNode, language: string): void => {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' });
  for (const time of root.querySelectorAll('time')) {
    const at = new Date(time.dateTime);
    time.textContent = Number.isNaN(at.getTime()) ? time.dateTime : format.format(at);
  }
};

const firstSwitch = (within: Element): HTMLElement | null | undefined =>
  within.closest('dialog')?.querySelector<HTMLElement>('input:enabled');

/** What opens the preferences is what the focus comes back to, from those that stand again. */
const focusOpener = (): void => {
  const [opener] = document.all<HTMLElement>('.portcullis-control, .portcullis-banner [data-action=choose]');
  opener?.focus();
};

export const createCentre = (shim: Shim, openings: Openings, acts: CentreActs, reopen: () => Promise<void>): Centre => {
  /** What is to be said once the preferences stand again: they are drawn anew after every choice. */
  let outcome: Drawing[] | undefined;

  const tell = (status: HTMLElement, said: (string | Node)[]): void => {
    status.append(...said);
    status.focus();
    status.scrollIntoView({ block: 'center' });
  };

  /**
   * In a tree of its own: no style of the page's reaches in, and what is asked above stays the text that a receipt is
   * of.
   */
  const draw = async (box: HTMLElement): Promise<void> => {
    const { page, language } = await openings.present('centre', 'durations');
    const root = box.shadowRoot ?? box.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(SHEET);
    root.adoptedStyleSheets = [sheet];
    // Empty at first, so that filling it is announced.
    const status = document.create('div');
    status.className = 'portcullis-status';
    status.role = 'status';
    status.tabIndex = -1;
    const content = document.create('div');
    content.append(...page.centre().map(build));
    dateTimes(content, language);
    content.addEventListener('click', ({ target }) => {
      const action = (target as Element).closest<HTMLElement>('[data-action]')?.dataset.action;
      if (action) act(action, box, status);
    });
    root.replaceChildren(status, content);
    const said = outcome;
    outcome = undefined;
    // The next frame: what came with its surroundings is not heard of.
    if (said) requestAnimationFrame(() => tell(status, said.map(build)));
  };

  const withdraw = async (isErased: boolean): Promise<void> => {
    // What runs must stop before what it stored can go.
    await acts.withdraw();
    if (isErased) await acts.erase();
    const { page } = await openings.present('centre');
    outcome = page.report(isErased);
    focusOpener();
    await reopen();
  };

  const doAct = async (action: string, box: HTMLElement): Promise<void> => {
    if (action === 'change') {
      firstSwitch(box)?.focus();
      firstSwitch(box)?.scrollIntoView({ block: 'center' });
    } else if (action === 'withdraw') await withdraw(false);
    else if (action === 'erase') await withdraw(true);
    else if (action === 'download')
      save('privacy.json', 'application/json', (await openings.present()).page.everything());
  };

  const act = async (action: string, box: HTMLElement, status: HTMLElement): Promise<void> => {
    try {
      await doAct(action, box);
    } catch (error) {
      console.warn('portcullis:', error);
      const { page } = await openings.present('centre');
      tell(status, [page.say('failed')]);
    }
  };

  return {
    attend(details) {
      const box = details.lastElementChild as HTMLElement;
      const fill = (): Promise<void> => draw(box).catch((error) => console.warn('portcullis:', error));
      details.addEventListener('toggle', () => {
        if (details.open) fill();
      });
      // What became of a withdrawal is told there.
      if (outcome) details.open = true;
    },
  };
};
