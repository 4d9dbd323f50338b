import { Injectable } from '@nestjs/common';
import type { DeliveryCounters } from '@waybill/console-api';
import type { MessageCounters } from '@waybill/messaging';
import { countDeliveries } from '../domain/delivery-counters.js';
import { Broker } from './broker.js';
import { BrokerView, durableKey } from './broker-view.js';
import { DeadLetterBox } from './dead-letter-box.js';
import { ServiceDirectory } from './service-directory.js';
import { ServiceInspector } from './service-inspector.js';

const EVENT = 'order.placed';
/** Longer than a naive publish tries: a timeout, one retry, another timeout. */
const GRACE_MS = 15_000;
/** A transaction that began before the switch was on and ends after it publishes nothing naively. */
const SWITCHING_MS = 250;
const NAIVE_STREAM = 'NAIVE';
const NAIVE_FILTER = 'naive.order.placed.*';

interface NaiveRun {
  since: Date;
  until?: Date;
  /** What the stream held before. */
  before: Readonly<Record<string, number>>;
}

/**
 * What became of the orders' `order.placed`, by both ways of publishing. The outbox's way is counted by the services:
 * rows appended, effects in the inbox of the consumer. The naive way is counted in its stream, one subject an order,
 * against the rows that were appended while its switch was on. Nothing is lost before `countDeliveries` says so.
 */
@Injectable()
export class CountOrders {
  private since = new Date();
  private naive: NaiveRun | undefined;
  private last: { outbox?: DeliveryCounters; naive?: DeliveryCounters } = {};

  constructor(
    private readonly directory: ServiceDirectory,
    private readonly inspector: ServiceInspector,
    private readonly broker: Broker,
    private readonly view: BrokerView,
    private readonly box: DeadLetterBox,
  ) {}

  get countingSince(): string {
    return this.since.toISOString();
  }

  async reset(): Promise<void> {
    this.since = new Date();
    this.last = {};
    if (!this.naive) return;
    // Where it is not known what the stream holds, the run begins as soon as that is: the switch is still on.
    const before = this.naive.until ? undefined : await this.naiveCounts();
    this.naive = before && { since: this.since, before };
  }

  /** The switch is on or off from now on, as far as the console knows; a console that starts later counts from its start. */
  async naiveSwitched(on: boolean): Promise<void> {
    if (on && (!this.naive || this.naive.until)) {
      const before = await this.naiveCounts();
      if (before) this.naive = { since: new Date(Date.now() + SWITCHING_MS), before };
    }
    if (!on && this.naive) this.naive.until ??= new Date();
  }

  /** As last counted, while one of those who know does not answer: figures of a part would look like a loss. */
  async count(): Promise<DeliveryCounters[]> {
    const outbox = await this.countOutbox();
    const naive = this.naive && (await this.countNaive(this.naive));
    this.last = {
      outbox: outbox ?? this.last.outbox,
      naive: this.naive && (naive ?? this.last.naive),
    };
    return [this.last.outbox, this.last.naive].filter((one) => one !== undefined);
  }

  private async countOutbox(): Promise<DeliveryCounters | undefined> {
    const [all, late, snapshot] = await Promise.all([
      this.counted(this.since),
      this.counted(graceBefore(this.since)),
      this.view.snapshot(),
    ]);
    if (!all || !late) return undefined;
    const consumers = this.directory
      .consumers()
      .filter(({ routes }) => routes.some(({ type }) => type === EVENT));
    const effects = consumers.map(({ consumer }) => all.handled[`${consumer} ${EVENT}`]).filter(isNumber);
    const handled = effects.length > 0 ? Math.min(...effects) : 0;
    const waiting = consumers.some(({ stream, durable }) => {
      const status = snapshot.durables.get(durableKey(stream, durable));
      return !status || status.numPending + status.numAckPending > 0;
    });
    const unpublished = appendedOf(all) - (all.published[EVENT] ?? 0);
    return countDeliveries({
      way: 'outbox',
      committed: appendedOf(all),
      committedBefore: appendedOf(all) - appendedOf(late),
      delivered: handled,
      doubled: Math.max(0, Math.max(0, ...effects) - appendedOf(all)),
      mayStillCome: waiting || unpublished > 0 || !this.isAtRest() || (await this.hasOpenLetters()),
    });
  }

  private async countNaive({ since, until, before }: NaiveRun): Promise<DeliveryCounters | undefined> {
    const none = Promise.resolve({ appended: {}, published: {}, handled: {} } as MessageCounters);
    const [all, after, late, stored] = await Promise.all([
      this.counted(since),
      until ? this.counted(until) : none,
      this.counted(graceBefore(since)),
      this.naiveCounts(),
    ]);
    if (!all || !after || !late || !stored) return undefined;
    const committed = Math.max(0, appendedOf(all) - appendedOf(after));
    // Of those committed while the switch was on, none is older than the grace that is not older than it anyway.
    const tooYoung = until ? Math.max(0, appendedOf(late) - appendedOf(after)) : appendedOf(late);
    const own = Object.entries(stored).filter(([subject]) => before[subject] === undefined);
    return countDeliveries({
      way: 'naive',
      committed,
      committedBefore: Math.max(0, committed - tooYoung),
      delivered: own.length,
      doubled: own.reduce((sum, [, count]) => sum + count - 1, 0),
      mayStillCome: !this.isAtRest(),
    });
  }

  private isAtRest(): boolean {
    return this.view.hasBeenReachableFor(GRACE_MS);
  }

  private async hasOpenLetters(): Promise<boolean> {
    const letters = await this.box.all();
    return letters.some(({ state, type }) => state === 'open' && type === EVENT);
  }

  /** Summed over those that publish the event and those that consume it; undefined where one of them is away. */
  private async counted(since: Date): Promise<MessageCounters | undefined> {
    const names = this.directory
      .services()
      .filter(({ description }) => description && concerns(description))
      .map(({ name }) => name);
    try {
      const answers = await Promise.all(
        names.map((name) => this.inspector.ask(name, 'counters.count', { since: since.toISOString() })),
      );
      return {
        appended: merged(answers.map(({ appended }) => appended)),
        published: merged(answers.map(({ published }) => published)),
        handled: merged(answers.map(({ handled }) => handled)),
      };
    } catch {
      // `count` answers with the figures before.
      return undefined;
    }
  }

  /** Undefined while the broker does not answer. */
  private async naiveCounts(): Promise<Record<string, number> | undefined> {
    if (!this.broker.isConnected()) return undefined;
    try {
      return await this.broker.connected.countBySubject(NAIVE_STREAM, NAIVE_FILTER);
    } catch (error) {
      const { code } = Object(error) as { code?: unknown };
      // Made when the switch is on for the first time.
      if (code === 'STREAM_NOT_FOUND') return {};
      if (code === 'BROKER_UNAVAILABLE') return undefined;
      throw error;
    }
  }
}

type Described = NonNullable<ReturnType<ServiceDirectory['services']>[number]['description']>;

function concerns({ publishes, consumers }: Described): boolean {
  return (
    publishes.some(({ type }) => type === EVENT) ||
    consumers.some(({ routes }) => routes.some(({ type }) => type === EVENT))
  );
}

function graceBefore(since: Date): Date {
  return new Date(Math.max(since.getTime(), Date.now() - GRACE_MS));
}

const appendedOf = ({ appended }: MessageCounters) => appended[EVENT] ?? 0;
const isNumber = (value: number | undefined): value is number => value !== undefined;

function merged(parts: readonly Record<string, number>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [name, count] of parts.flatMap((part) => Object.entries(part))) {
    sums[name] = (sums[name] ?? 0) + count;
  }
  return sums;
}
