// A grant under the seal takes effect when the page is loaded again. Where the policy asks for it the page does that
// itself, but only where nothing can be lost or sent twice by it.

import type { Shim } from '../shim/between';
import { keepReferrer } from '../shim/came';
import { page } from '../gate/document';
import { painted } from '../shim/painted';

/** What has a value of its own from the start tells only by its box. */
const BOXES = /^(checkbox|radio|range|color)$/;

/** Whether another option is picked than the page brought. */
const isRepicked = ({ options, multiple, selectedIndex }: HTMLSelectElement): boolean => {
  const all = [...options];
  if (!multiple && !all.some((option) => option.defaultSelected)) return selectedIndex > 0;
  return all.some((option) => option.selected !== option.defaultSelected);
};

/** Whether another text or file stands there. */
const isRetyped = (field: HTMLInputElement): boolean => {
  const { type, value, defaultValue, checked, defaultChecked, files } = field;
  if (checked !== defaultChecked || files?.length) return true;
  return (!!defaultValue || !BOXES.test(type)) && value !== defaultValue;
};

/** Whether a field holds what the page did not bring. Browsers do not all keep that over a load. */
const isFilled = (): boolean =>
  page.all('[contenteditable]').length > 0 ||
  [...page.all<HTMLInputElement>('input,textarea')].some(isRetyped) ||
  [...page.all<HTMLSelectElement>('select')].some(isRepicked);

/**
 * Whether this page is known to have come by GET: only then is an answer to its URL in the browser's cache. No script
 * can ask for the method itself, and a form's result must not be posted again. Asking makes no request.
 */
const cameByGet = async (): Promise<boolean> => {
  try {
    return (await fetch(location.href, { mode: 'same-origin', cache: 'only-if-cached' })).ok;
  } catch {
    return false;
  }
};

/** Whether another site led here: Chromium keeps what such a link brought where no page can ask for it. */
const cameFromElsewhere = (): boolean => !page.referrer || new URL(page.referrer).origin !== location.origin;

/** Whether a GET of this address brings as much as stands here: then it brings the same, and loses no form's result. */
const isTheSameByGet = async (): Promise<boolean> => {
  const [{ decodedBodySize }] = performance.getEntriesByType('navigation') as [PerformanceNavigationTiming];
  try {
    const answer = await fetch(location.href, { mode: 'same-origin', redirect: 'error' });
    return answer.ok && (await answer.arrayBuffer()).byteLength === decodedBodySize;
  } catch {
    return false;
  }
};

export const reopen = async (shim: Shim): Promise<void> => {
  // A grant is applied once its click has been painted.
  await painted();
  if (!shim.plan().decisions.seal?.reloads || !shim.waits() || shim.isTouched() || isFilled()) return;
  const mayReload = await cameByGet();
  // With a hash it would only be scrolled.
  const mayLoadAgain = !mayReload && !location.hash && cameFromElsewhere() && (await isTheSameByGet());
  if (shim.isTouched() || isFilled() || !(mayReload || mayLoadAgain)) return;
  keepReferrer();
  if (mayReload) location.reload();
  else location.replace(location.href);
};
