// The entries that the policy lacks, in the form that `./x scan` drafts them, by the same code.

import { draft, type Thing } from '../../tools/scan/draft.mjs';
import { lasts } from '../../tools/scan/lasts.mjs';
import type { Row } from './rows';

/** A cookie as CookieStore has it, in the browsers that say when it ends. */
interface Stored {
  name?: string;
  expires?: number | null;
}

/** How long each cookie stays, where the browser tells. */
const durations = async (): Promise<Map<string, string>> => {
  const cookies: Stored[] = (await (window as Realm).cookieStore?.getAll().catch(() => [])) ?? [];
  return new Map(
    cookies.flatMap(({ name = '', expires }) =>
      expires === undefined ? [] : [[name, lasts(expires === null ? -1 : expires / 1000)]],
    ),
  );
};

export const drafted = async (rows: Iterable<Row>) => {
  const cookies = await durations();
  const site = location.hostname;
  const things = [...rows].flatMap(
    ({ sighting: { store, name, path, setting }, answer: { declared, known } }): Thing[] => {
      // A tag that waits for a service which is not there has no host to declare; nor has what is written in the page.
      if (declared !== false || (!store && !path)) return [];
      const is = { class: 'tracking', sure: 'none', ...known };
      return [
        store
          ? { kind: 'name', store, name, host: site, duration: store == 'cookie' ? cookies.get(name) : undefined, is }
          : { kind: 'host', name, host: name, setting, is },
      ];
    },
  );
  return draft({ site, title: document.title, language: document.documentElement.lang, things, policy: true });
};
