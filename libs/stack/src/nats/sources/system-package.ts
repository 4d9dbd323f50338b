import { join } from 'node:path';
import { reasonOf } from '../../errors.js';
import { firstExecutable } from '../../process/unprivileged-user.js';
import { archiveMirrors } from '../apt/archive-mirrors.js';
import { distribution } from '../apt/distribution.js';
import { fetchAptPackage } from '../apt/fetch-apt-package.js';
import type { NatsSource } from '../nats-source.js';

/** The operating system's package, unpacked into the cache: nothing is installed, and apt's own state is not changed. */
export const systemPackage: NatsSource = systemPackageWith({ distribution, archiveMirrors, fetchAptPackage });

export interface PackageAccess {
  readonly distribution: typeof distribution;
  readonly archiveMirrors: typeof archiveMirrors;
  readonly fetchAptPackage: typeof fetchAptPackage;
}

export function systemPackageWith(access: PackageAccess): NatsSource {
  return {
    name: "operating system's package",
    async find({ path, cache, say }) {
      const system = await access.distribution();
      if (system === undefined) throw new Error('this is neither Debian nor Ubuntu');
      for (const tool of ['apt-get', 'dpkg-deb']) {
        if (!firstExecutable([...path, '/usr/bin', '/bin'].map((folder) => `${folder}/${tool}`))) {
          throw new Error(`${tool} is missing`);
        }
      }
      const mirrors = await access.archiveMirrors(system);
      if (mirrors.length === 0) throw new Error(`apt's sources name no ${system.name} mirror`);
      const reasons: string[] = [];
      for (const suite of system.suites) {
        for (const mirror of mirrors) {
          say(`fetching nats-server from ${system.name} ${suite}`);
          try {
            return await cache.fill(async (scratch) => {
              const packageName = 'nats-server';
              const { tree, version } = await access.fetchAptPackage({
                ...{ scratch, mirror, suite, system, packageName },
              });
              return {
                file: join(tree, 'usr/sbin/nats-server'),
                origin: `${system.name} package ${version} (${suite})`,
              };
            });
          } catch (error) {
            reasons.push(`${suite} at ${mirror}: ${reasonOf(error)}`);
          }
        }
      }
      throw new Error(reasons.join('; '));
    },
  };
}
