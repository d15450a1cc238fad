// What is new in a policy, for who has chosen under another version: what changed in the services that are asked about
// again, and once that a version is announced.

import type { Drawing, Outcome } from '../generated';
import type { Shim } from '../shim/between';
import { announced, aside } from './announced';
import { withBefore, withFirst } from './drawn';
import SHEET from './news.css';
import type { Opened, Openings } from './opened';
import { standingPasses } from './passes';
import { tongueOf } from './tongue';
import { all, first } from '../gate/own';

export interface News {
  /** The banner, with what changed. */
  inBanner(outcome: Outcome): Promise<Outcome>;
  /** The preferences, with what changed and what is announced. */
  inPreferences(drawing: Drawing, opened: Opened): Promise<Drawing>;
  /** Says once, beside the page, that a version is announced. */
  tellAside(): Promise<void>;
}

/** By what a policy announces a version; nothing where it cannot be read. */
const announcement = (policy: string | undefined): string | undefined => {
  try {
    const { notice, effective } = JSON.parse(policy ?? '');
    return JSON.stringify(notice?.next ?? effective);
  } catch {
    return undefined;
  }
};

export const createNews = (shim: Shim, openings: Openings): News => {
  const known = standingPasses();
  /** The text of the policy that the visitor knew, where a page has kept it. */
  const knownText = first(known, ({ text }) => text)?.text;
  let isDressed = false;
  let isTold = false;

  /** Whether the visitor has chosen, and all they knew was another policy. */
  const isNew = (): boolean => {
    const { digest } = shim.plan().decisions;
    return known.length > 0 && all(known, (pass) => pass.digest !== digest) && shim.record.copies().length > 0;
  };
  const dress = (): void => {
    if (!isDressed) shim.surfaces.adopt(SHEET);
    isDressed = true;
  };
  /** What is new is told beside what is asked: where it cannot be had, that stands all the same. */
  const orNothing = async (what: () => Promise<Drawing[]>): Promise<Drawing[]> => {
    try {
      return await what();
    } catch (error) {
      console.warn('portcullis: what is new:', error);
      return [];
    }
  };
  const changed = (): Promise<Drawing[]> =>
    orNothing(async () => {
      if (!isNew()) return [];
      const { page } = await openings.present('notice');
      const said = page.news(knownText);
      return said ? [said] : [];
    });
  const ahead = (): Promise<Drawing[]> =>
    orNothing(async () => {
      if (shim.plan().decisions.announced === undefined) return [];
      return announced(openings, await openings.present('notice'));
    });

  return {
    async inBanner(outcome) {
      const added = outcome.banner ? await changed() : [];
      if (!outcome.banner || !added.length) return outcome;
      dress();
      const isAbout = ({ id }: Record<string, string>): boolean => id === 'portcullis-about';
      return { ...outcome, banner: withBefore(outcome.banner, isAbout, added) };
    },
    async inPreferences(drawing, opened) {
      const added = await changed();
      const toCome = await ahead();
      if (toCome.length) added.push(['div', { class: 'portcullis-ahead', lang: opened.language }, ...toCome]);
      if (!added.length) return drawing;
      dress();
      return withFirst(drawing, 'portcullis-body', added);
    },
    async tellAside() {
      if (isTold || !isNew() || !shim.state().decided) return;
      isTold = true;
      const opened = await openings.present('notice');
      if (knownText && announcement(knownText) === announcement(opened.policy.text)) return;
      const drawing = await aside(openings, opened);
      if (!drawing) return;
      dress();
      const root = shim.surfaces.show('news', drawing, tongueOf(opened.language));
      shim.surfaces.announce(root.textContent ?? '');
    },
  };
};
