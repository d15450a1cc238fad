// A grant under the seal takes effect when the page is loaded again. Where the policy asks for it the page
// does that itself, but only where nothing can be lost or sent twice by it.

import { d } from '../shim/document';
import type { Shim } from '../shim/between';

/** Whether another option is picked than the page brought. */
const repicked = ({ options, multiple, selectedIndex }: HTMLSelectElement) =>
  multiple || [...options].some((option) => option.defaultSelected)
    ? [...options].some((option) => option.selected != option.defaultSelected)
    : selectedIndex > 0;

/** Whether another text or file stands there; what has a value of its own from the start tells only by its box. */
const retyped = ({ type, value, defaultValue, checked, defaultChecked, files }: HTMLInputElement) =>
  checked != defaultChecked ||
  files?.length ||
  ((defaultValue || !/^(checkbox|radio|range|color)$/.test(type)) && value != defaultValue);

/** Whether a field holds what the page did not bring. Browsers do not all keep that over a load. */
const filled = () =>
  d.querySelector('[contenteditable]') ||
  [...d.querySelectorAll<HTMLInputElement>('input,textarea')].some(retyped) ||
  [...d.querySelectorAll('select')].some(repicked);

/**
 * Whether this page came by GET: only then is an answer to its URL in the browser's cache. No script can ask
 * for the method itself, and a form's result must not be posted again. Asking makes no request.
 */
const asked = async () => {
  try {
    return (await fetch(location.href, { mode: 'same-origin', cache: 'only-if-cached' })).ok;
  } catch {}
};

export const reopen = async (shim: Shim) => {
  if (shim.waits && shim.reloads && !shim.touched && !filled() && (await asked()) && !shim.touched) location.reload();
};
