// The latch: the inline script that stands first in <head> under the seal. Where the stored pass is of this very visit,
// it inserts the Content Security Policy of that pass and then, last, has the parser swallow the static policy below
// it. In any doubt it does nothing: the static policy stands, and only a full load opens the page.
//
// What changes with a policy or a visitor is in attributes of its tag, so its hash changes with the version alone.
// `portcullis snippet` prints it. It is built without joining conditions: in a page that is XML, a `<` or a `&` would
// be markup.

import { PASS, type Pass, RECORD_PLAIN, RECORD_SECURE } from '../generated';
import type { Opened } from './seal';

((d: Document) => {
  try {
    const latch = d.currentScript as HTMLScriptElement;
    const { guard, digest, age = '', regime = '', country = '' } = latch.dataset;
    const pass: Pass = JSON.parse(localStorage.getItem(`${PASS} ${guard}`)!);
    const cookie = location.protocol === 'https:' ? RECORD_SECURE : RECORD_PLAIN;
    const copies = `; ${d.cookie}`.split(`; ${cookie}=`);
    const gpc = navigator.globalPrivacyControl ? '1' : '';
    const conditions = [
      guard,
      digest,
      pass.guard === guard,
      pass.digest === digest,
      pass.signals === [gpc, age, regime, country].join(),
      pass.until > Date.now() / 60_000,
      Object.values(pass.verdicts).includes('granted'),
      pass.open,
      copies.length === 2,
      copies[1]!.split(';')[0] === pass.record,
      // Late, moved, or run again, it would write before something else.
      d.readyState === 'loading',
      !d.body,
      latch.parentNode === d.head,
      !latch.nextSibling,
      !d.querySelector('meta[http-equiv=content-security-policy i]'),
    ];
    if (!conditions.every(Boolean)) return;
    const same = (text: string) => text;
    const rules = { createHTML: same, createScript: same, createScriptURL: same };
    // A page allows one policy of that name: the shim takes this one over.
    const types = (window as Realm).trustedTypes?.createPolicy('portcullis', rules);
    const swallow = decodeURI('%3Cscript type="text/plain"%3E');
    const text = types ? types.createHTML(swallow) : swallow;
    const meta: HTMLMetaElement & { portcullis?: Opened } = d.createElement('meta');
    meta.httpEquiv = 'Content-Security-Policy';
    meta.content = pass.open!;
    latch.before(meta);
    d.write(text);
    const opened: Opened = { pass, types };
    // The shim asks what the page was opened for. Where writing threw, as in XML, it was opened for nothing.
    meta.portcullis = opened;
    // Listeners of `window` are called in the order in which they were added, so the shim's own comes first.
    addEventListener('pageshow', (event) => opened.back?.(event));
  } catch {}
})(document);
