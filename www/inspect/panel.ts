// The panel: in a shadow root and by a constructed sheet, which no style of the page's reaches and no policy refuses.

import { save } from '../page/save';
import { drafted } from './draft';
import { make } from './make';
import type { Row, Rows } from './rows';
import type { Kind } from './sighting';
import CSS from './panel.css';

const KINDS: Record<Kind, string> = { held: 'Held', through: 'Let through', blocked: 'Blocked', written: 'Written' };
const HEADS = ['What became of it', 'What', 'Class', 'Service and rule', 'Decision', 'By'];
const NONE = '–';

interface Setup {
  guard: string;
  /** Whether it came when it was asked for, and what was before is not known. */
  late: boolean;
  scheme: string;
}

/** What became of it by now. */
const stateOf = ({ kind, gone, answer: { verdict } }: Row): string => {
  if (kind == 'held' && /granted|once/.test(verdict ?? '')) return 'Released';
  return gone ? 'Gone' : kind == 'written' ? 'Stored' : KINDS[kind];
};

const nameOf = (address: string): string => {
  try {
    const { host, pathname } = new URL(address);
    return (host == location.host ? '' : host) + pathname;
  } catch {
    return address;
  }
};

/** A cell: what is said, and below it what there is to add. */
const cell = (kind: 'td' | 'th', head: string, said: string, more = '') =>
  make(
    kind,
    { 'data-head': head, ...(kind == 'th' && { scope: 'row' }) },
    said,
    ...(more ? [make('small', {}, more)] : []),
  );

/** A row's cells, in the order of `HEADS`. */
const cellsOf = (row: Row): HTMLElement[] => {
  const {
    sighting: { store, name },
    roads,
    scripts,
    seen,
    answer,
  } = row;
  const { known, verdict, reason, when } = answer;
  const state = stateOf(row);
  // Without a policy that core can read nobody can say.
  const lacks = answer.declared === false;
  const sure =
    known.sure && known.sure != 'none' ? `${known.sure}: ${known.vendor ?? known.service ?? ''}` : 'nobody knows it';
  const of = answer.service ?? known.service;
  const rule = answer.rule ?? known.rule;
  const times = seen.size > 1 && row.kind != 'written' ? `${seen.size} times` : '';
  return [
    make('td', { 'data-head': HEADS[0] }, make('span', { className: `state ${row.gone ? 'gone' : row.kind}` }, state)),
    cell('th', HEADS[1]!, name, store ?? [...roads].join(', ')),
    cell('td', HEADS[2]!, (lacks && known.class) || (answer.class ?? NONE), lacks ? sure : ''),
    lacks
      ? cell('td', HEADS[3]!, 'not declared', [of, rule].filter((one) => one).join(': '))
      : cell('td', HEADS[3]!, of ?? (answer.declared ? 'allowed' : NONE), rule),
    cell('td', HEADS[4]!, verdict ?? NONE, reason ? `by ${reason}` : when ? when.slice(0, 16).replace('T', ' ') : ''),
    cell('td', HEADS[5]!, [...scripts].map(nameOf).join(', ') || NONE, times),
  ];
};

const LATE =
  ' Calls that were held before this was opened are not listed: ' +
  'a tag of portcullis-inspect.js after the shim’s sees them.';

export class Panel {
  isOpen = false;
  onclose: () => void = () => {};
  private host = make('div', { className: 'portcullis-inspector', lang: 'en', dir: 'ltr' });
  private body = make('tbody');
  private note = make('p', { className: 'note' });
  private kind: Kind | '' = '';
  private buttons = new Map<Kind | '', HTMLButtonElement>();
  private search = make('input', {
    type: 'search',
    placeholder: 'Name, host, service …',
    'aria-label': 'Filter',
    oninput: () => this.draw(),
  });
  private undeclared = make('input', { type: 'checkbox', oninput: () => this.draw() });
  private text = make('textarea', { readOnly: true, spellcheck: false, 'aria-label': 'Entries for the policy' });
  private missing = make('p');
  private told = make('p', { role: 'status' });
  private entries = make('section', {
    className: 'draft',
    hidden: true,
    tabIndex: 0,
    'aria-label': 'What the policy lacks',
  });
  private panel: HTMLElement;
  private before: Element | null = null;

  constructor(
    private rows: Rows,
    private setup: Setup,
  ) {
    for (const kind of ['', ...Object.keys(KINDS)] as (Kind | '')[]) {
      this.buttons.set(
        kind,
        make('button', { type: 'button', 'aria-pressed': kind == '', onclick: () => this.only(kind) }),
      );
    }
    this.panel = make(
      'section',
      {
        tabIndex: -1,
        'aria-label': 'Portcullis inspector',
        onkeydown: (event: KeyboardEvent) => void (event.key == 'Escape' && this.close()),
      },
      make(
        'header',
        {},
        make('h2', {}, 'Portcullis'),
        make('div', { role: 'group', 'aria-label': 'What is listed', className: 'kinds' }, ...this.buttons.values()),
        this.search,
        make('label', {}, this.undeclared, 'not declared'),
        make('button', { type: 'button', className: 'main', onclick: () => this.draft() }, 'Draft entries'),
        make('button', { type: 'button', 'aria-label': 'Close', className: 'close', onclick: () => this.close() }, '×'),
      ),
      this.entries,
      make(
        'div',
        { className: 'list', tabIndex: 0, role: 'group', 'aria-label': 'What was seen' },
        this.note,
        make(
          'table',
          {},
          make('thead', {}, make('tr', {}, ...HEADS.map((head) => make('th', { scope: 'col' }, head)))),
          this.body,
        ),
      ),
    );
    this.entries.append(
      make(
        'div',
        {},
        make('h3', {}, 'What the policy lacks'),
        make('button', { type: 'button', className: 'main', onclick: () => this.copy() }, 'Copy'),
        make('button', { type: 'button', onclick: () => this.save() }, 'Download'),
        make('button', { type: 'button', onclick: () => this.put(false) }, 'Back to the list'),
        this.told,
      ),
      this.missing,
      this.text,
    );
    const root = this.host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(/^(light|dark)$/.test(setup.scheme) ? CSS.replace('light dark', setup.scheme) : CSS);
    root.adoptedStyleSheets = [sheet];
    root.append(this.panel);
  }

  open(): void {
    this.isOpen = true;
    this.before = document.activeElement;
    document.documentElement.append(this.host);
    // Above whatever the page has, where browsers can.
    this.host.popover = 'manual';
    this.host.showPopover?.();
    this.draw();
    this.panel.focus();
  }

  close(): void {
    this.isOpen = false;
    this.host.remove();
    (this.before as HTMLElement | null)?.focus?.();
    this.onclose();
  }

  private only(kind: Kind | ''): void {
    this.kind = kind;
    for (const [one, button] of this.buttons) button.ariaPressed = `${one == kind}`;
    this.draw();
  }

  draw(): void {
    if (!this.isOpen) return;
    const all = [...this.rows.all.values()];
    for (const [kind, button] of this.buttons) {
      button.textContent = `${kind ? KINDS[kind] : 'All'} ${all.filter((row) => !kind || row.kind == kind).length}`;
    }
    const asked = this.search.value.toLowerCase();
    const shown = all.filter(
      (row) => (!this.kind || row.kind == this.kind) && (!this.undeclared.checked || row.answer.declared === false),
    );
    const lines = shown
      .map((row) => make('tr', {}, ...cellsOf(row)))
      .filter((line) => line.textContent!.toLowerCase().includes(asked));
    this.body.replaceChildren(...lines);
    const { guard, late } = this.setup;
    const isLate = late && guard == 'live';
    const note = `Guard: ${guard}.${isLate ? LATE : ''}`;
    this.note.textContent = this.rows.problem ? `Nothing can be explained: ${this.rows.problem}.` : note;
  }

  private put(there: boolean): void {
    this.entries.hidden = !there;
    this.panel.classList.toggle('drafting', there);
  }

  private async draft(): Promise<void> {
    const { policy, missing, left } = await drafted(this.rows.all.values());
    this.text.value = JSON.stringify(policy, null, 2);
    const parts = [
      missing.length ? `Fill in: ${missing.join(', ')}.` : 'Nothing is left to fill in.',
      left.length ? `No policy can declare names like these: ${left.join(', ')}.` : '',
    ];
    this.missing.textContent = parts.join(' ');
    this.told.textContent = '';
    this.put(true);
    this.text.focus();
  }

  private async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.text.value);
    } catch {
      this.text.select();
      document.execCommand('copy');
    }
    this.told.textContent = 'Copied.';
  }

  private save(): void {
    save('portcullis-entries.json', 'application/json', this.text.value + '\n');
  }
}
