// For the larger build: the same functions, not a second copy of them. The core's own stand on the
// element of the script that carries this.

const { host } = /** @type {any} */ (Reflect.get(Document.prototype, 'currentScript', document)).portcullis;
export const { draw, close, write, commit, jar } = host;
