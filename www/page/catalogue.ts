// portcullis-catalogue.js: fetched where a policy names services of www/services, or what the site had before. It puts
// what the services' files say into the policy, so that core reads them as it reads a site's own services, and takes out
// what core does not need (./moving.ts).

import type { Shim } from '../shim/between';
import { answered } from './instantiate';
import { isLeftOut } from './moving';

const script = Reflect.get(Document.prototype, 'currentScript', document) as HTMLScriptElement & { portcullis: Shim };
const shim = script.portcullis;
const base = new URL('.', script.src).href;

const file = async (name: string) => (await answered(fetch(`${base}${name}.json`))).json();

/** The service of the catalogue that an entry of the policy names. */
const named = (entry: any): string | undefined => `${entry?.use ?? entry}`.match(/^services\/([a-z][a-z0-9-]*)$/)?.[1];

shim.catalogue = async (policy, declared, language) => {
  const changed = isLeftOut(declared, shim);
  // What is wrong with such a policy is for core to say.
  if (!Array.isArray(declared?.services) || !declared.services.some(named)) {
    shim.filled ||= changed;
    return changed ? JSON.stringify(declared) : policy;
  }
  const words = file(`locales/${language}.services`);
  declared.services = await Promise.all(
    declared.services.map(async (entry: any) => {
      const name = named(entry);
      if (!name) return entry;
      const [{ service }, texts] = await Promise.all([file('services/' + name), words]);
      const key = 'purpose.' + service.purpose;
      // The entry's own fields come last, and so first.
      return { ...service, purpose: declared.texts?.[language]?.[key] ?? texts[key], ...(entry.use && entry), use: undefined };
    }),
  );
  shim.filled = true;
  return JSON.stringify(declared);
};
