// The site's own service: which edition somebody read last. It shows how a site asks before it
// stores something itself.

import { isGranted, onChange } from '../consent.js';

const A_YEAR = 31536000;

export function rememberEdition() {
  const select = document.querySelector('#edition');
  let picked = false;

  const kept = /(?:^|; )edition=(\w+)/.exec(document.cookie)?.[1];
  if (kept && isGranted('edition')) select.value = kept;

  function keep() {
    if (!picked || !isGranted('edition')) return;
    document.cookie = `edition=${select.value}; Path=/; Max-Age=${A_YEAR}; SameSite=Lax`;
  }

  select.addEventListener('change', () => {
    picked = true;
    keep();
  });
  // Somebody who picked first and granted afterwards is remembered as well.
  onChange(keep);
}
