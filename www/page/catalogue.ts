// portcullis-catalogue.js: fetched where a policy names services of www/services, and puts them into it.

import type { Shim } from '../shim/between';
import { fill } from './fill';

const script = Reflect.get(Document.prototype, 'currentScript', document) as HTMLScriptElement & { portcullis: Shim };
const shim = script.portcullis;
const base = new URL('.', script.src).href;

shim.catalogue = async (policy, declared, language) => {
  if (!(await fill(declared, language, base))) return policy;
  shim.filled = true;
  return JSON.stringify(declared);
};
