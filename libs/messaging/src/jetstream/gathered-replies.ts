import type { Msg } from '@nats-io/transport-node';

/**
 * Sends all replies of one turn of the event loop in one write to the socket: handlers that end together cost the broker
 * and this process one wake-up instead of one each.
 *
 * Nothing waits for a confirmation: an acknowledgement that is lost with the connection means one more delivery after the
 * ack wait, which the inbox recognises.
 */
export class GatheredReplies {
  #waiting: { to: Msg; text: string }[] = [];

  add(to: Msg, text: string): void {
    if (this.#waiting.push({ to, text }) === 1) setImmediate(() => this.send());
  }

  send(): void {
    const replies = this.#waiting;
    this.#waiting = [];
    for (const { to, text } of replies) {
      try {
        to.respond(text);
      } catch {
        // Closed or draining: see above.
      }
    }
  }
}
