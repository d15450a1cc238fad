// The paper's sections are routes of a one-page site: the address changes and nothing is loaded.

const TITLES = {
  front: 'The Weir — a newspaper for a river town',
  river: 'River — The Weir',
  market: 'Market — The Weir',
};
const ORDER = Object.keys(TITLES);

export function openSections() {
  for (const link of document.querySelectorAll('nav [data-section]')) {
    link.addEventListener('click', (click) => {
      // A new tab or window stays the browser's business.
      if (click.metaKey || click.ctrlKey || click.shiftKey || click.altKey) return;
      click.preventDefault();
      if (link.dataset.section !== current()) go(link.dataset.section);
    });
  }
  addEventListener('popstate', show);
  show();
}

/** Goes to the section after the present one, and answers with the new address. */
export function goOn() {
  go(ORDER[(ORDER.indexOf(current()) + 1) % ORDER.length]);
  return location.pathname + location.search;
}

function go(section) {
  history.pushState(null, '', section === 'front' ? '/' : `/?section=${section}`);
  show();
}

function current() {
  const named = new URLSearchParams(location.search).get('section');
  return ORDER.includes(named) ? named : 'front';
}

function show() {
  const section = current();
  document.title = TITLES[section];
  for (const story of document.querySelectorAll('[data-story]')) {
    story.hidden = section !== 'front' && story.dataset.story !== section;
  }
  for (const link of document.querySelectorAll('nav [data-section]')) {
    if (link.dataset.section === section) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}
