// The page of the wasm: opened once for each language and each build that a page goes by, with all that it needs.

import type { Page } from 'glue/portcullis_bg.js';
import type { Asked, Known, Opening, Plan } from '../generated';
import type { Layer, Shim } from '../shim/between';
import { isUnknown, sendsGpc } from '../shim/visitor';
import { onceEach, textOf } from './fetched';
import { hostOf } from './host';
import { languageOf, languageOfPage } from './language';
import { builtPlanOf, type FoundPolicy, findPolicy, policyAt } from './policy';
import { textFiles } from './texts';
import { bringPlain, bringWasm, sayWhyPlain, type Wasm } from './wasm';
import { filtered, first, mapped } from '../gate/own';

export interface Opened {
  page: Page;
  policy: FoundPolicy;
  language: string;
  /** The texts that it has. */
  layers: Set<Layer>;
}

export interface Openings {
  /** The present page, once it has these texts. */
  present(...layers: Layer[]): Promise<Opened>;
  /** Calls it; where the wasm traps, the same is done without wasm. */
  call<Result>(what: (opened: Opened) => Result | Promise<Result>, ...layers: Layer[]): Promise<Result>;
  /** The catalogue's files that a policy names. */
  filesOf(policy: string): Promise<Record<string, string>>;
  /** What stored names are, in their order; of a page whose policy cannot be read, what is known without it. */
  names(table: string, asked: Asked[]): Promise<Known[]>;
}

/** Other layouts than the bar, each laid over its sheet. */
const LAYOUTS = ['box', 'corner'];

export interface OpeningOptions {
  /** Where the policy comes from; without it, it is the page's own. */
  find?(): Promise<FoundPolicy>;
  /** Whether it is done without wasm from the start. */
  isPlain?: boolean;
}

/** What this script hands over where it is loaded once more, without wasm. */
export interface PlainOpenings {
  openings?: Openings;
}

/**
 * Wasm that has trapped cannot be called again, nor its glue be used: so a second copy of this script does the same
 * without.
 */
const bringPlainOpenings = async (shim: Shim): Promise<Openings> => {
  const handed: PlainOpenings = {};
  await shim.loadScript({ src: `${shim.folder()}portcullis-page.js` }, { portcullis: { shim, handed, isPlain: true } });
  if (!handed.openings) throw new Error('portcullis-page.js did not load: deploy the folder as a whole');
  return handed.openings;
};

const isTrap = (error: unknown): boolean =>
  typeof WebAssembly === 'object' && error instanceof WebAssembly.RuntimeError;

export const createOpenings = (shim: Shim, { find, isPlain = false }: OpeningOptions = {}): Openings => {
  const built = builtPlanOf(shim);
  const builtIn = shim.folder();
  const texts = textFiles(shim);
  let wasm: Promise<Wasm> | undefined;
  let opening: Promise<Opened> | undefined;
  /** What takes the place of these, once their wasm has trapped. */
  let successor: Promise<Openings> | undefined;
  /** What the present one was opened for. */
  let openedFor = '';

  const catalogueFile = onceEach((id: string) => textOf(`${shim.folder()}services/${id}.json`));
  const file = onceEach((address: string) => textOf(address));
  const policy = onceEach((_folder: string) => find?.() ?? findPolicy(shim, built));

  const theWasm = (): Promise<Wasm> => {
    wasm ??= isPlain
      ? bringPlain(shim)
      : bringWasm(shim).catch((error) => {
          sayWhyPlain(error);
          return bringPlain(shim);
        });
    const asked = wasm;
    asked.catch(() => {
      if (wasm === asked) wasm = undefined;
    });
    return asked;
  };

  const filesOf = async (text: string): Promise<Record<string, string>> => {
    const { named } = await theWasm();
    const ids = named(text);
    const found = await Promise.all(mapped(ids, catalogueFile));
    const files: Record<string, string> = {};
    for (const [at, id] of ids.entries()) files[id] = found[at]!;
    return files;
  };

  /** The style of the banner, where the words are not those of the build: they come with it. */
  const sheet = async (): Promise<string> => {
    if (built && shim.folder() === builtIn) return '';
    const layout = first(LAYOUTS, (known) => known === shim.setting('layout'));
    const names = layout ? ['banner', layout] : ['banner'];
    return (await Promise.all(mapped(names, (name) => file(`${shim.folder()}sheets/${name}.css`)))).join('');
  };

  const builtOf = ({ decisions: { digest, policy, days } }: Plan): Opening['built'] => ({ digest, policy, days });

  /** What does not hang on the policy comes while that is on its way. */
  const fetchAhead = (): void => {
    const language = languageOfPage(built);
    const asked = [theWasm(), sheet(), language === undefined ? undefined : texts.of(language, [])];
    // What does not come is told of where it is needed.
    Promise.allSettled(asked);
  };

  /**
   * What the first look says besides the banner's: what services are for, and what a regime, a signal or the seal add.
   */
  const firstLayers = (files: Record<string, string>): Layer[] => {
    const isKnown = shim.isSealed || !isUnknown(shim.plan().decisions, shim.setting, shim.isSealed);
    return [...(Object.keys(files).length ? ['services' as const] : []), ...(isKnown ? ['more' as const] : [])];
  };

  const open = async (language: string, found: FoundPolicy): Promise<Opened> => {
    const [{ Page }, files, style, banners] = await Promise.all([
      theWasm(),
      filesOf(found.text),
      sheet(),
      texts.of(language, []),
    ]);
    const layers = firstLayers(files);
    const words = layers.length ? await texts.of(language, layers) : banners;
    const source = shim.setting('policy');
    const page = Page.open(
      {
        policy: found.text,
        files,
        language,
        texts: words,
        sheet: style,
        table: shim.knownTable,
        ...(source && { source }),
        home: found.home,
        record: shim.record.name,
        isSecure: location.protocol === 'https:',
        visitor: {
          gpc: sendsGpc(),
          age: shim.setting('age'),
          regime: shim.setting('regime'),
          country: shim.setting('country'),
          guard: shim.guard,
        },
        ...(built && { built: builtOf(built) }),
      },
      hostOf(shim),
    );
    const plan = page.plan();
    if (plan) shim.learn(plan, found.text);
    return { page, policy: found, language, layers: new Set(layers) };
  };

  const present = async (...layers: Layer[]): Promise<Opened> => {
    if (successor) return (await successor).present(...layers);
    if (!opening) fetchAhead();
    const found = await policy(shim.folder());
    const language = await languageOf(built, async () => (await theWasm()).language(found.text));
    // Signals are read where something is opened: a page may learn of them later.
    const wanted = [shim.folder(), language, sendsGpc(), ...mapped(['age', 'regime', 'country'], shim.setting)].join(
      ' ',
    );
    if (wanted !== openedFor || !opening) {
      openedFor = wanted;
      const asked = open(language, found);
      opening = asked;
      asked.catch(() => {
        if (opening === asked) opening = undefined;
      });
    }
    const opened = await opening;
    const missing = filtered(layers, (layer) => !opened.layers.has(layer));
    if (missing.length) {
      opened.page.learn(await texts.of(opened.language, missing));
      for (const layer of missing) opened.layers.add(layer);
    }
    return opened;
  };

  const openings: Openings = {
    present,
    async call(what, ...layers) {
      if (successor) return (await successor).call(what, ...layers);
      try {
        return await what(await present(...layers));
      } catch (error) {
        if (isPlain || !isTrap(error)) throw error;
        sayWhyPlain(error);
        successor ??= bringPlainOpenings(shim);
        return (await successor).call(what, ...layers);
      }
    },
    filesOf,
    async names(table, asked) {
      try {
        return await openings.call(({ page }) => page.names(table, asked));
      } catch {
        // What is wrong with the policy was said when it was looked at.
        const { knownNames } = await theWasm();
        return knownNames(table, asked);
      }
    },
  };
  return openings;
};

/** Openings of another policy, by which the page does not go. */
export const openingsOf = (shim: Shim, address: string): Openings => {
  const { answers, ...decisions } = shim.plan().decisions;
  const unplanned: Shim = { ...shim, plan: () => ({ decisions }), learn: () => {} };
  return createOpenings(unplanned, { find: () => policyAt(address) });
};
