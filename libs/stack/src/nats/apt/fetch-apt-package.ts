import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Distribution } from './distribution.js';
import { runApt } from './run-apt.js';

export interface AptPackageRequest {
  /** An empty folder of ours. */
  readonly scratch: string;
  readonly mirror: string;
  readonly suite: string;
  readonly system: Distribution;
  readonly packageName: string;
}

/**
 * Downloads a package with apt and unpacks it, all below `scratch`: own source list, own package lists,
 * own cache. apt verifies the archive's signature with the distribution's keyring and the package's checksum with the
 * archive's list. The machine's other apt settings (proxy, authentication) stay in force, its hooks do not.
 *
 * @returns the folder with its files as they would be installed, and the package's version
 */
export async function fetchAptPackage(
  request: AptPackageRequest,
): Promise<{ tree: string; version: string }> {
  const { scratch, mirror, suite, system, packageName } = request;
  const folder = (name: string) => join(scratch, name);
  for (const name of ['lists/partial', 'archives/partial', 'out', 'tree']) {
    await mkdir(folder(name), { recursive: true });
  }
  await writeFile(
    folder('sources.list'),
    `deb [signed-by=${system.keyring}] ${mirror} ${suite} ${system.component}\n`,
  );
  await writeFile(folder('apt.conf'), aptSettings(folder));
  const apt = (...args: string[]) =>
    runApt('apt-get', ['-q', '-c', folder('apt.conf'), ...args], folder('out'));
  await apt('update');
  await apt('download', packageName);
  const [archive] = (await readdir(folder('out'))).filter((name) => name.endsWith('.deb'));
  if (archive === undefined) throw new Error(`apt downloaded no ${packageName}`);
  await runApt('dpkg-deb', ['-x', join(folder('out'), archive), folder('tree')]);
  return { tree: folder('tree'), version: archive.split('_')[1] ?? 'unknown' };
}

/** `#clear` discards what earlier configuration files say. */
function aptSettings(folder: (name: string) => string): string {
  return `#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Post-Invoke;
Dir::Etc::sourcelist "${folder('sources.list')}";
Dir::Etc::sourceparts "-";
Dir::Etc::preferences "-";
Dir::Etc::preferencesparts "-";
Dir::State::lists "${folder('lists')}";
Dir::Cache::archives "${folder('archives')}";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
Acquire::Languages "none";
Acquire::Retries "1";
Acquire::http::Timeout "15";
Acquire::https::Timeout "15";
APT::Update::Error-Mode "any";
`;
}
