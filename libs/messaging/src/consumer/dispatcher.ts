import { backoffMs } from '../backoff.js';
import {
  DeadLetterNow,
  Discard,
  DependencyDown,
  InvalidMessage,
  InvalidPayload,
  RetryLater,
  ShutdownDeadline,
} from '../errors.js';
import { recordFailure } from '../inbox/attempts.sql.js';
import { DeliveredBeforeRebuild } from '../inbox/fence.sql.js';
import { outcomeInInbox, recordAllInInbox, recordInInbox, recordCompleted } from '../inbox/inbox.sql.js';
import type { PersonalReader } from '../personal/personal-reader.js';
import { withoutText } from '../personal/without-text.js';
import type { CircuitBreakers } from '../flow/circuit-breakers.js';
import { deliveredIdOf, eventIdOf } from '../message/event-id.js';
import type { SqlTransaction, Transactions } from '../sql/sql-transaction.js';
import type { StreamReader } from '../transport/stream-transport.js';
import { asError } from '../thrown.js';
import { inBatchProcessSpan, inProcessSpan, type ProcessSpan } from '../tracing/process-span.js';
import { Beginnings } from './beginnings.js';
import { askDatabase, DatabaseDown, throughOutages } from './database-down.js';
import { attemptOf } from './failed-attempt.js';
import {
  HandlerTransactions,
  statementLimitOf,
  type CallHandler,
  type Limit,
} from './handler-transactions.js';
import { GroupSpans } from './group-spans.js';
import { Acknowledger, type AcknowledgerPorts } from './acknowledger.js';
import { Triage } from './triage.js';
import { WeightedSlots } from './weighted-slots.js';
import { attemptsOf, isSuspect, type Due, type Held, type Invoke, type Work } from './work.js';

export interface DispatcherPorts<Tx extends SqlTransaction> extends Omit<AcknowledgerPorts, 'recordDead'> {
  transactions: Transactions<Tx>;
  invoke: Invoke<Tx>;
  /** Reads the payloads that messages refer to. */
  reader: Pick<StreamReader, 'readLast'>;
  /** Opens personal fields. */
  personal: PersonalReader;
  breakers: Pick<CircuitBreakers, 'outageIn' | 'open' | 'isOpen'>;
  /** Aborted when a shutdown's deadline has passed. */
  signal: AbortSignal;
}

/** How long what was delivered before a rebuild waits, on a durable that is about to be deleted. */
const OUTDATED_MS = 5_000;

/** What a handler throws that it would throw again: see `FINAL_CODES` in `triage.ts`. */
const FINAL = [DeadLetterNow, InvalidPayload, InvalidMessage];

/**
 * Inbox and dispatch: decodes a delivery, runs its handler in one transaction with the inbox row, and
 * acknowledges it according to the outcome.
 *
 *   delivered -> duplicate, or completed in the inbox ............. ack
 *             -> undecodable, attempts spent, process killer .. dead letter, term
 *             -> handler committed ............................ ack
 *             -> Discard ...................................... ack
 *             -> DeadLetterNow, last attempt .................. dead letter, term
 *             -> RetryLater, timeout, any other error ......... attempt recorded, nak(delay)
 *             -> a dependency is down ......................... nak, no attempt, circuit breaker opened
 *             -> the shutdown's deadline passed ............... nak, no attempt
 *             -> its consumer has been rebuilt since .......... nak, no attempt
 *             -> database down ................................ held, tried again when it responds
 *
 * A crash before the commit leaves nothing but, of a redelivery, the record that it began; after the
 * commit, the redelivery finds the inbox row and is acknowledged.
 */
export class Dispatcher<Tx extends SqlTransaction> {
  readonly #acknowledger: Acknowledger;
  readonly #triage: Triage<Tx>;
  readonly #handlers: HandlerTransactions<Tx>;
  readonly #beginnings: Beginnings<Tx>;
  /** One suspect at a time, so that one that kills the process does not interrupt the others. */
  readonly #alone = new WeightedSlots(1);

  constructor(private readonly ports: DispatcherPorts<Tx>) {
    this.#acknowledger = new Acknowledger({
      ...ports,
      recordDead: (work, messageId) => this.database((tx) => recordCompleted(tx, work, messageId, 'dead')),
    });
    this.#triage = new Triage(ports.transactions, this.#acknowledger, ports.reader, ports.personal);
    this.#beginnings = new Beginnings(ports.transactions);
    this.#handlers = new HandlerTransactions(ports.transactions, ports.signal);
  }

  async dispatch(work: Work): Promise<void> {
    await this.holding([work], async (works) => {
      const [due] = await this.examine(works);
      if (due) await this.attempt(due);
    });
  }

  /** One transaction for all. If it fails, halves, then halves of those, until the failing message stands alone. */
  dispatchBatch(works: readonly Work[]): Promise<void> {
    return this.dispatchTogether(works, (batch) => this.attemptBatch(batch));
  }

  /**
   * One transaction for all, in which the handler of each runs in turn. If it fails, each runs in one of its own; that the
   * others ran before is no attempt.
   */
  dispatchGroup(works: readonly Work[]): Promise<void> {
    return this.dispatchTogether(works, (group) => this.attemptGroup(group));
  }

  /** What failed before, or may kill its process, runs apart from the others. */
  private async dispatchTogether(
    works: readonly Work[],
    attempt: (together: readonly Due[]) => Promise<void>,
  ): Promise<void> {
    await this.holding(works, async (open) => {
      const due = await this.examine(open);
      const apart = due.filter((each) => each.past.failed.length > 0 || isSuspect(each));
      const together = due.filter((each) => !apart.includes(each));
      await this.#beginnings.record(together.map(({ work }) => work));
      await attempt(together);
      for (const each of apart) await this.attempt(each);
    });
  }

  /** Gives all of them back, as `onOutage` does, where a key of personal data cannot be had now. */
  private async examine(works: readonly Work[]): Promise<Due[]> {
    try {
      return await this.#triage.examine(works);
    } catch (error) {
      if (!(error instanceof DependencyDown)) throw error;
      this.ports.breakers.open(works[0]!.consumer, error);
      for (const work of works) this.#acknowledger.giveBackUnread(work);
      return [];
    }
  }

  /** Records that the consumer ignores the message: without a record it would not count as completed. */
  async ignore(held: Held): Promise<void> {
    const { consumer, delivery, wire } = held;
    const { log, signal } = this.ports;
    const record = () => this.database((tx) => recordCompleted(tx, held, eventIdOf(wire), 'discarded'));
    const done = await throughOutages(record, {
      signal,
      onDown: ({ cause }) =>
        log.warn({ err: cause, consumer }, 'a message that is ignored waits for the database'),
    });
    if (done) delivery.ack();
    else delivery.nak(0);
  }

  /** Holds the messages, reported as working, while the database is down; gives them back at the shutdown's deadline. */
  private async holding(works: readonly Work[], run: (open: Work[]) => Promise<void>): Promise<void> {
    const { log, signal } = this.ports;
    const open = () => works.filter((work) => this.#acknowledger.isOpen(work));
    const done = await throughOutages(() => run(open()), {
      signal,
      onDown: ({ cause, reason }) =>
        log.warn(
          { err: cause, consumer: works[0]?.consumer, messages: open().length },
          `${reason}: messages are held until it works again`,
        ),
    });
    // The next delivery starts from where this one did.
    if (!done) for (const { delivery } of open()) delivery.nak(0);
  }

  private async attempt(due: Due): Promise<void> {
    if (this.ports.breakers.isOpen(due.work.consumer)) return this.leave([due], 0);
    if (isSuspect(due)) await this.#alone.run('standard', () => this.handle(due));
    else await this.handle(due);
  }

  private async handle(due: Due): Promise<void> {
    const { work, event, past } = due;
    await this.#beginnings.record([work]);
    const attempt = past.failed.length + 1;
    await inProcessSpan(work, { eventId: event.id, attempt }, (span) => this.run(due, attempt, span));
  }

  private async run(due: Due, attempt: number, span: ProcessSpan): Promise<void> {
    const { work, event } = due;
    const { consumer, subscription } = work;
    const started = performance.now();
    let opened = false;
    try {
      const isNew = await this.#handlers.run(async (tx, call) => {
        const statementLimitMs = statementLimitOf(subscription.timeoutMs);
        const isNew = await recordInInbox(tx, work.names, event.id, {
          replay: work.replay,
          epoch: work.epoch,
          statementLimitMs,
        });
        opened = true;
        if (!isNew) return false;
        const payload = subscription.mode === 'batch' ? [event] : event;
        await call(limitOf(work), (signal) =>
          this.ports.invoke(subscription, payload, { tx, consumer, attempt, signal }),
        );
        return true;
      });
      const outcome = isNew ? 'handled' : 'duplicate';
      span.ended(outcome);
      this.#acknowledger.acknowledge(due, { outcome, seconds: elapsed(started) });
    } catch (thrown) {
      const error = asError(thrown);
      if (error instanceof DeliveredBeforeRebuild) {
        span.ended('returned');
        return this.#acknowledger.giveBack(due, elapsed(started), OUTDATED_MS);
      }
      if (!opened) throw new DatabaseDown('no transaction could be opened', { cause: error });
      const outage = this.ports.breakers.outageIn(consumer, error);
      if (outage) return this.onOutage([due], shownOf([due], outage), elapsed(started), span);
      await this.onFailure(due, shownOf([due], error), elapsed(started), span);
    }
  }

  private async attemptBatch(batch: readonly Due[]): Promise<void> {
    const [first] = batch;
    if (!first) return;
    // The half before this one has found its dependency down.
    if (this.ports.breakers.isOpen(first.work.consumer)) return this.leave(batch, 0);
    if (batch.length === 1) return this.handle(first);
    const works = batch.map(({ work }) => work);
    const { consumer, subscription } = first.work;
    const whole = await inBatchProcessSpan(works, (span) =>
      this.runTogether(batch, span, async (fresh, tx, call) => {
        const events = fresh.map(({ event }) => event);
        await call(limitOf(first.work), (signal) =>
          this.ports.invoke(subscription, events, { tx, consumer, attempt: 1, signal }),
        );
      }),
    );
    if (whole) return;
    const middle = Math.ceil(batch.length / 2);
    await this.attemptBatch(batch.slice(0, middle));
    await this.attemptBatch(batch.slice(middle));
  }

  private async attemptGroup(group: readonly Due[]): Promise<void> {
    const [first] = group;
    if (!first) return;
    const { consumer } = first.work;
    if (this.ports.breakers.isOpen(consumer)) return this.leave(group, 0);
    const spans = new GroupSpans();
    const whole =
      group.length > 1 &&
      (await this.runTogether(group, spans, async (fresh, tx, call) => {
        for (const { work, event } of fresh) {
          await spans.within(work, event.id, () =>
            call(limitOf(work), (signal) =>
              this.ports.invoke(work.subscription, event, { tx, consumer, attempt: 1, signal }),
            ),
          );
        }
      }));
    if (whole) return;
    for (const due of group) await this.attempt(due);
  }

  /** False if it failed and its messages are to be tried apart. */
  private async runTogether(
    batch: readonly Due[],
    span: ProcessSpan,
    callHandlers: (fresh: readonly Due[], tx: Tx, call: CallHandler) => Promise<void>,
  ): Promise<boolean> {
    const { consumer, names, epoch } = batch[0]!.work;
    const timeoutMs = Math.max(...batch.map(({ work }) => work.subscription.timeoutMs));
    const started = performance.now();
    let opened = false;
    try {
      const handled = await this.#handlers.run(async (tx, call) => {
        const ids = batch.map(({ event }) => event.id);
        const statementLimitMs = statementLimitOf(timeoutMs);
        const unknown = await recordAllInInbox(tx, names, ids, { epoch, statementLimitMs });
        opened = true;
        // Two messages with one id (a resend past the duplicate window) may be in it: the first counts.
        const fresh = batch.filter(({ event }) => unknown.delete(event.id));
        if (fresh.length > 0) await callHandlers(fresh, tx, call);
        return new Set(fresh);
      });
      span.ended('handled');
      const seconds = elapsed(started) / batch.length;
      for (const due of batch) {
        const outcome = handled.has(due) ? 'handled' : 'duplicate';
        this.#acknowledger.acknowledge(due, { outcome, seconds });
      }
      return true;
    } catch (thrown) {
      const error = asError(thrown);
      const outdated = error instanceof DeliveredBeforeRebuild;
      if (!opened && !outdated) {
        span.ended('returned');
        throw new DatabaseDown('no transaction could be opened', { cause: error });
      }
      if (outdated || error instanceof ShutdownDeadline) {
        span.ended('returned');
        const seconds = elapsed(started) / batch.length;
        for (const due of batch) this.#acknowledger.giveBack(due, seconds, outdated ? OUTDATED_MS : 0);
        return true;
      }
      const outage = this.ports.breakers.outageIn(consumer, error);
      if (outage) {
        await this.onOutage(batch, shownOf(batch, outage), elapsed(started) / batch.length, span);
        return true;
      }
      const shown = shownOf(batch, error);
      span.ended('halved', { error: shown, expected: false });
      await this.database(async () => undefined);
      this.ports.log.warn(
        { err: shown, consumer, messages: batch.length },
        'messages that share a transaction failed: tries them apart',
      );
      return false;
    }
  }

  /** Not an attempt: the messages are given back as they came, to a replica that is better off or to the probe. */
  private async onOutage(
    batch: readonly Due[],
    outage: DependencyDown,
    seconds: number,
    span: ProcessSpan,
  ): Promise<void> {
    const { consumer } = batch[0]!.work;
    span.ended('returned', { error: outage, expected: true });
    // First, so that they do not come back here.
    this.ports.breakers.open(consumer, outage);
    await this.leave(batch, seconds);
  }

  private async leave(batch: readonly Due[], seconds: number): Promise<void> {
    await this.#beginnings.withdraw(batch.map(({ work }) => work));
    for (const due of batch) this.#acknowledger.giveBack(due, seconds);
  }

  private async onFailure(due: Due, error: Error, seconds: number, span: ProcessSpan): Promise<void> {
    const { work, event } = due;
    const { consumer, subscription, delivery } = work;
    const fields = { consumer, eventId: event.id, type: event.type };
    if (error instanceof ShutdownDeadline) {
      span.ended('returned');
      this.#acknowledger.giveBack(due, seconds);
      return;
    }
    if (error instanceof Discard) {
      // Recorded apart, because the handler's transaction is rolled back: without a record it would not count as completed.
      await this.database((tx) => recordCompleted(tx, work, event.id, 'discarded'));
      this.ports.log.info({ ...fields, reason: error.message }, 'discarded');
      span.ended('discarded', { error, expected: true });
      this.#acknowledger.acknowledge(due, { outcome: 'discarded', seconds, error });
      return;
    }
    const failure = { attempt: attemptOf(error, seconds), begun: this.#beginnings.has(delivery) };
    const history = await this.database(async (tx) =>
      // Perhaps only the response to the commit was lost: then nothing failed.
      (await outcomeInInbox(tx, work.names, event.id)) === 'handled'
        ? undefined
        : recordFailure(tx, attemptsOf(work), deliveredIdOf(delivery), failure),
    );
    if (!history) {
      span.ended('handled');
      this.#acknowledger.acknowledge(due, { outcome: 'handled', seconds });
      return;
    }
    if (FINAL.some((kind) => error instanceof kind)) {
      span.ended('dead-lettered', { error, expected: false });
      await this.#acknowledger.deadLetter(work, event, 'dead-letter-now', error, history);
    } else if (history.length >= subscription.retry.attempts) {
      span.ended('dead-lettered', { error, expected: false });
      await this.#acknowledger.deadLetter(work, event, 'attempts-exhausted', error, history);
    } else {
      const delayMs =
        error instanceof RetryLater ? error.delayMs : backoffMs(history.length, subscription.retry);
      this.ports.log.warn(
        { ...fields, err: error, attempt: history.length, delayMs },
        'a handler failed: the message will be redelivered',
      );
      span.ended('retried', { error, expected: error instanceof RetryLater, retryDelayMs: delayMs });
      this.#acknowledger.retry(due, delayMs, { outcome: 'retried', seconds, error });
    }
  }

  private database<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return askDatabase(this.ports.transactions, work);
  }
}

function limitOf({ subscription: { handler, timeoutMs } }: Work): Limit {
  return { handler: handler.name, timeoutMs };
}

/** What a handler threw, as logs, spans, inbox and dead letters may have it. */
function shownOf<E extends Error>(batch: readonly Due[], error: E): E {
  return batch.some(({ work }) => work.subscription.personal) ? withoutText(error) : error;
}

function elapsed(started: number): number {
  return (performance.now() - started) / 1000;
}
