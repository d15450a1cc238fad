// The buttons do what any site does: fail, measure, move on. None of them asks for consent, because
// holding the vendors is the module's task and not theirs.

import { isGranted } from '../consent.js';
import { goOn } from '../paper/sections.js';

// As a site has it that calls gtag() from its own code: a queue that nobody reads before the grant.
window.dataLayer = window.dataLayer || [];
function gtag() {
  window.dataLayer.push(arguments);
}

let errors = 0;

const DEEDS = {
  throw() {
    errors += 1;
    say(`Demo error ${errors} was thrown. ${told('sentry-errors', 'Sentry')}`);
    // Numbered, because Sentry drops an error that equals the one before.
    throw new Error(`Demo error ${errors}`);
  },
  event() {
    gtag('event', 'demo_click');
    say(`gtag('event', 'demo_click') was called. ${told('google-analytics', 'Google')}`);
  },
  route(button) {
    const before = button.getBoundingClientRect().top;
    const address = goOn();
    // On a phone the paper is above the buttons: its new length must not carry this one away.
    scrollBy({ top: button.getBoundingClientRect().top - before, behavior: 'instant' });
    say(`The address is now ${address}. ${told('cloudflare-web-analytics', 'Cloudflare')}`);
  },
  async clear() {
    await fetch('/ledger/clear', { method: 'POST' });
    say('The ledger is empty. Your choice and the cookies stay as they are.');
  },
};

export function offerButtons() {
  for (const button of document.querySelectorAll('[data-do]')) {
    button.addEventListener('click', () => DEEDS[button.dataset.do](button));
  }
}

function told(service, vendor) {
  return isGranted(service)
    ? `${vendor} is granted, and its count goes up.`
    : `${vendor} is not granted, so nothing reaches it.`;
}

function say(line) {
  document.querySelector('[data-said]').textContent = line;
}
