import type { Server } from '../laboratory.ts';
import { TcpProxy } from '../network/tcp-proxy.ts';

type ProcessLinks = Partial<Record<Server, TcpProxy>>;

/** One link per process and server. The servers of a cluster tell clients of each other, so there it has none of its own. */
export class Links implements AsyncDisposable {
  readonly #brokers: number;
  readonly #links = new Map<string, ProcessLinks>();

  constructor(brokers: number) {
    this.#brokers = brokers;
  }

  of(process: string): ProcessLinks {
    return this.#links.get(process) ?? {};
  }

  /** The environment of a process that reaches its servers by way of its links, and says its name to the database. */
  async before(process: string, env: Readonly<Record<string, string>>): Promise<Record<string, string>> {
    const links = this.#links.get(process) ?? (await this.#make(process, env));
    const database = new URL(env['DATABASE_URL']!);
    if (links.postgres) database.port = new URL(links.postgres.url).port;
    // What the witness knows the process by.
    database.searchParams.set('application_name', process);
    return {
      ...env,
      DATABASE_URL: database.href,
      ...(links.nats && { NATS_URL: links.nats.url }),
    };
  }

  async #make(process: string, env: Readonly<Record<string, string>>): Promise<ProcessLinks> {
    const links: ProcessLinks = {
      postgres: await TcpProxy.to(new URL(env['DATABASE_URL']!)),
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
