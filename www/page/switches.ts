// The switches of the readable policy: they show what the page's gate holds, whoever changed it.

import type { Page } from 'glue/portcullis_bg.js';
import type { Drawing } from '../generated';
import type { Core, Shim } from '../shim/between';
import { page as document } from '../gate/document';
import { build } from '../shim/surfaces';

/** What is drawn, whichever switches are on: those are set without drawing anew. */
const shapeOf = (drawings: Drawing[]): string =>
  JSON.stringify(drawings, (_, value) => (value?.type === 'checkbox' ? { ...value, checked: undefined } : value));

/** Puts them into the section's box, and does what is chosen there. */
export const attendSwitches = (box: HTMLElement, shim: Shim, core: Core, page: Page): void => {
  const status = document.create('p');
  status.className = 'portcullis-saved';
  status.role = 'status';
  box.after(status);
  let shape = '';

  const show = (): void => {
    const { services } = shim.state();
    // Where the gate has nothing to say, as under a wrong policy, the link stays.
    if (!Object.keys(services).length) return;
    const drawings = page.switches();
    const focused = box.contains(document.focused) && (document.focused as HTMLInputElement).value;
    if (shapeOf(drawings) !== shape) box.replaceChildren(...drawings.map(build));
    if (shapeOf(drawings) !== shape && focused)
      box.querySelector<HTMLElement>(`[value="${CSS.escape(focused)}"]`)?.focus();
    shape = shapeOf(drawings);
    for (const one of box.querySelectorAll('input')) one.checked = services[one.value] === 'granted';
  };

  const save = async (choosing: Promise<unknown>): Promise<void> => {
    status.textContent = '';
    try {
      await choosing;
      status.textContent = page.say('choices.saved');
    } catch (error) {
      console.error('portcullis:', error instanceof Error ? error.message : error);
    } finally {
      show();
    }
  };

  box.addEventListener('change', ({ target }) => {
    const { value, checked } = target as HTMLInputElement;
    save(checked ? core.grant([value]) : core.deny([value]));
  });
  box.addEventListener('click', ({ target }) => {
    const action = (target as Element).closest<HTMLElement>('[data-action]')?.dataset.action;
    const { services } = shim.state();
    // "Accept all" is no exception to a signal of the browser's: that takes a switch of the service's own.
    if (action === 'accept') save(core.grant(Object.keys(services).filter((id) => services[id] !== 'locked')));
    if (action === 'reject') save(core.withdraw());
  });
  document.listen('portcullis:change', show);
  show();
};
