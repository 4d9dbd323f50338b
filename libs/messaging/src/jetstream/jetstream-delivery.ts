import type { Msg } from '@nats-io/transport-node';
import type { Delivery, Headers } from '../transport/transport.js';
import { decodeHeaders } from './message-headers.js';

/**
 * A message from a pull request. Where it stands in stream and consumer is in its reply subject:
 * `$JS.ACK.<domain>.<account>.<stream>.<consumer>.<deliveries>.<stream seq>.<consumer seq>.<time ns>.<pending>`.
 * A server may leave out domain and account.
 */
export class JetStreamDelivery implements Delivery {
  readonly stream: string;
  readonly sequence: number;
  readonly deliveryCount: number;
  readonly storedAt: number;
  readonly body: Uint8Array;
  readonly id: string;
  readonly headers: Headers;
  #settled = false;

  constructor(private readonly message: Msg) {
    const tokens = message.reply!.split('.');
    const first = tokens.length > 9 ? 4 : 2;
    this.stream = tokens[first]!;
    this.deliveryCount = Number(tokens[first + 2]);
    this.sequence = Number(tokens[first + 3]);
    this.storedAt = Math.floor(Number(tokens[first + 5]) / 1e6);
    this.body = message.data;
    ({ id: this.id, headers: this.headers } = decodeHeaders(() => message.headers));
  }

  get subject(): string {
    return this.message.subject;
  }

  ack(): void {
    this.#settle('+ACK');
  }

  nak(delayMs: number): void {
    // Whole nanoseconds: the server does not parse 1.5.
    this.#settle(delayMs > 0 ? `-NAK {"delay":${Math.round(delayMs * 1e6)}}` : '-NAK');
  }

  term(reason: string): void {
    this.#settle(`+TERM ${reason.replace(/\s+/g, ' ')}`);
  }

  working(): void {
    if (!this.#settled) this.#respond('+WPI');
  }

  #settle(answer: string): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#respond(answer);
  }

  /**
   * Nothing waits for an answer: a settlement that a lost or closed connection swallows means one more
   * delivery after the ack wait, which the inbox recognises.
   */
  #respond(answer: string): void {
    try {
      this.message.respond(answer);
    } catch {
      // Closed or draining: see above.
    }
  }
}
