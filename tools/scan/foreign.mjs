// Whose host it is.

/** Whether a host is another's than the site's: it is the site's own, or below it. */
export function isForeign(host, site) {
  const own = site.replace(/^www\./, '');
  return host !== own && !host.endsWith(`.${own}`);
}
