import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A nats-server of the test's own, that may be killed and started again on what it had stored. */
export class OwnNatsServer {
  #process: ChildProcess | undefined;

  private constructor(
    private readonly binary: string,
    private readonly port: number,
    private readonly storeDir: string,
  ) {}

  static async start(binary: string): Promise<OwnNatsServer> {
    const server = new OwnNatsServer(
      binary,
      await freePort(),
      await mkdtemp(join(tmpdir(), 'waybill-nats-')),
    );
    await server.start();
    return server;
  }

  get url(): string {
    return `nats://127.0.0.1:${this.port}`;
  }

  /** Clients connect as soon as it listens, so nothing here waits for that. */
  async start(): Promise<void> {
    const args = ['-a', '127.0.0.1', '-p', String(this.port), '-js', '-sd', this.storeDir];
    this.#process = spawn(this.binary, args, { stdio: 'ignore' });
    await once(this.#process, 'spawn');
  }

  /** As a crash does it: nothing is flushed or said goodbye to. */
  async kill(): Promise<void> {
    const running = this.#process;
    this.#process = undefined;
    if (!running || running.exitCode !== null) return;
    const gone = once(running, 'exit');
    running.kill('SIGKILL');
    await gone;
  }

  /** It keeps its connections open and answers nothing any more. */
  pause(): void {
    this.#process?.kill('SIGSTOP');
  }

  async remove(): Promise<void> {
    await this.kill();
    await rm(this.storeDir, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
