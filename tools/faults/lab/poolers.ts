import { findPgBouncer, startPgBouncer, type PgBouncer } from '@waybill/stack/parts';
import type { Pooler } from '../laboratory.ts';

/** PgBouncer in transaction mode, one in front of each service's database. */
export class Poolers implements AsyncDisposable {
  readonly #program: string;
  readonly #started = new Map<string, Promise<PgBouncer>>();
  #port: number;
  readonly all: Pooler[] = [];

  /**
   * @param firstPort one for each database from here on
   * @throws TypeError there is none on this machine
   */
  constructor(firstPort: number) {
    const program = findPgBouncer();
    if (!program)
      throw new TypeError('--pgbouncer: there is none on this machine (Debian: apt-get install pgbouncer)');
    this.#program = program;
    this.#port = firstPort;
  }

  /** The address of the one in front of this database. */
  async before(database: URL): Promise<URL> {
    const name = database.pathname.slice(1);
    let starting = this.#started.get(name);
    if (!starting) {
      starting = startPgBouncer({
        ...{ program: this.#program, databaseUrl: database.href, poolMode: 'transaction' as const },
        port: this.#port++,
      });
      this.#started.set(name, starting);
      const pooler = await starting;
      this.all.push({ name, kill: () => pooler.kill(), start: () => pooler.start() });
    }
    return new URL((await starting).url);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const starting of this.#started.values()) await (await starting).stop();
  }
}
