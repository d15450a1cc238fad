// A screenshot as pixels: the few kinds of PNG that browsers write.

import { inflateSync } from 'node:zlib';

/** @param {Buffer} png */
export function picture(png) {
  let at = 8,
    width = 0,
    height = 0,
    channels = 3;
  const parts = [];
  while (at < png.length) {
    const length = png.readUInt32BE(at);
    const kind = png.toString('latin1', at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + length);
    if (kind === 'IHDR') {
      [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)];
      if (body[8] !== 8 || body[12] !== 0 || (body[9] !== 2 && body[9] !== 6))
        throw new Error('a PNG that is not 8-bit RGB');
      channels = body[9] === 6 ? 4 : 3;
    } else if (kind === 'IDAT') parts.push(body);
    at += 12 + length;
  }
  const raw = inflateSync(Buffer.concat(parts));
  const line = width * channels;
  const pixels = Buffer.alloc(line * height);
  for (let y = 0; y < height; y++) unfilter(raw, pixels, y, line, channels);
  const of = (x, y) => {
    const start = y * line + x * channels;
    return [pixels[start], pixels[start + 1], pixels[start + 2]];
  };
  return { width, height, of, ground: (box) => ground({ width, height, of }, box) };
}

function unfilter(raw, pixels, y, line, channels) {
  const from = y * (line + 1);
  const filter = raw[from];
  const to = y * line;
  for (let x = 0; x < line; x++) {
    const left = x < channels ? 0 : pixels[to + x - channels];
    const up = y ? pixels[to + x - line] : 0;
    const corner = y && x >= channels ? pixels[to + x - line - channels] : 0;
    let guess = 0;
    if (filter === 1) guess = left;
    else if (filter === 2) guess = up;
    else if (filter === 3) guess = (left + up) >> 1;
    else if (filter === 4) {
      const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
      guess = a <= b && a <= c ? left : b <= c ? up : corner;
    }
    pixels[to + x] = raw[from + 1 + x] + guess;
  }
}

/** The colour that most of a box has: what its text stands on. */
function ground({ width, height, of }, box) {
  const counts = new Map();
  for (let y = Math.max(0, Math.floor(box.y)); y < Math.min(height, box.y + box.height); y++) {
    for (let x = Math.max(0, Math.floor(box.x)); x < Math.min(width, box.x + box.width); x++) {
      const key = of(x, y).join();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const [most] = [...counts].sort((one, other) => other[1] - one[1]);
  return most ? most[0].split(',').map(Number) : undefined;
}

/** `rgb(…)`, `rgba(…)`, `color(srgb …)` as red, green, blue (0 to 255) and opacity. */
export function colour(text) {
  const numbers = (text.match(/-?[\d.]+(e-?\d+)?%?/g) ?? []).map((one) =>
    one.endsWith('%') ? parseFloat(one) / 100 : Number(one),
  );
  const [red, green, blue, alpha = 1] = numbers;
  const scale = text.startsWith('color(srgb') ? 255 : 1;
  return /^(rgb|color\(srgb)/.test(text) && numbers.length > 2
    ? [red * scale, green * scale, blue * scale, alpha]
    : undefined;
}

/** That colour, laid over that ground. */
export const over = ([red, green, blue, alpha], ground, opacity = 1) =>
  [red, green, blue].map((value, at) => value * alpha * opacity + ground[at] * (1 - alpha * opacity));

const light = (rgb) => {
  const [red, green, blue] = rgb.map((value) =>
    value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
/** WCAG's contrast ratio, 1 to 21. */
export function contrast(one, other) {
  const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}
