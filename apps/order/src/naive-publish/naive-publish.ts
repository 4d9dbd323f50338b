import type { OnApplicationShutdown } from '@nestjs/common';
import { OrderPlaced } from '@waybill/contracts';
import {
  BrokerUnavailable,
  type AppendedEvent,
  type Fault,
  type FaultSwitches,
  type Log,
  type TransactionRunner,
  type Transport,
} from '@waybill/messaging';
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
/** Beyond this an order's event is given up at once: a demonstration must not fill the memory of what it runs in. */
const MOST_UNDER_WAY = 10_000;

/**
 * What NOT to do, to be seen beside what to do: publishes `order.placed` as most shops do it, straight to the broker
 * once the order is committed, and tries once more where no answer came.
 *
 * It looks right, and loses and doubles orders all the same. The process may end between the commit and the publish;
 * the broker may be away for longer than one retry lasts: nobody remembers that there was something to say. The broker
 * may have stored what its answer got lost of: without an id of the message the retry is stored beside it. Nothing of
 * this shows in a test on a good day. The outbox has none of it, because the event is a row of the same transaction.
 *
 * Nobody consumes these messages; the console counts them, one subject an order. Works only while its switch is on, and
 * never slows or fails an order.
 */
export class NaivePublish implements OnApplicationShutdown {
  readonly #fault: Fault;
  #broker: Transport | undefined;
  #underWay = 0;

  constructor(
    faults: FaultSwitches,
    transactions: Pick<TransactionRunner, 'onCommitted'>,
    private readonly log: Log,
    private readonly connect: (giveUp: AbortSignal) => Promise<Transport>,
    private readonly retryAfterMs = RETRY_AFTER_MS,
  ) {
    this.#fault = faults.declare(
      {
        name: 'naive-publish',
        title: 'Naive publish',
        description:
          'Every order is published a second way too: straight to the broker after the commit, without an outbox.',
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

  /** Events that are neither stored nor given up yet. */
  get underWay(): number {
    return this.#underWay;
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
            this.log.warn({ err: error }, 'naive publish: its stream is not there'),
          );
        });
      }
    } catch (cause) {
      throw new BrokerUnavailable('the broker does not answer: switch naive-publish on when it does', {
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
    if (this.#underWay >= MOST_UNDER_WAY) {
      this.log.error({ orderId }, 'naive publish: too many under way, the event is lost');
      return;
    }
    this.#underWay += 1;
    try {
      await this.send(order).catch(async (error: unknown) => {
        if (!(error instanceof BrokerUnavailable)) throw error;
        await delay(this.retryAfterMs);
        await this.send(order);
      });
    } catch (error) {
      // This is the point: all that is left of the event is a line in a log.
      this.log.error({ err: error, orderId }, 'naive publish: the event is lost');
    } finally {
      this.#underWay -= 1;
    }
  }

  private async send({ key, body }: AppendedEvent): Promise<void> {
    await this.#broker!.publish({
      // A fresh one each time comes to the same as none: the broker recognises nothing.
      id: uuidv7(),
      subject: `naive.order.placed.${key}`,
      headers: {},
      body,
    });
  }
}
