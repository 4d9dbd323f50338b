import { backoffMs } from '../backoff.js';
import type { DeadLetterReason, DeadLetters } from '../dead-letter/dead-letters.js';
import type { FailedAttempt } from '../inbox/attempts.sql.js';
import type { Log } from '../log.js';
import { deliveredIdOf } from '../message/event-id.js';
import type { EventMessage } from '../message/event-message.js';
import { inMessageContext } from '../tracing/propagation.js';
import type { Delivery } from '../transport/transport.js';
import { describeError } from './failed-attempt.js';
import type { Dispatched, DispatchObserver } from './observer.js';
import type { Due, Work } from './work.js';

export interface AcknowledgerPorts {
  deadLetters: Pick<DeadLetters, 'add'>;
  /** Records that the message was completed by a dead letter, so that another durable does not handle it. */
  recordDead(work: Work, messageId: string): Promise<void>;
  observer: DispatchObserver;
  log: Log;
}

/** How an attempt, or a delivery that needed none, ended. */
export interface Ending {
  outcome: Dispatched['outcome'];
  /** In the handler, seconds. 0 if it did not run. */
  seconds: number;
  error?: unknown;
}

/** Acknowledges deliveries at the broker, then notifies the observers. */
export class Acknowledger {
  readonly #acknowledged = new WeakSet<Delivery>();

  constructor(private readonly ports: AcknowledgerPorts) {}

  /** False once acknowledged: an outage that holds the rest of a batch must not make this one run again. */
  isOpen({ delivery }: Work): boolean {
    return !this.#acknowledged.has(delivery);
  }

  acknowledge(due: Due, ending: Ending): void {
    this.#acknowledged.add(due.work.delivery);
    due.work.delivery.ack();
    this.report(due, ending);
  }

  retry(due: Due, delayMs: number, ending: Ending): void {
    this.#acknowledged.add(due.work.delivery);
    due.work.delivery.nak(delayMs);
    this.report(due, ending);
  }

  /** The next delivery starts from where this one did. */
  giveBack(due: Due, seconds: number, delayMs = 0): void {
    this.retry(due, delayMs, { outcome: 'returned', seconds });
  }

  /** It was not decoded. One that was dead-lettered meanwhile stays so. */
  giveBackUnread(work: Work): void {
    if (this.isOpen(work)) work.delivery.nak(0);
  }

  /** In the trace of the message, even if no attempt ran. */
  deadLetter(...letter: Parameters<Acknowledger['store']>): Promise<void> {
    return inMessageContext(letter[0].wire.headers, () => this.store(...letter));
  }

  private async store(
    work: Work,
    event: EventMessage | undefined,
    reason: DeadLetterReason,
    error: unknown,
    history: readonly FailedAttempt[],
  ): Promise<void> {
    const { consumer, delivery, wire } = work;
    const { deadLetters, log } = this.ports;
    const fields = { err: error, consumer, eventId: event?.id ?? wire.id, subject: wire.subject, reason };
    this.#acknowledged.add(delivery);
    try {
      await deadLetters.add({ consumer, delivery, wire, reason, error: describeError(error), history });
      await this.ports.recordDead(work, event?.id ?? deliveredIdOf(wire));
    } catch (cause) {
      // Not stored as a dead letter, or not recorded as one, so it must not be lost: it is delivered again, and
      // dead-lettered without another attempt.
      const delayMs = backoffMs(delivery.deliveryCount, work.subscription.retry);
      delivery.nak(delayMs);
      log.error({ ...fields, cause, delayMs }, 'could not store a dead letter, tries again');
      return;
    }
    delivery.term(reason);
    log.error(fields, 'dead-lettered');
    this.tell({
      consumer,
      outcome: 'dead-lettered',
      event,
      messageId: event?.id ?? wire.id,
      type: event?.type ?? wire.subject,
      attempt: history.length,
      seconds: 0,
      error,
    });
  }

  private report({ work, event, past }: Due, { outcome, seconds, error }: Ending): void {
    this.tell({
      consumer: work.consumer,
      outcome,
      event,
      messageId: event.id,
      type: event.type,
      attempt: past.failed.length + 1,
      seconds,
      error,
    });
  }

  /** The delivery is acknowledged by now: an observer that fails must not turn it into a failed attempt. */
  private tell(dispatched: Dispatched): void {
    try {
      this.ports.observer.dispatched(dispatched);
    } catch (error) {
      this.ports.log.error({ err: error, consumer: dispatched.consumer }, 'an observer of deliveries failed');
    }
  }
}
