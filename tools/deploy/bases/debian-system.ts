import { archiveMirrors, distribution, stackConfig } from '@waybill/stack/parts';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { command } from './command.ts';

/**
 * The smallest system of this machine's own distribution, in the folder where fetched servers are kept: making it takes a
 * minute or more.
 */
export async function debianSystem(): Promise<string> {
  const system = await distribution();
  if (system === undefined)
    throw new Error('this is neither Debian nor Ubuntu, so there is nothing to make a base of');
  const [suite] = system.ownSuites;
  const folder = join(stackConfig().cacheFolder, 'systems', suite!);
  if (existsSync(folder)) return folder;
  const [mirror] = await archiveMirrors({ ...system, component: 'main' });
  if (mirror === undefined) throw new Error(`apt's sources name no ${system.name} mirror`);
  const draft = `${folder}.${process.pid}`;
  await mkdir(dirname(folder), { recursive: true });
  try {
    const options = ['--variant=minbase', '--include=ca-certificates', `--keyring=${system.keyring}`];
    await command('debootstrap', ...options, suite!, draft, mirror);
    await rm(join(draft, 'var/cache/apt'), { recursive: true });
    await rm(join(draft, 'var/lib/apt/lists'), { recursive: true });
    await rename(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return folder;
}
