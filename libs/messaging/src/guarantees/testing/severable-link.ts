import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * Between a client and a server: cut, it is to the client as if the server were gone, connections and port; silent,
 * as if every packet were lost, in both directions: connections stay open, and neither side is notified.
 */
export class SeverableLink {
  readonly #sockets = new Set<Socket>();
  #silent = false;
  #server: Server | undefined;
  #port = 0;

  private constructor(
    private readonly host: string,
    private readonly targetPort: number,
  ) {}

  static async to(url: URL): Promise<SeverableLink> {
    const link = new SeverableLink(url.hostname, Number(url.port));
    await link.restore();
    return link;
  }

  get port(): number {
    return this.#port;
  }

  async restore(): Promise<void> {
    this.#server = createServer((client) => {
      const server = connect(this.targetPort, this.host);
      for (const [from, to] of [
        [client, server],
        [server, client],
      ] as const) {
        this.#sockets.add(from);
        from.on('close', () => {
          this.#sockets.delete(from);
          to.destroy();
        });
        // The close that follows says all there is to say.
        from.on('error', () => undefined);
        if (this.#silent) from.pause();
        else from.pipe(to);
      }
    });
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  silence(): void {
    this.#silent = true;
    for (const socket of this.#sockets) socket.unpipe().pause();
  }

  async cut(): Promise<void> {
    this.#silent = false;
    const server = this.#server;
    if (!server) return;
    this.#server = undefined;
    const closed = once(server, 'close');
    server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
