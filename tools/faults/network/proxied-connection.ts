import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { BOTH, type Direction, type LinkCondition } from './link.ts';

/** The link that a connection goes through. */
export interface Link {
  condition(): LinkCondition;
  /** Resolves at the next change of the condition; rejects once the signal is aborted. */
  change(signal: AbortSignal): Promise<unknown>;
}

/** One connection of a client, and the one to the server that stands for it. */
export class ProxiedConnection {
  /** Resolves when both ends are closed. */
  readonly closed: Promise<void>;
  readonly #client: Socket;
  readonly #over = new AbortController();
  #server: Socket | undefined;
  #stranded = false;

  constructor(client: Socket, target: URL, link: Link) {
    this.#client = client;
    this.closed = this.#run(target, link);
  }

  get isStranded(): boolean {
    return this.#stranded;
  }

  /** The server's end is closed, and the client's stays open and is not answered. */
  strand(): void {
    this.#stranded = true;
    this.#over.abort();
    this.#server?.destroy();
    this.#client.resume();
  }

  reset(): void {
    this.#stranded = false;
    this.#over.abort();
    this.#client.resetAndDestroy();
    this.#server?.resetAndDestroy();
  }

  async #run(target: URL, link: Link): Promise<void> {
    const ended = closedOf(this.#client);
    try {
      await passage(link, BOTH, this.#over.signal);
      const server = connect({
        port: Number(target.port),
        host: target.hostname,
        allowHalfOpen: true,
        noDelay: true,
      });
      this.#server = server;
      const over = closedOf(server);
      await once(server, 'connect');
      await Promise.all([
        carry(this.#client, server, link, 'to-server', this.#over.signal),
        carry(server, this.#client, link, 'to-client', this.#over.signal),
      ]);
      await over;
    } catch {
      // A broken connection is one to both ends, unless the client is not to know.
      if (!this.#stranded) this.reset();
    }
    await ended;
    this.#server?.destroy();
  }
}

/** Takes what one end sends to the other, and its end too. */
async function carry(
  from: Socket,
  to: Socket,
  link: Link,
  direction: Direction,
  signal: AbortSignal,
): Promise<void> {
  for await (const chunk of from.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    const { latencyMs, bytesPerSecond } = link.condition();
    const ms = latencyMs + (chunk.length / bytesPerSecond) * 1_000;
    if (ms > 0) await delay(ms, undefined, { signal });
    await passage(link, [direction], signal);
    if (!to.write(chunk)) await once(to, 'drain', { signal });
  }
  await passage(link, [direction], signal);
  to.end();
}

/** Waits until nothing is lost in any of the directions. */
async function passage(link: Link, directions: readonly Direction[], signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  while (directions.some((direction) => link.condition().lost.includes(direction))) await link.change(signal);
}

function closedOf(socket: Socket): Promise<void> {
  // An error is followed by the close.
  socket.on('error', () => undefined);
  return new Promise((resolve) => socket.once('close', () => resolve()));
}
