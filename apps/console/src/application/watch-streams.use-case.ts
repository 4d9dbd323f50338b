import { Injectable } from '@nestjs/common';
import type { ConsumerView, DurableView, StreamsAnswer, StreamView } from '@waybill/console-api';
import { queueFigures, runsAtOnce } from '../domain/queueing.js';
import { matchesAny } from '../domain/subject.js';
import { BrokerView, DEAD_STREAM, durableKey, type BrokerSnapshot } from './broker-view.js';
import { SeenRoutes } from './seen-routes.js';
import { ServiceDirectory, type DeclaredConsumer } from './service-directory.js';

/** Streams and their consumers, with what their queues come to. */
@Injectable()
export class WatchStreams {
  constructor(
    private readonly view: BrokerView,
    private readonly directory: ServiceDirectory,
    private readonly routes: SeenRoutes,
  ) {}

  async execute(): Promise<StreamsAnswer> {
    const snapshot = await this.view.snapshot();
    // The figures of the broker are worth showing without those of the spans.
    await this.routes.view().catch(() => undefined);
    const consumers = this.directory.consumers();
    const consumersOf = (name: string) =>
      this.consumersOf(
        consumers.filter(({ stream }) => stream === name),
        snapshot,
      );
    return {
      reachable: snapshot.reachable,
      streams: [
        ...[...snapshot.streams.values()].map(
          ({ name, subjects, messages, bytes, firstSequence, lastSequence }): StreamView => ({
            name,
            missing: false,
            subjects,
            messages,
            bytes,
            firstSequence,
            lastSequence,
            perSecond: this.view.perSecond((subject) => matchesAny(subjects, subject)),
            consumers: consumersOf(name),
          }),
        ),
        ...this.missingStreams(snapshot).map((name) => ({
          ...NOTHING_OF,
          name,
          consumers: consumersOf(name),
        })),
      ],
    };
  }

  /** Every consumer needs the stream of dead letters: without it nothing can be given up. */
  private missingStreams({ reachable, streams }: BrokerSnapshot): string[] {
    if (!reachable) return [];
    const dead = this.directory.consumers().length > 0 ? [DEAD_STREAM] : [];
    return [...this.directory.streams(), ...dead].filter((name) => !streams.has(name));
  }

  /** Durables of one consumer, lanes and partitions, are one consumer. */
  private consumersOf(durables: readonly DeclaredConsumer[], snapshot: BrokerSnapshot): ConsumerView[] {
    const names = [...new Set(durables.map(({ consumer }) => consumer))];
    return names.map((name) =>
      this.consumer(
        name,
        durables.filter(({ consumer }) => consumer === name),
        snapshot,
      ),
    );
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
        ackFloor: status?.ackFloor ?? null,
      };
    });
    const missing = views.filter((each) => each.missing).length;
    const pending = sum(views.map((each) => each.pending));
    const ackPending = sum(views.map((each) => each.ackPending));
    const arrivalPerSecond = this.view.perSecond((subject) =>
      declared.some(({ filters }) => matchesAny(filters, subject)),
    );
    return {
      consumer: name,
      service: declared[0]?.service ?? '',
      handlers: [...new Set(declared.flatMap(({ routes }) => routes.map(({ handler }) => handler)))],
      missing,
      pending,
      ackPending,
      redelivered: sum(views.map((each) => each.redelivered)),
      arrivalPerSecond,
      ...queueFigures({
        backlog: pending + ackPending,
        arrivalPerSecond,
        atOnce: this.runsAtOnce(declared),
        run: this.routes.runOf(name),
      }),
      ...(missing > 0 && { drainSeconds: null }),
      durables: views,
    };
  }

  private runsAtOnce(durables: readonly DeclaredConsumer[]): number {
    const service = this.directory.find(durables[0]?.service ?? '');
    const consuming = service?.instances.filter(({ roles }) => roles.includes('consumers')) ?? [];
    return runsAtOnce({
      processes: consuming.length,
      slots: service?.description?.concurrency ?? 0,
      durables,
    });
  }
}

const NOTHING_OF = {
  missing: true,
  subjects: [],
  messages: null,
  bytes: null,
  firstSequence: null,
  lastSequence: null,
  perSecond: 0,
} satisfies Partial<StreamView>;

const sum = (numbers: readonly (number | null)[]) =>
  numbers.reduce<number>((total, each) => total + (each ?? 0), 0);
