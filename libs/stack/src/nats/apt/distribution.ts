import { readFile } from 'node:fs/promises';

/** A distribution whose archive has nats-server. */
export interface Distribution {
  /** As shown to people. */
  readonly name: string;
  /** The names under which apt's sources may list its own archive. */
  readonly ownSuites: readonly string[];
  /** Where to look for the package, best first. */
  readonly suites: readonly string[];
  /** The part of the archive that holds nats-server. */
  readonly component: string;
  /** The distribution's public keys. */
  readonly keyring: string;
}

/** Undefined on any other system. */
export async function distribution(): Promise<Distribution | undefined> {
  return distributionFrom(await readFile('/etc/os-release', 'utf8').catch(() => ''));
}

export function distributionFrom(osRelease: string): Distribution | undefined {
  const value = (name: string) => new RegExp(`^${name}="?([^"\n]*)`, 'm').exec(osRelease)?.[1];
  const suite = value('VERSION_CODENAME');
  if (suite === undefined) return undefined;
  switch (value('ID')) {
    case 'debian':
      return {
        name: 'Debian',
        ownSuites: [suite, 'stable', 'oldstable', 'testing', 'unstable', 'sid'],
        // The program is linked statically, so that a newer suite's runs here too; those of older ones are too old.
        suites: [...new Set(['forky', suite])],
        component: 'main',
        keyring: '/usr/share/keyrings/debian-archive-keyring.gpg',
      };
    case 'ubuntu':
      return {
        name: 'Ubuntu',
        ownSuites: [suite],
        suites: [suite],
        component: 'universe',
        keyring: '/usr/share/keyrings/ubuntu-archive-keyring.gpg',
      };
    default:
      return undefined;
  }
}
