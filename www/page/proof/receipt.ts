// A receipt: what was chosen, how, when, under which law, and on what was shown. Nothing in it says who chose.

import type { Shim } from '../../shim/between';
import { hash, time } from './journal';

/** What each built-in service is for, and who receives its data: www/build/build.mjs takes it from src/vendors. */
declare const PARTIES: Record<string, [purpose: string, vendor: string]>;

const COUNTRIES: Record<string, string> = { GB: 'uk', UK: 'uk', US: 'us', BR: 'br' };
const HOW: Record<string, string> = { a: 'accept', r: 'reject', w: 'withdraw', s: 'save', p: 'api', t: 'former' };

/** As src/consent/regime.rs reads it. */
const regime = (shim: Shim) => {
  const [name, country] = [shim.setting('regime').toLowerCase(), shim.setting('country').toUpperCase()];
  const found = name == 'auto' ? COUNTRIES[country] : name;
  return (!shim.seal && ['uk', 'us', 'br'].find((one) => one == found)) || 'eu';
};

/** The services that a record grants and refuses; src/consent/record.rs says its forms. */
const answered = (grants: string, ids: string[]): { given: string[]; refused: string[] } => {
  const [form, ...rest] = grants.split('~');
  if (form == 'p') {
    // The granted ones, an empty text, and the refused ones.
    const between = rest.indexOf('');
    return { given: rest.slice(0, between), refused: rest.slice(between + 1).filter(Boolean) };
  }
  const isSet = (at: number) => (parseInt(rest[1]![(at / 5) | 0]!, 32) >> (at % 5)) & 1;
  const given = form == 'g' ? rest : ids.filter((_, at) => isSet(at));
  return { given, refused: ids.filter((id) => !given.includes(id)) };
};

/** The service's entry in the policy. A group's entry is that of each of its members. */
const declaredAs = (id: string, services: any[]) =>
  services.find((entry) => {
    const name = entry.use ?? entry.id ?? entry;
    return name == id || (!PARTIES[name] && entry.id != name && id.startsWith(name + '-'));
  });

/**
 * @param due  what www/page/host.js put down as the record was written: the cookie, the language, the surface's
 *   class and its text, commas between
 * @param before  the receipt before: what was given in it and no longer is, was withdrawn
 */
export const receipt = async (shim: Shim, due: string, before: any) => {
  const [cookie, language, surface, ...shown] = due.split(',');
  // Before the grants may stand the edition.
  const [, when, letters, ...rest] = cookie!.split(';')[0]!.split('=')[1]!.split('.');
  const pass = shim.pass!;
  const { site, services, updated, receipts } = pass.declared as any;
  const ids = Object.keys(pass.state.services);
  const { given, refused } = answered(rest.at(-1)!, ids);
  const [letter] = letters!;
  const gpc = letters!.includes('x');
  const minor = !/^(adult)?$/.test(shim.setting('age'));
  const asked = 'rwspt'.includes(letter!);
  const was = (id: string) => before?.processes.some((one: any) => one.service == id && one.status == 'given');
  const status = (id: string) => {
    if (given.includes(id)) return 'given';
    if (refused.includes(id) && was(id)) return 'withdrawn';
    return asked && refused.includes(id) ? 'refused' : 'unasked';
  };
  const text = shown.join(',');
  return {
    kind: 'decision',
    at: time(parseInt(when!, 36) * 6e4),
    controller: { contact: site.contact, name: site.name },
    gpc,
    how: HOW[letter!] || (gpc ? 'signal' : minor ? 'age' : 'regime'),
    id: receipts.id === false && !receipts.endpoint ? undefined : crypto.randomUUID(),
    minor,
    notice: {
      hash: text ? await hash(text) : undefined,
      language,
      layout: shim.setting('layout') || 'bar',
      policy: await hash(pass.policy),
      surface: surface!.slice('portcullis-'.length) || 'none',
      updated,
    },
    processes: ids.map((service) => {
      const [purpose, vendor] = PARTIES[service] || [];
      const own = declaredAs(service, services);
      return {
        purpose: own?.purpose ?? purpose,
        recipient: own?.vendor ?? vendor,
        service,
        status: status(service),
      };
    }),
    regime: regime(shim),
  };
};
