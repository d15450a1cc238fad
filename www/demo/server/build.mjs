// The module as a site has it: built of the site's policy by the command line, and again where somebody has edited
// that.

import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { FILES } from './files.mjs';

const run = promisify(execFile);

export function createBuild(layout) {
  const folders = [];
  let builtOf;
  let building;

  async function build() {
    // Each into a folder of its own: to build over another asks for the day of every change, which is a site's to say.
    const out = await mkdtemp(path.join(os.tmpdir(), 'portcullis-demo-'));
    folders.push(out);
    const options = ['--out', out, '--policy-url', FILES.policyUrl, '--layout', layout];
    await run(process.execPath, [FILES.command, 'build', FILES.policy, ...options]);
    return out;
  }

  return {
    /** The folder that is served at /portcullis/; fails where the policy, or what builds it, is not in order. */
    async folder() {
      const { mtimeMs } = await stat(FILES.policy);
      if (mtimeMs !== builtOf) building = build();
      builtOf = mtimeMs;
      return building;
    },
    async remove() {
      await building?.catch(() => {});
      await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
    },
  };
}
