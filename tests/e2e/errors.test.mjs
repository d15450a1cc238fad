// Early errors: kept in memory until the choice, sent after a grant, forgotten after a refusal.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIMIT, SENTRY, assertNothingGated, errorsIn, hasError, openShop } from './shop.mjs';

const shop = openShop();
const EARLY = '/p/early.html';
const THROWN = 'thrown before the choice';
const REJECTED = 'rejected before the choice';

const reported = (visitor) => errorsIn(visitor.seen(SENTRY.report));
const sentryRuns = ({ page }) => page.waitForFunction(() => window.Sentry?.getClient());

test('errors before the choice are not sent before it, and arrive once after a grant', LIMIT, async (t) => {
  const visitor = await shop.visit(t, EARLY);
  await visitor.banner.waitFor();
  assert.deepEqual(visitor.errors.map(({ message }) => message).sort(), [REJECTED, THROWN]);
  await assertNothingGated(visitor);
  assert.deepEqual(await visitor.stored(), { cookies: [], local: [], session: [], databases: [] });

  await visitor.answer('accept');
  await visitor.came({ ...SENTRY.report, where: hasError(THROWN) });
  await visitor.came({ ...SENTRY.report, where: hasError(REJECTED) });
  await visitor.fail('thrown after the choice');
  await visitor.came({ ...SENTRY.report, where: hasError('thrown after the choice') });
  await visitor.barrier();
  assert.deepEqual(reported(visitor).sort(), [REJECTED, 'thrown after the choice', THROWN]);
});

test('an early error is reported with the line that threw it', LIMIT, async (t) => {
  const visitor = await shop.visit(t, EARLY);
  await visitor.answer('accept');
  const [envelope] = await visitor.came({ ...SENTRY.report, where: hasError(THROWN) });
  const frames = /"filename":"https:\/\/www\.shop\.test\/p\/early\.html"[^}]*"lineno":6/;
  assert.match(envelope.body, frames);
});

test('errors before a refusal are forgotten: a later grant sends the later ones alone', LIMIT, async (t) => {
  const visitor = await shop.visit(t, EARLY);
  await visitor.choose('reject');
  await visitor.fail('thrown while refused');
  await assertNothingGated(visitor);
  await visitor.openPreferences();
  await visitor.switchOf('sentry-errors').check();
  await visitor.inPreferences('save');
  await sentryRuns(visitor);
  await visitor.fail('thrown while granted');
  await visitor.came({ ...SENTRY.report, where: hasError('thrown while granted') });
  await visitor.barrier();
  assert.deepEqual(reported(visitor), ['thrown while granted']);
});

test('errors of a visitor who grants others but not Sentry are sent to nobody', LIMIT, async (t) => {
  const visitor = await shop.visit(t, EARLY);
  await visitor.openPreferences();
  await visitor.switchOf('google-analytics').check();
  await visitor.inPreferences('save');
  await visitor.control.waitFor();
  await visitor.openPreferences();
  await visitor.inPreferences('accept');
  await sentryRuns(visitor);
  await visitor.fail('thrown while granted');
  await visitor.came({ ...SENTRY.report, where: hasError('thrown while granted') });
  await visitor.barrier();
  assert.deepEqual(reported(visitor), ['thrown while granted']);
});

test('an error before the vendors of a returning visitor have loaded is sent too', LIMIT, async (t) => {
  const visitor = await shop.visit(t, '/p/settings.html');
  await visitor.choose('accept');
  await sentryRuns(visitor);
  await visitor.go(EARLY);
  await visitor.came({ ...SENTRY.report, where: hasError(THROWN) });
});
