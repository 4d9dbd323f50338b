import { JetStreamApiCodes, type JetStreamManager } from '@nats-io/jetstream';
import type { Namespace } from '../transport/namespace.js';
import type { StreamAdmin } from '../transport/stream-transport.js';
import type { ConsumerDeclaration } from '../transport/transport.js';
import { asUnavailable, unlessRefused } from './broker-reply.js';
import { consumerItem } from './consumer-settings.js';
import { readItem } from './topology-item.js';

const GONE = [JetStreamApiCodes.ConsumerNotFound, JetStreamApiCodes.StreamNotFound];

export class JetStreamAdmin implements StreamAdmin {
  /** @param jsm waits for the first connection */
  constructor(
    private readonly jsm: () => Promise<JetStreamManager>,
    private readonly namespace: Namespace,
  ) {}

  async reposition(consumer: ConsumerDeclaration): Promise<void> {
    const jsm = await this.jsm();
    const declaration = this.namespace.consumer(consumer);
    const existing = await readItem(consumerItem(jsm, declaration));
    await this.deleteConsumer(consumer.stream, consumer.name);
    const kept = (existing?.['filter_subjects'] ?? []) as string[];
    const filters = [...new Set([...kept, ...declaration.filters])];
    try {
      await consumerItem(jsm, { ...declaration, filters }).create();
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  async deleteConsumer(stream: string, name: string): Promise<void> {
    const { consumers } = await this.jsm();
    await unlessRefused(GONE, consumers.delete(this.namespace.stream(stream), name));
  }

  async deleteStream(stream: string): Promise<void> {
    const { streams } = await this.jsm();
    await unlessRefused(GONE, streams.delete(this.namespace.stream(stream)));
  }
}
