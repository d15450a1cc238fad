// portcullis-catalogue.js: fetched where a policy names services of www/services, or what the site had before. It puts
// what the services' files say into the policy, and takes out what core does not need (./moving.ts).

import type { Shim } from '../shim/between';
import { fill } from './fill';
import { isLeftOut } from './moving';

const script = Reflect.get(Document.prototype, 'currentScript', document) as HTMLScriptElement & { portcullis: Shim };
const shim = script.portcullis;
const base = new URL('.', script.src).href;

shim.catalogue = async (policy, declared, language) => {
  const changed = isLeftOut(declared, shim);
  if (!(await fill(declared, language, base)) && !changed) return policy;
  shim.filled = true;
  return JSON.stringify(declared);
};
