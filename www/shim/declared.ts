// What a page printed before there were plans says of its policy's services: in its tag's `data-declared`, or as the
// policy itself in `<script type="application/json" id="portcullis-policy">`. Core takes over once it has read the
// policy.

import { STORE_LETTERS } from '../generated';
import { page } from '../gate/document';
import { bare, type Settings } from './settings';
import { mapped } from '../gate/own';

interface Policy {
  unknown?: string;
  allow?: string[];
  services?: {
    id?: string;
    class?: string;
    hosts?: string[];
    paths?: string[];
    cookies?: { name: string; store?: keyof typeof STORE_LETTERS }[];
  }[];
}

/** The policy's text, where the page has it. */
export const policyInPage = (): string | undefined => page.all('script#portcullis-policy')[0]?.textContent ?? undefined;

/** What a page says before core has read its policy. */
export interface Declared {
  /** The lines of a table. */
  table: string;
  /** Whether a third party that nobody declared is refused. */
  deniesUnknown: boolean;
}

/** What is declared; nothing where nothing is, or nothing that can be read. */
export const declaredIn = (setting: Settings): Declared => {
  try {
    const said = JSON.parse(setting('declared') || policyInPage() || '{}');
    const { unknown, allow = [], services = [] }: Policy = bare(said);
    const lines = mapped(services, (service) => {
      const { id = '', class: kind, hosts = [], paths = [], cookies = [] } = bare(service) as typeof service;
      const names = mapped(cookies, ({ name, store = 'cookie' }) => `${STORE_LETTERS[store]}=${name}`);
      const rules = [...hosts, ...mapped(paths, (path) => location.hostname + path), ...names];
      return [kind === 'essential' ? '' : id, ...rules].join(' ');
    });
    const allowed = ['', ...mapped(allow, (origin) => origin.split(/[/:]+/)[1] ?? '')].join(' ');
    return { table: [...lines, allowed].join('\n'), deniesUnknown: unknown === 'deny' };
  } catch {
    // What is wrong with a policy is for core to say.
    return { table: '', deniesUnknown: false };
  }
};
