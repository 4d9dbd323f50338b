import type { Server } from '../laboratory.ts';
import { TcpProxy } from '../network/tcp-proxy.ts';
import type { Poolers } from './poolers.ts';

type ProcessLinks = Partial<Record<Server, TcpProxy>>;

/** One link per process and server. The servers of a cluster tell clients of each other, so there it has none of its own. */
export class Links implements AsyncDisposable {
  readonly #brokers: number;
  readonly #links = new Map<string, ProcessLinks>();

  readonly #poolers: Poolers | undefined;

  constructor(brokers: number, poolers?: Poolers) {
    this.#brokers = brokers;
    this.#poolers = poolers;
  }

  of(process: string): ProcessLinks {
    return this.#links.get(process) ?? {};
  }

  /** The environment of a process that reaches its servers by way of its links, and says its name to the database. */
  async before(process: string, env: Readonly<Record<string, string>>): Promise<Record<string, string>> {
    const links = this.#links.get(process) ?? (await this.#make(process, env));
    // What the witness knows the process by.
    const through = (link: TcpProxy | undefined) => {
      const database = new URL(env['DATABASE_URL']!);
      if (link) database.port = new URL(link.url).port;
      database.searchParams.set('application_name', process);
      return database.href;
    };
    return {
      ...env,
      DATABASE_URL: through(links.pgbouncer ?? links.postgres),
      ...(links.pgbouncer && { DATABASE_DIRECT_URL: through(links.postgres) }),
      ...(links.nats && { NATS_URL: links.nats.url }),
    };
  }

  async #make(process: string, env: Readonly<Record<string, string>>): Promise<ProcessLinks> {
    const database = new URL(env['DATABASE_URL']!);
    const pooler = await this.#poolers?.before(database);
    const links: ProcessLinks = {
      postgres: await TcpProxy.to(database),
      ...(pooler && { pgbouncer: await TcpProxy.to(pooler) }),
      ...(this.#brokers === 1 && { nats: await TcpProxy.to(new URL(env['NATS_URL']!)) }),
    };
    this.#links.set(process, links);
    return links;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const all = [...this.#links.values()].flatMap((links) => Object.values(links));
    await Promise.all(all.map((link) => link[Symbol.asyncDispose]()));
  }
}
