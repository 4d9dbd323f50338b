import { freePortBase, serviceNames, waitUntil } from '@waybill/stack';
import { join } from 'node:path';
import { run } from '../../../libs/cli/bootstrap/run.mjs';
import type { Bases } from '../bases/bases.ts';
import { portVariable } from '../compose/service.ts';
import type { ContainerEngine } from '../containers/container-engine.ts';

const PROJECT = 'waybill-verify';

/** What never takes so long, in milliseconds: no measure of speed. */
const HANGS = 120_000;

/** The platform of deploy/compose.yaml, on ports and with secrets of its own. */
export class Platform implements AsyncDisposable {
  readonly engine: ContainerEngine;
  readonly #env: Readonly<Record<string, string>>;
  readonly #ports: ReadonlyMap<string, number>;

  static async make(
    engine: ContainerEngine,
    { version, bases }: { version: string; bases: Bases },
  ): Promise<Platform> {
    const base = await freePortBase(22_200);
    const ports = new Map(serviceNames.map((name, index) => [name, base + index]));
    const secrets = join(engine.folder, 'secrets');
    const { status, output } = await run(process.execPath, ['tools/deploy/secrets.ts', secrets]);
    if (status !== 0) throw new Error(`the secrets could not be made:\n${output}`);
    return new Platform(engine, ports, {
      ...Object.fromEntries([...ports].map(([name, port]) => [portVariable(name), String(port)])),
      WAYBILL_VERSION: version,
      WAYBILL_SECRETS: secrets,
      NATS_IMAGE: bases.nats,
      POSTGRES_IMAGE: bases.postgres,
    });
  }

  private constructor(
    engine: ContainerEngine,
    ports: ReadonlyMap<string, number>,
    env: Readonly<Record<string, string>>,
  ) {
    this.engine = engine;
    this.#ports = ports;
    this.#env = env;
  }

  /** Resolves when every service is ready. */
  async up(): Promise<void> {
    await this.#compose('up', '--detach');
    await Promise.all(serviceNames.map((service) => this.ready(service)));
  }

  /** Volumes stay. */
  async down(): Promise<void> {
    await this.#compose('down');
  }

  urlOf(service: string): string {
    return `http://127.0.0.1:${this.#ports.get(service)}`;
  }

  container(service: string): string {
    return `${PROJECT}_${service}_1`;
  }

  async ready(service: string): Promise<void> {
    const isReady = async () => (await fetch(`${this.urlOf(service)}/health/ready`)).ok;
    try {
      await waitUntil(isReady, { until: `${service} is ready`, timeout: HANGS, every: 100 });
    } catch (error) {
      const log = await this.engine.run('podman', ['logs', '--tail', '5', this.container(service)]);
      throw new Error(`${(error as Error).message}. Its log ends:\n${log}`, { cause: error });
    }
  }

  /** From the start of its container to the first time that it was seen ready, restarts included. */
  async secondsToReady(service: string): Promise<string> {
    const log = await this.engine.run('podman', ['logs', '--timestamps', this.container(service)]);
    const [listening] = log.split('\n').filter((line) => line.includes('listening on'));
    const started = await this.inspect(service, '{{.State.StartedAt.UnixMilli}}');
    return ((Date.parse(listening!.split(' ')[0]!) - Number(started)) / 1000).toFixed(1);
  }

  inspect(service: string, format: string): Promise<string> {
    return this.engine.run('podman', ['inspect', '--format', format, this.container(service)]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#compose('down', '--volumes');
  }

  #compose(...args: string[]): Promise<string> {
    // Nothing can be pulled, and nothing must be: what is run is what was built.
    const options = [
      '--project-name',
      PROJECT,
      '--podman-run-args=--pull=never',
      '--file',
      'deploy/compose.yaml',
    ];
    return this.engine.run('podman-compose', [...options, ...args], { env: this.#env });
  }
}
