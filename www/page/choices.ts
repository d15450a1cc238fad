// portcullis-choices.js: for a site that has a link or a button of its own to the preferences. Whatever is marked
// data-portcullis="choices", now or later, opens them; without any script a link leads to where it says.

import SHEET from './choices.css';

const CHOICES = '[data-portcullis=choices]';

// Before the page's own listeners: a router would take the link for a page.
document.addEventListener(
  'click',
  (event) => {
    const { portcullis } = window as any;
    if (!portcullis?.open || !(event.target instanceof Element && event.target.closest(CHOICES))) return;
    event.preventDefault();
    portcullis.open();
  },
  true,
);

// In place of the floating control, on pages that have one of them: a visitor always has a way back. Under Global
// Privacy Control the control stays, because it says that the signal is honored.
const script = Reflect.get(Document.prototype, 'currentScript', document) as HTMLScriptElement;
if (script.dataset.control == 'none' && !(navigator as any).globalPrivacyControl) {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(SHEET);
    document.adoptedStyleSheets.push(sheet);
  } catch {
    // An old browser: the control stands besides.
  }
}
