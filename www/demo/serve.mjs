// `node www/demo/serve.mjs` opens the demo. This file is the command line: it reads $PORT, says where
// the demo is, and turns what can go wrong at the start into one line that says what to do.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { startDemo } from './server/demo.mjs';
import { FILES } from './server/files.mjs';

const port = Number(process.env.PORT || 8080);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  stop(`PORT must be a number from 0 to 65535, not "${process.env.PORT}".`);
}

try {
  const demo = await startDemo({ port });
  process.once('SIGINT', () => demo.stop().then(() => process.exit(130)));
  console.log(`The demo is at ${demo.address}  (Ctrl+C ends it)`);
  for (const vendor of demo.vendors) {
    console.log(`  127.0.0.1:${vendor.port} stands in for ${vendor.host}`);
  }
} catch (error) {
  if (error.code === 'EADDRINUSE')
    stop(`Port ${port} is taken. Choose another: PORT=${elsewhere()} node www/demo/serve.mjs`);
  if (error.code === 'EACCES')
    stop(`Port ${port} needs more rights. Choose another: PORT=${elsewhere()} node www/demo/serve.mjs`);
  throw error;
}

// Not fatal: a page without the module shows how the gate fails, with everything held.
const unbuilt = [FILES.command, FILES.sentry].filter((file) => !existsSync(file));
if (unbuilt.length) {
  const names = unbuilt.map((file) => path.relative(process.cwd(), file)).join(' and ');
  console.error(`Not built yet: ${names}. Run ./x build, then reload the page.`);
}

/** A port that is neither the one asked for nor one of the stand-ins'. */
function elsewhere() {
  return port === 9000 ? 9090 : 9000;
}

function stop(line) {
  console.error(line);
  process.exit(1);
}
