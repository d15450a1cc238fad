// What the policy declares, for the same look-up as the shim's and for what is known of a service by its id alone.

import { fill } from '../page/fill';
import { inline, policyText } from '../page/tag';
import type { State } from '../shim/between';
import { learn, running } from '../shim/live/known';

/** The built-in services: what they are called, and their rules. */
declare const CALLED: Record<string, [name: string, vendor: string, kind: string, privacy: string]>;
declare const KNOWN: string;

/** The rules of a service that is known before any policy is. */
const knownRules = (id: string): string[] =>
  KNOWN.split('\n')
    .find((line) => line.startsWith(id + ' '))
    ?.split(' ')
    .slice(1) ?? [];

/** The policy, once it has been read. */
let policy: any = {};
/** What the shim holds by: it knows the policy as soon as the core has answered, or at once where the page itself says it. */
let held: any = {};

/** Reads it; what is wrong with it is for core to say. */
export const read = async (base: string): Promise<void> => {
  try {
    const declared = JSON.parse(await policyText());
    await fill(declared, 'en', base);
    policy = declared;
  } catch {}
};

/** Takes what the shim knows at once: `declared` is what its tag says. */
export const begin = (declared: string): void => {
  try {
    learn((held = JSON.parse(declared || inline()!)));
  } catch {}
};

/** Takes what the shim knows and lets run since the core has answered. */
export const follow = ({ decided, services }: State): void => {
  for (const id in running) delete running[id];
  for (const id in services) if (/granted|once/.test(services[id]!)) running[id] = [[]];
  if ((decided || Object.keys(running)[0] || Object.keys(services)[0]) && policy.services) learn((held = policy));
};

/** Whether the shim keeps out whom nobody knows. */
export const denies = (): boolean => held.unknown == 'deny';

const entryOf = (id: string): any => policy.services?.find((entry: any) => (entry.id ?? entry.use) == id);

/** The class of a service: the policy's, or the built-in one's. */
export const classOf = (id: string): string | undefined => entryOf(id)?.class ?? CALLED[id]?.[2];

/** A name or an address of a service, by which core can be asked about it. */
export const sampleOf = (id: string): string | undefined => {
  const { cookies = [], hosts = [] } = entryOf(id) ?? {};
  const cookie =
    cookies.find(({ store }: any) => !store)?.name ??
    knownRules(id)
      .find((rule) => rule.startsWith('c='))
      ?.slice(2);
  const host = hosts[0] ?? knownRules(id).find((rule) => !rule.includes('='));
  return (cookie ?? (host && `https://${host}`))?.replace('*', 'x');
};
