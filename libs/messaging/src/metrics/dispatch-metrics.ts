import type { Attributes } from '@opentelemetry/api';
import type { ConsumerDefinition } from '../consumer/define-consumer.js';
import type { Dispatched, DispatchObserver } from '../consumer/observer.js';
import { errorTypeOf } from '../tracing/span-error.js';
import type { Instruments } from './instruments.js';

/** Counts and times what consumers do. */
export class DispatchMetrics implements DispatchObserver {
  /** Label sets are few and used for every message: built once each. */
  readonly #labels = new Map<string, Attributes>();

  /**
   * A counter that begins with its first event has not increased, as far as Prometheus can tell. Those that
   * rules ask about begin at 0.
   */
  constructor(
    private readonly instruments: Instruments,
    consumers: readonly Pick<ConsumerDefinition, 'name' | 'routes'>[],
  ) {
    for (const { name, routes } of consumers) {
      for (const { type } of routes.flatMap(({ contracts }) => contracts)) {
        const labels = this.labels(name, type, undefined);
        instruments.deadLetters.add(0, labels);
        instruments.redeliveries.add(0, labels);
      }
    }
  }

  dispatched({ consumer, outcome, event, type, attempt, seconds, error }: Dispatched): void {
    const { consumed, process, redeliveries, deadLetters, appendToHandled } = this.instruments;
    const failure = error === undefined ? undefined : errorTypeOf(error);
    const labels = this.labels(consumer, event ? type : 'undecodable', failure);
    consumed.add(1, labels);
    if (attempt > 1) redeliveries.add(1, labels);
    if (seconds > 0) process.record(seconds, labels);
    if (outcome === 'dead-lettered') {
      deadLetters.add(1, this.labels(consumer, event ? type : 'undecodable', undefined));
    }
    if (outcome === 'handled' && event) {
      appendToHandled.record(
        Math.max(0, Date.now() - Date.parse(event.dueTime ?? event.time)) / 1000,
        labels,
      );
    }
  }

  private labels(consumer: string, type: string, failure: string | undefined): Attributes {
    const key = `${consumer} ${type} ${failure ?? ''}`;
    let labels = this.#labels.get(key);
    if (!labels) {
      labels = {
        'messaging.system': 'nats',
        'messaging.operation.name': 'process',
        'messaging.consumer.group.name': consumer,
        'messaging.destination.template': type,
        ...(failure ? { 'error.type': failure } : {}),
      };
      this.#labels.set(key, labels);
    }
    return labels;
  }
}
