// The live ledger: what the server says has reached each vendor.

import { fill, text } from './list.js';

const SHOWN = 20;
const QUIET = 1500;

export function watchLedger() {
  const rows = new Map([...document.querySelectorAll('.counts [data-vendor]')].map((row) => [row.dataset.vendor, row]));
  const total = document.querySelector('[data-total]');
  const spoken = document.querySelector('[data-spoken]');
  const recentList = document.querySelector('[data-recent]');
  const lost = document.querySelector('[data-lost]');
  let recent = [];
  let stream;
  let speaking;

  function start(state) {
    recent = state.recent;
    for (const [vendor, row] of rows) {
      setCount(row, state.vendors[vendor]?.count ?? 0);
      setLast(row, state.vendors[vendor]?.last);
    }
    summarize();
  }

  function add(entry) {
    const row = rows.get(entry.vendor);
    setCount(row, entry.count);
    setLast(row, entry);
    recent = [...recent, entry];
    row.classList.remove('fresh');
    // Reading the layout between the two starts the animation again.
    void row.offsetWidth;
    row.classList.add('fresh');
    summarize();
    clearTimeout(speaking);
    speaking = setTimeout(speak, QUIET);
  }

  function summarize() {
    total.textContent = [...rows.values()].reduce((sum, row) => sum + countOf(row), 0);
    const latest = recent.slice(-SHOWN).reverse();
    fill(
      recentList,
      latest.map((entry) => [text('time', clock(entry.time)), ` ${entry.vendor} `, text('code', asked(entry))]),
      { empty: 'none' },
    );
  }

  function speak() {
    const parts = [...rows.values()].map((row) => `${row.querySelector('.name').textContent} ${countOf(row)}`);
    spoken.textContent = `Requests that arrived: ${parts.join(', ')}.`;
  }

  function open() {
    stream = new EventSource('/ledger');
    stream.addEventListener('state', (event) => start(JSON.parse(event.data)));
    stream.addEventListener('request', (event) => add(JSON.parse(event.data)));
    stream.addEventListener('open', () => {
      lost.hidden = true;
    });
    stream.addEventListener('error', () => {
      lost.hidden = false;
    });
  }

  // A browser opens six connections to a host at most, and each open stream holds one: tabs in the
  // background let theirs go and are told everything when they come back.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) stream.close();
    else open();
  });
  open();
}

function setCount(row, count) {
  row.querySelector('[data-count]').textContent = count;
  row.classList.toggle('reached', count > 0);
}

function setLast(row, entry) {
  row.querySelector('[data-last]').textContent = entry ? `${asked(entry)} at ${clock(entry.time)}` : 'nothing yet';
}

const countOf = (row) => Number(row.querySelector('[data-count]').textContent);
const asked = (entry) => `${entry.method} ${entry.path}`;
const clock = (time) => new Date(time).toLocaleTimeString('en-GB');
