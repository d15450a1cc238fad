// One self-signed certificate for the whole process. Browsers are told not to mind it, so the name
// on it does not matter.

import selfsigned from 'selfsigned';

let made;

/** @returns {Promise<{key: string, cert: string}>} PEM */
export function certificate() {
  made ??= selfsigned
    .generate([{ name: 'commonName', value: 'world.test' }], { keyType: 'ec', algorithm: 'sha256' })
    .then((pems) => ({ key: pems.private, cert: pems.cert }));
  return made;
}
