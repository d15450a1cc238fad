// The latch: inline, first in <head>, under the seal only. Where a pass matches the record to the letter it
// puts the policy of that pass in the page and then, last, has the parser swallow the static one that follows.
// In any doubt it does nothing, and the static policy stands. `portcullis snippet` fills in KEY.
//
// No `<` and no `&`: in a page that is XML they would be markup, and leave it blank.

import type { Pass } from './between';

declare const KEY: string;

((d: any) => {
  try {
    const latch = d.currentScript;
    const root = d.documentElement;
    // The shim, which comes when scripts may have changed the language, names the pass by the same.
    root.portcullis ??= root.lang || navigator.language;
    const pass: Pass = JSON.parse(localStorage[KEY + [root.portcullis, (navigator as any).globalPrivacyControl]]);
    const records = `; ${d.cookie}`.split(`; ${location.protocol == 'https:' ? '__Host-' : ''}consent=`);
    const sure = [
      pass.run[0],
      records.length == 2,
      records[1]!.split(';')[0] == pass.record,
      // Late, moved, or run again: what is written would hit something else.
      d.readyState == 'loading',
      !d.body,
      latch.parentNode == d.head,
      !latch.nextSibling,
      !d.querySelector('meta[http-equiv=content-security-policy i]'),
    ];
    if (sure.every(Boolean)) {
      const meta = d.createElement('meta');
      meta.httpEquiv = 'Content-Security-Policy';
      meta.content = pass.seal![1];
      latch.before(meta);
      const swallow = decodeURI('%3Cscript type="text/plain"%3E');
      const types = (window as any).trustedTypes;
      const same = (text: string) => text;
      // A page allows one policy of that name: the shim takes it over.
      if (types)
        pass.types = types.createPolicy('portcullis', { createHTML: same, createScript: same, createScriptURL: same });
      d.write(types ? pass.types.createHTML(swallow) : swallow);
      // The shim asks what the page was opened for. Nothing, where that threw: in XML, or without our Trusted Types.
      meta.portcullis = pass;
      // Here, because listeners of `window` are called in the order in which they came.
      addEventListener('pageshow', (event) => pass.back?.(event));
    }
  } catch {}
})(document);
