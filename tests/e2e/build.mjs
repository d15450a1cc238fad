// The build under test, as one whole: a copy of pkg/ in which every file is the one that
// integrity.json names. Somebody may build while tests run, and half of each build is neither.

import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const PKG = fileURLToPath(new URL('../../pkg', import.meta.url));

/** A folder with the copy, and what deletes it again. */
export async function copyBuild(within = 60000) {
  const copy = await mkdtemp(path.join(os.tmpdir(), 'pkg-'));
  const remove = () => rm(copy, { recursive: true, force: true });
  const end = Date.now() + within;
  for (;;) {
    try {
      await copyAll(copy);
      return { folder: copy, remove };
    } catch (error) {
      if (Date.now() > end) throw new Error(`no whole build in ${PKG}: ${error.message}`, { cause: await remove() });
      await new Promise((done) => setTimeout(done, 250));
    }
  }
}

async function copyAll(copy) {
  const { files } = JSON.parse(await readFile(path.join(PKG, 'integrity.json'), 'utf8'));
  for (const [name, integrity] of Object.entries(files)) {
    const bytes = await readFile(path.join(PKG, name));
    const hash = `sha256-${createHash('sha256').update(bytes).digest('base64')}`;
    if (hash !== integrity) throw new Error(`${name} is not what integrity.json says`);
    await mkdir(path.dirname(path.join(copy, name)), { recursive: true });
    await writeFile(path.join(copy, name), bytes);
  }
}
