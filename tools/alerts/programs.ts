import { archiveMirrors, distribution, fetchAptPackage, stackConfig } from '@waybill/stack/parts';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** A program is neither here nor to be had: the message says why, and what to do. */
export class ProgramMissing extends Error {
  override name = 'ProgramMissing';
}

/** The packages that may have it: of newer distributions, of older ones. */
const PACKAGES = {
  amtool: ['prometheus-alertmanager'],
  promtool: ['promtool', 'prometheus'],
  prometheus: ['prometheus'],
  'prometheus-node-exporter': ['prometheus-node-exporter'],
  kustomize: ['kustomize'],
} as const;

/**
 * The path of a program: on the PATH; else from the distribution's package, which is unpacked into the cache and not
 * installed.
 *
 * @throws ProgramMissing
 */
export async function findProgram(name: keyof typeof PACKAGES): Promise<string> {
  const { path, cacheFolder } = stackConfig();
  const folders = PACKAGES[name].map((packageName) => join(cacheFolder, 'packages', packageName));
  const places = [...path, ...folders.map((folder) => join(folder, 'usr/bin'))].map((folder) =>
    join(folder, name),
  );
  const reasons: string[] = [];
  for (const folder of folders) {
    const known = places.find(existsSync);
    if (known !== undefined) return known;
    await unpack(basename(folder), folder).catch((error: Error) => reasons.push(error.message));
  }
  const fetched = places.find(existsSync);
  if (fetched !== undefined) return fetched;
  throw new ProgramMissing(
    `there is no ${name} on the PATH, and its package cannot be fetched (${reasons.join('; ')}): install it, or put it on the PATH`,
  );
}

/** From the first suite and mirror that has it. Two that do this at once both succeed. */
async function unpack(packageName: string, folder: string): Promise<void> {
  const system = await distribution();
  if (system === undefined) throw new Error('this is neither Debian nor Ubuntu');
  const mirrors = await archiveMirrors(system);
  const reasons: string[] = [];
  await mkdir(join(folder, '..'), { recursive: true });
  for (const suite of system.suites) {
    for (const mirror of mirrors) {
      const scratch = await mkdtemp(`${folder}-`);
      try {
        const { tree } = await fetchAptPackage({ scratch, mirror, suite, system, packageName });
        await rename(tree, folder).catch((error: unknown) => {
          if (!existsSync(folder)) throw error;
        });
        return;
      } catch (error) {
        reasons.push(`${suite}: ${(error as Error).message}`);
      } finally {
        await rm(scratch, { recursive: true, force: true });
      }
    }
  }
  throw new Error(reasons.join('; ') || `apt's sources name no ${system.name} mirror`);
}
