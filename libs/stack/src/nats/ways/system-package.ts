import { rm } from 'node:fs/promises';
import { reasonOf } from '../../errors.js';
import { firstExecutable } from '../../process/unprivileged-user.js';
import { fetchAptPackage } from '../apt/fetch-apt-package.js';
import { machine, readAptSources, type Machine } from '../apt/machine.js';
import { mirrorsOf, type AptSource } from '../apt/apt-sources.js';
import { natsVersionOf, tooOld } from '../nats-version.js';
import { notFound, type Way } from '../way.js';

/** 5. The operating system's package, if it is new enough, unpacked into the cache; nothing is installed and apt's own state is not touched. */
export const systemPackage: Way = systemPackageWith({ machine, readAptSources, fetchAptPackage });

export interface PackageAccess {
  /** Undefined where this is no system with apt whose archive we know. */
  machine(): Promise<Machine | undefined>;
  readAptSources(): Promise<AptSource[]>;
  /** Returns the unpacked program and the package's version. */
  fetchAptPackage: typeof fetchAptPackage;
}

export function systemPackageWith(access: PackageAccess): Way {
  return {
    name: "operating system's package",
    async find({ path, cache, say }) {
      const system = await access.machine();
      if (system === undefined) return notFound('this is neither Debian nor Ubuntu');
      for (const tool of ['apt-get', 'dpkg-deb']) {
        if (!firstExecutable([...path, '/usr/bin', '/bin'].map((folder) => `${folder}/${tool}`))) {
          return notFound(`${tool} is missing`);
        }
      }
      const mirrors = mirrorsOf(await access.readAptSources(), system);
      if (mirrors.length === 0) return notFound(`apt's sources name no ${system.name} mirror`);
      const reasons: string[] = [];
      for (const suite of system.suites) {
        for (const mirror of mirrors) {
          const scratch = await cache.scratch();
          try {
            say(`fetching nats-server from ${system.name} ${suite}`);
            const { file, packageVersion } = await access.fetchAptPackage({
              scratch,
              mirror,
              suite,
              system,
              packageName: 'nats-server',
              program: 'usr/sbin/nats-server',
            });
            const version = await natsVersionOf(file);
            const fault = tooOld(version);
            if (fault) throw new Error(fault);
            const origin = `${system.name} package ${packageVersion} (${suite})`;
            const kept = await cache.keep(file, origin);
            return { kind: 'program', path: kept.path, version, from: origin };
          } catch (error) {
            reasons.push(`${suite} at ${mirror}: ${reasonOf(error)}`);
          } finally {
            await rm(scratch, { recursive: true, force: true });
          }
        }
      }
      return notFound(reasons.join('; '));
    },
  };
}
