// What was tried, and how much of it passed: noted by the tests, made a table by table.mjs.

import { writeFileSync } from 'node:fs';
import path from 'node:path';

// A file of tests that is run again says all of its rows anew.
const rows = [];
const file = `${path.basename(process.argv[1])}.jsonl`;

function note(row) {
  const folder = process.env.PORTCULLIS_TALLY;
  rows.push(`${JSON.stringify(row)}\n`);
  if (folder) writeFileSync(path.join(folder, file), rows.join(''));
}

/** Cases of one check: what failed in them, nothing where they passed. */
export class Cases {
  #failures = [];
  #count = 0;

  /** @param {string} check @param {string} over  what it is tried over @param {string} [engine] */
  constructor(check, over, engine = 'Chromium') {
    Object.assign(this, { check, over, engine });
  }

  /** @param {string} name @param {string[]} failures */
  add(name, failures) {
    this.#count++;
    if (failures.length) this.#failures.push(`${name}: ${failures.join('\n  ')}`);
  }

  /** Notes the row, and throws where a case failed or there was none. */
  done() {
    const { check, over, engine } = this;
    note({ check, over, engine, cases: this.#count, passed: this.#count - this.#failures.length });
    if (!this.#count) throw new Error(`${check}: nothing was tried`);
    if (this.#failures.length)
      throw new Error(`${this.#failures.length} of ${this.#count} failed: ${check}\n${this.#failures.join('\n')}`);
  }
}

/** What a rule measured on another product's banner. */
export const notePeer = (product, judgement) => note({ product, ...judgement });
