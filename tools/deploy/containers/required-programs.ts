import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { run } from '../../../libs/cli/bootstrap/run.mjs';

/** Debian's, which need no daemon. */
const PACKAGES = [
  ...['buildah', 'podman', 'podman-compose', 'runc', 'catatonit', 'debootstrap'],
  ...['netavark', 'aardvark-dns', 'iptables'],
];

/** By what each package brings. */
const PROGRAMS = [
  ...['buildah', 'podman', 'podman-compose', 'runc', 'debootstrap', 'iptables'],
  ...['netavark', 'aardvark-dns'].map((name) => `/usr/lib/podman/${name}`),
];

/**
 * Nothing if containers can run here, else why not.
 *
 * @param install whether to install what is missing, as root on Debian
 */
export async function whatContainersLack(install: boolean): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'they run on Linux alone';
  if (process.getuid?.() !== 0) return 'they are run as root';
  if (missing().length > 0 && install && existsSync('/usr/bin/apt-get')) await installPackages();
  const still = missing();
  return still.length === 0
    ? undefined
    : `there is no ${still.join(', no ')} (on Debian: apt-get install --no-install-recommends ${PACKAGES.join(' ')})`;
}

function missing(): string[] {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/sbin'];
  return PROGRAMS.filter((program) => !folders.some((folder) => existsSync(resolve(folder, program))));
}

async function installPackages(): Promise<void> {
  console.error('installing podman and buildah (apt-get)');
  const apt = ['-q', '-y', '-o', 'Acquire::Retries=1', '-o', 'DPkg::Lock::Timeout=60'];
  const env = { LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };
  // If a source is down, the lists that are there may still do.
  await run('apt-get', [...apt, 'update'], { env });
  const { status, output } = await run(
    'apt-get',
    [...apt, 'install', '--no-install-recommends', ...PACKAGES],
    { env },
  );
  if (status !== 0) throw new Error(`apt-get could not install podman and buildah:\n${output}`);
}
