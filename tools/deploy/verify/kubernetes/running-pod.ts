import { waitUntil } from '@waybill/stack';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import type { IContainer } from 'kubernetes-models/v1';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { ContainerEngine } from '../../containers/container-engine.ts';
import type { PodmanPod } from './podman-pod.ts';
import type { Workload } from '../../kubernetes/objects.ts';

/** What never takes so long, in milliseconds: no measure of speed. */
const HANGS = 240_000;

/** A pod under podman. The test is its kubelet: it probes it as its manifest says, and stops it with its grace. */
export class RunningPod {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly #engine: ContainerEngine;
  readonly #container: IContainer;
  readonly #grace: number;
  #address = '';

  /** @param names under which the pods of the network find it */
  static async start(
    engine: ContainerEngine,
    workload: Workload,
    { pod, read, scratch }: PodmanPod,
    { network, names }: { network: string; names: readonly string[] },
  ): Promise<RunningPod> {
    const running = new RunningPod(engine, pod.metadata!.name!, workload);
    const file = join(engine.folder, `${running.name}.yaml`);
    await writeFile(file, [...read, pod].map((each) => stringify(each)).join('---\n'), { mode: 0o600 });
    for (const folder of scratch) {
      await mkdir(folder);
      await chmod(folder, 0o777); // whatever the umask is
    }
    const aliases = names.map((name) => `alias=${name}`).join(',');
    await engine.run('podman', ['kube', 'play', '--network', `${network}:${aliases}`, file]);
    running.#address = await running.#inspectInfra(
      '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}',
    );
    return running;
  }

  private constructor(engine: ContainerEngine, name: string, workload: Workload) {
    const { metadata, spec } = workload.spec.template;
    this.name = name;
    this.labels = metadata?.labels ?? {};
    this.#engine = engine;
    [this.#container] = spec!.containers as [IContainer];
    this.#grace = spec!.terminationGracePeriodSeconds ?? 30;
  }

  /** Of a port of its container. */
  addressOf(port: string | number): string {
    const number = this.#container.ports?.find(({ name }) => name === port)?.containerPort ?? port;
    return `${this.#address}:${number}`;
  }

  /** Seconds between two probes. */
  get probePeriod(): number {
    return this.#container.readinessProbe?.periodSeconds ?? 10;
  }

  /** As its readiness probe sees it. */
  async isReady(): Promise<boolean> {
    const { httpGet, exec } = this.#container.readinessProbe ?? {};
    try {
      if (exec) await this.#engine.run('podman', ['exec', this.#containerName, ...exec.command!]);
      return httpGet ? (await fetch(`http://${this.addressOf(httpGet.port)}${httpGet.path}`)).ok : true;
    } catch {
      return false; // refused, or ended with another status: not ready
    }
  }

  async ready(): Promise<void> {
    try {
      await waitUntil(() => this.isReady(), {
        ...{ until: `${this.name} is ready`, timeout: HANGS, every: 200 },
      });
    } catch (error) {
      throw new Error(`${(error as Error).message}. Its log ends:\n${await this.#log()}`, { cause: error });
    }
  }

  /** Waits for a pod that ends by itself. */
  async ended(): Promise<void> {
    const status = await this.#engine.run('podman', ['wait', this.#containerName]);
    if (status !== '0') throw new Error(`${this.name} ended with ${status}:\n${await this.#log()}`);
  }

  /**
   * SIGTERM, and SIGKILL after its grace.
   *
   * @throws Error if it had to be killed, or failed
   */
  async stop(): Promise<void> {
    await this.#engine.run('podman', ['stop', '--time', String(this.#grace), this.#containerName]);
    const status = await this.#engine.run('podman', [
      ...['inspect', '--format', '{{.State.ExitCode}}', this.#containerName],
    ]);
    if (status !== '0')
      throw new Error(`${this.name} ended with ${status} on SIGTERM:\n${await this.#log()}`);
    await this.#engine.run('podman', ['pod', 'rm', '--force', '--time', '0', this.name]);
  }

  get #containerName(): string {
    return `${this.name}-${this.#container.name}`;
  }

  #log(): Promise<string> {
    return this.#engine.run('podman', ['logs', '--tail', '10', this.#containerName]);
  }

  async #inspectInfra(format: string): Promise<string> {
    const infra = await this.#engine.run('podman', [
      ...['pod', 'inspect', '--format', '{{.InfraContainerID}}', this.name],
    ]);
    return this.#engine.run('podman', ['inspect', '--format', format, infra]);
  }
}
