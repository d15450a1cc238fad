// The published schema against the reader: on every policy that the tests have, on one policy with every field in which
// each value is exchanged for every tricky one, and on random mutants of all of them, the two must say the same.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv/dist/2020.js';
import { SEED, WHOLE as ALL, seeded } from '../chance.mjs';
import { APART, TRICKY, WHOLE, many } from './tricky.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const schema = JSON.parse(readFileSync(path.join(root, 'docs/policy.schema.json'), 'utf8'));

const compile = (schema) =>
  new Ajv({ strict: true, strictRequired: false, strictTypes: false, validateFormats: false }).compile(schema);

/** What the reader says of each: nothing where it takes it. */
function read(policies) {
  const input = policies.map((policy) => JSON.stringify(policy)).join('\n');
  const { status, stdout, error } = spawnSync(path.join(root, 'target/debug/examples/read-each'), {
    input,
    maxBuffer: 1 << 28,
    encoding: 'utf8',
  });
  assert.equal(status, 0, String(error));
  const said = stdout.split('\n').slice(0, -1);
  assert.equal(said.length, policies.length);
  return said;
}

/** All strings of a value. */
const strings = (value) =>
  typeof value === 'string' ? [value] : value && typeof value === 'object' ? Object.values(value).flatMap(strings) : [];
const nested = (value) =>
  value && typeof value === 'object' ? 1 + Math.max(0, ...Object.values(value).map(nested)) : 0;
const widest = (value) =>
  value && typeof value === 'object'
    ? Math.max(Array.isArray(value) ? 0 : Object.keys(value).length, ...Object.values(value).map(widest))
    : 0;

/** What the reader refuses and no schema can say: why, whether a policy is of that kind, and one that is. */
const BEYOND = [
  [
    'a service declared twice',
    (_, said) => said.includes('declared twice'),
    { ...WHOLE, services: ['sentry', 'sentry-errors'] },
  ],
  [
    'a limit that counts bytes',
    (policy) =>
      strings(policy).some((text) =>
        [128, 253, 1000, 2048].some((most) => text.length <= most && Buffer.byteLength(text) > most),
      ),
    { ...WHOLE, site: { ...WHOLE.site, name: 'é'.repeat(501) } },
  ],
  [
    'nesting beyond 32',
    (policy) => nested(policy) > 31,
    { ...WHOLE, $schema: JSON.parse('['.repeat(40) + ']'.repeat(40)) },
  ],
  [
    'more than 512 fields, where anything may stand',
    (policy) => widest(policy) > 512,
    { ...WHOLE, $schema: many(513, 0) },
  ],
  [
    'half of a surrogate pair',
    (policy) => strings(policy).some((text) => !text.isWellFormed()),
    { ...WHOLE, $schema: '\ud800' },
  ],
  [
    'more than 256 kB',
    (policy) => JSON.stringify(policy).length > 256 * 1024,
    { ...WHOLE, allow: Array(20_000).fill('https://a.example') },
  ],
];

/** Numbers that a seed repeats. */
function numbers(seed) {
  const next = seeded(seed);
  return { below: (end) => Math.floor(next() * end), of: (list) => list[Math.floor(next() * list.length)] };
}

/** The policies in files and in the sources of the tests. */
function written() {
  const texts = [];
  const visit = (folder) => {
    for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) visit(file);
      else if (entry.name.endsWith('.json')) texts.push(readFileSync(path.join(root, file), 'utf8'));
      else if (entry.name.endsWith('.rs'))
        for (const [, text] of readFileSync(path.join(root, file), 'utf8').matchAll(/r#"(\{[\s\S]*?)"#/g))
          texts.push(text);
    }
  };
  for (const folder of [
    'tests/policies',
    'tests/gate',
    'tests/world/pages/privacy',
    'www/demo/site/privacy',
    'src',
    'tests',
  ])
    visit(folder);
  const policies = texts.flatMap((text) => {
    try {
      return [JSON.parse(text)];
    } catch {
      return [];
    }
  });
  return [
    ...new Map(
      policies.filter((policy) => policy?.services).map((policy) => [JSON.stringify(policy), policy]),
    ).values(),
  ];
}

/** The paths of all values in one. */
const paths = (value, at = []) => [
  at,
  ...(value && typeof value === 'object'
    ? Object.entries(value).flatMap(([key, one]) => paths(one, [...at, key]))
    : []),
];

/** A copy in which what stands at that path is changed: `change` gets what holds it, and its key. */
function changed(policy, at, change) {
  const copy = structuredClone(policy);
  change(
    at.slice(0, -1).reduce((value, key) => value[key], copy),
    at.at(-1),
  );
  return copy;
}

const exchanged = (policy, at, value) =>
  changed(policy, at, (holder, key) => {
    holder[key] = structuredClone(value);
  });

/**
 * Each value of the policies with every field exchanged for each tricky one; each field lost, and one put in beside it.
 */
function systematic() {
  return [WHOLE, APART].flatMap((whole) =>
    paths(whole)
      .filter((at) => at.length)
      .flatMap((at) => [
        ...TRICKY.map((value) => exchanged(whole, at, value)),
        changed(whole, at, (holder, key) => (Array.isArray(holder) ? holder.splice(key, 1) : delete holder[key])),
        changed(whole, at, (holder) =>
          Array.isArray(holder) ? holder.push('spare') : Object.assign(holder, { spare: 'x' }),
        ),
      ]),
  );
}

/** Policies with one to three values of other policies in the place of theirs. */
function random(seed, count, policies) {
  const { below, of } = numbers(seed);
  return Array.from({ length: count }, () => {
    let policy = of(policies);
    for (let left = 1 + below(3); left; left--) {
      const at = of(paths(policy).filter((at) => at.length));
      if (!at) continue;
      const other = of(policies);
      const from = of(paths(other).filter((one) => one.at(-1) === at.at(-1) || !below(8)));
      policy = exchanged(policy, at, from?.length ? from.reduce((value, key) => value[key], other) : of(TRICKY));
    }
    return policy;
  });
}

const policies = written();
const corpus = [
  ...policies,
  ...systematic(),
  ...random(1, 300, policies),
  ...random(SEED, ALL ? 20000 : 300, policies),
];
const said = read(corpus);
const beyond = (at) => BEYOND.some(([, is]) => is(corpus[at], said[at]));

/** Where the schema and the reader differ: the first policy. */
const difference = (schema) => {
  const validate = compile(schema);
  for (const [at, policy] of corpus.entries()) {
    const takes = validate(policy);
    if (takes !== !said[at] && !(takes && beyond(at)))
      return { takes, policy, said: said[at], errors: validate.errors };
  }
};

test('the schema takes what the reader takes, and nothing else', (context) => {
  const taken = said.filter((message) => !message).length;
  context.diagnostic(`PORTCULLIS_SEED=${SEED}: ${policies.length} written, ${corpus.length} in all, ${taken} taken`);
  assert.ok(policies.length > 80 && taken > 500 && corpus.length - taken > 1000);
  const first = difference(schema);
  assert.ok(!first, JSON.stringify(first)?.slice(0, 3000));
});

test('what no schema can say is listed, and each of it is so', () => {
  const validate = compile(schema);
  for (const [why, is, policy] of BEYOND) {
    const [message] = read([policy]);
    assert.ok(validate(policy) && message && is(policy, message), `${why}: ${message}`);
  }
});

const RULES = [
  'pattern',
  'enum',
  'required',
  'additionalProperties',
  'not',
  'maxLength',
  'propertyNames',
  'items',
  'maxProperties',
];

/**
 * The paths of the schema's rules, those first that stand in others. `if` chooses, and has seen that there is a `use`.
 */
const rules = () =>
  paths(schema)
    .filter(
      (at) =>
        RULES.includes(at.at(-1)) &&
        !['properties', 'examples', '$defs', 'not'].includes(at.at(-2)) &&
        !at.includes('examples') &&
        !at.includes('if'),
    )
    .map((at) => [at, at.reduce((value, key) => value[key], schema)])
    .filter(([at, value]) => at.at(-1) !== 'required' || value.some((name) => name !== 'use'))
    .map(([at]) => at)
    .sort((one, other) => other.length - one.length);

/** The schema, compiled once, of which one rule at a time can be left out: to compile it takes half a second. */
function withoutRule() {
  let left;
  const ajv = new Ajv({ strict: true, strictRequired: false, strictTypes: false, validateFormats: false });
  ajv.addKeyword({ keyword: 'left', validate: (rule) => rule === left, errors: false });
  const copy = structuredClone(schema);
  for (const at of rules()) {
    const key = at.at(-1);
    const holder = at.slice(0, -1).reduce((value, key) => value[key], copy);
    const rule = { [key]: holder[key] };
    // It speaks of what the properties beside it do not name.
    if (key === 'additionalProperties') {
      assert.ok(!holder.patternProperties);
      rule.properties = Object.fromEntries(Object.keys(holder.properties ?? {}).map((name) => [name, true]));
    }
    delete holder[key];
    holder.allOf = [...(holder.allOf ?? []), { anyOf: [{ left: at.join('/') }, rule] }];
  }
  const validate = ajv.compile(copy);
  return (policy, rule) => ((left = rule), validate(policy));
}

test('each rule of the schema is one that some policy here would be missed without', () => {
  const [validate, validates] = [compile(schema), withoutRule()];
  // The control: with all of its rules it is the same schema.
  const other = corpus.find((policy) => validates(policy) !== validate(policy));
  assert.ok(!other, JSON.stringify(other)?.slice(0, 3000));
  const refused = corpus.filter((policy) => !validate(policy));
  // Where to look first: at the policies in which a field of the rule's name was refused, or something by a rule of its
  // kind.
  const about = new Map();
  for (const policy of refused) {
    validate(policy);
    const words = validate.errors.flatMap(({ keyword, instancePath }) => [keyword, ...instancePath.split('/')]);
    for (const word of new Set(words)) (about.get(word) ?? about.set(word, []).get(word)).push(policy);
  }
  const names = rules().map((at) => at.join('/'));
  assert.ok(names.length > 100, `${names.length}`);
  const isMissed = (rule) => {
    const words = [rule.match(/.*properties\/([^/]+)\//)?.[1], rule.split('/').at(-1)];
    return [...words.map((word) => about.get(word) ?? []), refused].some((some) =>
      some.some((policy) => validates(policy, rule)),
    );
  };
  assert.deepEqual(
    names.filter((rule) => !isMissed(rule)),
    [],
  );
});
