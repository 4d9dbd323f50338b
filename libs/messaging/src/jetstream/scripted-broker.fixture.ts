import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

const INFO = {
  server_id: 'scripted',
  version: '2.12.0',
  proto: 1,
  headers: true,
  jetstream: true,
  api_lvl: 2,
  max_payload: 1_048_576,
};

/** Speaks just enough of the NATS protocol for what a real server cannot be made to do on demand. */
export class ScriptedBroker {
  /** What the client logged in with. */
  login: { user?: string; pass?: string; auth_token?: string } = {};
  /** What it subscribed to, in order. */
  readonly subscribed: string[] = [];
  /** Takes everything and says nothing more, as a network does that swallows what is sent. */
  silent = false;
  readonly #sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly onPublish: (subject: string) => string,
    private readonly info: object,
  ) {
    server.on('connection', (socket) => this.#serve(socket));
  }

  /**
   * @param onPublish the reply to a publish: a line of the protocol, or nothing
   * @param info what it says of itself, beyond `INFO`
   */
  static async start(onPublish: (subject: string) => string, info: object = {}): Promise<ScriptedBroker> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new ScriptedBroker(server, onPublish, { ...INFO, ...info });
  }

  get address(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get connections(): number {
    return this.#sockets.size;
  }

  async stop(): Promise<void> {
    this.server.close();
    for (const socket of this.#sockets) socket.destroy();
    await once(this.server, 'close');
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
    socket.write(`INFO ${JSON.stringify(this.info)}\r\n`);
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      if (this.silent) return;
      for (const line of chunk.split('\r\n')) {
        if (line.startsWith('CONNECT ')) this.login = JSON.parse(line.slice(8)) as typeof this.login;
        const subscribed = /^SUB (\S+) /.exec(line);
        if (subscribed) this.subscribed.push(subscribed[1]!);
        if (line === 'PING') socket.write('PONG\r\n');
        const published = /^HPUB (\S+) /.exec(line);
        if (published) socket.write(this.onPublish(published[1]!));
      }
    });
  }
}
