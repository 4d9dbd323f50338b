import { Injectable } from '@nestjs/common';
import type { DeliveryCounters } from '@waybill/console-api';
import type { MessageCounters } from '@waybill/messaging/operations';
import { countDeliveries } from '../domain/delivery-counters.js';
import { Broker } from '../platform/broker.js';
import { ServiceDirectory, type KnownService } from '../platform/service-directory.js';
import { askAll, ServiceInspector } from '../platform/service-inspector.js';
import { BrokerView, durableKey } from './broker-view.js';
import { DeadLetters } from './dead-letters.js';

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
 * The outcomes of the orders' `order.placed`, by both ways of publishing. For the outbox the services count: rows
 * appended, effects in the inbox of the consumer. For the naive publish its stream is counted, one subject an order,
 * against the rows that were appended while its switch was on. `countDeliveries` decides what is lost.
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
    private readonly letters: DeadLetters,
  ) {}

  get countingSince(): string {
    return this.since.toISOString();
  }

  async reset(): Promise<void> {
    this.since = new Date();
    this.last = {};
    if (!this.naive) return;
    // While the broker is down, it is not known what the stream holds. The next call of `naiveSwitched` begins the run.
    const before = this.naive.until ? undefined : await this.naiveCounts();
    // From after the look on: an order between the two would be in `before`, and look lost.
    this.naive = before && { since: new Date(), before };
  }

  /** Called whenever the console learns whether the switch is on. A console that starts later counts from its start. */
  async naiveSwitched(on: boolean): Promise<void> {
    if (on && (!this.naive || this.naive.until)) {
      const before = await this.naiveCounts();
      if (before) this.naive = { since: new Date(Date.now() + SWITCHING_MS), before };
    }
    if (!on && this.naive) this.naive.until ??= new Date();
  }

  /** The last figures while a service or the broker does not respond: incomplete figures would look like a loss. */
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
    const effects = consumers
      .map(({ consumer }) => all.handled[`${consumer} ${EVENT}`])
      .filter((count) => count !== undefined);
    const waiting = consumers.some(({ stream, durable }) => {
      const status = snapshot.durables.get(durableKey(stream, durable));
      return !status || status.numPending + status.numAckPending > 0;
    });
    const committed = appendedOf(all);
    const unpublished = committed - (all.published[EVENT] ?? 0);
    return countDeliveries({
      way: 'outbox',
      committed,
      committedBefore: committed - appendedOf(late),
      delivered: effects.length > 0 ? Math.min(...effects) : 0,
      doubled: Math.max(0, Math.max(0, ...effects) - committed),
      mayStillCome: waiting || unpublished > 0 || !this.isBrokerStable() || (await this.hasOpenLetters()),
    });
  }

  private async countNaive({ since, until, before }: NaiveRun): Promise<DeliveryCounters | undefined> {
    const none: MessageCounters = { appended: {}, published: {}, handled: {} };
    const [all, after, late, stored] = await Promise.all([
      this.counted(since),
      until ? this.counted(until) : none,
      this.counted(graceBefore(since)),
      this.naiveCounts(),
    ]);
    if (!all || !after || !late || !stored) return undefined;
    const committed = Math.max(0, appendedOf(all) - appendedOf(after));
    // Of those committed while the switch was on, the ones within the grace.
    const tooYoung = until ? Math.max(0, appendedOf(late) - appendedOf(after)) : appendedOf(late);
    const own = Object.entries(stored).filter(([subject]) => before[subject] === undefined);
    return countDeliveries({
      way: 'naive',
      committed,
      committedBefore: Math.max(0, committed - tooYoung),
      delivered: own.length,
      doubled: own.reduce((sum, [, count]) => sum + count - 1, 0),
      mayStillCome: !this.isBrokerStable(),
    });
  }

  private isBrokerStable(): boolean {
    return this.view.hasBeenReachableFor(GRACE_MS);
  }

  private async hasOpenLetters(): Promise<boolean> {
    const counts = await this.letters.counts();
    // Unknown: better to say that some may still come.
    return counts?.some(({ open, type }) => open > 0 && type === EVENT) ?? true;
  }

  /** The sums over all services that publish or consume the event; undefined if one of them does not respond. */
  private async counted(since: Date): Promise<MessageCounters | undefined> {
    const names = this.directory
      .services()
      .filter(isConcerned)
      .map(({ name }) => name);
    const counts = await askAll(this.inspector, names, 'counters.count', { since: since.toISOString() });
    if (counts.size < names.length) return undefined;
    const sumOf = (part: keyof MessageCounters) => sums([...counts.values()].map((each) => each[part]));
    return { appended: sumOf('appended'), published: sumOf('published'), handled: sumOf('handled') };
  }

  /** Undefined while the broker is down. */
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

function isConcerned({ description }: KnownService): boolean {
  const routes = description?.consumers.flatMap((consumer) => consumer.routes) ?? [];
  return [...(description?.publishes ?? []), ...routes].some(({ type }) => type === EVENT);
}

function graceBefore(since: Date): Date {
  return new Date(Math.max(since.getTime(), Date.now() - GRACE_MS));
}

const appendedOf = ({ appended }: MessageCounters) => appended[EVENT] ?? 0;

function sums(parts: readonly Record<string, number>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const [name, count] of parts.flatMap((part) => Object.entries(part))) {
    total[name] = (total[name] ?? 0) + count;
  }
  return total;
}
