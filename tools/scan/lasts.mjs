// How long a cookie stays.

/** As a policy writes it: how long a cookie stays from now. */
export function lasts(expires, now = Date.now() / 1000) {
  if (expires < 0) return 'session';
  const seconds = Math.max(1, Math.round(expires - now));
  const [unit, size] = [
    ['y', 31536000],
    ['d', 86400],
    ['h', 3600],
    ['m', 60],
    ['s', 1],
  ].find(([, size]) => seconds >= size * 0.99);
  // A number of days says a year and a half better than 1y does.
  return unit === 'y' && Math.abs(seconds / size - Math.round(seconds / size)) > 0.02
    ? `${Math.round(seconds / 86400)}d`
    : `${Math.max(1, Math.round(seconds / size))}${unit}`;
}
