// What a scan found, as a person reads it.

import { STATES } from './visit.mjs';

const columns = (rows) => {
  const widths = rows[0].map((_, at) => Math.max(...rows.map((row) => row[at].length)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

/** The lists, the findings, and what is to be filled in. */
export function table({ site, banner, policy, things, findings, states }, { missing, left }, file) {
  const met = (thing) =>
    STATES.map((state) => (states.includes(state) ? (thing.states.includes(state) ? 'yes' : '–') : '?'));
  const row = (thing) => [
    thing.kind === 'host' ? 'host' : thing.store,
    thing.name,
    ...met(thing),
    thing.is.class,
    thing.is.sure,
    thing.is.service ?? thing.is.vendor ?? '',
    thing.duration ?? '',
  ];
  const sorted = [...things].sort((one, other) =>
    `${one.kind} ${one.store} ${one.name}`.localeCompare(`${other.kind} ${other.store} ${other.name}`),
  );
  const list = things.length
    ? columns([['what', 'name', ...STATES, 'class', 'sure', 'of', 'lasts'], ...sorted.map(row)])
    : 'no third party and no stored name';
  const parts = [`${site}: ${banner ? `banner ${banner}` : 'no banner'}, ${policy ? 'a policy' : 'no policy'}`, list];
  parts.push(findings.length ? findings.map(({ rule, what }) => `${rule}: ${what}`).join('\n') : 'nothing found');
  if (file)
    parts.push(
      `${file} is written. ${missing.length ? `Fill in: ${missing.join(', ')}` : 'Nothing is left to fill in.'}`,
    );
  if (left.length) parts.push(`no policy can declare a name like these: ${left.join(', ')}`);
  return parts.join('\n\n');
}
