// A policy, drafted from what was met, or the entries that a policy lacks; and what only a person can fill in.

import { isForeign } from './foreign.mjs';

const ID = (text) =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40) || 'unknown';
/** Built-in services by what they are told; without it they cannot be declared. */
const SETTING = { 'google-analytics': /^G-/, 'google-tag-manager': /^GTM-/ };
const BUILT_IN = /^(sentry|google-(analytics|tag-manager)$|cloudflare)/;
/** What a policy takes for a name: src/policy/field.rs. */
const NAME = /^(?!\*$)[!-+\--:<>-~]{1,128}$/;
/** `example.org`, of any host below it; of a country's double ending three labels. */
const domain = (host) =>
  host
    .split('.')
    .slice(/\.(co|com|org|ac|gov)\.[a-z]{2}$/.test(host) ? -3 : -2)
    .join('.');

/**
 * @param {Awaited<ReturnType<typeof import('./scan.mjs').scan>>} scanned
 * @returns {{policy: object, missing: string[], left: string[]}} the draft, the paths of what is to be filled in, and
 *   names that no policy can declare
 */
export function draft({ site, title, language, things, policy }, today = new Date().toISOString().slice(0, 10)) {
  const services = new Map();
  const left = [];
  const missing = [];
  for (const thing of things.filter(({ is }) => is.sure !== 'declared')) {
    const known = thing.is.service;
    const vendor = thing.is.vendor;
    const own = thing.kind === 'name' && !vendor && !isForeign(thing.host, site);
    const key = known || (vendor ? ID(vendor) : own ? 'undeclared' : ID(domain(thing.host)));
    const service =
      services.get(key) ??
      services.set(key, { key, known, vendor, classes: new Set(), hosts: new Set(), cookies: new Map() }).get(key);
    service.setting ??= thing.setting;
    service.classes.add(thing.is.class);
    if (thing.kind === 'host') service.hosts.add(thing.name);
    else if (!NAME.test(thing.is.rule || thing.name)) left.push(`${thing.store} ${thing.name}`);
    else service.cookies.set(`${thing.store} ${thing.is.rule || thing.name}`, cookie(thing));
  }
  const entries = [...services.values()]
    .filter(({ hosts, cookies }) => hosts.size || cookies.size)
    .map((service) => {
      if (service.known && BUILT_IN.test(service.known)) return built(service);
      return service.known ? `services/${service.known}` : written(service);
    });
  if (!policy) missing.push('site.contact');
  entries.forEach((entry, at) => {
    const lacks = (path, object, fields) =>
      fields.filter((field) => object[field] === undefined).forEach((field) => missing.push(`${path}.${field}`));
    if (typeof entry === 'string') return;
    if (entry.use) return entry.use in SETTING && lacks(`services[${at}]`, entry, ['id']);
    lacks(`services[${at}]`, entry, ['vendor', 'purpose', 'privacy']);
    entry.cookies?.forEach((one, which) => lacks(`services[${at}].cookies[${which}]`, one, ['duration']));
  });
  if (policy) return { policy: { services: entries }, missing, left };
  const whole = {
    site: { name: title || site },
    updated: today,
    ...(/^[a-z]{2}$/.test(language) && language !== 'en' && { language }),
    services: entries,
  };
  return { policy: whole, missing, left };
}

function cookie({ store, name, duration, httpOnly, is }) {
  // The browser knows how long a cookie stays; of a key of localStorage nobody knows but its vendor.
  const lasts = duration ?? (store === 'sessionStorage' ? 'session' : is.duration);
  return {
    name: is.rule || name,
    ...(store !== 'cookie' && { store }),
    ...(lasts && { duration: lasts }),
    ...(httpOnly && { httpOnly: true }),
  };
}

function built({ known, setting }) {
  const id = SETTING[known]?.test(setting ?? '') ? setting : undefined;
  return known in SETTING ? { use: known, ...(id && { id }) } : known;
}

function written({ key, vendor, classes, hosts, cookies }) {
  // One service, one choice: of its classes the strictest.
  const kind = ['tracking', 'functional', 'essential'].find((one) => classes.has(one));
  return {
    id: key,
    name: vendor ?? (key === 'undeclared' ? 'Names that nobody declared' : key),
    ...(vendor && { vendor }),
    class: kind,
    // No purpose: what the database says is a category, and a visitor is owed more words than that.
    ...(hosts.size && { hosts: [...hosts].sort() }),
    ...(cookies.size && { cookies: [...cookies.values()] }),
  };
}
