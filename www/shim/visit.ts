// A visit: compares what is stored with what the plan foresees, and executes what follows. It judges nothing: whatever
// is not foreseen, core decides.

import type { Answer, Due, Pass, Plan, Wording } from '../generated';
import { type AnswerName, DAY, foreseen, recordOf, timeOf, untilOf } from './answers';
import { tellChange } from './api';
import type { Outcome, State, VerdictName } from './between';
import type { EarlyErrors } from './errors';
import { dueOf, erasureIsDone, hasDue, isErasureOwed, oweErasure, putDown, remains } from './owed';
import { painted } from './painted';
import { readPass, removeOtherPasses, storedPass, writePass } from './passes';
import type { MadePlan } from './plan';
import type { RecordCookie } from './record';
import type { Sealed } from './seal';
import type { Services } from './services';
import type { Settings } from './settings';
import type { Surfaces } from './surfaces';
import { isUnknown, signalsOf } from './visitor';
import type { Judge } from '../gate/judge';
import { page } from '../gate/document';
import { matcher } from '../gate/matcher';
import { any, contains, mapped } from '../gate/own';
import { answerableOf, grantedOf, isAnyGranted, isAnyUndecided, isDecided } from './verdicts';

export interface VisitParts {
  setting: Settings;
  guard: string;
  sealed: Sealed | undefined;
  record: RecordCookie;
  judge: Judge;
  services: Services;
  surfaces: Surfaces;
  errors: EarlyErrors;
  parsed: Promise<unknown>;
  plan(): Plan;
  /** The plan, where it was made in a page. */
  made(): MadePlan | undefined;
  wording(): Promise<Wording | undefined>;
  /** Has core do something; what fails is said. */
  askCore(what: 'look' | 'settleDebts' | 'reopen' | 'renew'): Promise<unknown>;
  /** Whether somebody is there to be asked. */
  canAsk: boolean;
}

export interface Visit {
  state(): State;
  /** Looks at what is stored, and does what follows. */
  look(): void;
  /** Gives an answer of the banner; false where core has to. */
  answer(name: AnswerName): boolean;
  /** Draws again, in another language. */
  redraw(): void;
  apply(outcome: Outcome): Promise<void>;
  owe(record: string, surface: string): void;
  takeDue(): Due | undefined;
  letThrough(services: string[], withScripts: boolean): void;
  waits(): boolean;
}

/** Minutes since 1970. A page may replace the clock later. */
const { now: milliseconds } = Date;
const minutes = (): number => Math.floor(milliseconds() / 60_000);
/** No timer of a browser runs longer. */
const LONGEST_TIMER = 2 ** 31 - 1;

const allAs = (services: Plan['decisions']['services'], verdict: (id: string) => VerdictName): Outcome['verdicts'] => {
  const verdicts: Outcome['verdicts'] = {};
  for (const { id } of services) verdicts[id] = verdict(id);
  return verdicts;
};

export const createVisit = (parts: VisitParts): Visit => {
  const { setting, guard, sealed, record, judge, services, surfaces, errors } = parts;
  let state: State = { decided: false, services: {} };
  let latest = 0;
  let last: Outcome | undefined;
  let waits = false;
  let wake: ReturnType<typeof setTimeout> | undefined;
  let hasAnnounced = false;
  /** What was applied last: the record, the decisions and what was known of the visitor. */
  let applied = '';
  /** The record that the page goes by, and whether it was said that the browser keeps none. */
  let current = '';
  let hasComplained = false;
  /** The receipt that was put down last, until it is on record. */
  let due: Due | undefined;

  const decisions = (): Plan['decisions'] => parts.plan().decisions;
  const signals = (): string => signalsOf(setting);
  const planSpeaks = (): boolean => !!decisions().answers && isUnknown(decisions(), setting, !!sealed);

  /** When what was applied last is over, in minutes since 1970: the next day on which something changes. */
  let appliedUntil = Number.POSITIVE_INFINITY;
  /** Looks again when the next thing changes; a timer that is too long is set again. */
  const lookAt = (until: number): void => {
    appliedUntil = until;
    clearTimeout(wake);
    const left = until * 60_000 - milliseconds();
    wake = setTimeout(
      () => (left > LONGEST_TIMER ? lookAt(until) : look()),
      Math.min(Math.max(left, 0), LONGEST_TIMER),
    );
  };

  const draw = async (outcome: Outcome, mine: number): Promise<void> => {
    const wording = await parts.wording();
    if (mine !== latest || !wording) return;
    const banner = outcome.isUnanswered ? wording.banner : outcome.banner;
    if (banner && isAnyUndecided(outcome.verdicts)) {
      surfaces.show('banner', banner, wording);
      if (!hasAnnounced) surfaces.announce(wording.announcement);
      hasAnnounced = true;
    } else surfaces.hide('banner');
    const label = outcome.control ?? wording.control;
    surfaces.showControl(state.decided ? (waits ? `${label}: ${wording.next}` : label) : '', wording);
  };

  /** What may be loaded without a grant, told that it has none: only where nothing is known of the visitor. */
  const mayBeAhead = ({ verdicts, isProvisional }: Outcome): string[] =>
    isProvisional || !planSpeaks() ? [] : answerableOf(verdicts);

  const apply = async (outcome: Outcome): Promise<void> => {
    const mine = ++latest;
    last = outcome;
    const granted = grantedOf(outcome.verdicts);
    const running = sealed ? sealed.within(granted, outcome.open ?? '') : granted;
    waits = running.length < granted.length;
    const decided = isDecided(outcome.verdicts);
    state = { decided, services: outcome.verdicts, ...(outcome.by && { by: outcome.by }) };
    services.run(running, mayBeAhead(outcome), !!outcome.isUnanswered);
    judge.settle({ decided, runs: services.runs });
    // They are kept for a service that takes them; where none of those is left to ask, they are dropped.
    if (decided && !takesErrors(running)) errors.drop();
    tellChange(state);
    if (outcome.banner || outcome.isUnanswered || decided) await draw(outcome, mine);
  };

  /** Whether one of these services is handed the errors of before its grant. */
  const takesErrors = (ids: string[]): boolean =>
    any(
      decisions().services,
      ({ id, start = [], load = [], after = [] }) =>
        contains(ids, id) && any([...start, ...load, ...after], ([operation]) => operation === 'errors'),
    );

  const nothing = (): Outcome => ({ verdicts: allAs(decisions().services, () => 'undecided') });

  const outcomeOf = ({ granted }: Answer): Outcome => ({
    verdicts: allAs(decisions().services, (id) => (contains(granted, id) ? 'granted' : 'denied')),
    open: granted.length ? decisions().seal?.open : decisions().seal?.closed,
  });

  const passOf = (written: string, outcome: Outcome, now: number): Pass => ({
    record: written,
    digest: decisions().digest,
    guard,
    signals: signals(),
    until: untilOf(decisions(), timeOf(written), now),
    verdicts: outcome.verdicts,
    ...(outcome.open && { open: outcome.open }),
    // What has no address of its own is not known again.
    ...(decisions().answers && parts.made()?.plan.source ? parts.made() : undefined),
  });

  const askFirst = async (): Promise<void> => {
    // The words may be on their way: another answer, or another tab's, may come meanwhile.
    await parts.wording();
    if (!record.copies().length && planSpeaks()) apply({ ...nothing(), isUnanswered: true });
  };

  /** Whether a version is announced that whoever chose under another policy has not been told of. */
  const hasNews = (): boolean => {
    const { announced = 0, digest } = decisions();
    const pass = announced * DAY > minutes() ? storedPass(guard) : undefined;
    return !!pass && pass.digest !== digest;
  };

  /** Applies what follows from a record, unless the page goes by that already; whether it did not. */
  const goBy = (written: string, outcome: Outcome, until: number): boolean => {
    const basis = [written, decisions().digest, signals()].join(' ');
    const isNew = basis !== applied;
    if (isNew) apply(outcome);
    applied = basis;
    current = written;
    lookAt(until);
    return isNew;
  };

  /** The outcome of a record by the plan or by a pass, and until when it stands; nothing where core has to decide. */
  const known = (written: string, now: number): [outcome: Outcome, until: number] | undefined => {
    const answer = planSpeaks() ? foreseen(written, decisions(), now) : undefined;
    if (answer) return [outcomeOf(decisions().answers![answer]), untilOf(decisions(), timeOf(written), now)];
    const pass = readPass({ record: written, guard, digest: decisions().digest, signals: signals() }, now);
    return pass && [pass, pass.until];
  };

  const look = (): void => {
    // A sleeping computer's timers are late, but the page hears when it is seen again.
    if (minutes() >= appliedUntil) applied = '';
    const copies = record.copies();
    const [only] = copies;
    if (only === undefined) {
      if (current) apply({ ...nothing(), isProvisional: true });
      current = '';
      const basis = `nobody ${decisions().digest} ${signals()}`;
      if (!parts.canAsk || basis === applied) return;
      applied = basis;
      if (planSpeaks()) askFirst();
      else parts.askCore('look');
      return;
    }
    const found = copies.length === 1 ? known(only, minutes()) : undefined;
    if (found) {
      const isNew = goBy(only, ...found);
      // Core draws what the plan has no words for: the banner where some services are answered for, and news.
      const isAskedMore = !state.decided && parts.canAsk;
      if (isNew && (isAskedMore || hasNews())) parts.askCore('look');
      return;
    }
    // Two copies, another record, a signal: until core has decided, nothing that was granted runs on.
    const basis = [...copies, decisions().digest, signals()].join(' ');
    if (basis === applied) return;
    if (only !== current) apply({ ...nothing(), isProvisional: true });
    applied = basis;
    parts.askCore('look');
  };

  /** What a refusal must erase: nothing that can be listed is there, and nothing is that cannot. */
  const eraseIfAny = async (): Promise<void> => {
    const ids = mapped(decisions().services, ({ id }) => id);
    if (decisions().hasUnlistedNames || (await remains(matcher(decisions().table), ids)))
      await parts.askCore('settleDebts');
    else erasureIsDone();
  };

  const owe = (written: string, surface: string): void => {
    if (!decisions().receipts) return;
    due = dueOf(decisions(), setting, guard, { record: written, surface, root: surfaces.standing(surface) });
    putDown(due);
  };
  const takeDue = (): Due | undefined => {
    const taken = due;
    due = undefined;
    return taken;
  };

  const answer = (name: AnswerName): boolean => {
    if (!planSpeaks() || record.copies().length > 1) return false;
    const { answers } = decisions();
    const given = answers?.[name];
    if (!given) return false;
    const now = minutes();
    const written = recordOf(given, decisions(), now);
    const outcome = outcomeOf(given);
    const isKept = record.write(written, decisions().lifetime);
    if (!isKept && !hasComplained)
      console.warn('portcullis: this browser keeps no record: the choice holds for this page');
    hasComplained ||= !isKept;
    current = written;
    applied = [written, decisions().digest, signals()].join(' ');
    if (name !== 'accept') oweErasure();
    owe(written, 'banner');
    removeOtherPasses(written);
    if (isKept) writePass(passOf(written, outcome, now));
    surfaces.hide('banner');
    if (name !== 'accept') {
      // What runs stops in this task.
      apply(outcome).then(eraseIfAny);
    } else painted().then(() => (current === written ? apply(outcome) : undefined));
    if (decisions().receipts) painted().then(() => parts.askCore('settleDebts'));
    if (decisions().renew) parts.askCore('renew');
    if (waitsFor(outcome)) parts.askCore('reopen');
    lookAt(untilOf(decisions(), now, now));
    return true;
  };

  /** Whether a grant loads the page again. */
  const waitsFor = (outcome: Outcome): boolean => !!decisions().seal?.reloads && isAnyGranted(outcome.verdicts);

  parts.parsed.then(() => {
    // Nothing is owed to who has not answered.
    const settle = (): void => {
      if (current && (isErasureOwed() || hasDue())) parts.askCore('settleDebts');
    };
    if (page.isComplete) settle();
    else addEventListener('load', () => setTimeout(settle));
  });

  const redraw = (): void => {
    if (!last) return;
    // What core has drawn it draws again.
    if (last.banner && !last.isUnanswered) parts.askCore('look');
    else draw(last, latest);
  };

  const applyFromCore = (outcome: Outcome): Promise<void> => {
    const copies = record.copies();
    current = copies[0] ?? '';
    applied = [...copies, decisions().digest, signals()].join(' ');
    if (outcome.until) lookAt(outcome.until);
    return apply(outcome);
  };

  const letThrough = (ids: string[], withScripts: boolean): void => {
    for (const id of ids) services.letThrough(id, withScripts);
    const once = Object.fromEntries(ids.map((id) => [id, 'once' as const]));
    state = { ...state, services: { ...state.services, ...once } };
    judge.settle({ decided: state.decided, runs: services.runs });
    tellChange(state);
  };

  return {
    state: () => state,
    look,
    answer,
    redraw,
    apply: applyFromCore,
    owe,
    takeDue,
    letThrough,
    waits: () => waits,
  };
};
