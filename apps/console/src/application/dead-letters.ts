import { Injectable } from '@nestjs/common';
import type { DeadLetterResolution, DeadLettersResponse, DeadLetterView } from '@waybill/console-api';
import { DeadLetterQueue, type DeadLetter } from '@waybill/messaging/operations';
import { groupLetters } from '../domain/dead-letter-groups.js';
import { traceIdOf } from '../domain/headers.js';
import { Broker, isUnavailable } from '../platform/broker.js';
import { BrokerView, DEAD_STREAM } from './broker-view.js';
import { LiveChanges } from './live-changes.js';
import { ReplaySpans, type InSpan } from './replay-spans.js';

/** The newest letters are held. */
export const MOST_LETTERS = 2_000;

/** Dead letters, read again only when their stream has changed. Each is resolved once, however many try. */
@Injectable()
export class DeadLetters {
  private read: { state: string; letters: Promise<DeadLetter[]> } | undefined;

  constructor(
    private readonly broker: Broker,
    private readonly view: BrokerView,
    private readonly spans: ReplaySpans,
    private readonly live: LiveChanges,
  ) {}

  /** Newest first, resolved ones too; while the broker is down, as last read. @throws BrokerUnavailable never read */
  async all(): Promise<DeadLetter[]> {
    const { reachable, streams } = await this.view.snapshot();
    const stream = streams.get(DEAD_STREAM);
    if (reachable && !stream) return [];
    const state = stream ? `${stream.firstPosition} ${stream.lastPosition}` : '';
    if (this.read && (this.read.state === state || !reachable)) return this.read.letters;
    const letters = this.queue().list({ all: true, limit: MOST_LETTERS });
    const read = (this.read = { state, letters });
    letters.catch(() => {
      if (this.read === read) this.read = undefined;
    });
    return letters;
  }

  /** `all`, but undefined if the broker is down and the letters were never read. */
  async known(): Promise<DeadLetter[] | undefined> {
    try {
      return await this.all();
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      return undefined;
    }
  }

  /** @throws BrokerUnavailable */
  private queue(inSpan?: InSpan): DeadLetterQueue {
    return new DeadLetterQueue(this.broker.transport, this.broker.connected, inSpan);
  }

  async list(query: {
    consumer?: string;
    state: 'open' | 'all';
    limit: number;
  }): Promise<DeadLettersResponse> {
    const letters = await this.all();
    const open = letters.filter(({ state }) => state === 'open');
    return {
      items: (query.state === 'open' ? open : letters)
        .filter(({ consumer }) => query.consumer === undefined || consumer === query.consumer)
        .slice(0, query.limit)
        .map(viewOf),
      groups: groupLetters(open),
    };
  }

  /** @throws DeadLetterNotFound */
  async show(id: string): Promise<DeadLetterView> {
    return viewOf(await this.queue().show(id));
  }

  /** @throws DeadLetterNotFound, DeadLetterResolved, DeadLetterIncomplete, DeadLetterOrphaned, BrokerUnavailable */
  async replay(id: string): Promise<DeadLetterResolution> {
    const { inSpan, traceId } = this.spans.recorder();
    await this.queue(inSpan).replay(id);
    this.changed();
    return { id, state: 'replayed', traceId };
  }

  /** @throws DeadLetterNotFound, DeadLetterResolved, BrokerUnavailable */
  async discard(id: string, reason: string): Promise<DeadLetterResolution> {
    await this.queue().discard(id, reason);
    this.changed();
    return { id, state: 'discarded' };
  }

  private changed(): void {
    this.read = undefined;
    this.live.announce('dead-letters', 'messages');
  }
}

function viewOf(letter: DeadLetter): DeadLetterView {
  return { ...letter, traceId: traceIdOf(letter.headers) };
}
