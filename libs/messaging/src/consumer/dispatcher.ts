import { setTimeout as delay } from 'node:timers/promises';
import { backoffMs } from '../backoff.js';
import type { DeadLetterReason, DeadLetters } from '../dead-letter/dead-letters.js';
import { DeadLetterNow, Discard, InvalidPayload, MessagingError, RetryLater } from '../errors.js';
import { failuresOf, recordFailure, type FailedAttempt } from '../inbox/failures.sql.js';
import { isInInbox, recordAllInInbox, recordInInbox } from '../inbox/inbox.sql.js';
import type { Log } from '../log.js';
import { decodeEvent, type WireEvent } from '../message/decode-event.js';
import type { EventMessage } from '../message/event-message.js';
import type { SqlTransaction, Transactions } from '../sql/sql-transaction.js';
import { inContextOf } from '../tracing/propagation.js';
import type { Delivery } from '../transport/transport.js';
import type { DeliveryContext } from './handler.js';
import type { Dispatched, DispatchObserver } from './observer.js';
import type { EventSubscription } from './subscription.js';

/**
 * Deliveries that may go without an end (a killed process, a stalled one, a shutdown that gave them back)
 * until a message is taken for one that kills, and dead-lettered before it runs again.
 */
const MAX_UNFINISHED = 5;
/** From the second unfinished delivery on, a batch's messages are handled one by one: one of them may be the killer. */
const MAX_UNFINISHED_IN_BATCH = 1;

const OUTAGE = { baseMs: 200, maxMs: 5_000 };

/** One delivered message on its way to a handler. */
export interface Work {
  /** Whose inbox it goes through. */
  readonly consumer: string;
  readonly subscription: EventSubscription;
  readonly delivery: Delivery;
  /** The event on the wire: the delivery itself, or the dead letter that a replay carries. */
  readonly wire: WireEvent;
}

/** Calls the handler of a subscription; how, is the framework's business. */
export type Invoke<Tx extends SqlTransaction> = (
  subscription: EventSubscription,
  payload: EventMessage | EventMessage[],
  context: DeliveryContext<Tx>,
) => Promise<void>;

export interface DispatcherPorts<Tx extends SqlTransaction> {
  transactions: Transactions<Tx>;
  deadLetters: Pick<DeadLetters, 'add'>;
  invoke: Invoke<Tx>;
  observer: DispatchObserver;
  log: Log;
  /** Aborted when a shutdown's deadline has passed. */
  signal: AbortSignal;
}

/** A message that was decoded and is due. */
interface Due {
  work: Work;
  event: EventMessage;
  failed: readonly FailedAttempt[];
}

/** The database does not answer: nobody's fault, so it counts for nobody. */
class DatabaseAway extends MessagingError {
  readonly code = 'DATABASE_AWAY';
}

/**
 * Inbox and dispatch: decodes a delivery, runs its handler in one transaction with the inbox row, and
 * settles it by what came of that.
 *
 *   delivered -> duplicate ..................................... ack
 *             -> undecodable, attempts spent, process killer .. dead letter, term
 *             -> handler committed ............................ ack
 *             -> Discard ...................................... ack
 *             -> DeadLetterNow, last attempt .................. dead letter, term
 *             -> RetryLater, any other error .................. attempt recorded, nak(delay)
 *             -> database away ................................ held, tried again when it answers
 *
 * A crash before the commit leaves nothing; after it, the redelivery finds the inbox row and is acknowledged.
 */
export class Dispatcher<Tx extends SqlTransaction> {
  constructor(private readonly ports: DispatcherPorts<Tx>) {}

  async dispatch(work: Work): Promise<void> {
    await this.holding([work], async () => {
      const due = await this.examine(work, MAX_UNFINISHED);
      if (due) await this.attempt(due);
    });
  }

  /** One transaction for all. If it fails, halves, then halves of those, until the failing message stands alone. */
  async dispatchBatch(works: readonly Work[]): Promise<void> {
    await this.holding(works, async () => {
      const together: Due[] = [];
      for (const work of works) {
        const due = await this.examine(work, MAX_UNFINISHED);
        if (!due) continue;
        const unfinished = unfinishedOf(due);
        if (due.failed.length === 0 && unfinished <= MAX_UNFINISHED_IN_BATCH) together.push(due);
        else await this.attempt(due);
      }
      await this.attemptBatch(together);
    });
  }

  /** Holds the messages, still working, while the database is away; gives them back at the shutdown's deadline. */
  private async holding(works: readonly Work[], run: () => Promise<void>): Promise<void> {
    for (let outages = 0; ;) {
      try {
        return await run();
      } catch (error) {
        if (!(error instanceof DatabaseAway)) throw error;
        outages += 1;
        this.ports.log.warn(
          { err: error.cause, consumer: works[0]?.consumer, messages: works.length },
          'the database does not answer: messages are held until it does',
        );
        try {
          await delay(backoffMs(outages, OUTAGE), undefined, { signal: this.ports.signal });
        } catch {
          // Aborted: the deadline of a shutdown. Whoever gets them next finds them as they were.
          for (const { delivery } of works) delivery.nak(0);
          return;
        }
      }
    }
  }

  /** Settles what needs no handler; gives back what does. */
  private async examine(work: Work, maxUnfinished: number): Promise<Due | undefined> {
    const { delivery, wire, subscription, consumer } = work;
    let event: EventMessage;
    try {
      event = inContextOf(wire.headers, () => decodeEvent(contractFor(subscription, wire.subject), wire));
    } catch (error) {
      if (!(error instanceof InvalidPayload)) throw error;
      await this.deadLetter(work, undefined, 'invalid-payload', error, [attemptOf(error, 0)]);
      return undefined;
    }
    // The first delivery has no past: no need to ask the database about it.
    const failed =
      delivery.deliveryCount > 1 ? await this.database((tx) => failuresOf(tx, consumer, delivery.id)) : [];
    const due = { work, event, failed };
    if (failed.length >= subscription.retry.attempts) {
      await this.deadLetter(work, event, 'attempts-exhausted', lastErrorOf(failed), failed);
      return undefined;
    }
    if (unfinishedOf(due) > maxUnfinished) {
      if (await this.database((tx) => isInInbox(tx, consumer, event.id))) {
        delivery.ack();
        this.report(due, 'duplicate', 0);
        return undefined;
      }
      const error = new DeadLetterNow(
        `delivered ${delivery.deliveryCount} times, of which ${unfinishedOf(due)} never ended: it may kill its process`,
      );
      await this.deadLetter(work, event, 'unfinished', error, failed);
      return undefined;
    }
    return due;
  }

  private async attempt(due: Due): Promise<void> {
    const { work, event, failed } = due;
    const { consumer, subscription, delivery, wire } = work;
    const started = performance.now();
    try {
      const isNew = await inContextOf(wire.headers, () =>
        this.ports.transactions.run(async (tx) => {
          if (!(await recordInInbox(tx, consumer, event.id))) return false;
          const payload = subscription.mode === 'batch' ? [event] : event;
          await this.ports.invoke(subscription, payload, this.contextFor(tx, consumer, failed.length + 1));
          return true;
        }),
      );
      delivery.ack();
      this.report(due, isNew ? 'handled' : 'duplicate', elapsed(started));
    } catch (error) {
      await this.onFailure(due, error, elapsed(started));
    }
  }

  private async attemptBatch(batch: readonly Due[]): Promise<void> {
    const [first] = batch;
    if (!first) return;
    if (batch.length === 1) return this.attempt(first);
    const { consumer, subscription } = first.work;
    const started = performance.now();
    try {
      const fresh = await this.ports.transactions.run(async (tx) => {
        const ids = await recordAllInInbox(
          tx,
          consumer,
          batch.map(({ event }) => event.id),
        );
        // Two messages with one id (a resend past the duplicate window) may share a batch: the first counts.
        const events = batch.map(({ event }) => event).filter(({ id }) => ids.delete(id));
        if (events.length > 0)
          await this.ports.invoke(subscription, events, this.contextFor(tx, consumer, 1));
        return new Set(events);
      });
      for (const due of batch) {
        due.work.delivery.ack();
        this.report(due, fresh.has(due.event) ? 'handled' : 'duplicate', elapsed(started) / batch.length);
      }
    } catch (error) {
      await this.database(async () => undefined);
      this.ports.log.warn(
        { err: error, consumer, messages: batch.length },
        'a batch failed: tries its halves',
      );
      const middle = Math.ceil(batch.length / 2);
      await this.attemptBatch(batch.slice(0, middle));
      await this.attemptBatch(batch.slice(middle));
    }
  }

  private async onFailure(due: Due, error: unknown, seconds: number): Promise<void> {
    const { work, event } = due;
    const { consumer, subscription, delivery } = work;
    if (error instanceof Discard) {
      delivery.ack();
      this.ports.log.info(
        { consumer, eventId: event.id, type: event.type, reason: error.message },
        'discarded',
      );
      this.report(due, 'discarded', seconds, error);
      return;
    }
    const history = await this.database((tx) =>
      recordFailure(tx, consumer, delivery.id, attemptOf(error, seconds)),
    );
    if (error instanceof DeadLetterNow || error instanceof InvalidPayload) {
      await this.deadLetter(work, event, 'dead-letter-now', error, history);
    } else if (history.length >= subscription.retry.attempts) {
      await this.deadLetter(work, event, 'attempts-exhausted', error, history);
    } else {
      const delayMs =
        error instanceof RetryLater ? error.delayMs : backoffMs(history.length, subscription.retry);
      delivery.nak(delayMs);
      this.ports.log.warn(
        { err: error, consumer, eventId: event.id, type: event.type, attempt: history.length, delayMs },
        'a handler failed: the message comes again',
      );
      this.report(due, 'retried', seconds, error);
    }
  }

  private async deadLetter(
    work: Work,
    event: EventMessage | undefined,
    reason: DeadLetterReason,
    error: unknown,
    history: readonly FailedAttempt[],
  ): Promise<void> {
    const { consumer, delivery, wire } = work;
    const fields = { err: error, consumer, eventId: event?.id ?? wire.id, subject: wire.subject, reason };
    try {
      await this.ports.deadLetters.add({
        consumer,
        delivery,
        wire,
        reason,
        error: describeError(error),
        history,
      });
    } catch (cause) {
      // Not stored as a dead letter, so it must not be settled: it comes again and goes straight here.
      const delayMs = backoffMs(delivery.deliveryCount, work.subscription.retry);
      delivery.nak(delayMs);
      this.ports.log.error({ ...fields, cause, delayMs }, 'could not store a dead letter, tries again');
      return;
    }
    delivery.term(reason);
    this.ports.log.error(fields, 'dead-lettered');
    this.ports.observer.dispatched({
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

  private contextFor(tx: Tx, consumer: string, attempt: number): DeliveryContext<Tx> {
    return { tx, consumer, attempt, signal: this.ports.signal };
  }

  private async database<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    try {
      return await this.ports.transactions.run(work);
    } catch (cause) {
      throw new DatabaseAway('the database does not answer', { cause });
    }
  }

  private report(
    { work, event, failed }: Due,
    outcome: Dispatched['outcome'],
    seconds: number,
    error?: unknown,
  ): void {
    this.ports.observer.dispatched({
      consumer: work.consumer,
      outcome,
      event,
      messageId: event.id,
      type: event.type,
      attempt: failed.length + 1,
      seconds,
      error,
    });
  }
}

function contractFor(subscription: EventSubscription, subject: string) {
  const contract = subscription.contracts.find(({ type }) => subject.startsWith(`${type}.`));
  if (!contract)
    throw new InvalidPayload(`no contract of ${subscription.handler.name} fits the subject "${subject}"`);
  return contract;
}

/** Deliveries before this one that neither committed nor failed. */
function unfinishedOf({ work, failed }: Due): number {
  return work.delivery.deliveryCount - 1 - failed.length;
}

function elapsed(started: number): number {
  return (performance.now() - started) / 1000;
}

function attemptOf(error: unknown, seconds: number): FailedAttempt {
  return {
    at: new Date().toISOString(),
    durationMs: Math.round(seconds * 1000),
    error: describeError(error),
  };
}

function describeError(error: unknown): FailedAttempt['error'] {
  if (!(error instanceof Error)) return { name: 'Error', message: clip(String(error)) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return { name: error.name, message: clip(error.message), ...(code ? { code } : {}) };
}

/** The history travels in a header of the dead letter. */
function clip(text: string): string {
  return text.length > 500 ? `${text.slice(0, 500)}…` : text;
}

function lastErrorOf(history: readonly FailedAttempt[]): Error {
  const last = history.at(-1)!.error;
  return Object.assign(new Error(last.message), { name: last.name });
}
