import { Injectable, Logger } from '@nestjs/common';
import { DeadLetterQueue } from '@waybill/messaging/operations';
import { DeadLetterStore } from '../persistence/dead-letters/dead-letter-store.js';
import { Broker, isUnavailable } from '../platform/broker.js';
import { GroupAlert } from '../platform/group-alert.js';
import { DEAD_STREAM } from './broker-view.js';
import { LiveChanges } from './live-changes.js';

/** Read and written at once: about 0.1 s. */
const PAGE = 500;

/**
 * Keeps the index of the dead letters up to the stream: a list, a group or a count reads the index, and the stream is
 * read once. Alerts when a group appears.
 */
@Injectable()
export class DeadLetterIndex {
  private readonly logger = new Logger('dead letters');
  private updating: Promise<void> | undefined;
  /** Of the stream's oldest message when what has expired was forgotten last. */
  private oldest: string | undefined;

  constructor(
    private readonly broker: Broker,
    private readonly store: DeadLetterStore,
    private readonly alert: GroupAlert,
    private readonly live: LiveChanges,
  ) {}

  /**
   * Resolves once the index has all that was in the stream at the time of the call; at once while the broker is down: it
   * is then as last read. @throws the database's errors
   */
  async update(): Promise<void> {
    // One that has begun may have looked at the stream already.
    await this.updating?.catch(() => undefined);
    this.updating ??= this.run().finally(() => (this.updating = undefined));
    return this.updating;
  }

  private async run(): Promise<void> {
    if (!this.broker.isConnected()) return;
    try {
      await this.follow();
    } catch (error) {
      if (!isUnavailable(error)) throw error;
    }
  }

  private async follow(): Promise<void> {
    const reader = this.broker.connected;
    const stream = await reader.streamStatus(DEAD_STREAM);
    let position = await this.store.position();
    if (position !== undefined && (!stream || Number(stream.lastPosition) < Number(position))) {
      this.logger.warn('the stream of dead letters was recreated: its index is rebuilt');
      await this.store.forgetAll();
      position = undefined;
    }
    if (!stream) return;
    if (stream.firstPosition !== this.oldest) await this.forgetExpired(stream.firstPosition);
    const queue = new DeadLetterQueue(this.broker.transport, reader);
    while (position === undefined || position !== stream.lastPosition) {
      const { changes, next } = await queue.changesAfter(position, PAGE);
      if (next === undefined) return;
      const appeared = await this.store.apply(position, next, changes);
      if (appeared) this.live.announce('dead-letters', 'messages', 'topology');
      for (const group of appeared ?? []) this.alert.raise(group);
      // Written by this process or by another one.
      position = await this.store.position();
    }
  }

  private async forgetExpired(firstPosition: string): Promise<void> {
    const [first] = await this.broker.connected.readPage(DEAD_STREAM, { from: 'beginning', limit: 1 });
    if (first) await this.store.forgetExpired(new Date(first.storedAt));
    this.oldest = firstPosition;
  }
}
