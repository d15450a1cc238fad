// Opens ports, on the loopback address only: the demo is nobody else's business.

/** The port that `server` got; rejects with Node's own error where it is taken. */
export function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve(server.address().port);
    });
  });
}

/** The first free port from `first` on, passing over `except`, which somebody else is about to open. */
export async function listenFrom(server, first, { except }) {
  for (let port = first; port < first + 100; port++) {
    if (port === except) continue;
    try {
      return await listen(server, port);
    } catch (error) {
      if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error;
    }
  }
  throw new Error(
    `No port from ${first} to ${first + 99} is free on 127.0.0.1. Close what holds them, then try again.`,
  );
}
