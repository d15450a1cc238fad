// The checker on other products' banners, as their documents set them up and without a link of the site's own:
// it finds them without knowing them, and what it measures there goes into the table as it is. c15t is not
// among them: its package brings no banner.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import { audit } from '../../tools/audit/audit.mjs';
import { folder } from '../world/folder.mjs';
import { notePeer } from './tally.mjs';
import { MANY, few, openStage } from './stage.mjs';

const stage = openStage();
const packageOf = (name, file) => path.dirname(createRequire(import.meta.url).resolve(`${name}/${file}`));
const page = (head, end) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport"
  content="width=device-width"><title>Peer</title>
  ${head}</head><body><main style="min-height:3000px"><h1>Peer</h1><p>Some <a
  href="#a">words</a> to read.</p></main>${end}</body></html>`;

const PEERS = {
  'vanilla-cookieconsent 3.1.0': {
    files: () => packageOf('vanilla-cookieconsent', 'dist/cookieconsent.umd.js'),
    head: '<link rel="stylesheet" href="/peer/cookieconsent.css">',
    end: `<script src="/peer/cookieconsent.umd.js"></script><script>CookieConsent.run({
      hideFromBots: false,
      categories: { necessary: { enabled: true, readOnly: true }, analytics: {} },
      language: { default: 'en', translations: { en: {
        consentModal: { title: 'We use cookies', description: 'Cookie modal description',
        acceptAllBtn: 'Accept all', acceptNecessaryBtn: 'Reject all',
        showPreferencesBtn: 'Manage Individual preferences' },
        preferencesModal: { title: 'Manage cookie preferences', acceptAllBtn: 'Accept all',
        acceptNecessaryBtn: 'Reject all', savePreferencesBtn: 'Accept current selection', closeIconLabel: 'Close modal',
          sections: [{ title: 'Strictly Necessary cookies', description: 'These cookies are essential.',
          linkedCategory: 'necessary' },
            { title: 'Performance and Analytics', description: 'These cookies collect information.',
            linkedCategory: 'analytics' }] } } } } })</script>`,
  },
  'klaro 0.7.22': {
    files: () => packageOf('klaro', 'dist/klaro.js'),
    head: '',
    end: `<script>var klaroConfig = { version: 1, elementID: 'klaro', storageMethod: 'cookie', services: [
      { name: 'matomo', title: 'Matomo', purposes: ['analytics'] }, {
      name: 'video', title: 'Video', purposes: ['marketing'] }],
      translations: { en: { privacyPolicyUrl: '/privacy/' } } }</script><script src="/peer/klaro.js"></script>`,
  },
};

// In `./x test` the first: that the checker finds a banner that it does not know.
for (const [product, { files, head, end }] of few(Object.entries(PEERS), 1)) {
  test(`the checker finds the banner of ${product}, and something in it`, MANY, async (t) => {
    stage.shop.replace(t, '/p/peer.html', (request, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end(page(head, end)),
    );
    stage.shop.world.serve('www.shop.test', '/peer', folder(files(), '/peer'));
    const { found, judgements } = await audit(stage.fresh, 'https://www.shop.test/p/peer.html');
    assert.ok(found && found !== 'portcullis');
    const findings = judgements.filter(({ pass }) => !pass);
    assert.ok(findings.length, 'a checker that finds nothing anywhere would be no checker');
    notePeer(product, {
      checks: judgements.length,
      findings: findings.map(({ rule, source, width, layer, measured }) => ({ rule, source, width, layer, measured })),
    });
    const lines = findings.map(({ rule, width = '', layer = '', measured }) => `${rule} ${width} ${layer} ${measured}`);
    t.diagnostic([`${found}: ${judgements.length} checks`, ...lines].join('\n'));
  });
}
