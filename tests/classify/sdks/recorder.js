// A session recorder as Hotjar and its like are: rrweb, and a host that takes what it records.
import { record } from 'rrweb';
const events = [];
record({ emit: (event) => events.push(event) });
const session = (localStorage.replaySession ||= crypto.randomUUID());
setTimeout(
  () =>
    fetch('https://in.recorder.example/v1/record', {
      method: 'POST',
      body: JSON.stringify({ session, events: events.length }),
    }),
  200,
);
