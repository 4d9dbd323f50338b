import type { Attributes } from '@opentelemetry/api';
import { errorTypeOf } from '../tracing/span-error.js';
import type { OutgoingMessage, Published, Publisher } from '../transport/transport.js';
import type { Instruments } from './instruments.js';

/** Counts and times publishes, and leaves everything else to the publisher that it wraps. */
export class MeteredPublisher implements Publisher {
  readonly #labels = new Map<string, Attributes>();

  constructor(
    private readonly publisher: Publisher,
    private readonly instruments: Instruments,
  ) {}

  async publish(message: OutgoingMessage): Promise<Published> {
    const started = performance.now();
    try {
      const published = await this.publisher.publish(message);
      this.record(message.subject, started);
      return published;
    } catch (error) {
      this.record(message.subject, started, errorTypeOf(error));
      throw error;
    }
  }

  private record(subject: string, started: number, failure?: string): void {
    const labels = this.labels(subject, failure);
    this.instruments.sent.add(1, labels);
    this.instruments.operation.record((performance.now() - started) / 1000, labels);
  }

  /** `order.placed` of `order.placed.v1.express.3`, `dead.letter` of a dead letter: declared names, never ids. */
  private labels(subject: string, failure = ''): Attributes {
    const template = subject.split('.', 2).join('.');
    const key = `${template} ${failure}`;
    let labels = this.#labels.get(key);
    if (!labels) {
      labels = {
        'messaging.system': 'nats',
        'messaging.operation.name': 'publish',
        'messaging.operation.type': 'send',
        'messaging.destination.template': template,
        ...(failure ? { 'error.type': failure } : {}),
      };
      this.#labels.set(key, labels);
    }
    return labels;
  }
}
