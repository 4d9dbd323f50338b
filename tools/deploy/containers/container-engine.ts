import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../../libs/cli/bootstrap/run.mjs';

/**
 * Daemonless podman, buildah and podman-compose with images, containers and networks of their own, so that the machine's
 * are not touched, and all of them are removed in the end.
 */
export class ContainerEngine implements AsyncDisposable {
  readonly folder: string;
  readonly #env: Readonly<Record<string, string>>;

  static async make(): Promise<ContainerEngine> {
    const folder = await mkdtemp(join(tmpdir(), 'waybill-containers-'));
    await mkdir(join(folder, 'networks'));
    await writeFile(join(folder, 'containers.conf'), containersConf(folder));
    await writeFile(join(folder, 'storage.conf'), storageConf(folder));
    return new ContainerEngine(folder);
  }

  private constructor(folder: string) {
    this.folder = folder;
    this.#env = {
      CONTAINERS_CONF: join(folder, 'containers.conf'),
      CONTAINERS_STORAGE_CONF: join(folder, 'storage.conf'),
      BUILDAH_ISOLATION: 'chroot',
    };
  }

  /**
   * @returns what it printed
   * @throws Error with that, if it failed
   */
  async run(
    program: string,
    args: readonly string[],
    { env = {}, cwd }: { env?: Readonly<Record<string, string>>; cwd?: string } = {},
  ): Promise<string> {
    const { status, output } = await run(program, [...args], { cwd, env: { ...env, ...this.#env } });
    if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}:\n${output}`);
    return output.trim();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.run('podman', ['rm', '--all', '--force', '--time', '0']);
    await this.run('podman', ['network', 'prune', '--force']);
    await this.run('podman', ['volume', 'rm', '--all', '--force']);
    await this.run('buildah', ['rm', '--all']);
    await this.run('podman', ['rmi', '--all', '--force']);
    // The storage driver mounts its folder onto itself, and may leave it so.
    const mounts = (await readFile('/proc/mounts', 'utf8'))
      .split('\n')
      .map((line) => line.split(' ')[1] ?? '');
    for (const mount of mounts.filter((path) => path.startsWith(`${this.folder}/`)).reverse()) {
      await this.run('umount', [mount]);
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}

/**
 * `crun` fails where control groups are of version 1 or of both, and higher limits than one's own are refused. Without
 * netavark, containers have no names on internal networks.
 */
function containersConf(folder: string): string {
  return `[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
log_driver = "k8s-file"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
tmp_dir = "${join(folder, 'run')}"
[network]
network_backend = "netavark"
network_config_dir = "${join(folder, 'networks')}"
`;
}

function storageConf(folder: string): string {
  return `[storage]
driver = "overlay"
graphroot = "${join(folder, 'storage')}"
runroot = "${join(folder, 'runroot')}"
`;
}
