import { execFile } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Machine } from './machine.js';

export interface AptPackageRequest {
  /** An empty folder of ours. */
  readonly scratch: string;
  readonly mirror: string;
  readonly suite: string;
  readonly system: Machine;
  readonly packageName: string;
  /** The wanted file, as the package holds it. */
  readonly program: string;
}

/**
 * Downloads a package with apt and unpacks it, all below `scratch`: own source list, own package lists, own cache. apt
 * verifies the archive's signature with the distribution's keyring and the package's checksum with the archive's list.
 * The machine's other apt settings (proxy, authentication) stay in force, its hooks do not.
 */
export async function fetchAptPackage(
  request: AptPackageRequest,
): Promise<{ file: string; packageVersion: string }> {
  const { scratch, mirror, suite, system, packageName, program } = request;
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
    run('apt-get', ['-q', '-c', folder('apt.conf'), ...args], { cwd: folder('out'), env: aptEnv() });
  await apt('update');
  await apt('download', packageName);
  const [archive] = (await readdir(folder('out'))).filter((name) => name.endsWith('.deb'));
  if (archive === undefined) throw new Error(`apt downloaded no ${packageName}`);
  await run('dpkg-deb', ['-x', join(folder('out'), archive), folder('tree')]);
  return { file: join(folder('tree'), program), packageVersion: archive.split('_')[1] ?? 'unknown' };
}

/** `#clear` is apt's own word for "forget what the files before this one said". */
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

function aptEnv(): NodeJS.ProcessEnv {
  return { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };
}

async function run(file: string, args: string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}) {
  try {
    await promisify(execFile)(file, args, { ...options, timeout: 120_000, maxBuffer: 16 * 1024 * 1024 });
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    const firstError = /^E: (.*)$/m.exec(stderr ?? '')?.[1] ?? message.split('\n')[0];
    throw new Error(`${file} ${args.at(-1)}: ${firstError}`, { cause: error });
  }
}
