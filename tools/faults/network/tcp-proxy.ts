import { EventEmitter, once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { SOUND, type LinkCondition } from './link.ts';
import { ProxiedConnection } from './proxied-connection.ts';

/**
 * The link between one process and one server, whose condition a test decides. It works on streams and not on packets:
 * the kernel still answers keep-alive probes, so what detects a silent peer here is the protocol above or a time limit.
 */
export class TcpProxy implements AsyncDisposable {
  readonly #connections = new Set<ProxiedConnection>();
  readonly #changes = new EventEmitter().setMaxListeners(0);
  #condition = SOUND;
  #stranded = false;
  #server: Server | undefined;
  #port: number;
  readonly #target: URL;

  private constructor(target: URL, port: number) {
    this.#target = target;
    this.#port = port;
  }

  /**
   * @param target host and port of the server
   * @param port on 127.0.0.1; a free one by default, kept from then on
   */
  static async to(target: URL, port = 0): Promise<TcpProxy> {
    const proxy = new TcpProxy(target, port);
    await proxy.#listen();
    return proxy;
  }

  /** The target's address, by way of this link. */
  get url(): string {
    const url = new URL(this.#target);
    url.hostname = '127.0.0.1';
    url.port = String(this.#port);
    return url.href;
  }

  get connections(): number {
    return this.#connections.size;
  }

  /** Holds until `heal` or the next call. */
  degrade(condition: Partial<LinkCondition>): void {
    this.#condition = { ...SOUND, ...condition };
    this.#changes.emit('change');
  }

  /** Ends every connection with a reset, towards both ends. New ones are accepted. */
  reset(): void {
    for (const connection of this.#connections) connection.reset();
  }

  /** Half-open: the server loses every connection, and the clients are not told and not answered until `heal`. */
  strand(): void {
    this.#stranded = true;
    for (const connection of this.#connections) connection.strand();
  }

  /** As if the server's process were gone: connections are reset, and new ones refused. */
  refuse(): Promise<void> {
    return this.#close();
  }

  /** Undoes all of the above. A client that was stranded is reset, as by a server that does not know it. */
  async heal(): Promise<void> {
    this.#stranded = false;
    this.degrade(SOUND);
    for (const connection of this.#connections) if (connection.isStranded) connection.reset();
    if (!this.#server) await this.#listen();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#close();
  }

  async #listen(): Promise<void> {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
      const connection = new ProxiedConnection(client, this.#target, {
        condition: () => this.#condition,
        change: (signal) => once(this.#changes, 'change', { signal }),
      });
      this.#connections.add(connection);
      void connection.closed.then(() => this.#connections.delete(connection));
      if (this.#stranded) connection.strand();
    });
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async #close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    const closed = server && once(server, 'close');
    server?.close();
    this.reset();
    await closed;
  }
}
