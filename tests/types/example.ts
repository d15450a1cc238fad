// The API as an integrator uses it; compiling this checks www/portcullis.d.ts.

import type { State, Verdict } from '../../www/portcullis';

const ended: () => void = window.portcullis.on('change', (state: State) => {
  const verdict: Verdict | undefined = state.services['google-analytics'];
  console.log(state.decided, verdict);
});
document.addEventListener('portcullis:unknown', ({ detail: { host, road } }) => console.log(host, road));
document.addEventListener('portcullis:change', (event) => console.log(event.detail.services));

export async function startOwnSdk(): Promise<void> {
  await window.portcullis.when('sentry-errors');
  const { decided } = await window.portcullis.ready;
  if (!decided) await window.portcullis.open();
  await window.portcullis.grant(['sentry-errors']);
  await window.portcullis.deny(['sentry-errors']);
  await window.portcullis.withdraw();
  ended();
}

// @ts-expect-error there is no such event
window.portcullis.on('open', () => {});
// @ts-expect-error a verdict is not a boolean
const wrong: boolean = window.portcullis.state().services.acme;
void wrong;
