// The hooks on markup that code makes, on a realm made of doubles.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

const { createJudge } = await load('www/gate/judge.ts');
const GATED = 'https://cdn.acme.test/x.png';

/** A document whose templates find one image in whatever markup they are given. */
class Document {
  cloneNode() {
    return {
      createElement: () => ({
        get innerHTML() {
          return JSON.stringify([image.attributes, image.dataset]);
        },
        set innerHTML(_) {},
        content: { querySelectorAll: () => [image] },
      }),
    };
  }
  write() {}
}
const image = {
  localName: 'img',
  attributes: [{ name: 'src', value: GATED }],
  dataset: {},
  removeAttribute: () => image.attributes.pop(),
  getAttribute: () => null,
};
const HELD = JSON.stringify([[], { consentAny: 'acme', portcullis: 'by-code', src: GATED }]);
Object.assign(globalThis, { Document, document: new Document() });

const ROADS = {
  DOMParser: 'parseFromString',
  Range: 'createContextualFragment',
  Element: 'insertAdjacentHTML',
};
for (const [owner, name] of Object.entries(ROADS)) {
  test(`the first markup of a page is marked, by ${owner}.${name}`, async () => {
    const { hookMarkup } = await load('www/gate/markup.ts', { copy: owner });
    Object.assign(image, { attributes: [{ name: 'src', value: GATED }], dataset: {} });
    const judge = createJudge(
      { host: 'www.shop.test' },
      () => 'https://www.shop.test/',
      () => {},
    );
    judge.learn('acme cdn.acme.test', false);
    const given = [];
    const classOf = (method) => {
      const double = class {};
      double.prototype[method] = (...values) => given.push(...values);
      return double;
    };
    const realm = { Document, Node: class {} };
    for (const [other, method] of Object.entries(ROADS)) realm[other] = classOf(method);
    hookMarkup(realm, judge);
    const markup = `<img src="${GATED}">`;
    new realm[owner]()[name](...(owner === 'Element' ? ['beforeend', markup] : [markup]));
    assert.deepEqual(given.at(-1), HELD);
  });
}
