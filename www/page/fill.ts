// A policy with what the files of www/services say put into it, so that core reads those services as it reads a site's
// own.

import { answered } from './instantiate';

/** The service of the catalogue that an entry of the policy names. */
const named = (entry: any): string | undefined => `${entry?.use ?? entry}`.match(/^services\/([a-z][a-z0-9-]*)$/)?.[1];

/** Fills `declared`; `base` is the folder of pkg/. Whether there was anything to fill. */
export const fill = async (declared: any, language: string, base: string): Promise<boolean> => {
  // What is wrong with such a policy is for core to say.
  if (!Array.isArray(declared?.services) || !declared.services.some(named)) return false;
  const file = async (name: string) => (await answered(fetch(`${base}${name}.json`))).json();
  const words = file(`locales/${language}.services`);
  declared.services = await Promise.all(
    declared.services.map(async (entry: any) => {
      const name = named(entry);
      if (!name) return entry;
      const [{ service }, texts] = await Promise.all([file('services/' + name), words]);
      const key = 'purpose.' + service.purpose;
      // The entry's own fields come last, and so first.
      return {
        ...service,
        purpose: declared.texts?.[language]?.[key] ?? texts[key],
        ...(entry.use && entry),
        use: undefined,
      };
    }),
  );
  return true;
};
