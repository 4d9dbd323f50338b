import type { Msg } from '@nats-io/transport-node';
import type { Namespace } from '../transport/namespace.js';
import type { Delivery, Headers } from '../transport/transport.js';
import type { GatheredReplies } from './gathered-replies.js';
import { decodeHeaders } from './message-headers.js';

/**
 * A message from a pull request. Where it stands in stream and consumer is in its reply subject:
 * `$JS.ACK.<domain>.<account>.<stream>.<consumer>.<deliveries>.<stream seq>.<consumer seq>.<time ns>.<pending>`.
 * A server may leave out domain and account.
 */
export class JetStreamDelivery implements Delivery {
  readonly stream: string;
  readonly position: string;
  readonly subject: string;
  readonly deliveryCount: number;
  readonly storedAt: number;
  readonly body: Uint8Array;
  readonly id: string;
  readonly headers: Headers;
  #acknowledged = false;

  constructor(
    private readonly message: Msg,
    namespace: Namespace,
    private readonly replies: Pick<GatheredReplies, 'add'>,
  ) {
    const tokens = message.reply!.split('.');
    const first = tokens.length > 9 ? 4 : 2;
    this.subject = namespace.ownSubject(message.subject);
    this.stream = namespace.ownStream(tokens[first]!);
    this.deliveryCount = Number(tokens[first + 2]);
    this.position = tokens[first + 3]!;
    this.storedAt = Math.floor(Number(tokens[first + 5]) / 1e6);
    this.body = message.data;
    ({ id: this.id, headers: this.headers } = decodeHeaders(() => message.headers));
  }

  ack(): void {
    this.#acknowledge('+ACK');
  }

  nak(delayMs: number): void {
    // Whole nanoseconds: the server does not parse 1.5.
    this.#acknowledge(delayMs > 0 ? `-NAK {"delay":${Math.round(delayMs * 1e6)}}` : '-NAK');
  }

  term(reason: string): void {
    this.#acknowledge(`+TERM ${reason.replace(/\s+/g, ' ')}`);
  }

  working(): void {
    if (!this.#acknowledged) this.replies.add(this.message, '+WPI');
  }

  #acknowledge(how: string): void {
    if (this.#acknowledged) return;
    this.#acknowledged = true;
    this.replies.add(this.message, how);
  }
}
