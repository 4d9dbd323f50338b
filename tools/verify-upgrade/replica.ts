import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Place {
  readonly databaseUrl: string;
  readonly natsUrl: string;
  /** Else it only publishes and handles what others appended. */
  readonly appends: boolean;
}

/** A process on one version of the library, under its own load. */
export class Replica {
  readonly #process: ChildProcess;
  #errors = '';
  readonly name: string;

  private constructor(name: string, library: string, place: Place) {
    this.name = name;
    const options = JSON.stringify({ library, name, ...place });
    this.#process = fork(join(import.meta.dirname, 'replica.mjs'), [options], { silent: true });
    this.#process.stderr?.on('data', (text: Buffer) => (this.#errors += text.toString()));
  }

  /** @throws Error with what it wrote, if it was refused */
  static async start(name: string, library: string, place: Place): Promise<Replica> {
    const replica = new Replica(name, library, place);
    await replica.#message();
    return replica;
  }

  /** Gives the milliseconds that its longest append took. */
  async stop(): Promise<number> {
    const last = this.#message();
    this.#process.kill('SIGTERM');
    const { longest } = (await last) as { longest: number };
    await once(this.#process, 'exit');
    return longest;
  }

  kill(): void {
    this.#process.kill('SIGKILL');
  }

  async #message(): Promise<unknown> {
    const ended = new AbortController();
    const died = once(this.#process, 'exit', { signal: ended.signal }).then(() => {
      throw new Error(`${this.name} ended: ${this.#errors.trim()}`);
    });
    try {
      const [message] = (await Promise.race([once(this.#process, 'message'), died])) as [unknown];
      return message;
    } finally {
      died.catch(() => {});
      ended.abort();
    }
  }
}
