// The visitor's choice, service by service.

import { choice, isThere, onChange } from '../consent.js';
import { fill, text } from './list.js';

export function watchVerdicts() {
  const list = document.querySelector('[data-verdicts]');
  const decided = document.querySelector('[data-decided]');
  document.querySelector('[data-unbuilt]').hidden = isThere();

  function show() {
    const now = choice();
    decided.textContent = now.decided ? 'made' : 'not made yet';
    decided.classList.toggle('yes', now.decided);
    const items = Object.entries(now.services).map(([service, verdict]) => [
      text('code', service),
      text('span', verdict, `verdict ${verdict}`),
    ]);
    fill(list, items, { empty: 'Nothing is granted.' });
  }

  show();
  onChange(show);
  // The verdicts of a first visit come with the policy, a moment after the page.
  setInterval(show, 1000);
}
