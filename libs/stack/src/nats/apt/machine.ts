import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemErrorCode } from '../../errors.js';
import { parseListFile, parseSourcesFile, type AptSource } from './apt-sources.js';

/** What matters here about a machine that has apt. */
export interface Machine {
  /** As shown to people. */
  readonly name: string;
  /** How the distribution's own archive may be named in apt's sources. */
  readonly ownSuites: readonly string[];
  /** Where to look, best first. */
  readonly suites: readonly string[];
  /** The part of the archive that holds nats-server. */
  readonly component: string;
  /** The distribution's public keys. */
  readonly keyring: string;
}

/** Undefined on any other system. */
export async function machine(): Promise<Machine | undefined> {
  return machineFrom(await readText('/etc/os-release'));
}

export function machineFrom(osRelease: string): Machine | undefined {
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

/** Everything that `/etc/apt/sources.list` and `/etc/apt/sources.list.d` name, in both formats. */
export async function readAptSources(folder = '/etc/apt'): Promise<AptSource[]> {
  const parts = await list(join(folder, 'sources.list.d'));
  const files = [join(folder, 'sources.list'), ...parts.map((name) => join(folder, 'sources.list.d', name))];
  const sources = await Promise.all(
    files.map(async (file) => {
      if (file.endsWith('.list')) return parseListFile(await readText(file));
      if (file.endsWith('.sources')) return parseSourcesFile(await readText(file));
      return [];
    }),
  );
  return sources.flat();
}

async function list(folder: string): Promise<string[]> {
  return readdir(folder).catch(emptyIfMissing<string[]>([]));
}

async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(emptyIfMissing(''));
}

function emptyIfMissing<T>(empty: T): (error: unknown) => T {
  return (error) => {
    if (['ENOENT', 'EACCES'].includes(systemErrorCode(error) ?? '')) return empty;
    throw error;
  };
}
