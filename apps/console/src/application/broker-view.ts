import { Injectable } from '@nestjs/common';
import type { ConsumerStatus, StreamStatus } from '@waybill/messaging/operations';
import { Readings } from '../domain/readings.js';
import { Broker, isUnavailable } from '../platform/broker.js';
import { ServiceDirectory } from '../platform/service-directory.js';
import { SharedResult } from './shared-result.js';

export const DEAD_STREAM = 'DEAD';

/** Streams and durables at one time. */
export interface BrokerSnapshot {
  /** False: the broker is down; the rest is as last seen. */
  reachable: boolean;
  streams: ReadonlyMap<string, StreamStatus>;
  /** The number of messages of each subject, over all streams of events. */
  counts: Readonly<Record<string, number>>;
  /** Every durable of the streams of events, declared or not, by `<stream> <durable>`. */
  durables: ReadonlyMap<string, ConsumerStatus>;
}

const NOTHING: BrokerSnapshot = { reachable: false, streams: new Map(), counts: {}, durables: new Map() };
const FRESH_MS = 1_000;

/** Asks the broker at most once a second, and only when it is asked itself. */
@Injectable()
export class BrokerView {
  private readonly readings = new Readings();
  private latest = NOTHING;
  private reachableSince: number | undefined;
  private readonly shared = new SharedResult(FRESH_MS, () => this.look());

  constructor(
    private readonly broker: Broker,
    private readonly directory: ServiceDirectory,
  ) {}

  /** Never older than a second; never fails. */
  snapshot(): Promise<BrokerSnapshot> {
    return this.shared.get();
  }

  /** Messages stored a second, over the last ten, under the subjects that count. 0 until there are two snapshots. */
  perSecond(counts: (subject: string) => boolean): number {
    return this.readings.perSecond(counts);
  }

  /** For at least this long, no snapshot has failed. */
  hasBeenReachableFor(ms: number): boolean {
    return this.reachableSince !== undefined && Date.now() - this.reachableSince >= ms;
  }

  private async look(): Promise<BrokerSnapshot> {
    if (!this.broker.isConnected()) return this.unreachable();
    try {
      this.latest = await this.ask();
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      return this.unreachable();
    }
    this.reachableSince ??= Date.now();
    const { streams, counts } = this.latest;
    this.readings.add({ atMs: Date.now(), sources: [...streams.keys()], counts });
    return this.latest;
  }

  private unreachable(): BrokerSnapshot {
    this.reachableSince = undefined;
    return (this.latest = { ...this.latest, reachable: false });
  }

  private async ask(): Promise<BrokerSnapshot> {
    const reader = this.broker.connected;
    const events = this.directory.streams();
    const names = [...events, DEAD_STREAM];
    const all = (await reader.streamNames()).filter((name) => name !== DEAD_STREAM);
    const [statuses, durables] = await Promise.all([
      Promise.all(names.map((name) => reader.streamStatus(name))),
      Promise.all(all.map((name) => reader.durables(name))),
    ]);
    const streams = new Map(statuses.filter((one) => one !== undefined).map((one) => [one.name, one]));
    const counts = await Promise.all(
      events.filter((name) => streams.has(name)).map((name) => reader.countBySubject(name, '>')),
    );
    return {
      reachable: true,
      streams,
      counts: Object.assign({}, ...counts) as Record<string, number>,
      durables: new Map(durables.flat().map((one) => [durableKey(one.stream, one.name), one])),
    };
  }
}

export function durableKey(stream: string, durable: string): string {
  return `${stream} ${durable}`;
}
