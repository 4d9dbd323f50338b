import { identify, lives, type Stack } from '@waybill/stack';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Processes, ServiceDatabase } from '../laboratory.ts';
import { MemoryFile } from './memory-file.ts';

/** Postgres waits for its clients to go when it gets SIGTERM; SIGINT stops it as an operator would. */
const TERMINATES_BY: Readonly<Record<string, NodeJS.Signals>> = { postgres: 'SIGINT' };

export class StackProcesses implements Processes {
  readonly #stack: Stack;
  readonly #ports: ReadonlyMap<string, number>;
  readonly #folder: string;

  /**
   * @param ports by the name of a service's process
   * @param folder of the files by which the processes are told to fill their memory
   */
  constructor(stack: Stack, ports: ReadonlyMap<string, number>, folder: string) {
    this.#stack = stack;
    this.#ports = ports;
    this.#folder = folder;
  }

  pid(name: string): number | undefined {
    return this.#stack.state.pids[name];
  }

  signal(name: string, signal: NodeJS.Signals): void {
    const pid = this.pid(name);
    if (pid !== undefined) send(pid, signal === 'SIGTERM' ? (TERMINATES_BY[name] ?? signal) : signal);
  }

  pause(name: string): () => void {
    const pid = this.pid(name);
    if (pid === undefined) return () => undefined;
    const all = [pid, ...childrenOf(pid)];
    for (const each of all) send(each, 'SIGSTOP');
    return () => all.forEach((each) => send(each, 'SIGCONT'));
  }

  async exhaustMemory(name: string, signal: AbortSignal): Promise<void> {
    const port = this.#ports.get(name);
    if (port === undefined) throw new TypeError(`${name} is no process of a service`);
    const pid = this.pid(name);
    const identity = pid === undefined ? undefined : identify(pid);
    if (!identity) return;
    const file = new MemoryFile(this.#folder, port);
    file.exhaust();
    try {
      while (lives(identity) && !signal.aborted) await delay(50);
    } finally {
      file.reset();
    }
  }

  async killSession({ administratorUrl, role }: ServiceDatabase): Promise<void> {
    const client = new pg.Client({ connectionString: administratorUrl });
    client.on('error', () => undefined); // its own session ends with all others
    await client.connect();
    const { rows } = await client.query<{ pid: number }>(
      'SELECT pid FROM pg_stat_activity WHERE usename = $1 ORDER BY backend_start LIMIT 1',
      [role],
    );
    for (const { pid } of rows) send(pid, 'SIGKILL');
    await client.end().catch(() => undefined); // as above
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // it has ended by itself
  }
}

/** Postgres's server processes lead groups of their own, so a signal to the postmaster's group does not reach them. */
function childrenOf(pid: number): number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    return children.map(Number);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
