import type { OnApplicationShutdown } from '@nestjs/common';
import { OrderPlaced } from '@waybill/contracts';
import {
  BrokerUnavailable,
  type Fault,
  type FaultSwitches,
  type Log,
  type TransactionRunner,
} from '@waybill/messaging';
import type { AppendedEvent, Transport } from '@waybill/messaging/operations';
import { setTimeout as delay } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';

const STREAM = {
  name: 'NAIVE',
  subjects: ['naive.>'],
  limits: {},
  defaults: { maxAgeMs: 60 * 60 * 1000, duplicateWindowMs: 1_000, replicas: 1 },
};
const CONNECT_MS = 3_000;
const RETRY_AFTER_MS = 1_000;
/** Beyond this number, events are dropped at once, so that the demonstration cannot fill the memory. */
const MAX_PENDING = 10_000;

/**
 * What NOT to do, as a comparison: publishes `order.placed` directly to the broker after the order is committed, and
 * retries once if there is no ack.
 *
 * It looks right, but loses and duplicates events. If the process crashes between the commit and the publish, or the
 * broker is down for longer than one retry, the event is lost. If the broker stored the message but its ack was lost,
 * the retry stores it a second time, because it has another message id. Tests without failures do not show this. With the
 * outbox it cannot happen, because the event is a row of the same transaction.
 *
 * These messages have no consumer; the console counts them, one subject per order. It publishes only while its fault is
 * on, and never delays or fails an order.
 */
export class NaivePublish implements OnApplicationShutdown {
  readonly #fault: Fault;
  #broker: Transport | undefined;
  #pending = 0;

  constructor(
    faults: FaultSwitches,
    transactions: Pick<TransactionRunner, 'onCommitted'>,
    private readonly log: Log,
    private readonly connect: (signal: AbortSignal) => Promise<Transport>,
    private readonly retryAfterMs = RETRY_AFTER_MS,
  ) {
    this.#fault = faults.declare(
      {
        name: 'naive-publish',
        title: 'Naive publish',
        description:
          'Every order is also published directly to the broker after the commit, without an outbox.',
        kind: 'toggle',
        max: 1,
      },
      async (value) => {
        if (value > 0) await this.prepare();
      },
    );
    transactions.onCommitted((events) => {
      if (this.#fault.value === 0) return;
      for (const event of events) if (event.contract.type === OrderPlaced.type) void this.publish(event);
    });
  }

  /** The number of events that are neither stored nor lost yet. */
  get pending(): number {
    return this.#pending;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#broker?.close();
  }

  private async prepare(): Promise<void> {
    try {
      if (!this.#broker) {
        this.#broker = await this.connect(AbortSignal.timeout(CONNECT_MS));
        // It may have lost its data.
        this.#broker.onReconnect(() => {
          this.declareStream().catch((error: unknown) =>
            this.log.warn({ err: error }, 'naive publish: its stream could not be created'),
          );
        });
      }
    } catch (cause) {
      throw new BrokerUnavailable('the broker is not responding: switch naive-publish on once it is', {
        cause,
      });
    }
    await this.declareStream();
  }

  private async declareStream(): Promise<void> {
    await this.#broker!.reconcile({ streams: [STREAM], consumers: [] });
  }

  private async publish(order: AppendedEvent): Promise<void> {
    const orderId = order.key;
    if (this.#pending >= MAX_PENDING) {
      this.log.error({ orderId }, 'naive publish: too many pending events, this one is lost');
      return;
    }
    this.#pending += 1;
    try {
      await this.send(order).catch(async (error: unknown) => {
        if (!(error instanceof BrokerUnavailable)) throw error;
        await delay(this.retryAfterMs);
        await this.send(order);
      });
    } catch (error) {
      // This is the point: only a log line is left of the event.
      this.log.error({ err: error, orderId }, 'naive publish: the event is lost');
    } finally {
      this.#pending -= 1;
    }
  }

  private async send({ key, body }: AppendedEvent): Promise<void> {
    await this.#broker!.publish({
      // A new id each time, so the broker detects no duplicates.
      id: uuidv7(),
      subject: `naive.order.placed.${key}`,
      headers: {},
      body,
    });
  }
}
