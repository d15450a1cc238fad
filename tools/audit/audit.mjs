// One page, tried as visitors would: looked at in three sizes, walked by keyboard, answered both ways, and withdrawn
// from.

import { firstLayer, judgement, readable, switchedOff, twins } from './rules.mjs';

export const SIZES = [
  [1280, 800],
  [390, 844],
  [320, 568],
];
const TABS = 60;

/**
 * @param {() => Promise<ReturnType<typeof import('./sight.mjs').sightOf> & {close: () => Promise<void>}>} fresh a
 *   visitor who has never been here
 * @param {string} url
 * @returns {Promise<{found?: string, judgements: import('./rules.mjs').Judgement[]}>}
 */
export async function audit(fresh, url, { sizes = SIZES, within = 8000 } = {}) {
  const judgements = [];
  const orders = [];
  const visit = async (what) => {
    const sight = await fresh();
    try {
      await sight.resize(...sizes[0]);
      await sight.goto(url);
      if (!(await sight.await('banner', { within }))) return undefined;
      const banner = await sight.rest('banner');
      orders.push(banner.order);
      return await what(sight, banner);
    } finally {
      await sight.close();
    }
  };

  const found = await visit(async (sight, banner) => {
    for (const [width, height] of sizes) {
      await sight.resize(width, height);
      const seen = await sight.rest('banner');
      if (seen) judgements.push(...at(firstLayer(seen, await sight.shot()), width));
    }
    await sight.resize(...sizes[0]);
    judgements.push(await scrolls(sight));
    return banner.name;
  });
  if (!found) return { judgements };

  for (const [width, height] of sizes) {
    judgements.push(
      ...at(
        await visit(async (sight) => {
          await sight.resize(width, height);
          return walk(sight);
        }),
        width,
      ),
    );
  }
  const clicks = {
    accept: await visit((sight) => answer(sight, 'accept')),
    reject: await visit((sight) => answer(sight, 'reject')),
  };
  const said = ([kind, count]) => (count ? `${kind} ${count}` : `${kind} not found`);
  judgements.push(
    judgement(
      'same-clicks',
      clicks.accept === clicks.reject && clicks.accept,
      Object.entries(clicks).map(said).join(', '),
    ),
  );
  judgements.push(...((await visit(secondLayer)) ?? []));
  judgements.push(await visit((sight) => withdrawal(sight, clicks.accept)));
  const different = [...new Set(orders)];
  judgements.push(judgement('same-order', different.length === 1, `${orders.length} visits: ${different.join(' | ')}`));
  return { found, judgements };
}

const at = (judgements, width) => judgements.map((one) => ({ ...one, width }));

/** By wheel, as a visitor would: what a script may do says nothing. */
export async function scrolls(sight) {
  const { wall } = await sight.see('banner');
  if (!wall.tall && !wall.locked) return judgement('page-scrolls', true, 'the page is no taller than the window');
  const before = await sight.see('scroll');
  await sight.wheel(300);
  for (let tries = 0; tries < 20; tries++) {
    if ((await sight.see('scroll')) !== before) break;
    await new Promise((done) => setTimeout(done, 50));
  }
  const moved = (await sight.see('scroll')) - before;
  const measured = `a turn of the wheel moves the page${moved > 0 ? '' : ' not at all'}`;
  const isFree = moved > 0 && !wall.locked;
  return judgement('page-scrolls', isFree, measured + (wall.locked ? '; overflow is hidden' : ''));
}

/** Tab by tab through the page. */
export async function walk(sight, tabs = TABS) {
  const keys = {};
  const hidden = [];
  let left = false,
    entered = false,
    count = 0;
  for (const stops = new Set(); count < tabs; ) {
    await sight.press('Tab');
    count++;
    const stop = await sight.see('focus');
    if (stop.on === 'page') {
      left = true;
      break;
    }
    keys[stop.on] ??= count;
    entered ||= stop.inside;
    if (!stop.inside) left = true;
    if (stop.hidden) hidden.push(stop.name);
    const key = `${stop.name} ${Math.round(stop.box.x)} ${Math.round(stop.box.y)} ${await sight.see('scroll')}`;
    if (stops.has(key)) break;
    stops.add(key);
  }
  const { accept, reject } = keys;
  return [
    judgement(
      'same-keys',
      accept && reject && Math.abs(accept - reject) <= 1,
      `Tab presses to accept ${accept ?? '–'}, to reject ${reject ?? '–'}`,
    ),
    judgement(
      'focus-leaves',
      left,
      left ? `${count} stops` : `${count} presses of Tab, all ${entered ? 'in the banner' : 'nowhere'}`,
    ),
    judgement('focus-seen', !hidden.length, hidden.length ? `hidden: ${hidden.join('; ')}` : `${count} stops`),
  ];
}

/** How many clicks an answer takes, through the second layer where it must be. */
async function answer(sight, kind) {
  const banner = await sight.see('banner');
  if (banner[kind]) {
    await sight.click(banner[kind]);
    return (await sight.await('banner', { gone: true, within: 4000 })) ? 1 : undefined;
  }
  if (!banner.settings) return undefined;
  await sight.click(banner.settings);
  if (!(await sight.await('layer', { within: 4000 }))) return undefined;
  const layer = await sight.rest('layer');
  if (!layer?.[kind]) return undefined;
  await sight.click(layer[kind]);
  return (await sight.await('layer', { gone: true, within: 4000 })) ? 2 : undefined;
}

async function secondLayer(sight, { settings }) {
  if (!settings) return [];
  await sight.click(settings);
  if (!(await sight.await('layer', { within: 6000 }))) return [];
  const layer = await sight.rest('layer');
  const shot = await sight.shot();
  return [switchedOff(layer), ...twins(layer, shot), ...readable(layer, shot)].map((one) => ({ ...one, layer: 2 }));
}

/** From a page on which everything was accepted: how many clicks until everything is refused. */
async function withdrawal(sight, given = 1) {
  if (!(await answer(sight, 'accept'))) return judgement('withdraw', false, 'nothing could be accepted');
  const control = await sight.await('reopen', { within: 4000 });
  if (!control) return judgement('withdraw', false, 'no control that opens the choice again');
  await sight.click(control);
  let shown;
  for (let tries = 0; tries < 40 && !shown; tries++) {
    for (const what of ['layer', 'banner']) if ((await sight.see(what))?.reject) shown ??= what;
    await new Promise((done) => setTimeout(done, 100));
  }
  if (!shown) return judgement('withdraw', false, 'the control shows nothing that refuses everything');
  await sight.click((await sight.rest(shown)).reject);
  const closed = await sight.await(shown, { gone: true, within: 4000 });
  return judgement(
    'withdraw',
    closed && 2 <= given + 1,
    `giving takes ${given}, withdrawing ${closed ? 2 : 'more than 2'}`,
  );
}
