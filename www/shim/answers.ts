// The answers that the plan foresees: what their records look like, and when one that is stored still stands. Times are
// minutes since 1970, days are days since then.

import type { Answer, Answers, Decisions } from '../generated';
import { all, any, filtered, first } from '../gate/own';

export const DAY = 24 * 60;

export type AnswerName = keyof Answers;

/** The one spelling of a number to base 36, as core writes it. */
const NUMBER = /^(0|[1-9a-z][0-9a-z]{0,6})$/;

const numberOf = (text: string): number => (NUMBER.test(text) ? Number.parseInt(text, 36) : Number.NaN);

/** The edition in force: the newest that has come. */
export const editionAt = (decisions: Decisions, now: number): number =>
  filtered(decisions.editions, (day) => day * DAY <= now).at(-1) ?? 0;

/** The record of an answer that is given now. */
export const recordOf = (answer: Answer, decisions: Decisions, now: number): string =>
  answer.record.replace('{when}', now.toString(36)).replace('{edition}', editionAt(decisions, now).toString(36));

/** Until when an answer stands: the next day on which something changes, or the end of the choice. */
export const untilOf = (decisions: Decisions, when: number, now: number): number => {
  const end = when + decisions.lifetime * DAY + 1;
  const change = first(decisions.days, (day) => day * DAY > now);
  return change === undefined ? end : Math.min(end, change * DAY);
};

/** When the choice of a record was made; `NaN` where that is no record. */
export const timeOf = (record: string): number => numberOf(record.split('.')[1] ?? '');

/** Whether a record is that answer's, and still stands. */
const stands = (record: string, { record: template }: Answer, decisions: Decisions, now: number): boolean => {
  const parts = record.split('.');
  const expected = template.split('.');
  const isSpelled =
    parts.length === expected.length && all(parts, (part, at) => /[{]/.test(expected[at]!) || part === expected[at]);
  if (!isSpelled) return false;
  const when = numberOf(parts[1]!);
  const edition = /^e/.test(parts[3]!) ? numberOf(parts[3]!.slice(1)) : Number.NaN;
  // Comparisons with `NaN` are false.
  const isOfItsTime = when <= now + DAY && now - when <= decisions.lifetime * DAY && edition * DAY <= when;
  const hasCome = (day: number): boolean => day * DAY <= now;
  const asksAnew = any(decisions.editions, (day) => day > edition && hasCome(day));
  const hasChanged = any(decisions.days, (day) => day * DAY > when && hasCome(day));
  return isOfItsTime && !asksAnew && !hasChanged;
};

/** The answer whose record that is, where it still stands; nothing where core has to decide. */
export const foreseen = (record: string, decisions: Decisions, now: number): AnswerName | undefined => {
  const { answers } = decisions;
  if (!answers) return undefined;
  return first(['accept', 'reject', 'withdraw'] as const, (name) => stands(record, answers[name], decisions, now));
};
