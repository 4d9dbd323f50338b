import { Injectable } from '@nestjs/common';
import type { ConsumerView, DurableView, StreamsResponse, StreamView } from '@waybill/console-api';
import type { Presence } from '@waybill/messaging/operations';
import { queueFigures, runsAtOnce } from '../domain/queueing.js';
import { matchesAny } from '../domain/subject.js';
import { ServiceDirectory, type DeclaredConsumer } from '../platform/service-directory.js';
import { BrokerView, DEAD_STREAM, durableKey, type BrokerSnapshot } from './broker-view.js';
import { SeenRoutes } from './seen-routes.js';

const MISSING = {
  missing: true,
  subjects: [],
  messages: null,
  bytes: null,
  firstSequence: null,
  lastSequence: null,
  perSecond: 0,
} satisfies Partial<StreamView>;

/** Streams and their consumers, with the figures of their queues. */
@Injectable()
export class WatchStreams {
  constructor(
    private readonly view: BrokerView,
    private readonly directory: ServiceDirectory,
    private readonly routes: SeenRoutes,
  ) {}

  async execute(): Promise<StreamsResponse> {
    const snapshot = await this.view.snapshot();
    // The broker's figures are worth showing without those of the spans.
    await this.routes.view().catch(() => undefined);
    const declared = Map.groupBy(this.directory.consumers(), ({ stream }) => stream);
    const consumersOf = (stream: string) => this.consumersOf(declared.get(stream) ?? [], snapshot);
    return {
      reachable: snapshot.reachable,
      streams: [
        ...[...snapshot.streams.values()].map(
          ({ name, subjects, messages, bytes, firstPosition, lastPosition }): StreamView => ({
            name,
            missing: false,
            subjects,
            messages,
            bytes,
            firstSequence: Number(firstPosition),
            lastSequence: Number(lastPosition),
            perSecond: this.view.perSecond((subject) => matchesAny(subjects, subject)),
            consumers: consumersOf(name),
          }),
        ),
        ...this.missingStreams(snapshot).map((name) => ({ ...MISSING, name, consumers: consumersOf(name) })),
      ],
    };
  }

  /** Every consumer needs the stream of dead letters: without it nothing can be dead-lettered. */
  private missingStreams({ reachable, streams }: BrokerSnapshot): string[] {
    if (!reachable) return [];
    const dead = this.directory.consumers().length > 0 ? [DEAD_STREAM] : [];
    return [...this.directory.streams(), ...dead].filter((name) => !streams.has(name));
  }

  /** The durables of one consumer, lanes and partitions, are one consumer. */
  private consumersOf(durables: readonly DeclaredConsumer[], snapshot: BrokerSnapshot): ConsumerView[] {
    const byConsumer = Map.groupBy(durables, ({ consumer }) => consumer);
    return [...byConsumer].map(([name, own]) => this.consumer(name, own, snapshot));
  }

  private consumer(
    name: string,
    declared: readonly DeclaredConsumer[],
    { durables, reachable }: BrokerSnapshot,
  ): ConsumerView {
    const views = declared.map(({ stream, durable, filters }): DurableView => {
      const status = durables.get(durableKey(stream, durable));
      return {
        name: durable,
        filters,
        missing: reachable && !status,
        pending: status?.numPending ?? null,
        ackPending: status?.numAckPending ?? null,
        redelivered: status?.numRedelivered ?? null,
        ackFloor: status ? Number(status.completedTo) : null,
      };
    });
    const sum = (figure: 'pending' | 'ackPending' | 'redelivered') =>
      views.reduce((total, each) => total + (each[figure] ?? 0), 0);
    const missing = views.filter((each) => each.missing).length;
    const arrivalPerSecond = this.view.perSecond((subject) =>
      declared.some(({ filters }) => matchesAny(filters, subject)),
    );
    const service = declared[0]?.service ?? '';
    const rate = declared[0]?.rate;
    const stops = stopsOf(name, this.directory.find(service)?.instances ?? []);
    return {
      consumer: name,
      service,
      handlers: [...new Set(declared.flatMap(({ routes }) => routes.map(({ handler }) => handler)))],
      missing,
      pending: sum('pending'),
      ackPending: sum('ackPending'),
      redelivered: sum('redelivered'),
      arrivalPerSecond,
      ...queueFigures({
        backlog: sum('pending') + sum('ackPending'),
        arrivalPerSecond,
        atOnce: this.runsAtOnce(declared),
        run: this.routes.runOf(name),
        ...(rate && { mostPerSecond: (rate.messages * 1_000) / rate.perMs }),
      }),
      ...((missing > 0 || stops.paused) && { drainSeconds: null }),
      durables: views,
      ...stops,
      ...(rate && { rate: { messages: rate.messages, perMs: rate.perMs } }),
    };
  }

  private runsAtOnce(durables: readonly DeclaredConsumer[]): number {
    const service = this.directory.find(durables[0]?.service ?? '');
    const consuming = service?.instances.filter(({ roles }) => roles.includes('consumers')) ?? [];
    const slots = service?.description?.concurrency ?? 0;
    return runsAtOnce({ processes: consuming.length, slots, durables });
  }
}

/** A pause is the same in every process; a dependency may be down for one of them. */
function stopsOf(
  consumer: string,
  instances: readonly Presence[],
): Pick<ConsumerView, 'paused' | 'waitsFor'> {
  const own = instances
    .flatMap(({ notPulling = [] }) => notPulling)
    .filter((stop) => stop.consumer === consumer);
  const pause = own.find(({ cause }) => cause === 'paused');
  const outage = own.find(({ cause }) => cause === 'dependency-down');
  return {
    ...(pause && { paused: { since: pause.since, until: pause.until, reason: pause.detail } }),
    ...(outage && { waitsFor: { dependency: outage.detail ?? 'a dependency', since: outage.since } }),
  };
}
