import { Injectable } from '@nestjs/common';
import { DeadLetterDesk, type DeadLetter } from '@waybill/messaging';
import { Broker, isBrokersSilence } from './broker.js';
import { BrokerView, DEAD_STREAM } from './broker-view.js';
import { ReplaySpans } from './replay-spans.js';

/** The newest letters are held; who has more than this open looks at the reason first. */
export const MOST_LETTERS = 2_000;

/** Dead letters, read again only when their stream has changed. */
@Injectable()
export class DeadLetterBox {
  private read: { state: string; letters: Promise<DeadLetter[]> } | undefined;

  constructor(
    private readonly broker: Broker,
    private readonly view: BrokerView,
    private readonly spans: ReplaySpans,
  ) {}

  /** Newest first, answered ones too. As last read while the broker is away. @throws BrokerUnavailable never read */
  async all(): Promise<DeadLetter[]> {
    const { reachable, streams } = await this.view.snapshot();
    const stream = streams.get(DEAD_STREAM);
    if (reachable && !stream) return [];
    const state = stream ? `${stream.firstSequence} ${stream.lastSequence}` : '';
    if (this.read && (this.read.state === state || !reachable)) return this.read.letters;
    const letters = new DeadLetterDesk(this.broker.connected).list({ all: true, limit: MOST_LETTERS });
    const read = (this.read = { state, letters });
    letters.catch(() => {
      if (this.read === read) this.read = undefined;
    });
    return letters;
  }

  /** The same, for who can do without: undefined while the broker is away and has never answered. */
  async known(): Promise<DeadLetter[] | undefined> {
    try {
      return await this.all();
    } catch (error) {
      if (!isBrokersSilence(error)) throw error;
      return undefined;
    }
  }

  /** @throws DeadLetterNotFound */
  async show(id: string): Promise<DeadLetter> {
    return new DeadLetterDesk(this.broker.connected).show(id);
  }

  /**
   * @returns the replay's own trace
   * @throws DeadLetterNotFound, DeadLetterSettled, DeadLetterIncomplete, BrokerUnavailable
   */
  async replay(id: string): Promise<{ traceId: string }> {
    const recorded = this.spans.recorder();
    await new DeadLetterDesk(this.broker.connected, recorded.inSpan).replay(id);
    this.read = undefined;
    return { traceId: recorded.traceId };
  }

  /** @throws as `replay` */
  async discard(id: string, reason: string): Promise<void> {
    await new DeadLetterDesk(this.broker.connected).discard(id, reason);
    this.read = undefined;
  }
}
