import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  LogFile,
  type NatsClusterMember,
  type NatsProgram,
  natsReady,
  type RunningProcess,
  startNatsServer,
  stopChild,
  stopNatsWith,
} from '@waybill/stack/parts';
import { freePort } from './free-port.js';

export interface TestNatsOptions {
  cluster?: NatsClusterMember;
  /** Where its streams are; a folder of the run by default. */
  storeDir?: string;
  /** A settings file instead of the stack's. */
  settings?: string;
}

/** A nats-server for one test, which may kill it and start it again: same port, same streams. */
export class TestNatsServer {
  readonly url: string;
  readonly monitoringUrl: string;
  readonly version: string;
  readonly #start: () => Promise<RunningProcess>;
  readonly #storeDir: string;
  readonly #monitoringPort: number;
  readonly #onStarted: (process: RunningProcess) => void;
  #process: RunningProcess | undefined;

  private constructor(
    program: NatsProgram,
    ports: { client: number; monitoring: number },
    storeDir: string,
    start: () => Promise<RunningProcess>,
    onStarted: (process: RunningProcess) => void,
  ) {
    this.url = `nats://127.0.0.1:${ports.client}`;
    this.monitoringUrl = `http://127.0.0.1:${ports.monitoring}`;
    this.version = program.version;
    this.#monitoringPort = ports.monitoring;
    this.#storeDir = storeDir;
    this.#start = start;
    this.#onStarted = onStarted;
  }

  static async start(
    program: NatsProgram,
    folder: string,
    onStarted: (process: RunningProcess) => void,
    { storeDir: givenDir, ...settings }: TestNatsOptions = {},
  ): Promise<TestNatsServer> {
    const ports = { client: await freePort(), monitoring: await freePort() };
    const log = new LogFile(join(folder, `nats-${ports.client}.log`));
    const options = {
      file: program.path,
      port: ports.client,
      monitoringPort: ports.monitoring,
      log,
      ...settings,
    };
    const storeDir = givenDir ?? join(folder, `nats-${ports.client}`);
    const server = new TestNatsServer(
      program,
      ports,
      storeDir,
      () => startNatsServer({ ...options, storeDir }),
      onStarted,
    );
    await server.start();
    return server;
  }

  /** Starts it on its streams and waits until it is healthy. */
  async start(): Promise<void> {
    this.#process = await this.#start();
    this.#onStarted(this.#process);
    await natsReady(this.#process, this.#monitoringPort);
  }

  /** Ends it as a crash would (SIGKILL) and waits until it has ended. */
  async kill(): Promise<void> {
    this.#process?.send('SIGKILL');
    await this.#process?.exited;
  }

  /** Stops it from running, with its connections open, until `resume`: to all others it says nothing more. */
  pause(): void {
    this.#process?.send('SIGSTOP');
  }

  resume(): void {
    this.#process?.send('SIGCONT');
  }

  /** Makes it read its settings file, and the certificates that the file names, again. */
  reload(): void {
    this.#process?.send('SIGHUP');
  }

  /** Removes all its streams, as a broken disk would; while it is down. */
  async loseData(): Promise<void> {
    await rm(this.#storeDir, { recursive: true, force: true });
  }

  /** Stops it with SIGTERM. */
  async stop(): Promise<void> {
    if (this.#process) await stopChild(this.#process, stopNatsWith);
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
