// portcullis-choices.js: for a site that has links or buttons of its own. Whatever is marked data-portcullis="choices",
// now or later, opens the preferences, and data-portcullis="receipts" gives the visitor their receipts as a file;
// without any script a link leads to where it says.

import { reachInside } from './ours';
import { save } from './save';
import SHEET from './choices.css';
import { page } from '../gate/document';

const downloadReceipts = async (): Promise<void> => {
  const core = await (await reachInside()).core();
  save('receipts.json', 'application/ld+json', (await core.page()).export());
};

/** What a mark has done, by what it says. */
const ACTS: Record<string, () => Promise<unknown>> = {
  choices: () => (window as Realm).portcullis.open(),
  receipts: downloadReceipts,
};
const MARKS = Object.keys(ACTS).map((name) => `[data-portcullis=${name}]`);

const fail = (error: Error): void => console.error('portcullis:', error.message);

// Before the page's own listeners: a router would take the link for a page.
page.listen(
  'click',
  (event: Event) => {
    const { portcullis } = window as Realm;
    const mark = event.target instanceof Element && event.target.closest<HTMLElement>(MARKS.join());
    if (!portcullis?.open || !mark) return;
    event.preventDefault();
    ACTS[mark.dataset.portcullis!]?.().catch(fail);
  },
  true,
);

// In place of the floating control, on pages that have one of them: a visitor always has a way back. Under Global
// Privacy Control the control stays, because it says that the signal is honored.
const script = page.currentScript;
if (script.dataset.control == 'none' && !navigator.globalPrivacyControl) {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(SHEET);
    page.styleSheets.push(sheet);
  } catch {
    // An old browser: the control stands besides.
  }
}
