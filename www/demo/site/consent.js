// What the visitor chose, as the module tells it. The page must survive without the module, so this
// is the one file that reads `portcullis`.

/** True once the module's script has run. */
export const isThere = () => Boolean(window.portcullis);

/** @returns {{ decided: boolean, services: Record<string, string> }} */
export function choice() {
  const { decided = false, services = {} } = window.portcullis?.state?.() ?? {};
  return { decided, services };
}

export const isGranted = (service) => choice().services[service] === 'granted';

/** Calls back with each change, whoever made it: the banner, another tab, a script. */
export function onChange(callback) {
  document.addEventListener('portcullis:change', callback);
}
