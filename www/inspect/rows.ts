// What was seen, a row each, with what it is.

import type { Answer } from './answer';
import { keyOf, type StoredName } from '../watch/written';
import type { Kind, Sighting } from './sighting';

export interface Row {
  sighting: Sighting;
  kind: Kind;
  roads: Set<string>;
  scripts: Set<string>;
  /** Each time that it was seen. */
  seen: Set<Sighting>;
  answer: Answer;
  /** Of what is stored: whether it is no longer. */
  gone: boolean;
}

const rowOf = ({ kind, store, name, mark }: Sighting, { service, rule }: Answer) =>
  [kind, store, name, mark ?? service, rule].join('\t');

/** Sightings become rows once it is known what they are; one host by several rules is several rows. */
export class Rows {
  all = new Map<string, Row>();
  private waiting: Sighting[] = [];
  private void = new WeakSet<Sighting>();
  private changed = false;
  private answers = new Map<string, Promise<Answer>>();
  /** What cannot be asked, said once. */
  problem = '';

  constructor(private ask: (sighting: Sighting) => Promise<Answer>) {}

  see(sighting: Sighting): void {
    this.waiting.push(sighting);
  }

  /** Takes a sighting back. */
  unsee(sighting: Sighting): void {
    this.void.add(sighting);
    for (const [key, { seen }] of this.all) {
      if (!seen.delete(sighting)) continue;
      this.changed = true;
      if (!seen.size) this.all.delete(key);
    }
  }

  private answer(sighting: Sighting): Promise<Answer> {
    const key = [sighting.store, sighting.name, sighting.path, sighting.mark].join('\t');
    let answer = this.answers.get(key);
    if (!answer) {
      answer = this.ask(sighting).catch((error): Answer => {
        this.problem = error.message;
        return { known: {} };
      });
      this.answers.set(key, answer);
    }
    return answer;
  }

  /** Finds out what the waiting sightings are; whether anything is otherwise since. */
  async settle(): Promise<boolean> {
    for (const sighting of this.waiting.splice(0)) {
      const answer = await this.answer(sighting);
      if (this.void.has(sighting)) continue;
      // Of the page's own host only what is a service's, by its path.
      if (!sighting.store && sighting.name == location.hostname && !answer.service) continue;
      const key = rowOf(sighting, answer);
      const row = this.all.get(key) ?? {
        sighting,
        kind: sighting.kind,
        roads: new Set<string>(),
        scripts: new Set<string>(),
        seen: new Set<Sighting>(),
        answer,
        gone: false,
      };
      this.all.set(key, row);
      row.roads.add(sighting.road);
      if (sighting.script) row.scripts.add(sighting.script);
      row.seen.add(sighting);
      this.changed = true;
    }
    const { changed } = this;
    this.changed = false;
    return changed;
  }

  /** Asks anew of every row, after another choice. */
  async renew(): Promise<void> {
    this.answers.clear();
    for (const row of this.all.values()) row.answer = await this.answer(row.sighting);
  }

  /** Takes what is stored now: what is no longer is gone. */
  keep(stored: StoredName[]): boolean {
    let changed = false;
    const now = new Set(stored.map(keyOf));
    for (const row of this.all.values()) {
      const { store, name } = row.sighting;
      const gone = row.kind == 'written' && !now.has(`${store}\t${name}`);
      changed ||= gone != row.gone;
      row.gone = gone;
    }
    return changed;
  }
}
