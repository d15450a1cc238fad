// Pictures of a page, compared pixel by pixel in a page of the browser's own.

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const DIFFERENCES = fileURLToPath(new URL('../../target/visitor/', import.meta.url));
/** Of 255: what is drawn again is within these. */
const LEVELS = 2;
/** The pixels of round corners that are not: their edge is not drawn the same each time. */
export const CORNERS = 40;

/** How many pixels are not the same, and where the first is. */
async function differing(canvas, one, other, but) {
  const sources = [one, other].map((png) => `data:image/png;base64,${png.toString('base64')}`);
  return canvas.evaluate(
    async ([sources, levels, but]) => {
      const pixels = async (source) => {
        const image = new Image();
        image.src = source;
        await image.decode();
        const { width, height } = image;
        const context = new OffscreenCanvas(width, height).getContext('2d');
        context.drawImage(image, 0, 0);
        return { width, height, data: context.getImageData(0, 0, width, height).data };
      };
      const [one, other] = await Promise.all(sources.map(pixels));
      if (one.width != other.width || one.height != other.height)
        return `${one.width}×${one.height} is not ${other.width}×${other.height}`;
      const at = new Set();
      for (let index = 0; index < one.data.length; index++) {
        if (Math.abs(one.data[index] - other.data[index]) > levels) at.add(index >> 2);
      }
      const [first] = at;
      return at.size > but
        ? `${at.size} pixels, the first at ${first % one.width}, ${Math.floor(first / one.width)}`
        : '';
    },
    [sources, LEVELS, but],
  );
}

/** In what two pictures differ, in more than so many pixels; nothing where they do not. */
export async function differ(browser, found, wanted, but = 0) {
  if (found.equals(wanted)) return '';
  const canvas = await browser.newPage();
  return differing(canvas, found, wanted, but).finally(() => canvas.close());
}

/** Fails where two pictures are not the same, and keeps both to be looked at. */
export async function assertSame(browser, found, wanted, what, but = 0) {
  const differs = await differ(browser, found, wanted, but);
  if (!differs) return;
  mkdirSync(DIFFERENCES, { recursive: true });
  const name = DIFFERENCES + what.replace(/\W+/g, '-');
  writeFileSync(`${name}-found.png`, found);
  writeFileSync(`${name}-wanted.png`, wanted);
  assert.fail(`${what}: ${differs}: see ${name}-*.png`);
}

/** The picture of a thing without its edge, where shadows and round corners let the page show. */
export async function picture(page, thing, edge = 0) {
  const { x, y, width, height } = await thing.boundingBox();
  const clip = { x: x + edge, y: y + edge, width: width - 2 * edge, height: height - 2 * edge };
  assert.ok(clip.width > 0 && clip.height > 0, 'there is something to see');
  return page.screenshot({ clip });
}
