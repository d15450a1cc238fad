// portcullis-plain.js: the larger build as JavaScript. It hands its instantiation to the script that
// asked for it.

import instantiate from 'glue/plain.js';

(Reflect.get(Document.prototype, 'currentScript', document) as any).portcullis(instantiate);
