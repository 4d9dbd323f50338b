import { existsSync } from 'node:fs';
import { cp, mkdir, realpath, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ImageFiles } from './bases.ts';

/** Node, and the npm of this machine. */
export const buildFiles: ImageFiles = {
  write: async (folder) => {
    const bin = join(folder, 'usr/local/bin');
    await mkdir(bin, { recursive: true });
    await cp(process.execPath, join(bin, 'node'));
    await cp(await npmPackage(), join(folder, 'usr/local/lib/node_modules/npm'), { recursive: true });
    await symlink('../lib/node_modules/npm/bin/npm-cli.js', join(bin, 'npm'));
  },
};

/** `npm` on the PATH is a link to `npm/bin/npm-cli.js`. */
async function npmPackage(): Promise<string> {
  const folders = (process.env['PATH'] ?? '').split(':');
  const npm = folders.map((folder) => join(folder, 'npm')).find((path) => existsSync(path));
  if (npm === undefined) throw new Error('there is no npm on the PATH');
  return dirname(dirname(await realpath(npm)));
}
