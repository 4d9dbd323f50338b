import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Between a client and a server: cut, it is to the client as if the server were gone, connections and port. */
export class SeverableLink {
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;

  private constructor(
    private readonly host: string,
    private readonly targetPort: number,
  ) {}

  static async to(url: URL): Promise<SeverableLink> {
    const link = new SeverableLink(url.hostname, Number(url.port));
    await link.mend();
    return link;
  }

  get port(): number {
    return this.#port;
  }

  async mend(): Promise<void> {
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
        from.pipe(to);
      }
    });
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async cut(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = undefined;
    const closed = once(server, 'close');
    server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
