// Choices that visitors made with what the site had before. Core takes them over (src/consent/former), in the larger
// build alone: where there are none, the build of a first visit is given a policy that does not speak of them.

import type { Shim } from '../shim/between';

/** What products store a choice under, where the policy does not say otherwise. */
const STORED: Record<string, string> = {
  'vanilla-cookieconsent': 'cc_cookie',
  klaro: 'klaro',
  tarteaucitron: 'tarteaucitron',
};

/** The name that what a site moves from stored choices under. */
export const formerly = ({ from, stored = STORED[from] }: any): string | undefined => stored;

/** Whether there is a choice to take over, or one that was and left something to ask. */
const isToTake = (moving: unknown, { record }: Shim) => {
  try {
    const jar = '; ' + Reflect.get(Document.prototype, 'cookie', document);
    const [, value] = jar.split(`; ${record}=`);
    if (value != undefined) return /^1\.\w+\.to?(\.e\w+)?\.p/.test(value);
    return (moving as any[])
      .map(formerly)
      .some((name) => name && (jar.includes(`; ${name}=`) || localStorage[name] != undefined));
  } catch {
    // What is wrong with such a policy is for core to say; where nothing may be read there is nothing to take.
    return !Array.isArray(moving);
  }
};

/** Takes `moving` out of a policy where it is no longer needed; whether it did. */
export const isLeftOut = (declared: any, shim: Shim) =>
  declared?.moving != undefined && !isToTake(declared.moving, shim) && delete declared.moving;
