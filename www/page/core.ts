// Core, as the shim has it: asks the wasm what follows, and has the shim do it. It decides nothing.

import type { Looked, Report } from '../generated';
import type { Core, Inside, Shim } from '../shim/between';
import { onLanguageChange } from '../shim/language';
import { dueOf, isErasureOwed, oweErasure } from '../shim/owed';
import { painted } from '../shim/painted';
import { endPass, removeOtherPasses, writePass } from '../shim/passes';
import { announced } from './announced';
import { explain } from './explain';
import { createNews } from './news';
import { createOpenings, openingsOf } from './opened';
import { createPreferences } from './preferences';
import { createRenewal } from './renew';
import { reopen } from './reopen';
import { first, mapped } from '../gate/own';
import { page } from '../gate/document';

/** What a choice is made by: core's names for it. */
type How = 'accept' | 'reject' | 'withdraw' | 'save';

const isHow = (action: string): action is How => /^(accept|reject|withdraw|save)$/.test(action);

/** The services whose switches are on. */
const picked = (surface: HTMLElement): string[] =>
  mapped([...surface.querySelectorAll<HTMLInputElement>('input:checked')], ({ value }) => value);

export const createCore = (shim: Shim): Core => {
  const openings = createOpenings(shim);
  const news = createNews(shim, openings);
  const renew = createRenewal(shim);
  let filing: Promise<unknown> = Promise.resolve();

  /**
   * What is kept for the next page; a record that is not ours any more leaves nothing, and one that lacks answers no
   * pass.
   */
  const keep = ({ pass, record }: Looked): void => {
    removeOtherPasses(record);
    if (pass) writePass({ ...pass, ...(pass.plan && shim.made()) });
    else endPass(shim.guard);
  };

  /** Puts on record what is due. Nothing waits for it, and nothing hangs on it. */
  const file = (): void => {
    const { decisions } = shim.plan();
    if (!decisions.receipts) return;
    const due = shim.takeDue();
    const unkept = due && JSON.stringify(due);
    const now = dueOf(decisions, shim.setting, shim.guard, { record: '', surface: 'none', root: undefined });
    const filed = openings.call(({ page }) => page.file(unkept, now));
    filing = Promise.all([filing, filed]).catch((error) => console.warn('portcullis: no receipt:', error));
  };

  /** Erases what refused services stored. */
  const erase = (): Promise<Report> => openings.call(({ page }) => page.erase());

  const lookNow = (): Promise<void> =>
    openings.call(async ({ page }) => {
      const before = shim.record.copies().join(' ');
      if (page.takeOver()) renew();
      const looked = page.look();
      const isWritten = looked.record !== '' && looked.record !== before;
      if (isWritten) shim.owe(looked.record, 'none');
      keep(looked);
      await shim.apply(await news.inBanner(looked.outcome));
      if (isWritten) file();
      news.tellAside().catch((error) => console.warn('portcullis: the news:', error));
    });

  /** Locked, for this page: nothing is granted, and nobody is asked. */
  const lock = (): Promise<void> => shim.apply({ verdicts: {} });

  const look = async (): Promise<void> => {
    try {
      await lookNow();
    } catch (error) {
      await lock();
      throw error;
    }
  };

  /** Does what follows from a record that was just written, on that surface. */
  const follow = async (record: string, surface: string, starts: boolean): Promise<Report | undefined> => {
    if (!starts) oweErasure();
    removeOtherPasses(record);
    shim.owe(record, surface);
    preferences.close();
    if (starts) {
      shim.surfaces.hide('banner');
      await painted();
    }
    await lookNow();
    renew();
    const report = starts ? undefined : await erase();
    file();
    if (shim.waits()) await reopen(shim);
    return report;
  };

  /** A refusal is never lost: without a record nothing is granted. */
  const forgetRecord = async (): Promise<void> => {
    shim.record.remove();
    removeOtherPasses('');
    await lock();
  };

  const choose = async (how: How, services: string[], surface: string): Promise<Report | undefined> => {
    let record: string;
    try {
      record = await openings.call(({ page }) => page.choose(how, services));
    } catch (error) {
      if (how !== 'accept') await forgetRecord();
      throw error;
    }
    return follow(record, surface, how === 'accept');
  };

  const change = async (services: string[], grants: boolean): Promise<Report | undefined> => {
    const surface = preferences.isOpen() ? 'preferences' : 'banner';
    const record = await openings.call(({ page }) => page.change(services, grants));
    return record === undefined ? undefined : follow(record, surface, false);
  };

  const withdraw = (): Promise<Report | undefined> =>
    choose('withdraw', [], preferences.isOpen() ? 'preferences' : 'banner');

  const preferences = createPreferences(shim, openings, news, {
    withdraw,
    async erase() {
      const { page } = await openings.present();
      // A server that sets the record again is waited for, and what is being put on record.
      await renew();
      await filing;
      if (!page.stays()) shim.record.remove();
      shim.takeDue();
      page.forget();
      await look();
    },
  });

  const nameOf = (surface: HTMLElement): string | undefined =>
    first(['preferences', 'banner', 'news'], (name) => shim.surfaces.standing(name) === surface);

  const act = async (action: string, surface: HTMLElement): Promise<void> => {
    const name = nameOf(surface);
    if (isHow(action)) await choose(action, picked(surface), name ?? 'none');
    else if (action === 'close' && name === 'news') shim.surfaces.hide('news');
    else if (action === 'close') preferences.close();
  };

  const inside: Inside = { shim, core: async () => core };
  const inspect = async (): Promise<void> => {
    const handed: { open?: () => void } = {};
    await shim.loadScript({ src: `${shim.folder()}portcullis-inspect.js` }, { portcullis: { ...inside, handed } });
    if (!handed.open) throw new Error('portcullis-inspect.js did not load: deploy the folder as a whole');
    core.inspect = async () => handed.open?.();
    handed.open();
  };

  page.listen('portcullis:erased', file);
  onLanguageChange(() => {
    const again = preferences.isOpen() ? preferences.open() : undefined;
    // A plan that was made in the page has its words in one language.
    const spoken = shim.plan().languages ? undefined : look();
    Promise.all([again, spoken]).catch((error) => console.warn('portcullis: in another language:', error));
  });

  const core: Core = {
    look,
    answer: (name) => choose(name, [], 'banner'),
    act,
    open: preferences.open,
    grant: (services) => change(services, true),
    deny: (services) => change(services, false),
    withdraw,
    async settleDebts() {
      const report = isErasureOwed() ? await erase() : undefined;
      file();
      return report;
    },
    reopen: () => reopen(shim),
    renew,
    inspect,
    explain: async (what, store) => openings.call(({ page }) => explain(page, shim.marks.heldPlaces(), what, store)),
    names: openings.names,
    page: async (...layers) => (await openings.present(...layers)).page,
    async read(address, ...layers) {
      const read = address ? openingsOf(shim, address) : openings;
      const opened = await read.present(...layers);
      return { page: opened.page, announced: () => announced(read, opened) };
    },
  };
  return core;
};
