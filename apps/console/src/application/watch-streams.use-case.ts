import { Injectable } from '@nestjs/common';
import type { ConsumerView, DurableView, StreamsAnswer, StreamView } from '@waybill/console-api';
import { queueFigures, runsAtOnce } from '../domain/queueing.js';
import { matchesAny } from '../domain/subject.js';
import { BrokerView, durableKey, type BrokerSnapshot } from './broker-view.js';
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
    return {
      reachable: snapshot.reachable,
      streams: [...snapshot.streams.values()].map(
        ({ name, subjects, messages, bytes, firstSequence, lastSequence }): StreamView => ({
          name,
          subjects,
          messages,
          bytes,
          firstSequence,
          lastSequence,
          perSecond: this.view.perSecond((subject) => matchesAny(subjects, subject)),
          consumers: this.consumersOf(
            consumers.filter(({ stream }) => stream === name),
            snapshot,
          ),
        }),
      ),
    };
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
    { durables }: BrokerSnapshot,
  ): ConsumerView {
    const views = declared.map(({ stream, durable, filters }): DurableView => {
      const status = durables.get(durableKey(stream, durable));
      return {
        name: durable,
        filters,
        pending: status?.numPending ?? 0,
        ackPending: status?.numAckPending ?? 0,
        redelivered: status?.numRedelivered ?? 0,
        ackFloor: status?.ackFloor ?? 0,
      };
    });
    const pending = sum(views.map((each) => each.pending));
    const ackPending = sum(views.map((each) => each.ackPending));
    const arrivalPerSecond = this.view.perSecond((subject) =>
      declared.some(({ filters }) => matchesAny(filters, subject)),
    );
    return {
      consumer: name,
      service: declared[0]?.service ?? '',
      handlers: [...new Set(declared.flatMap(({ routes }) => routes.map(({ handler }) => handler)))],
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

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
