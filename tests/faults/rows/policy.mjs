// The policy: missing, wrong, late, huge.

import { changed, dropped, status, text } from '../row.mjs';
import { lateRow } from './files.mjs';

const policy = (name, answer, says, then = 'quiet') => ({ name, files: { 'policy.json': answer }, says, then });
const with_ = (more) => changed((bytes) => JSON.stringify({ ...JSON.parse(bytes), ...more }));

/** Core reads no more than that. */
const LARGE = /larger than 256 kB/;

export const POLICIES = {
  title: 'The policy',
  rows: [
    policy('missing (404)', status(404), /404/),
    policy('blocked', dropped, /portcullis/),
    policy('a page', text('<!doctype html>', 'text/html'), /not JSON/),
    policy(
      'cut off half way',
      changed((bytes) => bytes.subarray(0, bytes.length >> 1)),
      /not JSON/,
    ),
    policy('empty', text(''), /not JSON/),
    policy('`null`', text('null'), /portcullis: /),
    policy('a hundred thousand brackets', text('['.repeat(1e5)), /portcullis: /),
    policy('of a field that no policy has', with_({ colour: 'red' }), /colour/),
    policy(
      'of a prototype',
      changed((bytes) => bytes.toString().replace('{', '{"__proto__":{"allow":["https://www.google-analytics.com"]},')),
      /portcullis: .*__proto__/,
    ),
    lateRow('late', 'policy.json'),
    policy('of 5 MB, in one text', with_({ texts: { de: { accept: 'x'.repeat(5e6) } } }), LARGE),
    policy(
      'of 5 MB, in spaces',
      changed((bytes) => Buffer.concat([Buffer.alloc(5e6, ' '), bytes])),
      LARGE,
    ),
    policy(
      'of 5 MB, that is wrong at its end',
      with_({ texts: { de: { accept: 'x'.repeat(5e6) } }, colour: 'red' }),
      LARGE,
    ),
  ],
};
